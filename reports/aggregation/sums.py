"""Sums, cell by cell, in SQL: exact, with how many answered, and whether they agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.document import Document, format_figure
from reports.editions import Cell, Edition, Equation, edition_for, get_edition, shared_cells
from reports.models import Figure
from reports.models.report import WRITTEN, ReportQuerySet
from reports.rules.tables import arithmetic
from reportsite.database import snapshot

from .kept import MILLION, Keeping, Line, Row, rows_of

MOST_NAMED = 20  # reports named as the ones that do not add up


@dataclass(frozen=True)
class CellSum:
    """The sum of one cell over the reports that answered it; None when nobody did."""

    cell: Cell
    value: Decimal | None
    answered: int
    of: int

    @property
    def text(self) -> str:
        """The sum as it is printed, empty when nobody answered."""
        return format_figure(self.value)

    @property
    def partial(self) -> bool:
        """Whether somebody has not answered."""
        return self.answered < self.of


@dataclass(frozen=True)
class Broken:
    """An equation that the sums do not hold, its sentence, and the reports where it starts."""

    sentence: str
    cells: tuple[str, ...]
    reports: tuple


@dataclass(frozen=True)
class Aggregate:
    """The sums of a set of reports, on the newest of the editions that they are written on.

    `sums` has the cells that all these editions share. `whole` counts the reports without a
    blank; `whole_cells` are the sums over them, for only they can be held to the equations.
    `organs`: the keys of those whose reports these are.
    """

    editions: tuple[Edition, ...]
    sums: dict[str, CellSum]
    reports: int
    whole: int
    whole_cells: dict[str, Decimal]
    organs: frozenset[int] = frozenset()

    @property
    def edition(self) -> Edition:
        """The edition whose layout the sums are printed in."""
        return self.editions[-1]

    @property
    def unshared(self) -> int:
        """How many cells of the layout are not added, because another edition has none such."""
        return len(self.edition.cells) - len(self.sums)

    @property
    def unfinished(self) -> int:
        """How many reports have a blank."""
        return self.reports - self.whole

    @property
    def partial(self) -> int:
        """How many sums lack an answer."""
        return sum(one.partial for one in self.sums.values())

    @property
    def cells(self) -> dict[str, Decimal | None]:
        """The sums as figures of a report."""
        return {cell: one.value for cell, one in self.sums.items()}

    @property
    def checked(self) -> list[Equation]:
        """The equations that the sums are held to: those over shared cells."""
        return [e for e in self.edition.equations if set(e.cells) <= self.sums.keys()]


def summed(reports: ReportQuerySet, year: int, only: str = "") -> Aggregate:
    """Return the sums over `reports`; without any, on the edition of `year`. `only`: of one cell.

    Sums are exact whatever their size: whole 万元 or pieces and millionths are added apart, so that
    no database's integer can overflow, and put together as a Decimal. A nought adds nothing and is
    not fetched. Of a large set the sums of its parts are kept (kept.py).
    """
    keeping = Keeping()
    with snapshot():
        found = _summed(reports, year, only, keeping)
    keeping.store()
    return found


def _summed(reports: ReportQuerySet, year: int, only: str, keeping: Keeping) -> Aggregate:
    rows = rows_of(reports)
    by_edition: dict[str, tuple[list[Row], list[Row]]] = {}
    for row in rows:
        full = len(get_edition(row.edition).cells)
        by_edition.setdefault(row.edition, ([], []))[row.answered != full].append(row)
    known = map(get_edition, by_edition)
    editions = tuple(sorted(known, key=lambda e: e.first_year)) or (edition_for(year),)
    shared = [cell for cell in shared_cells(editions) if only in ("", cell)]
    total, whole = dict.fromkeys(shared, 0), dict.fromkeys(shared, 0)
    answered = dict.fromkeys(shared, len(rows))
    for edition in editions if rows and shared else ():
        own, full = reports.filter(edition=edition.id), len(edition.cells)
        done, rest = by_edition[edition.id]
        _add(keeping.lines(own.filter(answered_count=full), done, only), answered, total, whole)
        _add(keeping.lines(own.exclude(answered_count=full), rest, only), answered, total)
    sums = {c: _cell_sum(editions[-1].cells[c], total[c], answered[c], len(rows)) for c in shared}
    complete = sum(len(done) for done, _ in by_edition.values())
    organs = frozenset(row.organ for row in rows)
    return Aggregate(editions, sums, len(rows), complete, {c: _decimal(whole[c]) for c in shared}, organs)


def _add(lines: Iterable[Line], answered: dict[str, int], *sums: dict[str, int]) -> None:
    """Add the millionths of each cell to each of `sums`; take those that are blank off."""
    for cell, written, known, whole, rest in lines:
        if cell in answered:
            answered[cell] -= written - known
            for one in sums:
                one[cell] += whole * MILLION + rest


def _cell_sum(cell: Cell, millionths: int, answered: int, of: int) -> CellSum:
    return CellSum(cell, _decimal(millionths) if answered else None, answered, of)


def _decimal(millionths: int) -> Decimal:
    return Decimal(millionths).scaleb(-6)


def broken(aggregate: Aggregate, reports: ReportQuerySet) -> list[Broken]:
    """Return the equations that the complete reports' sums do not hold, and where that starts."""
    found = list(arithmetic.broken_equations(_as_document(aggregate)))
    if not found:
        return []
    wrong = _wrong_reports(reports)
    return [
        Broken(f.message, f.cells, tuple(r for r, broken in wrong if f.id in broken)[:MOST_NAMED])
        for f in found
    ]


def _as_document(aggregate: Aggregate) -> Document:
    cells = aggregate.whole_cells if aggregate.whole else {}
    return Document("", aggregate.edition.first_year, aggregate.edition.id, "", cells=cells)


def _wrong_reports(reports: ReportQuerySet) -> list[tuple]:
    """Return the complete reports in which equations fail, with the ids of these."""
    suspects = reports.exclude(error_count=0).select_related("organ").prefetch_related("figures")
    found = []
    for report in suspects.order_by("organ__path")[:500]:
        cells = {figure.cell: figure.value for figure in report.figures.all()}
        document = Document("", report.year, report.edition, "", cells=cells)
        ids = {finding.id for finding in arithmetic.broken_equations(document)}
        if ids and document.answered == len(report.template.cells):
            found.append((report, ids))
    return found


def figures_of(reports: ReportQuerySet, cells: Iterable[str] = ()) -> dict[int, dict]:
    """Return the figures of each report that are not 0, blanks as None; `cells`: only these."""
    rows = Figure.objects.filter(WRITTEN, report__in=reports.values("pk")).order_by()
    rows = rows.filter(cell__in=list(cells)) if cells else rows
    found: dict[int, dict] = {}
    for report, cell, value in rows.values_list("report_id", "cell", "value"):
        found.setdefault(report, {})[cell] = value
    return found
