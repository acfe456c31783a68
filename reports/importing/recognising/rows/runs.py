"""Tables whose cells were lost: one number a line, a row a line, cells joined by tabs or bars.

Such a text is a run of captions and figures. A row's figures are those between its caption and the
next; their place is certain only when there are as many as columns.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reports.document import broken_sentence
from reports.editions import Table, all_editions, get_edition
from reports.editions.quoting import quoted

from ...captions import flat, likeness, matched, wordings
from ...fitting.cell_words import looks_like_figure, read_cell
from ...fitting.filling import Filling, Place, between_blanks, not_placed, places
from ...fitting.units import unit_among
from ...source import Block, Cell, Line
from .headers import LIKE
from .lost_heads import columns_in_order, groups_of_columns, rows_in_order
from .tables import glued_figures, only_together

LONGEST_CAPTION = 160
MOST_PIECES = 20_000
_DIGITS_AT_END = re.compile(r"\d[\d\s.,，;；、:：-]*$")
_PAGE_NUMBER = re.compile(
    r"[-—–－_·•]+\d{1,3}[-—–－_·•]+|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}页?"
)
_SUB_ROW = re.compile(r"其中|[(（]?\d{1,2}[)）.．、]")
_PARTED = re.compile(r"\t|[|｜│]")


@dataclass(frozen=True, eq=False)
class Piece:
    """A caption or a figure of a run; `alone`: a number that is all of its line."""

    cell: Cell
    block: int
    is_figure: bool
    alone: bool = False


def pieces_of(blocks: Sequence[Block], places_: Iterable[int]) -> list[Piece]:
    """Return the captions and figures that the lines at these places are made of."""
    pieces: list[Piece] = []
    for at in places_:
        block = blocks[at]
        if isinstance(block, Line) and len(pieces) < MOST_PIECES and not is_page_number(block.text):
            pieces += _pieces(block, at)
    return pieces


def _pieces(line: Line, at: int) -> Iterator[Piece]:
    if _PARTED.search(line.text):
        parts = [part.strip() for part in _PARTED.split(line.text.strip("|｜│\n"))]
        blank_from = next((n for n, part in enumerate(parts) if part), len(parts))
        for part in parts[blank_from:]:
            # A blank between figures holds its place.
            yield Piece(Cell(part, line.where, line.box), at, not part or looks_like_figure(part))
        return
    words, figures = trailing_figures(line.text)
    if words:
        yield Piece(Cell(words, line.where, line.box), at, False)
    for figure in figures:
        yield Piece(Cell(figure, line.where, line.box), at, True, not words and len(figures) == 1)


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page: — 5 —, -5-, 第5页; a bare 5 may be a figure."""
    return bool(_PAGE_NUMBER.fullmatch(flat(text)))


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
    pieces = _mended(pieces, rows)
    captions = [n for n, piece in enumerate(pieces) if _can_name(piece)]
    pairs = matched(
        len(captions),
        len(rows),
        lambda f, w: _score(pieces, captions[f], rows[w]),
        lambda f, w: _likeness(pieces, captions[f], rows[w]),
    )
    named = {captions[f]: rows[w] for f, w in pairs.items()}
    if not _enough(named, pieces, rows):
        return set()
    taken: set[int] = set()
    for at, place in named.items():
        taken |= _take(filling, place, pieces, at, named)
    taken |= _again(filling, pieces, named)
    _tell_rest(filling, pieces, named, taken)
    return _span(pieces, named)


def _likeness(pieces: list[Piece], at: int, place: Place) -> float:
    """Whether a caption that figures follow is a row's, word for word."""
    followed = at + 1 < len(pieces) and pieces[at + 1].is_figure
    return likeness(pieces[at].cell.text, place.row.caption) if followed else 0.0


def _again(filling: Filling, pieces: list[Piece], named: dict[int, Place]) -> set[int]:
    """Take a row that comes a second time: its figures are the same, or in dispute."""
    taken: set[int] = set()
    places_ = set(named.values())
    for at, piece in enumerate(pieces):
        if at in named or not _can_name(piece) or not _likely_row(pieces, at):
            continue
        same = [p for p in places_ if likeness(piece.cell.text, p.row.caption) == 1]
        figures = [n for n in range(at + 1, _end_of(pieces, at)) if pieces[n].is_figure]
        if len(same) == 1 and len(figures) == len(same[0].block.columns):
            for column, n in zip(same[0].block.columns, figures, strict=True):
                filling.enter(same[0], column, pieces[n].cell)
            taken.update(figures)
    return taken


