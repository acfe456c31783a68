"""The writing room: cells, sections, details, pictures, whole documents.

Optimistic locking: whoever writes says which revision they saw. A place that somebody else has
changed since is not overwritten; the writer is shown both versions and decides.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import IntegrityError, transaction

from reports import access, history
from reports.document import BadFigure, Document, clean, format_figure, read_figure
from reports.document.figures import LIMIT, SENTENCES
from reports.document.narrative.text import LONGEST
from reports.document.pictures import (
    DATA_URI,
    BadPicture,
    CheckedPicture,
    check_picture,
    checked_inside,
    embedded,
)
from reports.editions import Edition, UnknownEdition, edition_for, with_totals
from reports.models import Change, Figure, Narrative, Organ, Picture, Report
from reports.refusals import Refused
from reportsite import database
from reportsite.database.composed import Composed
from reportsite.database.prepared import together
from reportsite.database.shared_commits import shared_commit


def edition_of(year: int) -> Edition:
    """Return the edition that a report for `year` is written on; raise Refused."""
    try:
        return edition_for(year)
    except UnknownEdition as unknown:
        raise Refused(str(unknown)) from None


MANY = 40  # cells of a save that is no keystroke any more
_figures = Composed(lambda report, cells: Figure.objects.filter(report=report, cell__in=cells))


@dataclass(frozen=True)
class Edit:
    """What somebody wrote in a place: a cell (typed text) or a section (mark-up).

    `base` is the revision that they saw. `manual` says that a total is taken over by hand (True)
    or given back (False); it means nothing for other places. `at` is when it was typed, in
    milliseconds of the browser's clock.
    """

    place: str
    text: str
    base: int
    manual: bool = False
    at: int = 0


@dataclass(frozen=True)
class Conflict:
    """A place that somebody else changed first: their text, who and when.

    `before` is what a section said when the writer began; None for a figure. `manual`: theirs is a
    total taken over by hand; `gives_back`: mine lets it fill itself again.
    """

    place: str
    mine: str
    theirs: str
    revision: int
    by: str = ""
    at: datetime.datetime | None = None
    before: str | None = None
    manual: bool = False
    gives_back: bool = False


@dataclass
class Outcome:
    """What came of a save. `saved` holds also the totals that followed.

    `overtaken` are places of `saved` where the writer's own later edit stands already.
    """

    revision: int = 0
    saved: dict[str, Figure | Narrative] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    overtaken: set[str] = field(default_factory=set)


@transaction.atomic
def create_report(organ: Organ, year: int, *, kind: str = Report.Kind.MAIN, by) -> Report:
    """Return a new blank report with a figure for every cell; raise Refused."""
    report = blank_report(organ, year, kind=kind, by=by)
    history.note(history.Action.CREATED, by=by, report=report)
    return report


def blank_report(organ: Organ, year: int, *, kind: str = Report.Kind.MAIN, by) -> Report:
    """Do what `create_report` does, the event left to whoever makes many; inside their transaction."""
    edition = edition_of(year)
    if kind == Report.Kind.OFFICE and not organ.kind.has_two:
        raise Refused(f"{organ.name}只有一份年度报告，没有机关本级和本级政府汇总之分。")
    report = Report(organ=organ, year=year, kind=kind, edition=edition.id, changed_by=by)
    report.title = edition.title_of(report.organ_name, year)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        which = f"（{report.kind_caption}）" if report.kind_caption else ""
        raise Refused(f"{organ.name}{year}年度的报告{which}已经建立，请从列表中打开它。") from None
    sections = (edition.preface, *edition.narratives)
    Narrative.objects.bulk_create(Narrative(report=report, section=s.id) for s in sections)
    Figure.objects.bulk_create(Figure(report=report, cell=cell) for cell in edition.cells)
    return report


@shared_commit
@transaction.atomic
def save(report_id: int, edits: Iterable[Edit], *, by, writer: str = "") -> Outcome:
    """Store `edits`, each by itself; what conflicts or is refused stays as it was.

    `writer` names the browser tab: its own earlier save is no conflict, even when the answer to it
    got lost, and its own later one is not undone by a request that comes late. Raise Http404 and
    access.Frozen.
    """
    edits = list(edits)
    places = [edit.place for edit in edits]
    cells = with_totals(places)
    if len(cells) <= MANY:
        report, figures = access.report_to_edit_with(by, report_id, (_figures, report_id, cells))
    else:
        report = access.report_to_edit(by, report_id)
        figures = report.figures.filter(cell__in=cells)
    desk = Desk(report, by, writer, places, figures)
    for edit in edits:
        desk.take(edit)
    desk.finish()
    return desk.outcome


class Desk:
    """One save in progress: the report's figures and sections, and what came of each edit.

    `finish` writes all of it as one revision, the `details` (fields of the report) with it.
    `places` are those that may be written, `figures` theirs and those that their totals are made of;
    without them all are, which takes longer.
    """

    def __init__(self, report: Report, by, writer: str,
                 places: list[str] | None = None, figures: Iterable[Figure] = ()):  # fmt: skip
        self.report, self.by, self.writer = report, by, writer
        self.template = report.template
        self.totals = self.template.computed if places is None else self.template.totals_of(places)
        figures = report.figures.all() if places is None else figures
        self.figures = {figure.cell: figure for figure in figures}
        # How many cells are answered that are not here.
        self.answered = 0 if places is None else max(report.answered_count - self._answered(), 0)
        self.narratives: dict[str, Narrative] = {}
        self.steps: list[history.Step] = []
        # The figures written here, as they were: value, manual, revision, writer.
        self.before: dict[str, tuple] = {}
        self.details: dict[str, object] = {}
        self.outcome = Outcome(report.revision)
        self.next_revision = report.revision + 1

    def take(self, edit: Edit) -> None:
        """Apply one edit, or note why not."""
        if edit.place in self.figures:
            self._take_figure(edit, self.figures[edit.place])
        elif narrative := self.narrative(edit.place):
            self._take_narrative(edit, narrative)
        else:
            self.outcome.refused[edit.place] = "本报告的模板里没有这个位置，内容没有保存。"

    def narrative(self, section: str) -> Narrative | None:
        """Return the section's row; sections are fetched when the first is asked for."""
        if not self.narratives:
            self.narratives = {n.section: n for n in self.report.narratives.all()}
        return self.narratives.get(section)

    def _take_figure(self, edit: Edit, figure: Figure) -> None:
        if edit.place in self.template.computed and not edit.manual:
            self._give_back(edit, figure)
            return
        try:
            value = read_figure(edit.text, self.template.cells[edit.place].kind).value
        except BadFigure as bad:
            self.outcome.refused[edit.place] = str(bad)
            return
        manual = edit.place in self.template.computed
        if (value, manual) == (figure.value, figure.manual) or self._overtaken(edit, figure):
            self.outcome.saved[edit.place] = figure
        elif value != figure.value and self._stale(edit, figure):
            self._figure_conflict(edit, figure)
        else:
            self._set(edit, figure, value, manual)

    def _give_back(self, edit: Edit, figure: Figure) -> None:
        """Let a total be computed again; its value follows when the totals are filled."""
        if not figure.manual or self._overtaken(edit, figure):
            self.outcome.saved[edit.place] = figure
        elif figure.value is not None and self._stale(edit, figure):
            self._figure_conflict(edit, figure)
        else:
            self._remember(figure)
            self.steps.append(history.Step(figure.cell, format_figure(figure.value), ""))
            figure.manual = False
            self._touch(figure, figure.cell, edit.at)

    def _set(self, edit: Edit, figure: Figure, value: Decimal | None, manual: bool) -> None:
        old, new = format_figure(figure.value), format_figure(value)
        self._remember(figure)
        self.steps.append(history.Step(figure.cell, old, new))
        figure.value, figure.manual = value, manual
        self._touch(figure, figure.cell, edit.at)

    def _remember(self, figure: Figure) -> None:
        now = (figure.value, figure.manual, figure.revision, figure.writer)
        self.before.setdefault(figure.cell, now)

    def _take_narrative(self, edit: Edit, narrative: Narrative) -> None:
        if len(edit.text) > LONGEST:
            self.outcome.refused[edit.place] = (
                f"这一部分超过{LONGEST // 10_000}万字符，没有保存。请删减，图片请用“图片”按钮插入。"
            )
            return
        html = clean(edit.text)
        if html == narrative.html:
            self.outcome.saved[edit.place] = narrative
        elif self._overtaken(edit, narrative):
            self.outcome.saved[edit.place] = narrative
            self.outcome.overtaken.add(edit.place)
        elif self._stale(edit, narrative):
            before = self.seen(edit, narrative)
            self.outcome.conflicts.append(
                Conflict(edit.place, edit.text, narrative.html, narrative.revision, before=before)
            )
        else:
            self.steps.append(history.Step(edit.place, narrative.html, html))
            narrative.html = html
            self._touch(narrative, edit.place, edit.at)

    def seen(self, edit: Edit, narrative: Narrative) -> str:
        """Return what the writer of a section's edit had before them."""
        return history.text_at(self.report, edit.place, edit.base, narrative.html)

    def _stale(self, edit: Edit, row: Figure | Narrative) -> bool:
        return edit.base != row.revision and self._typed_here(row) is None

    def _overtaken(self, edit: Edit, row: Figure | Narrative) -> bool:
        """Whether the same writer typed something later, and the request with it came first."""
        typed = self._typed_here(row)
        return edit.base != row.revision and typed is not None and edit.at < typed

    def _typed_here(self, row: Figure | Narrative) -> int | None:
        """Return when this very writer typed what stands in the row; None if somebody else did."""
        name, _, typed = row.writer.rpartition(".")
        return int(typed, 16) if name and name == self.writer else None

    def _figure_conflict(self, edit: Edit, figure: Figure) -> None:
        gives_back = edit.place in self.template.computed and not edit.manual
        theirs = format_figure(figure.value)
        self.outcome.conflicts.append(
            Conflict(
                edit.place, edit.text, theirs, figure.revision,
                manual=figure.manual, gives_back=gives_back,
            )
        )  # fmt: skip

    def _touch(self, row: Figure | Narrative, place: str, at: int = 0) -> None:
        row.revision = self.next_revision
        row.writer = f"{self.writer}.{at:x}" if self.writer else ""
        self.outcome.saved[place] = row

    def finish(self) -> None:
        """Fill the totals, write what changed, keep the history, name who was first."""
        changed = self.settled()
        if self.outcome.conflicts:
            self.outcome.conflicts = _with_names(self.report, self.outcome.conflicts, self.by)
        if not changed and not self.details:
            return
        self.report.revision = self.outcome.revision = self.next_revision
        self.report.changed_by = self.by
        for name, value in self.details.items():
            setattr(self.report, name, value)
        self.report.answered_count = self.answered + self._answered()
        names = ["revision", "changed_by", "changed_at", "answered_count", *self.details]
        with together():
            _write(changed)
            history.record(self.report, self.steps, by=self.by, fields=names)

    def settled(self) -> list[Figure | Narrative]:
        """Fill the totals; return what changed, without what would make one too large."""
        while cells := self._in_too_large_totals():
            for cell in cells:
                self._refuse_again(cell)
        self._fill_totals()
        return [row for row in self.outcome.saved.values() if row.revision == self.next_revision]

    def _answered(self) -> int:
        return sum(figure.value is not None for figure in self.figures.values())

    def _totals_now(self) -> dict[str, Decimal | None]:
        """Return what the totals that fill themselves come to, parts before wholes."""
        found: dict[str, Decimal | None] = {}
        for cell, equation in self.totals.items():
            if not self.figures[cell].manual:
                parts = [found.get(p, self.figures[p].value) for p in equation.right]
                found[cell] = None if None in parts else sum(parts, Decimal(0))
        return found

    def _in_too_large_totals(self) -> list[str]:
        """Return the cells written here that make a total larger than a figure may be."""
        wanted = {c for c, total in self._totals_now().items() if total and total >= LIMIT}
        for cell in reversed(self.totals):
            if cell in wanted:
                wanted.update(self.totals[cell].right)
        return [cell for cell in self.before if cell in wanted]

    def _refuse_again(self, cell: str) -> None:
        """Put a figure back as it was before this save."""
        figure = self.figures[cell]
        figure.value, figure.manual, figure.revision, figure.writer = self.before.pop(cell)
        self.steps = [step for step in self.steps if step.place != cell]
        self.outcome.saved.pop(cell, None)
        self.outcome.refused[cell] = SENTENCES["total"]

    def _fill_totals(self) -> None:
        for cell, total in self._totals_now().items():
            figure = self.figures[cell]
            if figure.value != total:
                figure.value = total
                self._touch(figure, cell, self._typed_here(figure) or 0)


