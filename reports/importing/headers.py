"""The header lines of a found table: which place of it stands under which captions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.editions import Column, Edition

from .captions import align_captions, flat, likeness, wordings
from .figures import looks_like_figure
from .source import Cell, Grid

LIKE = 0.8  # a likeness from which on a caption counts as known


@dataclass(frozen=True)
class Header:
    """A group of header lines: for each place of the matrix the captions over it, top to bottom."""

    paths: tuple[tuple[Cell, ...], ...]

    def leaves(self, first: int = 0) -> list[Cell]:
        """Return the lowest captions from place `first` on, each once, from left to right."""
        return list(dict.fromkeys(path[-1] for path in self.paths[first:] if path))

    def under(self, leaf: Cell) -> list[int]:
        """Return the places that stand under a caption."""
        return [at for at, path in enumerate(self.paths) if path and path[-1] is leaf]

    def columns(self, columns: Sequence[Column]) -> dict[str, Cell]:
        """Return the caption of each of `columns` that the header has, by the column's id."""
        leaves = self.leaves()
        pairs = align_captions([leaf.text for leaf in leaves], [c.caption for c in columns])
        return {columns[column].id: leaves[at] for at, column in pairs.items()}

    def agrees(self, columns: Sequence[Column]) -> bool:
        """Whether at least half of `columns` are among the captions."""
        return 2 * len(self.columns(columns)) >= len(columns)


def is_caption(text: str) -> bool:
    """Whether a cell's words can be a caption: words, and no figure."""
    return bool(wordings(text)) and not looks_like_figure(text)


@lru_cache(maxsize=16)
def header_words(edition: Edition) -> tuple[str, ...]:
    """Return every caption that stands in a header of the edition's tables."""
    words: dict[str, None] = {}
    for table in edition.tables:
        words.update(dict.fromkeys(filter(None, [table.corner])))
        for block in table.blocks:
            lines = [column.path for column in block.columns] + [(block.row_heading,)]
            lines += [row.path for row in block.rows] if table.across else []
            words.update((text, None) for path in lines for text in path if text)
    return tuple(words)


def is_header(cells: Iterable[Cell], edition: Edition) -> bool:
    """Whether a line of a table is a header: captions of columns and no figure."""
    written = [cell.text for cell in cells if cell.text.strip()]
    if not written or any(map(_has_number, written)):
        return False
    known = [text for text in written if _known(text, edition)]
    if 2 * len(known) < len(written):
        return False
    return len(known) > 1 or any(len(flat(text)) > 4 for text in known)


def _has_number(text: str) -> bool:
    return looks_like_figure(text)


def _known(text: str, edition: Edition) -> bool:
    return any(likeness(text, word) >= LIKE for word in header_words(edition))


def header_of(grid: Grid, rows: Sequence[int]) -> Header:
    """Return the header that consecutive lines of a grid make."""
    width = max((len(grid.rows[row]) for row in rows), default=0)
    return Header(tuple(_path(grid, rows, at) for at in range(width)))


def _path(grid: Grid, rows: Sequence[int], at: int) -> tuple[Cell, ...]:
    cells = [grid.rows[row][at] for row in rows if at < len(grid.rows[row])]
    return tuple(dict.fromkeys(cell for cell in cells if cell and cell.text.strip()))
