"""Tables of cells: their lines are matched to the rows of the template, their places to columns.

All lines of all tables are aligned with all rows at once, in order: it makes no difference whether
table 二 is one table, one a block or one a row, and where a page broke table 三.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from reports.editions import all_editions
from reports.editions.quoting import quoted

from ...captions import MOST_ALIGNED, likeness, matched, wordings
from ...fitting.cell_words import looks_like_figure, split_digits
from ...fitting.filling import (
    Filling,
    Place,
    between_blanks,
    not_placed,
    places,
    shown,
    under_another,
)
from ...fitting.units import unit_among
from ...source import Block, Cell, Grid
from . import across
from .headers import LIKE, Header, header_of, is_header
from .table_lines import FoundLine, found_lines

MOST_NOTES = 3  # lines above a table that may give its unit
# Digits glued to a caption's words: after a mark they are only the last of several figures.
_TAIL = re.compile(r"(?:^|(?<=[一-鿿)）]))[-+]?\d[\d.,]*$")


def fill(filling: Filling, blocks: Sequence[Block]) -> dict[int, str]:
    """Take the figures of every grid among `blocks`; return which block is of which table."""
    of_table: dict[int, str] = {}
    lines = [
        line
        for at, block in enumerate(blocks)
        if isinstance(block, Grid)
        for line in found_lines(at, block, _notes_above(blocks, at), _head_before(blocks, at))
    ]
    rows = places(filling.edition, across=False)
    lines = list(_mended(lines, rows))
    scored = [line for line in lines if line.captions]
    pairs = matched(
        len(scored),
        len(rows),
        lambda f, w: _score(scored[f], rows[w]),
        lambda f, w: _likeness(scored[f], rows[w]),
    )
    named = {scored[f]: (rows[w], True) for f, w in pairs.items()}
    named |= _nameless(lines, named, rows)
    for line, (place, sure) in named.items():
        of_table[line.block] = place.table.id
        _take(filling, line, place, sure)
    rest = [line for line in lines if line not in named]
    _compare(filling, rest, named)
    taken = across.fill(filling, rest, blocks, of_table)
    rest = [line for line in rest if line not in taken]
    _tell_rest(filling, rest, of_table)
    _tell_others(filling, rest, of_table)
    return of_table


def _notes_above(blocks: Sequence[Block], at: int) -> tuple[str, ...]:
    """Return the lines right above a table: one may give its unit."""
    above = []
    for block in reversed(blocks[max(0, at - MOST_NOTES) : at]):
        if isinstance(block, Grid):
            break
        above.append(block.text)
    return tuple(above)


def _head_before(blocks: Sequence[Block], at: int) -> Header | None:
    """Return the header that the end of a page cut from its table: all that stands there."""
    before, own = blocks[at - 1] if at else None, blocks[at]
    if not isinstance(before, Grid) or len(before.rows[-1]) != len(own.rows[0]):
        return None
    heads = all(is_header(before.anchors(row)) for row in range(len(before.rows)))
    return header_of(before, range(len(before.rows))) if heads else None


def _mended(lines: list[FoundLine], rows: list[Place]) -> Iterator[FoundLine]:
    """Yield the lines with those put together again that the end of a page cut in two."""
    before: FoundLine | None = None
    for line in lines:
        whole = _whole(before, line, rows) if before else None
        if before and not whole:
            yield before
        before = whole or line
    if before:
        yield before


def _whole(one: FoundLine, other: FoundLine, rows: list[Place]) -> FoundLine | None:
    """Return two lines as one when only together their captions are a row's."""
    if one.block == other.block or not one.leaf or not other.leaf:
        return None
    leaf = one.leaf + other.leaf
    if not any(only_together(one.leaf, other.leaf, place.row.caption) for place in rows):
        return None
    if one.has_figures and other.has_figures:
        return None
    figures = one.figures if one.has_figures else other.figures
    captions = (*one.captions[:-1], Cell(leaf, one.captions[-1].where))
    kept = one if one.has_figures else other
    return replace(kept, captions=captions, figures=figures)


def only_together(one: str, other: str, caption: str) -> bool:
    """Whether two pieces are a caption only when they stand together."""
    whole = likeness(one + other, caption) == 1
    return whole and likeness(one, caption) < 1 and likeness(other, caption) < 1


def _likeness(line: FoundLine, place: Place) -> float:
    """Whether a line's own caption is a row's, word for word, in a table that can be the row's."""
    strange = line.header is not None and not line.header.agrees(place.block.columns)
    return 0.0 if strange or not line.has_figures else likeness(line.leaf, place.row.caption)


