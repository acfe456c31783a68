"""The header lines of a found table: which place of it stands under which captions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.editions import Column, Table, all_editions, get_edition

from ...captions import align_captions, likeness, wordings
from ...fitting.cell_words import looks_like_figure
from ...source import Cell, Grid

LIKE = 0.8  # a likeness from which on a caption counts as known


@dataclass(frozen=True)
class Header:
    """A group of header lines: for each place of the matrix the captions over it, top to bottom."""

    paths: tuple[tuple[Cell, ...], ...]

    def leaves(self, first: int = 0) -> list[Cell]:
        """Return the lowest captions from place `first` on, each once, from left to right."""
        return list(dict.fromkeys(path[-1] for path in self.paths[first:] if path))

    def over(self, at: int) -> tuple[Cell, ...]:
        """Return the captions over a place, from top to bottom."""
        return self.paths[at] if at < len(self.paths) else ()

    def under(self, leaf: Cell) -> list[int]:
        """Return the places that stand under a caption."""
        return [at for at, path in enumerate(self.paths) if path and path[-1] is leaf]

    def columns(self, columns: Sequence[Column]) -> dict[str, Cell]:
        """Return the caption of each of `columns` that the header has, by the column's id."""
        leaves = self.leaves()
        pairs = align_captions([leaf.text for leaf in leaves], [c.caption for c in columns])
        return {columns[column].id: leaves[at] for at, column in pairs.items()}

    def order(self, columns: Sequence[Column]) -> list[Column]:
        """Return `columns` as their captions stand from left to right; [] where not all are known.

        Where the captions that are known keep the template's order, the others are in it too.
        """
        leaves, found = self.leaves(), self.columns(columns)
        known = [column for column in columns if column.id in found]
        printed = sorted(known, key=lambda column: leaves.index(found[column.id]))
        if printed == known:
            return list(columns)
        return printed if len(printed) == len(columns) else []

    def agrees(self, columns: Sequence[Column]) -> bool:
        """Whether at least half of `columns` are among the captions."""
        return 2 * len(self.columns(columns)) >= len(columns)


def is_caption(text: str) -> bool:
    """Whether a cell's words can be a caption: words, and no figure."""
    return bool(wordings(text)) and not looks_like_figure(text)


def header_words() -> tuple[str, ...]:
    """Return every caption of any edition that stands in a table's header.

    Of any edition: a header is one also where a report mixes their columns.
    """
    return _header_words(tuple(edition.id for edition in all_editions()))


# By ids: an edition is a large value to hash.
@lru_cache(maxsize=16)
def _header_words(edition_ids: tuple[str, ...]) -> tuple[str, ...]:
    tables = (table for name in edition_ids for table in get_edition(name).tables)
    return tuple(dict.fromkeys(text for table in tables for text in _in_header(table) if text))


def _in_header(table: Table) -> Iterator[str]:
    yield table.corner
    for block in table.blocks:
        yield block.row_heading
        for column in block.columns:
            yield from column.path
        for row in block.rows if table.across else ():
            yield from row.path


def is_header(cells: Iterable[Cell]) -> bool:
    """Whether a line of a table is a header: captions of columns and no figure."""
    written = [cell.text for cell in cells if cell.text.strip()]
    if not written or any(map(_has_number, written)):
        return False
    known = [text for text in written if _known(text)]
    if 2 * len(known) < len(written):
        return False
    return len(known) > 1 or any(len(wordings(text)[0]) > 3 for text in known)


def _has_number(text: str) -> bool:
    return looks_like_figure(text)


def _known(text: str) -> bool:
    return any(likeness(text, word) >= LIKE for word in header_words())


def header_of(grid: Grid, rows: Sequence[int]) -> Header:
    """Return the header that consecutive lines of a grid make."""
    width = max((len(grid.rows[row]) for row in rows), default=0)
    return Header(tuple(_path(grid, rows, at) for at in range(width)))


def _path(grid: Grid, rows: Sequence[int], at: int) -> tuple[Cell, ...]:
    cells = [grid.rows[row][at] for row in rows if at < len(grid.rows[row])]
    return tuple(dict.fromkeys(cell for cell in cells if cell and cell.text.strip()))
