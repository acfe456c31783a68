"""The writing room for what comes from elsewhere: files as read, and last year's report.

A file is laid beside a report (`stage`), put right there (`settle`), taken as one revision (`take`)
and can be put back as one (`undo`). So can the sums of the organs below (`take_from_below`).
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.http import Http404

from reports import access, aggregation, history
from reports.document import Document, format_figure
from reports.document.narrative.outline import outline
from reports.document.pictures import CheckedPicture
from reports.editions import Edition
from reports.importing import Reading, keeping
from reports.importing.fitting.fitting import Fitted, fitted
from reports.models import Assignment, Incoming, Organ, Report
from reports.refusals import Refused

from . import editing

# The choice beside the sections: title, date of issue and index number.
DETAILS = "details"
LONGEST_NAME = 100


@transaction.atomic
def stage(
    reading: Reading, name: str, *, by, organ: Organ | None = None, year=None,
    kind: str = Report.Kind.MAIN,
) -> Incoming:  # fmt: skip
    """Lay a file beside a report, or beside none yet; what `by` had lying there before is gone.

    Raise access.Frozen when the report is handed in.
    """
    kept = {"name": name[-LONGEST_NAME:], "reading": keeping.to_json(reading)}
    target = {"organ": organ, "year": year, "kind": kind}
    incoming, _ = Incoming.objects.update_or_create(user=by, defaults=kept | target)
    # After the file, as everywhere here: two that lock both the other way about wait forever.
    if organ and (report := access.report_of(by, organ.pk, year, kind)):
        access.report_to_edit(by, report.pk)
    return incoming


def incoming_of(by) -> Incoming | None:
    """Return the file that lies beside a report for `by`, if one does."""
    return Incoming.objects.filter(user=by).select_related("organ").first()


@transaction.atomic
def aim(organ: Organ, year: int, *, kind: str = Report.Kind.MAIN, by) -> Incoming:
    """Say which report the file goes into, existing or not; raise Http404, Frozen, Refused."""
    incoming = _locked(by)
    editing.edition_of(year)
    if report := access.report_of(by, organ.pk, year, kind):
        access.report_to_edit(by, report.pk)
    incoming.organ, incoming.year = access.organ_to_write_for(by, organ.pk), year
    incoming.kind = kind
    incoming.save()
    return incoming


@transaction.atomic
def settle(
    typed: Mapping[str, Decimal | None], *, by, looked: Collection[str] = ()
) -> Incoming:  # fmt: skip
    """Keep the figures that a person put right while looking, and those compared with a picture.

    Raise Http404.
    """
    incoming = _locked(by)
    reading = keeping.settled(keeping.from_json(incoming.reading), typed, looked)
    incoming.reading = keeping.to_json(reading)
    incoming.save()
    return incoming


@transaction.atomic
def discard(*, by) -> None:
    """Forget the file that lies there, if one does."""
    Incoming.objects.filter(user=by).delete()


def _locked(by) -> Incoming:
    incoming = Incoming.objects.select_for_update().filter(user=by).first()
    if incoming is None:
        raise Http404
    return incoming


def take(parts: Iterable[str], *, by, seen: int, clear: bool = False) -> Report:
    """Put the chosen parts of the file into its report, as one revision, and return the report.

    `parts` are ids of sections and tables, and DETAILS. `seen` is the report's revision that `by`
    looked at. A blank in the file leaves what stands, unless `clear`. Totals are kept as printed:
    one that does not follow from its parts counts as typed by hand. The report is created when it
    is not there yet. Raise Http404, access.Frozen, Refused.
    """
    lying = Incoming.objects.filter(user=by).first()
    if lying is None:
        raise Http404
    # Pictures take their time: they are checked before any row is locked.
    pictures = pictures_of(keeping.from_json(lying.reading))
    with transaction.atomic():
        return _take(frozenset(parts), pictures, by=by, seen=seen, clear=clear)


def _take(
    parts: frozenset[str], pictures: dict[str, CheckedPicture], *, by, seen: int, clear: bool
) -> Report:
    incoming = _locked(by)
    report = _target(incoming, by)
    reading = keeping.from_json(incoming.reading)
    file = fitted(reading, report.template)
    _must_be_looked_at(file, parts, report.template)
    desk = editing.Desk(report, by, writer="")
    work = _Taking(desk, file, parts, seen, clear, pictures)
    work.all_of(reading.document, incoming.name)
    incoming.delete()
    return report


def _must_be_looked_at(file: Fitted, parts: frozenset[str], edition: Edition) -> None:
    cells = [edition.cells[cell] for cell in file.waiting]
    waiting = Counter(cell.table_name for cell in cells if cell.table in parts)
    if waiting:
        tables = "，".join(f"{name}还有 {count} 格" for name, count in waiting.items())
        raise Refused(
            f"{tables}待核对，没有导入。数字是从图片识别的，可能认错：对照格里的原图，"
            "对的勾“对”，不对的改正，再导入。已核对的都记着。"
        )


def pictures_of(reading: Reading) -> dict[str, CheckedPicture]:
    """Return the pictures in a file's words, checked, which takes its time; raise Refused."""
    return editing.checked_pictures([reading.document.preface, *reading.document.sections.values()])