def _score(line: FoundLine, place: Place) -> float:
    like = likeness(line.leaf, place.row.caption)
    if not like:
        return 0.0
    groups = [cell.text for cell in line.captions[:-1]]
    grouped = any(likeness(text, group) > 0.8 for text in groups for group in place.row.groups)
    headed = line.header is not None and line.header.agrees(place.block.columns)
    return like + 0.2 * grouped + 0.3 * headed


def _nameless(lines: list[FoundLine], named: dict, rows: list[Place]) -> dict:
    """Between two known rows of a table, as many lines without a caption as rows are missing."""
    found: dict[FoundLine, tuple[Place, bool]] = {}
    known = [n for n, line in enumerate(lines) if line in named]
    # A group's caption reaches down from the line above.
    groups = {cell for line in named for cell in line.captions[:-1]}
    for one, other in zip(known, known[1:], strict=False):
        between = [line for line in lines[one + 1 : other] if line.has_figures]
        first, last = rows.index(named[lines[one]][0]), rows.index(named[lines[other]][0])
        missing = rows[first + 1 : last]
        same = lines[one].block == lines[other].block and len(between) == len(missing)
        if between and same and groups.issuperset(c for line in between for c in line.captions):
            found |= {line: (row, False) for line, row in zip(between, missing, strict=True)}
    return found


def _compare(filling: Filling, rest: list[FoundLine], named: dict) -> None:
    """Another table with a row that is taken already: its figures are the same, or in dispute."""
    blocks = {place: line.block for line, (place, _) in named.items()}
    for line in rest[:MOST_ALIGNED]:
        same = [p for p in blocks if line.leaf and likeness(line.leaf, p.row.caption) == 1]
        headed = line.header is not None and len(same) == 1
        if not headed or blocks[same[0]] == line.block or not line.has_figures:
            continue
        cells = _by_place(line, same[0]) or {}
        for column in same[0].block.columns:
            if cell := cells.get(column.id):
                filling.enter(same[0], column, cell)


def _take(filling: Filling, line: FoundLine, place: Place, sure: bool) -> None:
    columns = place.block.columns
    cells = _by_place(line, place) or _by_header(filling, line, place)
    if cells is None:
        _unplaced(filling, line, place)
        return
    for column in columns:
        if not (cell := cells.get(column.id)):
            continue
        if head := _strange_head(line, cell, place, column):
            filling.refuse(place, column, cell, under_another(head, column.caption))
        else:
            filling.enter(place, column, cell, sure=sure, unit=_unit(filling, line, cell))
    if not sure:
        message = f"这一行没有标题，按前后各行的次序读作{place.name}，请核对。"
        filling.note(place.name, " ".join(c.text for c in line.figures), message)


def _unit(filling: Filling, line: FoundLine, cell: Cell) -> str:
    """Return the unit of money that is told over a cell, beside it, or over the table."""
    over = line.header.over(line.matrix.index(cell)) if line.header else ()
    heads = [head.text for head in (*reversed(over), *reversed(line.captions))]
    return unit_among(heads, line.notes)


def _strange_head(line: FoundLine, cell: Cell, place: Place, column) -> str:
    """Return the caption over a cell when it is none of the template's; empty when it may be."""
    path = line.header.over(line.matrix.index(cell)) if line.header else ()
    if not path or len("".join(wordings(path[-1].text)[:1])) < 2:
        return ""
    heads = line.header.columns(place.block.columns).values()
    if not _stands_straight(line, heads):
        return ""
    known = path[-1] in heads or likeness(path[-1].text, column.caption)
    return "" if known or _is_above(path, column) else path[-1].text


def _stands_straight(line: FoundLine, heads) -> bool:
    """Whether each known head has one figure of the line under it: none of its cells is shifted."""
    under = [_under(line, head) for head in heads]
    return bool(under) and all(len(cells) == 1 for cells in under)


def _is_above(path: tuple[Cell, ...], column) -> bool:
    """Whether the lowest line of heads is lost: what stands over a cell heads a group of columns."""
    return any(likeness(path[-1].text, group) >= LIKE for group in column.groups)


def _by_place(line: FoundLine, place: Place) -> dict[str, Cell] | None:
    """As many cells as columns: each is its column's, unless the header says otherwise."""
    columns = place.block.columns
    if line.header and not line.header.agrees(columns):
        return None
    columns = line.header.order(columns) if line.header else columns
    cells = between_blanks(line.figures, len(columns))
    while len(cells) > len(columns) and not cells[0].text.strip():
        # Blank places between caption and figures: the caption was merged over them once.
        cells.pop(0)
    left_out = [cell for cell in line.figures if cell not in cells]
    if line.header and any(_header_covers(line, cell, place) for cell in left_out):
        return None
    if len(cells) != len(columns):
        return None
    return {column.id: cell for column, cell in zip(columns, cells, strict=True)}


