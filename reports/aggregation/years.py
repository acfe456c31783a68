"""Sums of several years side by side: the cells that all their editions have."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Min
from django.utils import timezone

from reports.document import format_figure
from reports.editions import Cell, Edition, shared_cells
from reports.models import Report
from reports.models.organ import OrganQuerySet
from reports.models.report import ReportQuerySet
from reports.rendering.charts.years import apart

from .gathering import Choice, counted_reports
from .sums import Aggregate, summed

MOST_YEARS = 6
NOT_COMPARABLE = "不可比"


@dataclass(frozen=True)
class Change:
    """A cell over the years, oldest first, and how it changed in the last of them."""

    cell: Cell
    values: tuple[Decimal | None, ...]
    comparable: bool = True

    @property
    def name(self) -> str:
        """The row as one names it, with its column unless that is the total."""
        row, column = self.cell.row, self.cell.column
        words = row.short or "，".join(row.path[1:] or row.path)
        return words if column.id == "total" else f"{words}，{column.caption}"

    @property
    def texts(self) -> list[str]:
        """The sums as they are printed."""
        return [format_figure(value) for value in self.values]

    @property
    def difference(self) -> Decimal | None:
        """The last year's sum less that of the year before; None where they do not compare."""
        if not self.comparable:
            return None
        before, now = self.values[-2:] if len(self.values) > 1 else (None, None)
        return None if None in (before, now) else now - before

    @property
    def difference_text(self) -> str:
        """The difference with its sign, empty when unknown; says so where none can be told."""
        if not self.comparable:
            return NOT_COMPARABLE
        difference = self.difference
        sign = "+" if difference and difference > 0 else ""
        return sign + format_figure(difference)

    @property
    def percent(self) -> str:
        """The difference in percent with its sign; empty where there was nothing to compare."""
        difference = self.difference
        if difference is None or not self.values[-2]:
            return ""
        if not difference:
            return "0.0%"
        return f"{100 * difference / abs(self.values[-2]):+.1f}%"


@dataclass(frozen=True)
class Comparison:
    """The sums by year, oldest first, and the changes of the cells that all editions share.

    `edition` is the newest of them; `unshared` counts its cells that another has not; `same`: only
    organs with a report in each year are counted. `apart` are the years that are not to be compared
    with the others, each with the reason.
    """

    aggregates: dict[int, Aggregate]
    changes: list[Change]
    edition: Edition
    unshared: int
    same: bool
    apart: dict[int, str]

    @property
    def years(self) -> list[int]:
        """The years, oldest first."""
        return list(self.aggregates)

    @property
    def sums(self) -> dict[int, dict[str, Decimal]]:
        """The shared sums by year, as charts take them."""
        cells = [change.cell.id for change in self.changes]
        return {
            year: {c: of.sums[c].value for c in cells if of.sums[c].answered}
            for year, of in self.aggregates.items()
        }


def years_with_reports(organs: OrganQuerySet) -> list[int]:
    """Return the years for which one of `organs` has a report, newest first."""
    # A year at a time: to look for different ones among all reports takes as long as there are reports.
    ends = Report.objects.main().aggregate(first=Min("year"), last=Max("year"))
    if ends["last"] is None:
        return []
    reports = Report.objects.main().filter(organ__in=organs.values("pk"))
    years = range(ends["last"], ends["first"] - 1, -1)
    return [year for year in years if reports.filter(year=year).exists()]


def compared(
    organs: OrganQuerySet, choice: Choice, years: Iterable[int], *, same: bool = False
) -> Comparison:
    """Return the sums of `organs` in `years`; `same`: only of organs with a report in each."""
    by_year = {year: counted_reports(organs, choice, year) for year in sorted(years)}
    if same:
        by_year = {
            year: _of_all(reports, [other for at, other in by_year.items() if at != year])
            for year, reports in by_year.items()
        }
    aggregates = {year: summed(reports, year) for year, reports in by_year.items()}
    odd = _apart(aggregates)
    editions = {edition.id: edition for a in aggregates.values() for edition in a.editions}
    known = sorted(editions.values(), key=lambda edition: edition.first_year)
    shared = shared_cells(known)
    comparable = not set(list(aggregates)[-2:]) & set(odd)
    changes = [
        Change(
            known[-1].cells[cell], tuple(a.sums[cell].value for a in aggregates.values()),
            comparable,
        )
        for cell in shared
    ]  # fmt: skip
    unshared = len(known[-1].cells) - len(shared)
    return Comparison(aggregates, changes, known[-1], unshared, same, odd)


def _apart(aggregates: dict[int, Aggregate]) -> dict[int, str]:
    """Return the years with other organs, with blanks, or not over yet, each with the reason."""
    others = apart({year: of.organs for year, of in aggregates.items() if of.organs})
    odd = {}
    for year, of in aggregates.items():
        reasons = [
            others.get(year, ""),
            f"这一年有{of.unfinished}份报告没有填完，合计偏小" if of.unfinished else "",
            "这一年还没有过完" if year >= timezone.localdate().year else "",
        ]
        if any(reasons):
            odd[year] = "；".join(reason for reason in reasons if reason)
    return odd


def _of_all(reports: ReportQuerySet, others: list[ReportQuerySet]) -> ReportQuerySet:
    for other in others:
        reports = reports.filter(organ__in=other.values("organ"))
    return reports