def _likely_row(pieces: list[Piece], at: int) -> bool:
    return at + 1 < len(pieces) and pieces[at + 1].is_figure


def _end_of(pieces: list[Piece], at: int) -> int:
    end = at + 1
    while end < len(pieces) and pieces[end].is_figure:
        end += 1
    return end


def _mended(pieces: list[Piece], rows: list[Place]) -> list[Piece]:
    """Put captions together that the end of a page cut in two, on either side of their figures."""
    words = [n for n, piece in enumerate(pieces) if not piece.is_figure]
    gone: set[int] = set()
    result = list(pieces)
    for one, other in pairwise(words):
        figures = (other - one > 1) + (other + 1 < len(pieces) and pieces[other + 1].is_figure)
        first, second = pieces[one].cell, pieces[other].cell
        if figures != 1 or one in gone or pieces[one].block == pieces[other].block:
            continue
        if any(only_together(first.text, second.text, place.row.caption) for place in rows):
            whole = Cell(first.text + second.text, first.where, first.box)
            result[one] = replace(pieces[one], cell=whole)
            gone.add(other)
    return [piece for n, piece in enumerate(result) if n not in gone]


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


def _take(filling: Filling, place: Place, pieces: list[Piece], at: int, named: dict) -> set[int]:
    """Take a row; return the pieces that are done with besides the figures after its caption."""
    if sub := _sub_rows(pieces, at, place, named):
        cells = [pieces[n].cell for n in sub]
        filling.unknown(place, cells, f"{place.name}在文件里分成几行，没有读入，请核对后填写。")
        return set(sub)
    columns = place.block.columns
    found = _without_page_number(_figures(pieces, at, named), len(columns))
    figures = _due(found, pieces[at].cell, len(columns))
    heads = _header_before(pieces, at, place)
    printed = columns_in_order(heads, columns)
    whole = bool(printed) and len(figures) == len(columns) and _agrees(heads, filling)
    if whole and not _is_broken(pieces, at, place, named) and _is_sure(filling, place, found):
        unit = unit_among((pieces[at].cell.text, *reversed(heads)), _notes(pieces, at))
        for column, cell in zip(printed, figures, strict=True):
            filling.enter(place, column, cell, unit=unit)
    else:
        _leave_row(filling, place, pieces[at].cell, figures)
    return set()


def _due(found: list[Piece], caption: Cell, count: int) -> list[Cell]:
    """Return the cells of a row of `count`: without blank places around, with what is glued."""
    figures = between_blanks([piece.cell for piece in found], count)
    while len(figures) > count and not figures[0].text:
        figures.pop(0)
    if len(figures) in (0, count - 1):
        # The first figure, or all of them, may stand right after the caption.
        glued = glued_figures(caption.text, count - len(figures)) or []
        figures = [Cell(words, caption.where, caption.box) for words in glued] + figures
    return figures


def _is_sure(filling: Filling, place: Place, found: list[Piece]) -> bool:
    """The last figure alone on the next line may be a page's number: the row's total has to agree."""
    doubtful = len(found) > 1 and found[-1].alone and not found[0].alone
    return not doubtful or _adds_up(filling, place, [piece.cell for piece in found])


def _leave_row(filling: Filling, place: Place, caption: Cell, figures: list[Cell]) -> None:
    """Leave a row blank whose figures are not certain, or that has none."""
    columns = place.block.columns
    if not figures and (tail := _DIGITS_AT_END.search(caption.text)):
        glued = [Cell(tail[0].strip(" ,，;；、:："), caption.where, caption.box)]
        filling.unknown(place, glued, _not_parted(place.name))
    elif not figures:
        for column in columns:
            filling.enter(place, column, Cell("", caption.where))
    else:
        count = sum(bool(cell.text) for cell in figures)
        filling.unknown(place, figures, not_placed(place.name, len(columns), count))


def _sub_rows(pieces: list[Piece], at: int, place: Place, named: dict) -> list[int]:
    """Return the pieces of the rows that a row is parted into; none where it is one row."""
    first = next((n for n in range(at + 1, len(pieces)) if n in named or pieces[n].is_figure), at)
    if not any(_is_sub_row(pieces[n].cell.text, place) for n in range(at + 1, first)):
        return []
    end = next((n for n in range(at + 1, len(pieces)) if n in named), None)
    if end is None:
        figures = _figures(pieces, at, named)
        end = pieces.index(figures[-1], at) + 1 if figures else at + 1
    return list(range(at + 1, end)) if first < end else []


