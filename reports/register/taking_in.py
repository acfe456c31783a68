"""A workbook taken into the register as one, and undone as one. Nothing is ever half taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports import history
from reports.cases.case import Case, Request
from reports.models import Register, RegisterBatch, RegisteredRequest, RegisteredReview
from reports.models.authoring.register import LONGEST_NUMBER, LONGEST_WORDS
from reports.refusals import Refused
from reportsite.database import insert

from . import bringing as files
from .keeping import Fields, advance, locked, text_of

_AT_ONCE = 500  # rows in a statement
_KINDS = {"request": RegisteredRequest, "review": RegisteredReview}
_DAYS = ("received_on", "closed_on", "corrected_on")


@transaction.atomic
def take_in(organ_id: int, *, by, stamp: str, remove_gone: bool = False) -> RegisterBatch:
    """Take the file that lies there: what is new and what has changed, and remove what is gone if told.

    `stamp` is of what `by` looked at. Raise Http404, and Refused when something is still asked, or
    the register or the file is another by now, or there is none (a second click).
    """
    register = locked(organ_id, by)
    lying = files.lying(organ_id, by=by)
    if lying is None:
        raise Refused("这份文件已经导入，或者已经放弃了。")
    look = files.look(lying)
    if look.reading.asked:
        raise Refused("还有不能确定的词，没有导入。请先逐个选定。")
    if look.stamp != stamp:
        raise Refused("核对期间，台账有了变化，没有导入。下面已按现在的内容重新比较，请再确认一次。")
    changed = look.comparison.changed
    gone = look.gone if remove_gone else ()
    now = [*look.comparison.new, *(change.new for change in changed)]
    if not now and not gone:
        raise Refused("文件与台账一致，没有要导入的。")
    name = lying.name
    lying.delete()
    return _put(register, now, gone, name, by)


@transaction.atomic
def put_in(organ_id: int, cases: Iterable[Case], name: str, *, by) -> RegisterBatch:
    """Take cases that come from no file, as one that is called `name`; raise Http404, Refused."""
    return _put(locked(organ_id, by), list(cases), (), name, by)


def _put(
    register: Register, now: list[Case], gone: Iterable[Case], name: str, by
) -> RegisterBatch:
    _must_fit(now)
    work = _Batch(register, by)
    work.put(map(_row_values, now))
    work.remove((_kind(case), case.number) for case in gone)
    batch = work.finish(name)
    said = f"{batch.name}：新增{batch.added}件，改动{batch.changed}件，移出{batch.removed}件"
    history.note(history.Action.REGISTER_TAKEN, by=by, organ=register.organ, detail=said)
    return batch


def _must_fit(cases: Iterable[Case]) -> None:
    for case in cases:
        if len(case.number) > LONGEST_NUMBER:
            raise Refused(f"编号“{case.number[:20]}…”超过{LONGEST_NUMBER}字，没有导入。请在文件里改短。")


def _kind(case: Case) -> str:
    return "request" if isinstance(case, Request) else "review"


def _row_values(case: Case) -> tuple[str, dict[str, Any]]:
    fields = files.fields_of(case)
    for name in ("matter", "body", "request"):
        if name in fields:
            fields[name] = fields[name][:LONGEST_WORDS if name != "request" else LONGEST_NUMBER]
    return _kind(case), fields


@dataclass
class _Batch:
    """Rows written together, each with its step in the history and how it stood before."""

    register: Register
    by: Any

    def __post_init__(self):
        self.steps: list[history.Step] = []
        self.before: list[list] = []
        self.added = self.changed = self.removed = 0

    def put(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Store rows, by their numbers: new ones, or over those that stand."""
        wanted: dict[str, list[dict]] = {kind: [] for kind in _KINDS}
        for kind, fields in rows:
            wanted[kind].append(fields)
        for kind, model in _KINDS.items():
            standing = _by_number(self.register, model, [f["number"] for f in wanted[kind]])
            made = (self._made(kind, model, fields, standing.get(fields["number"])) for fields in wanted[kind])
            insert(model, ("register", *model.FIELDS), made, key=("register", "number"))

    def _made(self, kind: str, model, fields: dict, standing: Fields | None) -> tuple:
        if not self.register.keeps_matter and kind == "request":
            fields["matter"] = ""
        fields = {name: fields[name] for name in model.FIELDS}
        self._note(kind, fields["number"], standing, text_of(fields))
        if standing:
            self.changed += 1
        else:
            self.added += 1
        return (self.register.pk, *fields.values())

    def remove(self, cases: Iterable[tuple[str, str]]) -> None:
        """Take cases out of the register, by kind and number."""
        wanted: dict[str, list[str]] = {kind: [] for kind in _KINDS}
        for kind, number in cases:
            wanted[kind].append(number)
        for kind, model in _KINDS.items():
            standing = _by_number(self.register, model, wanted[kind])
            for number, fields in standing.items():
                self._note(kind, number, fields, "")
            self.removed += len(standing)
            for some in _slices(list(standing)):
                model.objects.filter(register=self.register, number__in=some).delete()

    def _note(self, kind: str, number: str, standing: Fields | None, new: str) -> None:
        old = text_of(standing) if standing else ""
        self.steps.append(history.Step(f"{kind}:{number}"[:80], old, new))
        self.before.append([kind, number, _json(standing) if standing else None])

    def finish(self, name: str) -> RegisterBatch:
        """Count it as one revision of the register; only the latest batch can be undone."""
        advance(self.register)
        history.record_in_register(self.register, self.steps, by=self.by)
        self.register.batches.exclude(before=[]).update(before=[])
        return RegisterBatch.objects.create(
            register=self.register, by=self.by, name=name, revision=self.register.revision,
            added=self.added, changed=self.changed, removed=self.removed, before=self.before,
        )  # fmt: skip


