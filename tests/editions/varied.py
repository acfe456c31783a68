"""Editions made up from that of 2021: one row or column less, or one more."""

from collections.abc import Iterator
from dataclasses import replace

from reports.editions import Block, Column, Edition, Equation, Row, Table, get_edition

STANDING = get_edition("2021")
YEAR = 2031


def variants() -> Iterator[tuple[str, Edition]]:
    """Yield (what is different, edition): every row and every column is left out once."""
    for table in STANDING.tables:
        for block in table.blocks:
            yield from _without_rows(table, block)
            for column in block.columns if len(block.columns) > 1 else ():
                fewer = tuple(one for one in block.columns if one is not column)
                name = f"without {table.id}.*.{column.id} of {block.rows[0].id}"
                yield name, _edition(table, block, replace(block, columns=fewer))
            yield from _with_more(table, block)


def _without_rows(table: Table, block: Block) -> Iterator[tuple[str, Edition]]:
    for row in block.rows:
        fewer = replace(block, rows=tuple(one for one in block.rows if one is not row))
        if fewer.rows or len(table.blocks) > 1:
            yield f"without {table.id}.{row.id}", _edition(table, block, fewer)
    for group in dict.fromkeys(row.groups for row in block.rows if len(row.groups) > 1):
        fewer = replace(block, rows=tuple(row for row in block.rows if row.groups != group))
        yield f"without {table.id} {group[-1]}", _edition(table, block, fewer)


def _with_more(table: Table, block: Block) -> Iterator[tuple[str, Edition]]:
    model = block.rows[len(block.rows) // 2]
    row = Row("added", "新设的事项", model.groups)
    at = len(block.rows) // 2 + 1
    rows = (*block.rows[:at], row, *block.rows[at:])
    yield (
        f"with {table.id}.added of {block.rows[0].id}",
        _edition(table, block, replace(block, rows=rows), model.id),
    )
    beside = block.columns[max(0, len(block.columns) - 2)]
    column = Column("added", "新设的一列", beside.groups)
    columns = (*block.columns[:-1], column, block.columns[-1])
    yield (
        f"with {table.id}.*.added of {block.rows[0].id}",
        _edition(table, block, replace(block, columns=columns)),
    )


def _edition(table: Table, block: Block, changed: Block, model: str = "") -> Edition:
    """Return the edition with a block changed; a new row is added up as the row `model` is."""
    blocks = tuple(changed if one is block else one for one in table.blocks)
    made = replace(table, blocks=tuple(one for one in blocks if one.rows))
    tables = tuple(made if one is table else one for one in STANDING.tables)
    cells = {cell.id for one in tables for cell in one.cells}
    new = cells - STANDING.cells.keys()

    def stays(*ids: str) -> bool:
        return cells.issuperset(ids)

    return replace(
        STANDING,
        id=str(YEAR),
        caption="2031年版（虚构）",
        first_year=YEAR,
        tables=tables,
        equations=(*_equations(cells, new), *_alike(f"{table.id}.{model}.")),
        carry_overs=tuple(
            rule
            for rule in STANDING.carry_overs
            if stays(rule.cell, *rule.previous, *rule.plus, *rule.minus)
        ),
        proposals=tuple(
            rule for rule in STANDING.proposals if stays(rule.cell, *rule.plus, *rule.minus)
        ),
        rulemaking_cells=tuple(cell for cell in STANDING.rulemaking_cells if cell in cells),
    )


def _equations(cells: set[str], new: set[str]) -> Iterator[Equation]:
    """Yield the equations that can still be asked; what is new is a part of the sums beside it."""
    for equation in STANDING.equations:
        if "{0}" in equation.sentence:  # it names each of its cells
            if cells.issuperset(equation.cells):
                yield equation
            continue
        right = tuple(cell for cell in equation.right if cell in cells)
        if cells.issuperset(equation.left) and right:
            more = tuple(sorted(cell for cell in new if _belongs(cell, equation)))
            yield replace(equation, right=right + more)


def _alike(row: str) -> Iterator[Equation]:
    """Yield the equations within a row, for the new one."""
    for equation in STANDING.equations:
        if all(cell.startswith(row) for cell in equation.cells):
            left, right, computes = (
                [cell.replace(row, row.split(".")[0] + ".added.") for cell in cells]
                for cells in (equation.left, equation.right, [equation.computes])
            )
            yield replace(equation, id=f"{equation.id}.added", left=tuple(left), right=tuple(right),
                          computes=computes[0])  # fmt: skip


def _belongs(cell: str, equation: Equation) -> bool:
    """Whether a new cell lies in the row or column that an equation adds up."""
    table, row, column = cell.split(".")
    parts = [part.split(".") for part in equation.right]
    if {part[0] for part in parts} != {table}:
        return False
    along_row = {part[1] for part in parts} == {row}
    down_column = {part[2] for part in parts} == {column} and len(parts) > 10
    return along_row or down_column
