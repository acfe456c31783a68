"""The official tables as Word tables, with the very spans of the printed form."""

from dataclasses import dataclass

from reports.document import Document
from reports.editions import Table
from reports.editions.grid import Grid, GridCell, printed_grids

from ..page.layout import column_widths, fitted_figure, is_long, most_digits
from .oox import paragraph, run, size
from .word_parts import TYPE_WIDTH

# Sizes of figures in points, by how many caption columns a table has.
_FIGURE_PT = {1: 12.0}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'
    for side, width in (
        ("top", 6), ("left", 6), ("bottom", 6), ("right", 6), ("insideH", 4), ("insideV", 4),
    )
)  # fmt: skip
_PROPERTIES = (
    f'<w:tblPr><w:tblW w:w="{TYPE_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
    f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="{0}" w:type="dxa"/><w:right w:w="{0}" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr>"
)


def with_margins(twips: int) -> str:
    """Return the properties of a table whose cells have so much air at their sides."""
    return _PROPERTIES.format(twips)


PROPERTIES = with_margins(40)
_MAY_BREAK = "\u200b"  # of no width; whoever reads numbers passes over it
# In em: the digits of the widest face that stands in where an office has not bought ours.
_WIDEST_DIGIT = 0.64
# Figures stand in the middle: they need no air beside them.
_NO_MARGINS = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
# Captions of a table that gives its width to long numbers: more lines, but no more of the page.
_CLOSE_PT, _CLOSE_LINES = 8.0, '<w:spacing w:line="180" w:lineRule="exact"/>'


@dataclass(frozen=True)
class _Look:
    """How a table is set: its columns' widths; whether it stays on a page; its longest number."""

    widths: list[int]
    together: bool
    digits: int


def table_xml(document: Document, table: Table) -> str:
    """Return a table of the report; its blocks stand in one table, as printed."""
    grids = printed_grids(table)
    digits = most_digits(document, table)
    widths = [round(share / 100 * TYPE_WIDTH) for share in column_widths(grids[0], digits)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # A table that fits a page stays together; a long one repeats its head.
    look = _Look(widths, sum(len(grid.body) for grid in grids) <= 20, digits)
    rows = "".join(_rows(document, grid, look) for grid in grids)
    told = with_margins(10) if is_long(grids[0], digits) else PROPERTIES
    return f"<w:tbl>{told}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _rows(document: Document, grid: Grid, look: _Look) -> str:
    covering = _covering([*grid.head, *grid.body])
    rows = []
    for line in range(len(grid.head) + len(grid.body)):
        repeated = "<w:tblHeader/>" if line < len(grid.head) and not look.together else ""
        cells, at = "", 0
        while at < grid.width:
            printed = covering[line, at]
            cells += _cell(document, grid, printed, line, look)
            at = printed.at + printed.colspan
        height = 260 if is_long(grid, look.digits) else 400 if grid.stub_width == 1 else 340
        told = f'<w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}'
        rows.append(f"<w:tr><w:trPr>{told}</w:trPr>{cells}</w:tr>")
    return "".join(rows)


def _covering(lines) -> dict[tuple[int, int], GridCell]:
    """Return which printed cell covers each place."""
    return {
        (line, at): printed
        for row in lines
        for printed in row
        for line in range(printed.line, printed.line + printed.rowspan)
        for at in range(printed.at, printed.at + printed.colspan)
    }


def _cell(document: Document, grid: Grid, printed: GridCell, line: int, look: _Look) -> str:
    width = sum(look.widths[printed.at : printed.at + printed.colspan])
    told = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if printed.colspan > 1:
        told += f'<w:gridSpan w:val="{printed.colspan}"/>'
    if printed.rowspan > 1:
        told += '<w:vMerge w:val="restart"/>' if line == printed.line else "<w:vMerge/>"
    told += (_NO_MARGINS if printed.cell else "") + '<w:vAlign w:val="center"/>'
    words = _words(document, grid, printed, width, look) if line == printed.line else ""
    kept = "<w:keepNext/>" if look.together else ""
    if is_long(grid, look.digits) and printed.kind in ("row", "corner"):
        kept += _CLOSE_LINES
    inner = paragraph(words, _style(grid, printed), kept)
    return f"<w:tc><w:tcPr>{told}</w:tcPr>{inner}</w:tc>"


def _style(grid: Grid, printed: GridCell) -> str:
    if printed.cell:
        return "ReportCell"
    if grid.stub_width == 3 and printed.kind in ("row", "corner"):
        return "ReportStub"
    return "ReportCell" if printed.kind == "row" else "ReportCaption"


def _words(document: Document, grid: Grid, printed: GridCell, width: int, look: _Look) -> str:
    if printed.cell is None:
        is_close = is_long(grid, look.digits) and printed.kind in ("row", "corner")
        points = _CLOSE_PT if is_close else _FIGURE_PT.get(grid.stub_width)
        return run(printed.text, size(points) if points else "")
    text = document.figure(printed.cell.id)
    if not text:
        return ""
    lines, points = fitted_figure(grid, printed, text, look.digits)
    return run(_MAY_BREAK.join(lines), narrowed(len(lines[0]), points, width) + size(points))


def narrowed(digits: int, points: float, width: int) -> str:
    """Return the run property that keeps so many digits on a line of `width` in any face."""
    percent = int((width / 20 - 1) * 100 / (digits * points * _WIDEST_DIGIT))
    return f'<w:w w:val="{percent}"/>' if percent < 100 else ""
