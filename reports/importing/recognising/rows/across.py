"""Tables printed in one line of figures (table 四): by number, or by the captions over them."""

from collections.abc import Sequence

from reports.editions import Row, Table

from ...captions import likeness
from ...fitting.filling import Filling, Place, not_placed
from ...source import Block, Cell, Line
from .headers import LIKE
from .lost_heads import columns_in_order
from .table_lines import FoundLine


def fill(filling: Filling, lines: list[FoundLine], blocks: Sequence[Block], tables: dict) -> set:
    """Take the lines that belong to a table printed across; return them."""
    taken = set()
    for table in filling.edition.tables:
        if table.across:
            belonging = [line for line in lines if _belongs(line, table)]
            # Empty lines come last: they stand for the table only where nothing else does.
            for line in sorted(belonging, key=lambda line: not line.has_figures):
                if not line.has_figures and filling.found(table.id):
                    continue
                if _take(filling, line, table, blocks):
                    tables[line.block] = table.id
                    taken.add(line)
    return taken


def _belongs(line: FoundLine, table: Table) -> bool:
    columns = table.blocks[0].columns
    return line.header is not None and len(line.header.columns(columns)) >= min(3, len(columns))


def _take(filling: Filling, line: FoundLine, table: Table, blocks: Sequence[Block]) -> bool:
    block = table.blocks[0]
    every = [(row, column) for row in block.rows for column in block.columns]
    cells = _figures(line, len(every))
    if len(cells) == len(every):
        pairs = _by_heads(line, cells, table) or every
        for (row, column), cell in zip(pairs, cells, strict=True):
            filling.enter(Place(table, block, row), column, cell)
        return True
    count = len(block.columns)
    groups = [cells[n : n + count] for n in range(0, len(cells), count)]
    if not cells or len(cells) % count or len(groups) > len(block.rows):
        return _unplaced(filling, line, table)
    for at, group in enumerate(groups):
        row, sure = _row_of(filling, line, table, blocks, group, at)
        if row is None:
            return _unplaced(filling, line, table)
        for column, cell in zip(_columns(line, group, block), group, strict=True):
            filling.enter(Place(table, block, row), column, cell, sure=sure)
    return True


def _by_heads(line: FoundLine, cells: list[Cell], table: Table) -> list[tuple]:
    """Return group and column of each cell by the captions over it; [] where they do not all say."""
    found = [_over(line, cell, table) for cell in cells]
    whole = all(row and column for row, column in found)
    return found if whole and len({(r.id, c.id) for r, c in found}) == len(cells) else []


def _over(line: FoundLine, cell: Cell, table: Table) -> tuple:
    path = line.header.over(_place(line, cell))
    if not path:
        return None, None
    alike = [c for c in table.blocks[0].columns if likeness(path[-1].text, c.caption) >= LIKE]
    rows = [row for head in reversed(path[:-1]) if (row := _named(head.text, table))]
    return (rows[0] if rows else None), (alike[0] if len(alike) == 1 else None)


def _columns(line: FoundLine, group: list[Cell], block) -> list:
    """Return the columns as the captions over a group have them."""
    over = [line.header.over(_place(line, cell)) for cell in group]
    heads = [path[-1].text if path else "" for path in over]
    return columns_in_order(heads, block.columns) or list(block.columns)


def _figures(line: FoundLine, most: int) -> list[Cell]:
    cells = list(line.figures)
    while len(cells) > most and not cells[0].text.strip():
        cells.pop(0)
    return cells


def _row_of(filling, line, table: Table, blocks, group: list[Cell], at: int):
    """Which group of results: said beside, above, before the table, or by order alone."""
    above = line.header.paths[_place(line, group[0])] if group else ()
    before = blocks[line.block - 1] if line.block else None
    heading = [before] if isinstance(before, Line) else []
    for cells in (line.captions, above, heading):
        for cell in reversed(cells):
            if row := _named(cell.text, table):
                return row, True
    free = [row for row in table.rows if (table.id, row.id) not in filling.rows]
    return (free[0] if free else None), False


def _place(line: FoundLine, cell: Cell) -> int:
    return min(line.matrix.index(cell), len(line.header.paths) - 1)


def _named(text: str, table: Table) -> Row | None:
    scores = [(likeness(text, row.caption), row) for row in table.rows]
    best = max(scores, key=lambda pair: pair[0])
    return best[1] if best[0] >= LIKE else None


def _unplaced(filling: Filling, line: FoundLine, table: Table) -> bool:
    written = [cell for cell in line.figures if cell.text.strip()]
    if not written:
        return False
    count = len(table.cells)
    for row in table.rows:
        place = Place(table, table.blocks[0], row)
        if (table.id, row.id) not in filling.rows:
            filling.unknown(place, written, not_placed(table.name, count, len(written)))
    return True
