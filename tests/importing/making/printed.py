"""A report's tables as they are printed: lines of (words, colspan, rowspan), for the generators."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.document import Document
from reports.editions import Table
from reports.editions.grid import Grid, printed_grids


@dataclass(frozen=True)
class Printed:
    """A printed cell."""

    text: str
    colspan: int
    rowspan: int
    is_figure: bool


def grids(document: Document, table: Table) -> Iterator[tuple[Grid, list[list[Printed]], int]]:
    """Yield each grid of a table with its lines, and how many of them are its head."""
    for grid in printed_grids(table):
        lines = [[_printed(document, cell) for cell in line] for line in (*grid.head, *grid.body)]
        yield grid, lines, len(grid.head)


def _printed(document: Document, cell) -> Printed:
    text = document.figure(cell.cell.id) if cell.cell else cell.text
    return Printed(text, cell.colspan, cell.rowspan, bool(cell.cell))


def figures(document: Document, table: Table) -> Iterator[tuple[str, list[str]]]:
    """Yield each row's caption with its figures, as a copied text has them."""
    for block in table.blocks:
        for row in block.rows:
            cells = [f"{table.id}.{row.id}.{column.id}" for column in block.columns]
            yield row.caption, [document.figure(cell) for cell in cells]
