"""Figures read from a picture: none is sure but where the row's total and the column confirm it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from reports.editions import Edition, Equation

from ..source import Source
from ..values import Box, CellReading, Reading


def looked_through(reading: Reading, source: Source) -> Reading:
    """Return the reading of a source with pages that are pictures: sure only what sums confirm.

    Each figure gets the picture of the place that it was read from.
    """
    if not source.is_seen:
        return reading
    boxes = {cell: got.box for cell, got in reading.cells.items() if got.box}
    pieces = {cell: p for cell, box in boxes.items() if (p := _piece(box, source.pieces))}
    cells = {
        cell: replace(got, plain=got.state == "sure") if got.box else got
        for cell, got in reading.cells.items()
    }
    return weighed(replace(reading, cells=cells, pieces=pieces))


def weighed(reading: Reading) -> Reading:
    """Return the reading with its figures of pictures called sure where sums confirm them, only there.

    Weighed again when a person has put one right: what it had put in doubt may be confirmed now.
    """
    if not reading.is_of_pictures:
        return reading
    values = {cell: got.value for cell, got in reading.cells.items()}
    sure = confirmed(reading.document.edition, values)
    cells = {
        cell: _weighed(got, cell in sure) if got.box else got for cell, got in reading.cells.items()
    }
    return replace(reading, cells=cells)


def confirmed(edition: Edition, values: dict[str, Decimal | None]) -> set[str]:
    """Return the cells whose row's total, and all sums of whose column, hold.

    A total of a row that is 0 = 0 + 0 confirms as any other; one with a blank in it does not.
    """
    rows: dict[str, list[bool]] = {}
    columns: dict[str, list[bool]] = {}
    for equation in edition.equations:
        if equation.relation == "=":
            along, where = (rows, _row) if _goes_along(equation) else (columns, _column)
            along.setdefault(where(equation.left[0]), []).append(_holds(equation, values))
    return {
        cell
        for cell in edition.cells
        if all(rows.get(_row(cell), [False])) and all(columns.get(_column(cell), [False]))
    }


def _row(cell: str) -> str:
    return cell.rsplit(".", 1)[0]


def _column(cell: str) -> str:
    table, _, column = cell.split(".")
    return f"{table}.{column}"


def _holds(equation: Equation, values: dict[str, Decimal | None]) -> bool:
    figures = [values.get(cell) for cell in equation.cells]
    if None in figures:
        return False
    left, right = (_sum(side, values) for side in (equation.left, equation.right))
    return left == right


def _sum(cells: Iterable[str], values: dict[str, Decimal | None]) -> Decimal:
    return sum((values[cell] for cell in cells), Decimal(0))


def _goes_along(equation: Equation) -> bool:
    """Whether all of an equation's cells stand in one row."""
    return len({_row(cell) for cell in equation.cells}) == 1


def _weighed(got: CellReading, is_sure: bool) -> CellReading:
    if got.value is None:
        return got
    # No sum takes a doubt of words (约238) or of the place away.
    return replace(got, state="sure" if is_sure and got.plain else "unsure")


def _piece(box: Box, pieces: list[tuple[Box, str]]) -> str:
    return next((picture for place, picture in pieces if box.holds(place)), "")
