"""A workbook on its way into the register: read, settled, looked at. Taking it is taking_in.py.

The file itself may hold names and telephones: it is read at once, in the guarded process, and never
stored (docs/adr/0101). What stays is what was read, without the personal columns.
"""

import datetime
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from reports import access
from reports.cases.case import Case, Request
from reports.cases.comparing import Comparison, compare
from reports.cases.reading import settling, values
from reports.cases.reading.guard import read_register_guarded
from reports.models import Bringing, Register, RegisterBatch, RegisterWord
from reports.refusals import Refused

from .keeping import locked
from .looking import as_request, as_review

LONGEST_NAME = 100
_OFTEN = 0.5  # seconds between two notes of how far the reading is
# What an organ means by a word of its own; the rest is settled for one file.
REMEMBERED = ("result", "applicant", "name", "review", "group")


@transaction.atomic
def begin(organ_id: int, name: str, *, by) -> Bringing:
    """Lay down that a file is about to be read; what lay there before is gone. Http404."""
    register = locked(organ_id, by)
    name = "".join(filter(str.isprintable, name))[-LONGEST_NAME:] or "粘贴的表格"
    clean = {"name": name, "at": timezone.now(), "done": 0, "total": 0, "reading": None, "answers": {}}
    return Bringing.objects.update_or_create(register=register, by=by, defaults=clean)[0]


def read(bringing: Bringing, content: bytes) -> None:
    """Read a file's bytes in the guarded process, telling how far it is; raise Refused."""
    last = 0.0

    def told(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > _OFTEN:
            last = time.monotonic()
            Bringing.objects.filter(pk=bringing.pk).update(done=done, total=total)

    matter = bringing.register.keeps_matter
    try:
        found = read_register_guarded(
            content, bringing.name, matter=matter, today=timezone.localdate(), progress=told, salt=_salt(bringing)
        )
    except values.Unreadable:
        Bringing.objects.filter(pk=bringing.pk).delete()
        raise
    Bringing.objects.filter(pk=bringing.pk).update(reading=found.to_json())


def _salt(bringing: Bringing) -> str:
    """Return a secret of the register: words that may hold a name are remembered by a mark of them."""
    return salted_hmac("reports.register", str(bringing.register_id), algorithm="sha256").hexdigest()


def lying(organ_id: int, *, by) -> Bringing | None:
    """Return the file that lies beside the register for `by`; Http404 for who does not keep it."""
    organ = access.organ_to_write_for(by, organ_id)
    rows = Bringing.objects.filter(register__organ=organ, by=by)
    return rows.select_related("register__organ").first()


@dataclass(frozen=True)
class Look:
    """What a file is to the register: read, compared with what is stored, and a `stamp` of both.

    `gone` are the stored cases of the days that the file reaches over which it does not have.
    """

    bringing: Bringing
    reading: values.Reading
    comparison: Comparison
    gone: tuple[Case, ...]
    stamp: str

    @property
    def may_take(self) -> bool:
        """Whether nothing is left to ask and there is something to take."""
        return not self.reading.asked and bool(self.comparison.new or self.comparison.changed or self.gone)


def look(bringing: Bringing) -> Look:
    """Return what was read, settled with what was answered, beside what the register has; raise Refused."""
    if bringing.reading is None:
        raise Refused("文件还没有读完，请稍候再看。")
    register = bringing.register
    found = values.Register.from_json(bringing.reading)
    reading = settling.settle(found, answers_of(bringing), timezone.localdate())
    stored = [*map(as_request, register.requests.all()), *map(as_review, register.reviews.all())]
    compared = compare(stored, [*reading.requests, *reading.reviews])
    gone = _gone(compared.gone, reading) if not reading.asked else ()
    return Look(bringing, reading, compared, gone, _stamp(register, bringing))


def _gone(cases: tuple[Case, ...], reading: values.Reading) -> tuple[Case, ...]:
    """Return those of the days between the first and the last receipt that the file has."""
    found: list[Case] = []
    for kind, rows in ((True, reading.requests), (False, reading.reviews)):
        days = [case.received_on for case in rows]
        same = (case for case in cases if isinstance(case, Request) is kind)
        found += [case for case in same if days and min(days) <= case.received_on <= max(days)]
    return tuple(found)


def _stamp(register: Register, bringing: Bringing) -> str:
    words = sorted(register.words.values_list("column", "value", "key"))
    shown = f"{register.revision} {bringing.at} {sorted(bringing.answers.items())} {words} {timezone.localdate()}"
    return sha256(shown.encode()).hexdigest()


def answers_of(bringing: Bringing) -> dict[str, dict[str, str]]:
    """Return what the organ means by its words, and what was answered for this file alone."""
    known: dict[str, dict[str, str]] = {}
    for column, value, key in bringing.register.words.values_list("column", "value", "key"):
        known.setdefault(column, {})[value] = key
    for column, answers in bringing.answers.items():
        known.setdefault(column, {}).update(answers)
    may = settling.choices()
    return {column: {value: key for value, key in found.items()
                     if column == "year" or key in may.get(column, ())}
            for column, found in known.items()}  # fmt: skip


@transaction.atomic
def answer(organ_id: int, answers: Mapping[str, Mapping[str, str]], *, by) -> None:
    """Settle words of the file that lies there; those of the organ are remembered. Http404, Refused."""
    register = locked(organ_id, by)
    bringing = Bringing.objects.filter(register=register, by=by, reading__isnull=False).first()
    if bringing is None:
        raise Refused("这份文件已经导入，或者已经放弃了。")
    # Refused here, not stored: a word that means nothing would be in the way for good.
    settling.settle(values.Register([]), answers)
    for column, found in _of_the_file(bringing, answers).items():
        if column in REMEMBERED:
            _remember(register, column, found)
        else:
            bringing.answers = bringing.answers | {column: bringing.answers.get(column, {}) | dict(found)}
    bringing.save(update_fields=["answers"])


def _of_the_file(bringing: Bringing, answers: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the answers to words that the file has, where they say anything new: no other is remembered."""
    reading = look(bringing).reading
    there = {(one.column, one.value): "" for one in reading.asked}
    there |= {(one.column, one.value): one.meaning for one in reading.known}
    return {column: {value: key for value, key in found.items() if there.get((column, value), key) != key}
            for column, found in answers.items()}  # fmt: skip


def _remember(register: Register, column: str, answers: Mapping[str, str]) -> None:
    for value, key in answers.items():
        RegisterWord.objects.update_or_create(
            register=register, column=column, value=value, defaults={"key": key}
        )


@transaction.atomic
def drop(organ_id: int, *, by) -> None:
    """Forget the file that lies there; Http404 for who does not keep the register."""
    organ = access.organ_to_write_for(by, organ_id)
    Bringing.objects.filter(register__organ=organ, by=by).delete()


def last_batch(register: Register) -> RegisterBatch | None:
    """Return the latest workbook that was taken, unless it was undone."""
    batch = register.batches.select_related("by").first() if register.pk else None
    return batch if batch and batch.undone_at is None else None


def clear(days: int) -> int:
    """Forget the files that nobody has taken for so many days; return how many."""
    old = timezone.now() - datetime.timedelta(days=days)
    return Bringing.objects.filter(at__lt=old).delete()[0]


def fields_of(case: Case) -> dict[str, Any]:
    """Return a case as the fields of its row."""
    return vars(case) | {"outcome": case.outcome or ""}
