"""Tables of cells: their lines are matched to the rows of the template, their places to columns.

All lines of all tables are aligned with all rows at once, in order: it makes no difference whether
table 二 is one table, one a block or one a row, and where a page broke table 三.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from . import across
from .captions import align, likeness
from .figures import looks_like_figure, split_digits
from .filling import Filling, Place, places, shown
from .headers import Header, header_of, is_caption, is_header
from .source import Block, Cell, Grid

_TAIL = re.compile(r"(?<![\d.,])[-+]?\d[\d.,]*$")


@dataclass(frozen=True, eq=False)
class FoundLine:
    """A line of a found table that is no header: its captions, and the cells after them."""

    block: int
    row: int
    captions: tuple[Cell, ...]
    figures: tuple[Cell, ...]
    matrix: tuple[Cell | None, ...]
    header: Header | None

    @property
    def leaf(self) -> str:
        """The caption next to the figures."""
        return self.captions[-1].text if self.captions else ""

    @property
    def has_figures(self) -> bool:
        """Whether anything stands after the captions."""
        return any(cell.text.strip() for cell in self.figures)


@dataclass
class Matched:
    """What the tables gave: which block belongs to which table."""

    tables: dict[int, str] = field(default_factory=dict)


def found_lines(at: int, grid: Grid) -> Iterator[FoundLine]:
    """Yield the lines of a grid that are no headers, each with the header over it."""
    header, group = None, []
    for row in range(len(grid.rows)):
        cells = grid.anchors(row)
        if is_header(cells):
            group.append(row)
            header = header_of(grid, group)
        elif header or any(cell.text.strip() for cell in cells):
            group = []
            yield _line(at, row, grid, header)


def _line(at: int, row: int, grid: Grid, header: Header | None) -> FoundLine:
    cells = grid.anchors(row)
    last = max((n for n, cell in enumerate(cells) if is_caption(cell.text)), default=-1)
    captions = tuple(cell for cell in cells[: last + 1] if is_caption(cell.text))
    matrix = tuple(grid.rows[row])
    return FoundLine(at, row, captions, tuple(cells[last + 1 :]), matrix, header)


def fill(filling: Filling, blocks: Sequence[Block]) -> Matched:
    """Take the figures of every grid among `blocks`."""
    edition, matched = filling.edition, Matched()
    lines = [
        line
        for at, block in enumerate(blocks)
        if isinstance(block, Grid)
        for line in found_lines(at, block)
    ]
    rows = places(edition, across=False)
    scored = [line for line in lines if line.captions]
    pairs = align(len(scored), len(rows), lambda f, w: _score(scored[f], rows[w]))
    named = {scored[f]: (rows[w], True) for f, w in pairs.items()}
    named |= _nameless(lines, named, rows)
    for line, (place, sure) in named.items():
        matched.tables[line.block] = place.table.id
        _take(filling, line, place, sure)
    rest = [line for line in lines if line not in named]
    taken = across.fill(filling, rest, blocks, matched.tables)
    _tell_rest(filling, [line for line in rest if line not in taken], matched)
    return matched


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
    for one, other in zip(known, known[1:], strict=False):
        between = [line for line in lines[one + 1 : other] if line.has_figures]
        first, last = rows.index(named[lines[one]][0]), rows.index(named[lines[other]][0])
        missing = rows[first + 1 : last]
        same = lines[one].block == lines[other].block and len(between) == len(missing)
        if between and same and all(_without_caption(line, named) for line in between):
            found |= {line: (row, False) for line, row in zip(between, missing, strict=True)}
    return found


def _without_caption(line: FoundLine, named: dict) -> bool:
    # A group's caption reaches down from the line above.
    groups = {cell for other in named for cell in other.captions[:-1]}
    return all(cell in groups for cell in line.captions)


def _take(filling: Filling, line: FoundLine, place: Place, sure: bool) -> None:
    columns = place.block.columns
    cells = _by_place(line, place) or _by_header(filling, line, place)
    if cells is None:
        _unplaced(filling, line, place)
        return
    for column in columns:
        if cell := cells.get(column.id):
            filling.enter(place, column, cell, sure=sure)
    if not sure:
        message = f"这一行没有标题，按前后各行的次序读作{place.name}，请核对。"
        filling.note(place.name, " ".join(c.text for c in line.figures), message)


def _by_place(line: FoundLine, place: Place) -> dict[str, Cell] | None:
    """As many cells as columns: each is its column's, unless the header says otherwise."""
    columns = place.block.columns
    if line.header and not line.header.agrees(columns):
        return None
    cells = list(line.figures)
    while len(cells) > len(columns) and not cells[0].text.strip():
        # Blank places between caption and figures: the caption was merged over them once.
        if line.header and _header_covers(line, cells[0], place):
            return None
        cells.pop(0)
    if len(cells) != len(columns):
        return None
    return {column.id: cell for column, cell in zip(columns, cells, strict=True)}


def _header_covers(line: FoundLine, cell: Cell, place: Place) -> bool:
    """Whether a column's caption stands over a cell."""
    under = line.header.columns(place.block.columns).values()
    at = line.matrix.index(cell)
    path = line.header.paths[at] if at < len(line.header.paths) else ()
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
    for column in place.block.columns:
        if not cells.get(column.id):
            message = f"{place.name}没有“{column.caption}”这一栏，按未填处理。"
            filling.note(place.name, "", message)
    _tell_left_over(filling, line, place, cells)
    return {name: _written(some) for name, some in cells.items() if some}


def _tell_left_over(filling: Filling, line: FoundLine, place: Place, cells: dict) -> None:
    taken = {cell for some in cells.values() for cell in some}
    left = [cell for cell in line.figures if cell not in taken and cell.text.strip()]
    if left:
        words = " ".join(cell.text for cell in left)
        message = f"{place.name}另有数字不属于本模板的栏目，没有读入，请核对。"
        filling.note(f"{place.name}（{left[0].where}）", words, message)


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
        where = (written or line.captions)[0].where
        for column, digits in zip(place.block.columns, glued, strict=True):
            filling.enter(place, column, Cell(digits, where))
        return
    message = (
        f"{place.name}应有{count}个数字，这里有{len(written)}个，不能确定各是哪一格，"
        "没有读入，请核对后填写。"
    )
    filling.unknown(place, line.figures, message)


def glued_figures(text: str, count: int) -> list[str] | None:
    """Return the figures at the end of words that run together (规章000), if only one way."""
    tail = _TAIL.search("".join(text.split())[-60:])
    if not tail:
        return None
    if count == 1:
        return [tail[0]]
    return split_digits(tail[0], count)


def _tell_rest(filling: Filling, lines: list[FoundLine], matched: Matched) -> None:
    for line in lines:
        if line.block in matched.tables and any(looks_like_figure(c.text) for c in line.figures):
            words = " ".join(cell.text for cell in (*line.captions, *line.figures))
            where = (line.captions or line.figures)[0].where
            message = f"“{shown(line.leaf)}”这一行不在模板里，没有读入，请核对。"
            filling.note(where, words, message)