def _with_names(report: Report, conflicts: list[Conflict], by) -> list[Conflict]:
    last = history.last_writers(report, (c.place for c in conflicts))
    return [_named(c, last.get(c.place), by) for c in conflicts]


def _named(conflict: Conflict, change: Change | None, by) -> Conflict:
    if change is None:
        return replace(conflict, by="另一位同事")
    who = "你在另一个窗口" if by and change.user_id == by.pk else access.person_name(change.user)
    return replace(conflict, by=who, at=change.at)


def _write(rows: list[Figure | Narrative]) -> None:
    figures = [row for row in rows if isinstance(row, Figure)]
    narratives = [row for row in rows if isinstance(row, Narrative)]
    _write_rows(Figure, figures, ["value", "manual", "revision", "writer"])
    _write_rows(Narrative, narratives, ["html", "revision", "writer"])


def _write_rows(model, rows: list, fields: list[str]) -> None:
    # One statement for many rows costs more to compose than a keystroke's few cost to send.
    if len(rows) > database.FEW:
        # The rows are all there; bulk_update, with its CASE a row and field, takes ten times as long.
        model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
        return
    if rows:
        database.store(rows, fields)


class Overtaken(Refused):
    """Somebody else changed the same details first; nothing was set."""

    def __init__(self, conflicts: list[Conflict]):
        super().__init__("同事已修改标题、日期或索引号。")
        self.conflicts = conflicts