def _by_number(register: Register, model, numbers: list[str]) -> dict[str, Fields]:
    """Return how the cases of those numbers stand, each as its fields."""
    found: dict[str, Fields] = {}
    for some in _slices(numbers):
        rows = model.objects.filter(register=register, number__in=some).order_by()
        found |= {fields["number"]: fields for fields in rows.values(*model.FIELDS)}
    return found


def _slices(values: list) -> Iterator[list]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _json(fields: Fields) -> Fields:
    return {name: str(value) if isinstance(value, date) else value for name, value in fields.items()}


def _from_json(kind: str, fields: Fields) -> Fields:
    """Return a case's fields as `_json` kept them: a matter may have been wiped since."""
    days = {name: date.fromisoformat(fields[name]) for name in _DAYS if fields.get(name)}
    return {"matter": ""} | fields | days if kind == "request" else fields | days


@dataclass(frozen=True)
class Undone:
    """What came of an undo: the file's name, how many cases are as before, how many are not."""

    name: str
    restored: int
    kept: int


@transaction.atomic
def undo(organ_id: int, batch_id: int, *, by) -> Undone:
    """Put back how the register stood before its latest file; a case that was changed since stays.

    Raise Http404, and Refused when a later file was taken or this one is undone already.
    """
    register = locked(organ_id, by)
    batch = files.last_batch(register)
    if batch is None or batch.pk != batch_id:
        raise Refused("这次导入已经撤销，或者之后又导入过别的文件。")
    changes = register.changes.filter(revision__gt=batch.revision)
    later = set(changes.values_list("place", flat=True))
    back = [one for one in batch.before if f"{one[0]}:{one[1]}"[:80] not in later]
    if batch.before and not back or not batch.before:
        raise Refused("这次导入的各件后来都改过或清理过，没有可以撤销的。")
    work = _Batch(register, by)
    work.put((kind, _from_json(kind, fields)) for kind, _, fields in back if fields)
    work.remove((kind, number) for kind, number, fields in back if not fields)
    advance(register)
    history.record_in_register(register, work.steps, by=by)
    RegisterBatch.objects.filter(pk=batch.pk).update(undone_at=timezone.now(), before=[])
    said = f"{batch.name}：恢复{len(back)}件，之后改过的{len(batch.before) - len(back)}件保持现状"
    history.note(history.Action.REGISTER_UNDONE, by=by, organ=register.organ, detail=said)
    return Undone(batch.name, len(back), len(batch.before) - len(back))