def _header_covers(line: FoundLine, cell: Cell, place: Place) -> bool:
    """Whether a column's caption stands over a cell."""
    under = line.header.columns(place.block.columns).values()
    path = line.header.over(line.matrix.index(cell))
    return bool(path) and path[-1] in under


def _by_header(filling: Filling, line: FoundLine, place: Place) -> dict[str, Cell] | None:
    if not line.header:
        return None
    found = line.header.columns(place.block.columns)
    cells = {name: _under(line, leaf) for name, leaf in found.items()}
    if not any(cells.values()):
        return None
    if any(len([c for c in some if c.text.strip()]) > 1 for some in cells.values()):
        return None
    if any(not line.header.over(line.matrix.index(cell)) for cell in _left_over(line, cells)):
        # A figure beside the header: the header does not say which place is whose.
        return None
    for column in place.block.columns:
        if not cells.get(column.id):
            message = f"{place.name}没有“{column.caption}”这一栏，按未填处理。"
            filling.note(place.name, "", message)
    _tell_left_over(filling, line, place, cells)
    return {name: _written(some) for name, some in cells.items() if some}


def _tell_left_over(filling: Filling, line: FoundLine, place: Place, cells: dict) -> None:
    if left := _left_over(line, cells):
        words = " ".join(cell.text for cell in left)
        message = f"{place.name}另有数字不属于本模板的栏目，没有读入，请核对。"
        filling.note(f"{place.name}（{left[0].where}）", words, message)


def _left_over(line: FoundLine, cells: dict) -> list[Cell]:
    taken = {cell for some in cells.values() for cell in some}
    return [cell for cell in line.figures if cell not in taken and cell.text.strip()]


def _under(line: FoundLine, leaf: Cell) -> list[Cell]:
    places_ = [at for at in line.header.under(leaf) if at < len(line.matrix)]
    cells = dict.fromkeys(line.matrix[at] for at in places_ if line.matrix[at])
    return [cell for cell in cells if cell in line.figures]


def _written(cells: list[Cell]) -> Cell:
    return next((cell for cell in cells if cell.text.strip()), cells[0])


def _unplaced(filling: Filling, line: FoundLine, place: Place) -> None:
    count = len(place.block.columns)
    written = [cell for cell in line.figures if cell.text.strip()]
    glued = glued_figures(written[0].text if len(written) == 1 else line.leaf, count)
    if glued and len(written) <= 1:
        source = (written or line.captions)[0]
        for column, digits in zip(place.block.columns, glued, strict=True):
            filling.enter(place, column, Cell(digits, source.where, source.box))
        return
    filling.unknown(place, line.figures, not_placed(place.name, count, len(written)))


def glued_figures(text: str, count: int) -> list[str] | None:
    """Return the figures at the end of words that run together (规章000), if only one way."""
    tail = _TAIL.search("".join(text.split())[-60:])
    if not tail:
        return None
    if count == 1:
        return [tail[0]]
    return split_digits(tail[0], count)


def _tell_others(filling: Filling, lines: list[FoundLine], blocks: dict[int, str]) -> None:
    """A table whose rows are the form's, but whose columns are none of this edition's."""
    others: dict[int, list[FoundLine]] = {}
    for line in lines[:MOST_ALIGNED]:
        known = line.leaf and line.has_figures and line.header and line.block not in blocks
        if known and any(likeness(line.leaf, caption) == 1 for caption in _row_captions()):
            others.setdefault(line.block, []).append(line)
    for found in others.values():
        if len(found) > 1:
            words = " ".join(
                cell.text for line in found for cell in (*line.captions, *line.figures)
            )
            message = "文件里另有一张表，行名是年报的，栏目不是这个版本的，没有读入，请核对。"
            filling.note(found[0].captions[0].where, words, message)


@lru_cache(maxsize=1)
def _row_captions() -> frozenset[str]:
    tables = (table for edition in all_editions() for table in edition.tables)
    return frozenset(row.caption for table in tables for row in table.rows)


def _tell_rest(filling: Filling, lines: list[FoundLine], matched: dict[int, str]) -> None:
    for line in lines:
        if line.block in matched and any(looks_like_figure(c.text) for c in line.figures):
            words = " ".join(cell.text for cell in (*line.captions, *line.figures))
            where = (line.captions or line.figures)[0].where
            message = f"{quoted(shown(line.leaf))}这一行不在模板里，没有读入，请核对。"
            filling.note(where, words, message)