@transaction.atomic
def set_details(
    report_id: int, *, by, title: str, issued, index_number: str, seen: int | None = None
) -> Report:
    """Set the title, the date of issue and the index number where they differ from what `by` saw.

    `seen` is the report's revision that they looked at. Raise Overtaken, Http404 and access.Frozen.
    """
    report = access.report_to_edit(by, report_id)
    typed = {"title": title, "issued": issued, "index_number": index_number}
    seen = report.revision if seen is None else seen
    conflicts, steps = [], []
    for name, value in typed.items():
        mine, now = str(value or ""), str(getattr(report, name) or "")
        before = history.text_at(report, name, seen, now)
        if mine in (before, now):
            continue
        # What was seen is newer than the report only where a backup was restored since.
        if before != now or seen > report.revision:
            conflicts.append(Conflict(name, mine, now, report.revision))
        steps.append(history.Step(name, now, mine))
        setattr(report, name, value)
    if conflicts:
        raise Overtaken(_with_names(report, conflicts, by))
    if steps:
        _advance(report, by)
        history.record(report, steps, by=by)
    return report


def _advance(report: Report, by) -> None:
    report.revision += 1
    report.changed_by = by
    report.save()


def add_picture(report_id: int, upload: bytes, *, by) -> tuple[Picture, CheckedPicture]:
    """Check, re-encode and keep a picture for the report's words; the same content is kept once.

    Raise BadPicture with a Chinese sentence, Http404 and access.Frozen.
    """
    report = access.report_to_write(by, report_id)
    if report.is_frozen:
        raise access.Frozen(report.status)
    picture = check_picture(upload)  # takes its time, so before the row is locked
    with transaction.atomic():
        return _kept(access.report_to_edit(by, report_id), picture), picture