def fill(
    report: Report, reading: Reading, name: str, pictures: dict[str, CheckedPicture], *, by
) -> None:
    """Put a whole file into the locked report, in which nobody has written yet, as one revision.

    Raise Refused when something of it cannot stand there.
    """
    edition, desk = report.template, editing.Desk(report, by, writer="")
    everything = {DETAILS, edition.preface.id, *(section.id for section in edition.sections)}
    parts = frozenset(everything)
    work = _Taking(desk, fitted(reading, edition), parts, report.revision, False, pictures)
    work.all_of(reading.document, name)


def receive(report: Report, document: Document, source: str, *, by) -> None:
    """Make the locked report say just what `document` says, as one revision that can be put back.

    `source`: where it came from, for the history. Raise Refused when something cannot stand there.
    """
    desk = editing.Desk(report, by, writer="")
    editing.lay(document, desk)
    for name in DETAIL_READERS:
        new, old = getattr(document, name), getattr(report, name)
        if new != old:
            desk.details[name] = new
            desk.steps.append(history.Step(name, str(old or ""), str(new or "")))
    finish_marked(desk, source)


def _must_be_whole(outcome: editing.Outcome) -> None:
    if outcome.conflicts:
        names = "、".join(dict.fromkeys(conflict.by for conflict in outcome.conflicts))
        raise Refused(
            f"核对期间，{names}修改了其中 {len(outcome.conflicts)} 处，没有导入。"
            "下面已按现在的内容重新比较，请再确认一次。"
        )
    if outcome.refused:
        raise Refused(next(iter(outcome.refused.values())))


def _target(incoming: Incoming, by) -> Report:
    """Return the report that the file goes into, locked; a new one when there is none."""
    if incoming.organ_id is None or incoming.year is None:
        raise Http404
    organ = access.organ_to_write_for(by, incoming.organ_id)
    report = access.report_of(by, organ.pk, incoming.year, incoming.kind)
    report = report or editing.create_report(organ, incoming.year, kind=incoming.kind, by=by)
    return access.report_to_edit(by, report.pk)


def _finish(desk: editing.Desk, mark: history.Step) -> None:
    """Write the desk, with a mark in the history when anything changed."""
    if desk.steps or desk.details:
        desk.steps.insert(0, mark)
    desk.finish()


def finish_marked(desk: editing.Desk, source: str) -> None:
    """Write the desk as one import from `source`, to be undone as one; raise Refused on conflicts."""
    _finish(desk, history.Step(history.IMPORT, "", source))
    _must_be_whole(desk.outcome)


