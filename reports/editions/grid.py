"""One geometry for every printed table: screen, web page, PDF, DOCX, XLSX and import.

Rows and columns carry the captions they stand under; spans follow from equal neighbours, as on the
official form.
"""

from dataclasses import dataclass
from functools import lru_cache

from .structure import Block, Cell, Table


@dataclass(frozen=True)
class GridCell:
    """One printed cell with its spans.

    `kind` is `heading`, `corner`, `column`, `row` or `figure`. `id` and `headers` tie figures to
    their captions for assistive technology; `scope` is as in HTML. `line` and `at` are its place.
    """

    kind: str
    text: str
    line: int
    at: int
    colspan: int = 1
    rowspan: int = 1
    id: str = ""
    headers: tuple[str, ...] = ()
    scope: str = ""
    cell: Cell | None = None


@dataclass(frozen=True)
class Grid:
    """A printed table: header lines and body lines of cells, `width` columns wide.

    `heading` is the caption of the block, or empty; it is also the first header line's text.
    """

    id: str
    table: str
    width: int
    stub_width: int
    heading: str
    head: tuple[tuple[GridCell, ...], ...]
    body: tuple[tuple[GridCell, ...], ...]


Paths = list[tuple[str, ...]]


@lru_cache(maxsize=32)
def printed_grids(table: Table) -> tuple[Grid, ...]:
    """Return the grids of `table` from top to bottom: one a block."""
    width = max(table.stub_width + len(block.columns) for block in table.blocks)
    if table.across:
        return (_across(table, table.blocks[0]),)
    return tuple(_stacked(table, n, block, width) for n, block in enumerate(table.blocks, 1))


def _stacked(table: Table, number: int, block: Block, width: int) -> Grid:
    grid_id = f"{table.id}-{number}" if len(table.blocks) > 1 else table.id
    paths = [column.path for column in block.columns]
    heading = _heading(grid_id, block.heading, width)
    depth, first = max(map(len, paths)), len(heading)
    corner_text = table.corner or block.row_heading
    # In the blocks of table 二 the corner heads the row captions; in table 三 it is a remark.
    scope = "" if table.corner else "col"
    corner = GridCell(
        "corner", corner_text, first, 0, table.stub_width, depth, f"h-{grid_id}-corner", scope=scope
    )
    tree = _tree(grid_id, "c", paths, depth)
    columns = _columns(tree, first, table.stub_width, width)
    head = [[corner, *columns[0]], *columns[1:]]
    return Grid(
        grid_id, table.id, width, table.stub_width, block.heading,
        tuple(map(tuple, [*heading, *head])),
        _body(table, grid_id, block, tree, first + depth, width),
    )  # fmt: skip


def _heading(grid_id: str, text: str, width: int) -> list[list[GridCell]]:
    if not text:
        return []
    return [[GridCell("heading", text, 0, 0, width, id=f"h-{grid_id}-heading", scope="colgroup")]]


def _across(table: Table, block: Block) -> Grid:
    paths = [(*row.path, column.caption) for row in block.rows for column in block.columns]
    depth = max(map(len, paths))
    tree = _tree(table.id, "c", paths, depth)
    head = _columns(tree, 0, 0, len(paths))
    figures = tuple(
        GridCell("figure", "", depth, at, headers=_headers(tree, at), cell=cell)
        for at, cell in enumerate(table.cells)
    )
    return Grid(table.id, table.id, len(paths), 0, "", tuple(map(tuple, head)), (figures,))


@dataclass(frozen=True)
class _Node:
    """A caption in a header tree: at `level`, over the leaves `start` … `start + count - 1`."""

    id: str
    text: str
    level: int
    depth: int
    start: int
    count: int


def _tree(grid_id: str, mark: str, paths: Paths, depth: int) -> list[_Node]:
    """Return the captions of `paths`; a leaf reaches down to `depth`, equal neighbours merge."""
    nodes = []
    for start, path in enumerate(paths):
        for level, text in enumerate(path):
            if start and paths[start - 1][: level + 1] == path[: level + 1]:
                continue
            prefix = path[: level + 1]
            count = 1
            while start + count < len(paths) and paths[start + count][: level + 1] == prefix:
                count += 1
            reach = depth - level if level == len(path) - 1 else 1
            node_id = f"h-{grid_id}-{mark}{start}-{level}"
            nodes.append(_Node(node_id, text, level, reach, start, count))
    return nodes


def _headers(tree: list[_Node], leaf: int) -> tuple[str, ...]:
    return tuple(node.id for node in tree if node.start <= leaf < node.start + node.count)


def _columns(tree: list[_Node], first: int, left: int, width: int) -> list[list[GridCell]]:
    leaves = max(node.start + node.count for node in tree)
    lines: list[list[GridCell]] = [[] for _ in range(max(n.level + n.depth for n in tree))]
    for node in tree:
        # The last column stretches to the table's edge where a block has fewer columns.
        last = node.start + node.count == leaves
        span = width - left - node.start if last else node.count
        scope = "colgroup" if node.count > 1 else "col"
        lines[node.level].append(
            GridCell(
                "column",
                node.text,
                first + node.level,
                left + node.start,
                span,
                node.depth,
                node.id,
                scope=scope,
            )  # fmt: skip
        )
    return lines


def _body(
    table: Table, grid_id: str, block: Block, columns: list[_Node], first: int, width: int
) -> tuple[tuple[GridCell, ...], ...]:
    stub = table.stub_width
    rows = _tree(grid_id, "r", [row.path for row in block.rows], stub)
    cells = {(cell.row.id, cell.column.id): cell for cell in table.cells}
    lines = []
    for at, row in enumerate(block.rows):
        line = [_row_caption(node, first, at) for node in rows if node.start == at]
        for n, column in enumerate(block.columns):
            last = n == len(block.columns) - 1
            span = width - stub - n if last else 1
            headers = (*_headers(columns, n), *_headers(rows, at))
            if block.heading:
                headers = (f"h-{grid_id}-heading", *headers)
            cell = cells[row.id, column.id]
            line.append(
                GridCell("figure", "", first + at, stub + n, span, headers=headers, cell=cell)
            )
        lines.append(tuple(line))
    return tuple(lines)


def _row_caption(node: _Node, first: int, at: int) -> GridCell:
    scope = "rowgroup" if node.count > 1 else "row"
    return GridCell(
        "row", node.text, first + at, node.level, node.depth, node.count, node.id, scope=scope
    )