def _kept(report: Report, picture: CheckedPicture) -> Picture:
    row, _ = Picture.objects.get_or_create(
        report=report,
        sha256=picture.sha256,
        defaults={"media_type": picture.media_type, "content": picture.content},
    )
    return row


@transaction.atomic
def take_document(report: Report, document: Document, *, by) -> Outcome:
    """Put all words and figures of `document` into the locked report, as one revision.

    Totals are kept as printed: one that does not follow from its parts is marked as taken over by
    hand. Raise Refused when a picture in the words cannot be read.
    """
    desk = Desk(report, by, writer="")
    lay(document, desk)
    desk.finish()
    return desk.outcome


def lay(document: Document, desk: Desk) -> None:
    """Lay all words and figures of `document` on the desk of a report; raise Refused as that."""
    words = {"preface": document.preface, **document.sections}
    pictures = checked_pictures(words.values())
    for section, html in words.items():
        base = desk.narrative(section).revision
        desk.take(Edit(section, with_stored_pictures(desk.report, html, pictures), base))
    for cell, figure in desk.figures.items():
        typed, manual = document.figure(cell), _stands_alone(document, cell)
        desk.take(Edit(cell, typed, figure.revision, manual))


def _stands_alone(document: Document, cell: str) -> bool:
    equation = document.edition.computed.get(cell)
    value = document.cells.get(cell)
    if equation is None or value is None:
        return False
    parts = [document.cells.get(part) for part in equation.right]
    return None in parts or sum(parts, Decimal(0)) != value


def checked_pictures(narratives: Iterable[str]) -> dict[str, CheckedPicture]:
    """Return the pictures embedded in narratives, checked; raise Refused, with too many as well."""
    try:
        return checked_inside(narratives)
    except BadPicture as bad:
        raise Refused(str(bad)) from None


def with_stored_pictures(report: Report, html: str, checked: dict[str, CheckedPicture]) -> str:
    """Return `html` with its embedded pictures kept in the report and named by address.

    `checked` are those that were checked before the report was locked; raise Refused as that does.
    """
    known = checked if embedded(html) <= checked.keys() else checked_pictures([html])

    def stored(match: re.Match) -> str:
        row = _kept(report, known[match[1]])
        return f'src="/reports/{report.pk}/pictures/{row.sha256}"'

    return DATA_URI.sub(stored, html)