@dataclass
class _Taking:
    """One file on its way into one report."""

    desk: editing.Desk
    file: Fitted
    parts: frozenset[str]
    seen: int
    clear: bool
    pictures: dict[str, CheckedPicture]

    def all_of(self, document: Document, name: str) -> None:
        """Take what is chosen as one revision, marked with the file's name; raise Refused."""
        self.words()
        self.figures()
        if DETAILS in self.parts:
            self.details(document)
        finish_marked(self.desk, name)

    def words(self) -> None:
        """Take the chosen sections; a section without words in the file leaves what stands."""
        for section, html in self.file.narratives.items():
            if section in self.parts and html:
                words = editing.with_stored_pictures(self.desk.report, html, self.pictures)
                row = self.desk.narrative(section)
                self.desk.take(editing.Edit(section, words, self._base(row)))

    def figures(self) -> None:
        """Take the chosen tables' figures: first what is typed, then the totals over it."""
        computed = self.desk.report.template.computed
        values = {c: got.value for c, got in self.file.cells.items() if self._is_taken(c)}
        for cell in (c for c in values if c not in computed):
            self._take(cell, values[cell])
        for cell in (c for c in computed if c in values):
            value = values[cell]
            self._take(cell, value, manual=value is not None and value != follows(self.desk, cell))

    def _is_taken(self, cell: str) -> bool:
        blank = self.file.cells[cell].value is None
        return self.desk.report.template.cells[cell].table in self.parts and (
            self.clear or not blank
        )

    def _take(self, cell: str, value: Decimal | None, manual: bool = False) -> None:
        base = self._base(self.desk.figures[cell])
        self.desk.take(editing.Edit(cell, format_figure(value), base, manual))

    def _base(self, row) -> int:
        return base_of(row, self.seen, self.desk.report)

    def details(self, document: Document) -> None:
        """Take title, date and index number, where the file has them."""
        for name in ("title", "issued", "index_number"):
            new, old = getattr(document, name), getattr(self.desk.report, name)
            if new and new != old:
                self.desk.details[name] = new
                self.desk.steps.append(history.Step(name, str(old or ""), str(new)))


def base_of(row, seen: int, report: Report) -> int:
    """Return which revision of a row was seen by whoever looked at the report at revision `seen`.

    -1 where it was none that stands: others wrote there since, or a backup was restored.
    """
    return row.revision if row.revision <= seen <= report.revision else -1


def follows(desk: editing.Desk, cell: str) -> Decimal | None:
    """Return what a total would be by its parts as they now lie on the desk; None if one is blank.

    A part that is a computed total itself has not been filled yet: its own parts tell.
    """
    computed = desk.report.template.computed
    parts = [_value(desk, part, part in computed) for part in computed[cell].right]
    return None if None in parts else sum(parts, Decimal(0))


def _value(desk: editing.Desk, cell: str, total: bool) -> Decimal | None:
    figure = desk.figures[cell]
    return follows(desk, cell) if total and not figure.manual else figure.value


@transaction.atomic
def take_from_below(
    report_id: int, tables: Iterable[str], *, by, stage: str, seen: int, stamp: str
) -> Report:
    """Put the sums of the organs below into the report's chosen tables, as one revision.

    Totals are computed from what was taken; a sum that nobody has answered leaves what stands.
    `seen` is the report's revision and `stamp` the sums that `by` looked at. Raise Http404,
    access.Frozen, and Refused when the report or the sums are others by now.
    """
    report = access.report_to_edit(by, report_id)
    found = aggregation.below(by, report, stage)
    if found.stamp != stamp:
        raise Refused("核对期间，下级机关的报告有了变化，没有填入。请按新的合计再核对一次。")
    sums = {cell: one.text for cell, one in found.sums.items() if one.answered}
    return put_counts(report, sums, tables, _came_from(found), by=by, seen=seen)


def put_counts(
    report: Report, counts: Mapping[str, str], tables: Iterable[str], origin: str, *, by, seen: int
) -> Report:
    """Put what was counted elsewhere into the chosen tables of the locked report, as one revision.

    Totals are computed from what was put. `origin`: where it came from, for the history. Raise
    Refused when others have written there since revision `seen`.
    """
    desk, wanted = editing.Desk(report, by, writer=""), frozenset(tables)
    for cell, text in counts.items():
        if report.template.cells[cell].table in wanted:
            base = base_of(desk.figures[cell], seen, report)
            typed = "" if cell in report.template.computed else text
            desk.take(editing.Edit(cell, typed, base))
    finish_marked(desk, origin)
    return report


