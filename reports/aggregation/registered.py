"""Tables 三 and 四 counted from a register, in SQL: the same figures as reports/cases counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.http import Http404

from reports import access
from reports.cases.counting import counted_requests, counted_reviews
from reports.editions import Cell, Edition, edition_for
from reports.models import Register, RegisteredRequest, RegisteredReview, Report
from reports.models.authoring.register import CaseQuerySet


@dataclass(frozen=True)
class CellCount:
    """How many cases of the register a figure of the report counts."""

    cell: Cell
    value: int
    partial: bool = False

    @property
    def text(self) -> str:
        """The count as it is printed."""
        return str(self.value)

    answered = of = 1


@dataclass(frozen=True)
class Registered:
    """What an organ's register gives for its report of a year."""

    report: Report
    register: Register

    @cached_property
    def counts(self) -> dict[str, CellCount]:
        """The figures that can be counted, by cell, in the report's own edition."""
        edition = self.report.template
        found = counted(self.register, self.report.year, edition)
        return {cell: CellCount(edition.cells[cell], n) for cell, n in found.items()}

    @property
    def requests(self) -> int:
        """How many requests the year counts."""
        return _total(self.counts, self.report.template)

    @property
    def stamp(self) -> str:
        """A text that changes when a count does."""
        shown = "\n".join(f"{cell}={one.value}" for cell, one in self.counts.items())
        return sha256(shown.encode()).hexdigest()


def _total(counts: Mapping[str, CellCount], edition: Edition) -> int:
    where = counted_requests(edition)
    rows = (where.new, where.carried_over) if where else ()
    return sum(counts[f"{where.table}.{row}.{where.all_applicants}"].value for row in rows)


def registered(user, report_id: int) -> Registered:
    """Return what the register gives for a report that `user` writes; Http404, also without a register."""
    report = access.report_to_write(user, report_id)
    register = access.register_of(report.organ)
    if register is None:
        raise Http404
    return Registered(report, register)


def counted(
    register: Register, year: int, edition: Edition, *, body: str | None = None
) -> dict[str, int]:
    """Return every figure of tables 三 and 四 for `year`, totals and zeros too, by its cell.

    Two queries. `body`: only the requests of one 承办单位, and no reviews.
    """
    rows = register.requests.all() if register.pk else RegisteredRequest.objects.none()
    rows = rows if body is None else rows.filter(body=body)
    counts = _requests(rows.tallies(year, "applicant", "outcome"), edition)
    if body is not None:
        return counts
    cases = register.reviews.all() if register.pk else RegisteredReview.objects.none()
    return counts | _reviews(cases.tallies(year, "group", "outcome"), edition)


def counted_years(register: Register, years: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return for each year what `counted` returns, in that year's edition; two queries for all of them."""
    years = sorted(set(years))
    requests: dict[int, list] = {year: [] for year in years}
    reviews: dict[int, list] = {year: [] for year in years}
    if register.pk and years:
        for rows, of, by in ((register.requests, requests, "applicant"), (register.reviews, reviews, "group")):
            for kind, outcome, came, went, n in rows.by_years(years[0], years[-1], by, "outcome"):
                for year in years:
                    places = (came == year, came < year <= went, went == year, came <= year < went)
                    of[year].append((kind, outcome, *(n * place for place in places)))
    found = {}
    for year in years:
        edition = edition_for(year)
        found[year] = _requests(requests[year], edition) | _reviews(reviews[year], edition)
    return found


def _requests(tallies: Iterable[tuple], edition: Edition) -> dict[str, int]:
    where = counted_requests(edition)
    if where is None:
        return {}
    counts = {cell.id: 0 for cell in edition.table(where.table).cells}
    for applicant, outcome, new, over, closed, left in tallies:
        places = {where.new: new, where.carried_over: over, where.carried_forward: left}
        if closed:
            places |= {where.row_of(outcome): closed, where.total: closed}
        for row, n in places.items():
            for column in filter(None, (applicant, where.all_applicants)):
                if row:
                    counts[f"{where.table}.{row}.{column}"] += n
    return counts


def _reviews(tallies: Iterable[tuple], edition: Edition) -> dict[str, int]:
    where = counted_reviews(edition)
    if where is None:
        return {}
    counts = {cell.id: 0 for cell in edition.table(where.table).cells}
    for group, outcome, _, _, closed, left in tallies:
        for column, n in ((outcome, closed), (where.pending, left)):
            for place in filter(None, (column, where.total)):
                counts[f"{where.table}.{group}.{place}"] += n if column else 0
    return counts


def behind(register: Register, cell: Cell, year: int, edition: Edition) -> CaseQuerySet:
    """Return the cases that a figure counts, in the order of their receipt; Http404 for another cell."""
    requests, reviews = counted_requests(edition), counted_reviews(edition)
    if requests and cell.table == requests.table:
        rows = _in_row(register.requests, cell.row.id, requests, year)
        if cell.column.id != requests.all_applicants:
            rows = rows.filter(applicant=cell.column.id)
    elif reviews and cell.table == reviews.table:
        rows = _in_column(register.reviews.filter(group=cell.row.id), cell.column.id, reviews, year)
    else:
        raise Http404
    return rows.order_by("received_on", "pk")


def _in_row(requests, row: str, where, year: int) -> CaseQuerySet:
    kinds = {
        where.new: requests.new_in, where.carried_over: requests.carried_into,
        where.carried_forward: requests.open_after, where.total: requests.closed_in,
    }  # fmt: skip
    if row in kinds:
        return kinds[row](year)
    outcomes = [row, *(outcome for outcome, instead in where.instead.items() if instead == row)]
    return requests.closed_in(year).filter(outcome__in=outcomes)


def _in_column(reviews, column: str, where, year: int) -> CaseQuerySet:
    if column == where.total:
        return reviews.closed_in(year) | reviews.open_after(year)
    if column == where.pending:
        return reviews.open_after(year)
    return reviews.closed_in(year).filter(outcome=column)


def taken_tables(report: Report) -> list[str]:
    """Return the tables of a report that were taken from the register."""
    if not getattr(report, "has_taken_tables", True):
        return []
    return sorted(set(report.taken_tables.values_list("table", flat=True)))


def from_register(report: Report) -> dict[str, int]:
    """Return what the register has now for the tables that were taken from it, by cell.

    Totals aside: they follow. Nothing for a report that took none.
    """
    tables = taken_tables(report)
    register = access.register_of(report.organ) if tables else None
    if register is None:
        return {}
    edition = report.template
    found = counted(register, report.year, edition)
    return {
        cell: n for cell, n in found.items()
        if edition.cells[cell].table in tables and cell not in edition.computed
    }  # fmt: skip
