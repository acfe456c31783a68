"""Tables whose cells were lost: one number a line, a row a line, cells joined by tabs or bars.

Such a text is a run of captions and figures. A row's figures are those between its caption and the
next; their place is certain only when there are as many as columns.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.editions import Table, all_editions, get_edition
from reports.editions.quoting import quoted

from ..captions import align, likeness, wordings
from ..fitting.cell_words import looks_like_figure
from ..fitting.filling import Filling, Place, between_blanks, not_placed, places
from ..source import Block, Cell, Line
from .headers import LIKE
from .tables import glued_figures

LONGEST_CAPTION = 160
MOST_PIECES = 20_000
_DIGITS_AT_END = re.compile(r"\d[\d\s.,，;；、:：-]*$")
_PARTED = re.compile(r"\t|[|｜│]")


@dataclass(frozen=True, eq=False)
class Piece:
    """A caption or a figure of a run."""

    cell: Cell
    block: int
    is_figure: bool


def pieces_of(blocks: Sequence[Block], start: int, end: int) -> list[Piece]:
    """Return the captions and figures that the lines `start` … `end` - 1 are made of."""
    pieces: list[Piece] = []
    for at in range(start, end):
        block = blocks[at]
        if isinstance(block, Line) and len(pieces) < MOST_PIECES:
            pieces += _pieces(block, at)
    return pieces


def _pieces(line: Line, at: int) -> Iterator[Piece]:
    if _PARTED.search(line.text):
        parts = [part.strip() for part in _PARTED.split(line.text.strip("|｜│\n"))]
        blank_from = next((n for n, part in enumerate(parts) if part), len(parts))
        for part in parts[blank_from:]:
            # A blank between figures holds its place.
            yield Piece(Cell(part, line.where), at, not part or looks_like_figure(part))
        return
    words, figures = trailing_figures(line.text)
    if words:
        yield Piece(Cell(words, line.where), at, False)
    for figure in figures:
        yield Piece(Cell(figure, line.where), at, True)


def trailing_figures(text: str) -> tuple[str, list[str]]:
    """Return a line's words and the figures that stand at its end, parted by spaces."""
    words = text.split()
    if looks_like_figure(text) and len(words) == 1:
        return "", words
    first = len(words)
    while first and looks_like_figure(words[first - 1]):
        first -= 1
    return " ".join(words[:first]), words[first:]


def fill_table(filling: Filling, table: Table, pieces: list[Piece]) -> set[int]:
    """Take the figures of `table` from a run; return the blocks that it stands in."""
    if table.across:
        return _fill_across(filling, table, pieces)
    rows = [place for place in places(filling.edition, across=False) if place.table is table]
    captions = [n for n, piece in enumerate(pieces) if _can_name(piece)]
    pairs = align(len(captions), len(rows), lambda f, w: _score(pieces, captions[f], rows[w]))
    named = {captions[f]: rows[w] for f, w in pairs.items()}
    if not _enough(named, pieces, rows):
        return set()
    for at, place in named.items():
        _take(filling, place, pieces, at, named)
    _tell_rest(filling, pieces, named)
    return _span(pieces, named)


def _can_name(piece: Piece) -> bool:
    text = piece.cell.text
    return not piece.is_figure and len(text) <= LONGEST_CAPTION and bool(wordings(text))


def _score(pieces: list[Piece], at: int, place: Place) -> float:
    text = pieces[at].cell.text
    like = likeness(text, place.row.caption)
    if like < 0.8 and (glued := _without_digits(text)):
        like = float(likeness(glued, place.row.caption) == 1)
    # A caption that figures follow is a row's rather than a heading's.
    followed = at + 1 < len(pieces) and pieces[at + 1].is_figure
    return like + 0.3 * followed if like else 0.0


def _without_digits(text: str) -> str:
    bare = text.strip().rstrip("0123456789.,")
    return bare if bare != text.strip() else ""


def _enough(named: dict[int, Place], pieces: list[Piece], rows: list[Place]) -> bool:
    """Whether a run is the table at all: captions alone may be words of a narrative."""
    return 2 * len(named) >= len(rows) or any(_figures(pieces, at, named) for at in named)