def _came_from(found: aggregation.Below) -> str:
    stage = aggregation.STAGE_CAPTIONS[found.choice.stage].partition("（")[0]
    missing = "、".join(one.organ.name for one in found.absent)
    lines = [f"下级汇总：{stage}报告 {len(found.organs)} 份", found.names]
    return "\n".join(lines + ([f"未计入：{missing}"] if missing else []))


@transaction.atomic
def follow_last_year(
    organ: Organ, year: int, *, kind: str = Report.Kind.MAIN, by
) -> Report:
    """Return a new report with last year's headings and what last year carried over into this one.

    Across a change of edition only what both have comes along. Raise Refused.
    """
    report = editing.create_report(organ, year, kind=kind, by=by)
    previous = access.previous_document(report)
    if previous is None:
        raise Refused(
            f"系统里没有{report.organ_name}{year - 1}年度的报告，不能沿用。"
            f"可以先导入{year - 1}年度的报告，或新建空白报告。"
        )
    desk = editing.Desk(access.report_to_edit(by, report.pk), by, writer="")
    for section in (report.template.preface, *report.template.narratives):
        desk.take(editing.Edit(section.id, outline(previous.narrative(section.id)), 0))
    for cell, value in carried_over(previous, report.template).items():
        desk.take(editing.Edit(cell, format_figure(value), 0))
    desk.finish()
    return report


def carried_over(previous: Document, edition: Edition) -> dict[str, Decimal]:
    """Return the figures of a new report that last year's alone decides, totals aside."""
    rules = [rule for rule in edition.carry_overs if not (rule.plus or rule.minus)]
    told = {rule.cell: [previous.cells.get(cell) for cell in rule.previous] for rule in rules}
    return {
        cell: sum(values, Decimal(0))
        for cell, values in told.items()
        if None not in values and cell not in edition.computed
    }


@dataclass(frozen=True)
class Undone:
    """What came of an undo: the file's name, how many places are as before, and which are not."""

    name: str
    restored: int
    kept: list[str]


@transaction.atomic
def undo(report_id: int, revision: int, *, by) -> Undone:
    """Put back what the report's latest import, at `revision`, replaced, as one revision.

    A place that somebody has changed since stays as it is. Raise Http404, access.Frozen, and
    Refused when another import came later or this one is undone already.
    """
    return undo_in(access.report_to_edit(by, report_id), revision, by=by)


def undo_in(report: Report, revision: int, *, by) -> Undone:
    """Do for the locked report what `undo` does; raise Refused as that."""
    mark = history.last_import(report)
    if mark is None or mark.revision != revision:
        raise Refused("这次导入已经撤销，或者之后又导入过别的文件。")
    changes = [c for c in history.changes_of(report, revision) if c.place != history.IMPORT]
    later = history.changed_since(report, revision)
    before = {change.place: change.old for change in changes if change.place not in later}
    desk = editing.Desk(report, by, writer="")
    _put_back(desk, before)
    _finish(desk, history.Step(history.IMPORT, mark.new, ""))
    report.taken_tables.filter(revision=revision).delete()
    taken = Assignment.objects.filter(report=report, taken_revision=revision)
    taken.update(state=Assignment.State.HANDED_IN, taken_revision=None)
    return Undone(mark.headline, len(before), [c.place for c in changes if c.place in later])


def _put_back(desk: editing.Desk, before: dict[str, str]) -> None:
    computed = desk.report.template.computed
    for place, text in before.items():
        if place in DETAIL_READERS:
            _put_back_detail(desk, place, text)
        elif place not in computed:
            row = desk.figures.get(place) or desk.narrative(place)
            desk.take(editing.Edit(place, text, row.revision))
    for total in (cell for cell in computed if cell in before):
        text, figure = before[total], desk.figures[total]
        manual = bool(text) and Decimal(text) != follows(desk, total)
        desk.take(editing.Edit(total, text, figure.revision, manual))


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


DETAIL_READERS = {"title": str, "issued": _date, "index_number": str}


def _put_back_detail(desk: editing.Desk, name: str, text: str) -> None:
    now = str(getattr(desk.report, name) or "")
    desk.details[name] = DETAIL_READERS[name](text)
    desk.steps.append(history.Step(name, now, text))