def _is_sub_row(text: str, place: Place) -> bool:
    """Whether a caption between a row's and its figures is that of a part of the row."""
    words = "".join(wordings(text)[:1])
    if not words or words in "".join(wordings(place.row.caption)[:1]):
        return False
    others = (row.caption for e in all_editions() for table in e.tables for row in table.rows)
    return bool(_SUB_ROW.match(flat(text))) or any(likeness(text, other) == 1 for other in others)


def _without_page_number(figures: list[Piece], count: int) -> list[Piece]:
    """A number alone on the line after a row that is whole is a page's."""
    more = len(figures) == count + 1 and count > 1
    if more and figures[-1].alone and not any(piece.alone for piece in figures[:-1]):
        return figures[:-1]
    return figures


def _adds_up(filling: Filling, place: Place, figures: list[Cell]) -> bool:
    """Whether a row's total is the sum of the row."""
    columns = place.block.columns
    if len(figures) != len(columns):
        return False
    kinds = filling.edition.cells
    cells = [place.cell_id(column) for column in columns]
    values = {
        cell: read_cell(found.text, kinds[cell].kind).value
        for cell, found in zip(cells, figures, strict=True)
    }
    sums = [e for e in filling.edition.equations if set(cells).issuperset(e.cells)]
    return bool(sums) and not any(broken_sentence(e, values) for e in sums)


def _notes(pieces: list[Piece], at: int) -> list[str]:
    """Return the words that stand before a row, the next first: one may give the table's unit."""
    return [piece.cell.text for piece in reversed(pieces[max(0, at - 20) : at])]


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


def _agrees(header: list[str], filling: Filling) -> bool:
    """Whether the captions over the block are not those of another edition's columns."""
    strange = _columns_elsewhere(filling.edition.id)
    return not any(likeness(text, caption) == 1 for text in header for caption in strange)


@lru_cache(maxsize=16)
def _columns_elsewhere(edition_id: str) -> frozenset[str]:
    """Return the captions of columns that other editions have and this one has not."""
    edition = get_edition(edition_id)
    own = {word for c in edition.cells.values() for word in wordings(c.column.caption)}
    others = (c.column.caption for e in all_editions() for c in e.cells.values())
    return frozenset(caption for caption in others if own.isdisjoint(wordings(caption)))


def _header_before(pieces: list[Piece], at: int, place: Place) -> list[str]:
    heads = {column.caption for column in place.block.columns}
    # 总计 and 其他 are rows and columns alike: at the head of a table they are columns.
    names = [
        row.caption for row in place.block.rows if not heads.intersection(wordings(row.caption))
    ]
    end = at
    while end and _of_block(pieces[end - 1], names):
        end -= 1
    start = end
    while start and not pieces[start - 1].is_figure and end - start < 12:
        start -= 1
    return [piece.cell.text for piece in pieces[start:end]]


def _of_block(piece: Piece, names: list[str]) -> bool:
    return piece.is_figure or any(likeness(piece.cell.text, name) >= LIKE for name in names)


def _tell_rest(
    filling: Filling, pieces: list[Piece], named: dict[int, Place], taken: set[int]
) -> None:
    """Figures within the table that no row took."""
    where = {piece: n for n, piece in enumerate(pieces)}
    taken = taken | set(named)
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
    before = pieces[max(0, heads[0] - 20) : runs[0][0]] if runs else []
    texts = [word for piece in before for word in _heads_of(piece, table)]
    rows = rows_in_order(texts, table)
    orders = groups_of_columns(texts, block, len(rows))
    every = [(row, c) for row, order in zip(rows, orders, strict=True) for c in order]
    if figures and len(every) == len(table.cells) and len(figures) % len(every) == 0:
        # Every table of this kind that stands there: what differs is in dispute.
        times = len(figures) // len(every)
        for (row, column), piece in zip(every * times, figures, strict=True):
            filling.enter(Place(table, block, row), column, piece.cell)
    elif len(runs) > 1 and all(len(run) == len(block.columns) for _, run in runs):
        _by_group(filling, table, runs, pieces)
    else:
        _leave(filling, table, [piece.cell for piece in figures])
    end = figures[-1].block if figures else pieces[heads[-1]].block
    return set(range(pieces[heads[0]].block, end + 1))


def _heads_of(piece: Piece, table: Table) -> list[str]:
    """Return the heads that a piece holds: one, or several that a line has side by side."""
    if piece.is_figure:
        return []
    return piece.cell.text.split()[:50] if _heads(piece, table) > 1 else [piece.cell.text]


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
        order = groups_of_columns(above, block, 1)[0] or block.columns
        for column, piece in zip(order, run, strict=True):
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