def _figures(pieces: list[Piece], at: int, named: dict[int, Place]) -> list[Piece]:
    """Return the figures after a caption; the rest of a broken caption may stand between."""
    found: list[Piece] = []
    for n in range(at + 1, len(pieces)):
        piece = pieces[n]
        if not piece.is_figure and (n in named or found):
            break
        if piece.is_figure:
            found.append(piece)
    return found


def _take(filling: Filling, place: Place, pieces: list[Piece], at: int, named: dict) -> None:
    columns = place.block.columns
    figures = between_blanks([piece.cell for piece in _figures(pieces, at, named)], len(columns))
    while len(figures) > len(columns) and not figures[0].text:
        figures.pop(0)
    if len(figures) in (0, len(columns) - 1):
        # The first figure, or all of them, may stand right after the caption.
        glued = glued_figures(pieces[at].cell.text, len(columns) - len(figures)) or []
        figures = [Cell(words, pieces[at].cell.where) for words in glued] + figures
    whole = not _is_broken(pieces, at, place, named)
    if whole and len(figures) == len(columns) and _agrees(pieces, at, place, filling):
        for column, cell in zip(columns, figures, strict=True):
            filling.enter(place, column, cell)
        return
    if not figures and (tail := _DIGITS_AT_END.search(pieces[at].cell.text)):
        figures = [Cell(tail[0].strip(" ,，;；、:："), pieces[at].cell.where)]
        filling.unknown(place, figures, _not_parted(place.name))
        return
    if not figures:
        for column in columns:
            filling.enter(place, column, Cell("", pieces[at].cell.where))
        return
    count = sum(bool(cell.text) for cell in figures)
    filling.unknown(place, figures, not_placed(place.name, len(columns), count))


def _not_parted(name: str) -> str:
    return f"{name}的数字连在一起，不能确定各是哪一格，没有读入，请核对后填写。"


def _is_broken(pieces: list[Piece], at: int, place: Place, named: dict) -> bool:
    """Whether the caption's other half stands beside it with figures of its own: a wrapped line."""
    figures = _figures(pieces, at, named)
    after = pieces.index(figures[-1], at) + 1 if figures else len(pieces)
    before = at - 1
    while before >= 0 and pieces[before].is_figure:
        before -= 1
    return any(
        n not in named
        and likeness(pieces[n].cell.text, place.row.caption) >= LIKE
        and pieces[n + 1].is_figure
        for n in (before, after)
        if 0 <= n < len(pieces) - 1
    )


def _agrees(pieces: list[Piece], at: int, place: Place, filling: Filling) -> bool:
    """Whether the captions over the block are not those of another edition's columns."""
    header = _header_before(pieces, at, place, filling)
    strange = _columns_elsewhere(filling.edition.id)
    return not any(likeness(text, caption) == 1 for text in header for caption in strange)


@lru_cache(maxsize=16)
def _columns_elsewhere(edition_id: str) -> frozenset[str]:
    """Return the captions of columns that other editions have and this one has not."""
    edition = get_edition(edition_id)
    own = {word for c in edition.cells.values() for word in wordings(c.column.caption)}
    others = (c.column.caption for e in all_editions() for c in e.cells.values())
    return frozenset(caption for caption in others if own.isdisjoint(wordings(caption)))


def _header_before(pieces, at: int, place: Place, filling: Filling) -> list[str]:
    names = [row.caption for row in place.block.rows]
    end = at
    while end and _of_block(pieces[end - 1], names):
        end -= 1
    start = end
    while start and not pieces[start - 1].is_figure and end - start < 12:
        start -= 1
    return [piece.cell.text for piece in pieces[start:end]]


def _of_block(piece: Piece, names: list[str]) -> bool:
    return piece.is_figure or any(likeness(piece.cell.text, name) >= LIKE for name in names)


