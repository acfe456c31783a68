"""From cases to the figures of tables 三 and 四, of any year and edition, and back to the cases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reports.editions import Column, Edition, Row, Table, all_editions
from reports.editions.structure import (
    CARRIED_FORWARD,
    CARRIED_OVER,
    NEW,
    OTHER,
    PENDING,
    RESULT,
    TOTAL,
    UNPROCESSED,
)
from reports.refusals import Refused

from .case import Case, Request, Review

_RESULTS = (RESULT, UNPROCESSED, OTHER)


@dataclass(frozen=True)
class Counted:
    """What an edition counts requests in, by role: row ids of `table`, ids of its columns."""

    table: str
    new: str
    carried_over: str
    results: tuple[str, ...]
    total: str
    carried_forward: str
    applicants: tuple[str, ...]
    all_applicants: str
    # Where an outcome goes that this edition has no row for, in the edition that has one.
    instead: dict[str, str]

    def row_of(self, outcome: str) -> str:
        """Return the result row that counts `outcome`; raise Refused when there is none."""
        row = outcome if outcome in self.results else self.instead.get(outcome)
        if row is None:
            raise Refused(f"这一版模板没有与“{outcome}”对应的办理结果行，不能统计。")
        return row


@dataclass(frozen=True)
class CountedReviews:
    """What an edition counts reviews in: the rows of `table`, its columns by role."""

    table: str
    groups: tuple[str, ...]
    outcomes: tuple[str, ...]
    pending: str
    total: str


@lru_cache(maxsize=32)
def counted_requests(edition: Edition) -> Counted | None:
    """Return where `edition` counts requests; None when it has no such table."""
    table = _table(edition, lambda table: any(row.role == NEW for row in table.rows))
    if table is None:
        return None
    columns = table.blocks[0].columns
    return Counted(
        table.id,
        _id(table.rows, NEW),
        _id(table.rows, CARRIED_OVER),
        tuple(row.id for row in table.rows if row.role in _RESULTS),
        _id(table.rows, TOTAL),
        _id(table.rows, CARRIED_FORWARD),
        tuple(column.id for column in columns if column.role != TOTAL),
        _id(columns, TOTAL),
        _instead([row.id for row in table.rows if row.role == OTHER]),
    )


def _id(parts: Iterable[Row | Column], role: str) -> str:
    """Return the id of the row or column of that role, empty when the edition has none."""
    return next((part.id for part in parts if part.role == role), "")


def _instead(others: list[str]) -> dict[str, str]:
    """An edition with one row for what was handled otherwise counts every such row of others there."""
    if len(others) != 1:
        return {}
    rows = (row for edition in all_editions() for table in edition.tables for row in table.rows)
    return {row.id: others[0] for row in rows if row.role == OTHER}


@lru_cache(maxsize=32)
def counted_reviews(edition: Edition) -> CountedReviews | None:
    """Return where `edition` counts reviews; None when it has no such table."""
    table = _table(edition, lambda table: any(c.role == PENDING for c in table.blocks[0].columns))
    if table is None:
        return None
    columns = table.blocks[0].columns
    outcomes = tuple(column.id for column in columns if not column.role)
    groups = tuple(row.id for row in table.rows)
    return CountedReviews(
        table.id, groups, outcomes, _id(columns, PENDING), _id(columns, TOTAL)
    )


def _table(edition: Edition, is_it) -> Table | None:
    return next((table for table in edition.tables if is_it(table)), None)


def count(
    requests: Iterable[Request], reviews: Iterable[Review], year: int, edition: Edition
) -> dict[str, int]:
    """Return every figure of tables 三 and 四 for `year`, totals and zeros too, by its cell.

    Whole requests (国办公开办函〔2021〕30号): new is received in the year, a result is closed in it,
    carried over and forward is open at its beginning and end. Raise Refused for an outcome, a kind
    of applicant or a group that the edition does not have.
    """
    counts = _zeros(edition)
    for case in (*requests, *reviews):
        for cell in cells_of(case, year, edition):
            if cell not in counts:
                raise Refused(f"这一版模板没有“{cell}”这一格，编号{case.number}不能统计。")
            counts[cell] += 1
    return counts


def cases_of(
    cell: str, requests: Iterable[Request], reviews: Iterable[Review], year: int, edition: Edition
) -> tuple[Case, ...]:
    """Return the cases that the figure `cell` counts, in their order."""
    return tuple(
        case for case in (*requests, *reviews) if cell in set(cells_of(case, year, edition))
    )


def _zeros(edition: Edition) -> dict[str, int]:
    counted = (counted_requests(edition), counted_reviews(edition))
    tables = {one.table for one in counted if one}
    return {cell.id: 0 for cell in edition.cells.values() if cell.table in tables}


def cells_of(case: Case, year: int, edition: Edition) -> Iterator[str]:
    """Yield the figures for `year` that a case is counted in, its totals too."""
    if isinstance(case, Request):
        counted = counted_requests(edition)
        places = _rows(case, year, counted) if counted else ()
        for row in filter(None, places):
            yield f"{counted.table}.{row}.{case.applicant}"
            if counted.all_applicants:
                yield f"{counted.table}.{row}.{counted.all_applicants}"
    elif (reviews := counted_reviews(edition)) and (column := _column(case, year, reviews)):
        yield f"{reviews.table}.{case.group}.{column}"
        if reviews.total:
            yield f"{reviews.table}.{case.group}.{reviews.total}"


def _rows(case: Request, year: int, counted: Counted) -> Iterator[str]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if case.received_on > last:
        return
    if case.received_on >= first:
        yield counted.new
    elif case.closed_on is None or case.closed_on >= first:
        yield counted.carried_over
    if case.closed_on is None or case.closed_on > last:
        yield counted.carried_forward
    elif case.closed_on >= first:
        yield counted.row_of(case.outcome or "")
        yield counted.total


def _column(case: Review, year: int, counted: CountedReviews) -> str | None:
    if case.received_on > date(year, 12, 31):
        return None
    if case.closed_on is None or case.closed_on > date(year, 12, 31):
        return counted.pending
    return case.outcome if case.closed_on.year == year else None
