"""The lines of a found table: which words of a line are its captions, what stands after them."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...source import Cell, Grid
from .headers import Header, header_of, is_caption, is_header


@dataclass(frozen=True, eq=False)
class FoundLine:
    """A line of a found table that is no header: its captions, and the cells after them."""

    block: int
    row: int
    captions: tuple[Cell, ...]
    figures: tuple[Cell, ...]
    matrix: tuple[Cell | None, ...]
    header: Header | None
    # The lines over the table, the next first, and the cells over this line that head nothing.
    notes: tuple[str, ...] = ()

    @property
    def leaf(self) -> str:
        """The caption next to the figures."""
        return self.captions[-1].text if self.captions else ""

    @property
    def has_figures(self) -> bool:
        """Whether anything stands after the captions."""
        return any(cell.text.strip() for cell in self.figures)


def found_lines(
    at: int, grid: Grid, notes: tuple[str, ...] = (), header: Header | None = None
) -> Iterator[FoundLine]:
    """Yield the lines of a grid that are no headers, each with the header over it.

    `header` is the one before the grid, where a page parted them.
    """
    group: list[int] = []
    for row in range(len(grid.rows)):
        cells = grid.anchors(row)
        if is_header(cells):
            group.append(row)
            header = header_of(grid, group)
        elif header or any(cell.text.strip() for cell in cells):
            group = []
            line = _line(at, row, grid, header, notes)
            if not line.has_figures and line.captions:
                notes = (line.leaf, *notes)
            yield line


def _line(at: int, row: int, grid: Grid, header: Header | None, notes) -> FoundLine:
    cells = grid.anchors(row)
    last = max((n for n, cell in enumerate(cells) if is_caption(cell.text)), default=-1)
    captions = tuple(cell for cell in cells[: last + 1] if is_caption(cell.text))
    matrix = tuple(grid.rows[row])
    return FoundLine(at, row, captions, tuple(cells[last + 1 :]), matrix, header, notes)
