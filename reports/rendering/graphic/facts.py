"""What a 图解 tells of a report: its totals of requests and reviews, beside those of last year."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from reports.document import Document, format_figure
from reports.editions import Column, Row
from reports.editions import structure as roles

from ..charts.years import bare


@dataclass(frozen=True)
class Line:
    """A number with what it counts; `before` is last year's. None: not filled in, or not public."""

    caption: str
    value: Decimal | None
    before: Decimal | None = None


@dataclass(frozen=True)
class Review:
    """One kind of review: how many there were, and how they ended."""

    total: Line
    outcomes: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """Every number of a 图解. `year_before` is None where last year's report is not public."""

    organ: str
    title: str
    year: int
    year_before: int | None
    received: Line
    carried_over: Line
    applicants: tuple[Line, ...]
    processed: Line
    results: tuple[Line, ...]
    carried_forward: Line
    reviews: tuple[Review, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the facts as they are stored and compared; numbers are texts."""
        return _plain(asdict(self))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return format_figure(value) if isinstance(value, Decimal) else value


class _Reader:
    """The figures of a report and of the one before, added up over cells."""

    def __init__(self, now: Document, before: Document | None):
        self.now, self.before = now.cells, before.cells if before else {}

    def line(self, caption: str, cells: Iterable[str]) -> Line:
        """Return the sum of the cells that are filled in, of this year and of the one before."""
        cells = list(cells)
        return Line(caption, _sum(self.now, cells), _sum(self.before, cells))


def _sum(figures: dict[str, Decimal | None], cells: list[str]) -> Decimal | None:
    known = [value for cell in cells if (value := figures.get(cell)) is not None]
    return sum(known, Decimal(0)) if known else None


def facts_of(document: Document, before: Document | None = None) -> Facts:
    """Return what the 图解 of `document` tells; `before` is the public report of the year before."""
    reader = _Reader(document, before)
    requests, review = (document.edition.table(name) for name in ("requests", "review"))
    columns = requests.blocks[0].columns
    whole = next(column for column in columns if column.role == roles.TOTAL)
    by_role = {row.role: row for row in requests.rows}

    def total(role: str) -> Line:
        row = by_role[role]
        return reader.line(bare(row.path[-1]), [f"requests.{row.id}.{whole.id}"])

    new = by_role[roles.NEW]
    return Facts(
        organ=document.organ,
        title=document.title,
        year=document.year,
        year_before=before.year if before else None,
        received=total(roles.NEW),
        carried_over=total(roles.CARRIED_OVER),
        applicants=tuple(
            reader.line(column.caption, [f"requests.{new.id}.{column.id}"])
            for column in columns
            if column is not whole
        ),
        processed=total(roles.TOTAL),
        results=tuple(
            reader.line(caption, [f"requests.{row.id}.{whole.id}" for row in rows])
            for caption, rows in _results(requests.rows).items()
        ),
        carried_forward=total(roles.CARRIED_FORWARD),
        reviews=tuple(
            _review(reader, caption, rows, review.blocks[0].columns)
            for caption, rows in _grouped(review.rows, 0).items()
        ),
    )


def _results(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows of what came of the requests, by their first captions: not the reasons."""
    kinds = (roles.RESULT, roles.UNPROCESSED, roles.OTHER)
    return _grouped([row for row in rows if row.role in kinds], 1)


def _grouped(rows: Iterable[Row], depth: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(bare(row.path[depth]), []).append(row)
    return found


def _review(reader: _Reader, caption: str, rows: list[Row], columns: Iterable[Column]) -> Review:
    def line(name: str, column: Column) -> Line:
        return reader.line(name, [f"review.{row.id}.{column.id}" for row in rows])

    total = next(line(caption, column) for column in columns if column.role == roles.TOTAL)
    ends = tuple(line(column.caption, column) for column in columns if column.role != roles.TOTAL)
    return Review(total, ends)