def _tell_rest(filling: Filling, pieces: list[Piece], named: dict[int, Place]) -> None:
    """Figures within the table that no row took."""
    where = {piece: n for n, piece in enumerate(pieces)}
    taken = set(named)
    for at in named:
        taken |= {where[piece] for piece in _figures(pieces, at, named)}
    last = max(taken, default=-1)
    rest: list[Piece] = []
    for n in range(min(taken, default=0), last + 1):
        if pieces[n].is_figure and n not in taken and pieces[n].cell.text:
            rest.append(pieces[n])
    for caption, figures in _by_caption(pieces, rest):
        message = f"{quoted(caption)}这一行不在模板里，没有读入，请核对。"
        filling.note(
            figures[0].cell.where, " ".join([caption, *(p.cell.text for p in figures)]), message
        )


def _by_caption(pieces: list[Piece], rest: list[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    groups: dict[int, list[Piece]] = {}
    where = {piece: n for n, piece in enumerate(pieces)}
    for piece in rest:
        n = where[piece]
        while n and pieces[n].is_figure:
            n -= 1
        groups.setdefault(n, []).append(piece)
    for n, figures in groups.items():
        yield pieces[n].cell.text[:40], figures


def _span(pieces: list[Piece], named: dict[int, Place]) -> set[int]:
    if not named:
        return set()
    first, last = min(named), max(named)
    figures = _figures(pieces, last, named)
    end = figures[-1].block if figures else pieces[last].block
    return set(range(pieces[first].block, end + 1))


def _fill_across(filling: Filling, table: Table, pieces: list[Piece]) -> set[int]:
    block = table.blocks[0]
    heads = [n for n, piece in enumerate(pieces) if _heads(piece, table)]
    if sum(_heads(pieces[n], table) for n in heads) < len(block.columns):
        return set()
    runs = list(_figure_runs(pieces, heads[0]))
    figures = [piece for _, run in runs for piece in run]
    every = [(row, column) for row in block.rows for column in block.columns]
    if len(figures) == len(every):
        for (row, column), piece in zip(every, figures, strict=True):
            filling.enter(Place(table, block, row), column, piece.cell)
    elif len(runs) > 1 and all(len(run) == len(block.columns) for _, run in runs):
        _by_group(filling, table, runs, pieces)
    else:
        _leave(filling, table, [piece.cell for piece in figures])
    end = figures[-1].block if figures else pieces[heads[-1]].block
    return set(range(pieces[heads[0]].block, end + 1))


def _heads(piece: Piece, table: Table) -> int:
    """Return how many columns' captions a piece has: a line may hold them all."""
    if piece.is_figure:
        return 0
    names = [column.caption for column in table.blocks[0].columns]
    words = piece.cell.text.split()[:50]
    return sum(any(likeness(word, name) == 1 for name in names) for word in words)


def _figure_runs(pieces: list[Piece], first: int) -> Iterator[tuple[int, list[Piece]]]:
    """Yield runs of figures after piece `first`, each with the place of its first figure."""
    run: list[Piece] = []
    for n in range(first, len(pieces) + 1):
        if n < len(pieces) and pieces[n].is_figure:
            run.append(pieces[n])
        elif run:
            yield n - len(run), run
            run = []


def _by_group(filling: Filling, table: Table, runs, pieces: list[Piece]) -> None:
    block, last = table.blocks[0], 0
    for at, run in runs:
        above = [piece.cell.text for piece in pieces[last:at] if not piece.is_figure]
        named = [row for row in table.rows if any(likeness(t, row.caption) >= LIKE for t in above)]
        free = [row for row in table.rows if (table.id, row.id) not in filling.rows]
        last = at
        if not (named or free):
            continue
        row = named[-1] if named else free[0]
        for column, piece in zip(block.columns, run, strict=True):
            filling.enter(Place(table, block, row), column, piece.cell, sure=bool(named))


def _leave(filling: Filling, table: Table, cells: Iterable[Cell]) -> None:
    cells = list(cells)
    count, written = len(table.cells), sum(bool(cell.text) for cell in cells)
    for row in table.rows:
        place = Place(table, table.blocks[0], row)
        if not written:
            for column in place.block.columns:
                filling.enter(place, column, Cell("", ""))
            continue
        filling.unknown(place, cells, not_placed(table.name, count, written))
