"""The report as HTML: the one template that becomes the web page and the sheets."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import zip_longest

from django.template.loader import get_template, render_to_string
from django.utils.safestring import mark_safe

from reports.document import Document
from reports.editions import Section, Table
from reports.editions.grid import Grid, GridCell, printed_grids

from ..links import with_whole_numbers
from ..typesetting.prose import printable, visible
from .title_lines import phrased_lines, signed_lines

_HOLE = re.compile(r"(?<=>)([a-z_0-9]+(?:\.[a-z_0-9]+)+)(?=</td>)")
# The type area is 156 mm wide.
MEASURE_PT = 442.2
_CELL_PADDING_PT = 3.0
# Caption columns in percent of the table's width, and the size of figures (print.css), by how many
# caption columns a table has.
_STUBS = {0: [], 1: [30.0], 3: [8.0, 9.8, 28.4]}
_FIGURE_PT = defaultdict(lambda: 10.5, {1: 12.0})
# Table 三 with numbers of more digits than these gives its figures more of the width, all in one
# size: twelve digits in 7.5 pt.
_USUAL_DIGITS = 7
# Nobody reads figures that are set smaller than this share of the table's size, 7 pt of 10.5.
LEAST = 2 / 3
_CLOSE_STUBS, _CLOSE_PADDING_PT = [4.4, 6.4, 15.2], 1.5


@lru_cache(maxsize=8)
def style_sheet(faces: tuple[tuple[str, str], ...]) -> str:
    """Return the style of page and sheet, with the faces' CSS stacks put in."""
    # Saved and read on any site, without a sheet beside it: the page has colours of its own.
    names = ("document/screen.css", "document/print.css")
    # CSS is no HTML: the quotes of family names must stay.
    stacks = {name: mark_safe(stack) for name, stack in faces}
    return "".join(render_to_string(name, {"faces": stacks}) for name in names)


def base_style() -> str:
    """Return the style that stands in for a browser's own."""
    return render_to_string("document/base.css")


def markup(document: Document, style: str = "", on_screen: bool = False) -> str:
    """Return the report as a whole HTML page; `style` goes into its head.

    On screens, whose lines are not ended by our rules, numbers with hyphens are kept whole.
    """
    words = with_whole_numbers if on_screen else str
    context = {
        "document": document,
        "style": style,
        "title_lines": phrased_lines(visible(document.title), visible(document.organ)),
        "metadata": metadata(document),
        "preface": words(printable(document.preface, 2)),
        "parts": [_part(document, section, words) for section in document.edition.sections],
        "signed": signed_lines(visible(document.organ)),
        "issued": chinese_date(document),
    }
    return get_template("document/report.html").render(context)


def chinese_date(document: Document) -> str:
    """Return the date of issue as it is signed: Arabic numerals without leading zeros."""
    day = document.issued
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def metadata(document: Document) -> list[tuple[str, str]]:
    """Return the names and contents of the page's meta elements."""
    entries = [
        ("author", document.organ),
        ("description", f"{document.organ}{document.year}年度政府信息公开工作情况"),
        ("keywords", f"政府信息公开,年度报告,{document.year}年,{document.organ}"),
        ("dcterms.created", document.issued.isoformat() if document.issued else ""),
        ("ArticleTitle", document.title),
        ("PubDate", document.issued.isoformat() if document.issued else ""),
        ("ContentSource", document.organ),
        ("ReportYear", str(document.year)),
        ("IndexNumber", document.index_number),
    ]
    return [(name, content) for name, content in entries if content]


def _part(document: Document, section: Section, words: Callable[[str], str]) -> dict:
    if section.kind == "table":
        table = document.edition.table(section.id)
        content = _filled(document, table, section.caption)
        look = "tall" if sum(len(block.rows) for block in table.blocks) > 20 else "whole"
    else:
        content, look = words(printable(document.narrative(section.id), 3)), ""
    return {"id": section.id, "caption": section.caption, "content": content, "look": look}


def _blank_grids(table: Table, caption: str, digits: int) -> str:
    return "".join(
        render_to_string("document/grid.html", {"grid": grid, **_frame(grid, caption, digits)})
        for grid in printed_grids(table)
    )


def _frame(grid: Grid, caption: str, digits: int) -> dict:
    label = f"{caption}：{grid.heading}" if grid.heading else caption
    look = f"long digits-{digits}" if is_long(grid, digits) else ""
    return {"label": label, "widths": column_widths(grid, digits), "look": look}


@lru_cache(maxsize=32)
def _form(table: Table, caption: str, digits: int) -> tuple[list[str], list[tuple[str, int]]]:
    """Return the table's mark-up cut at its figures, and each figure's cell and room in digits."""
    pieces = _HOLE.split(_blank_grids(table, caption, digits))
    room = {
        figure.cell.id: _room(grid, figure, digits)
        for grid in printed_grids(table)
        for line in grid.body
        for figure in line
        if figure.cell
    }
    return pieces[::2], [(cell, room[cell]) for cell in pieces[1::2]]


def _room(grid: Grid, figure: GridCell, digits: int) -> int:
    """Return how many digits of its table's size a figure's cell holds."""
    if is_long(grid, digits):
        return digits
    share = sum(column_widths(grid)[figure.at : figure.at + figure.colspan])
    return int((share / 100 * MEASURE_PT - _CELL_PADDING_PT) / (_FIGURE_PT[grid.stub_width] / 2))


def _filled(document: Document, table: Table, caption: str) -> str:
    words, figures = _form(table, caption, most_digits(document, table))
    printed = [_figure(document.figure(cell), room) for cell, room in figures]
    return "".join(map("".join, zip_longest(words, printed, fillvalue="")))


def most_digits(document: Document, table: Table) -> int:
    """Return how many digits the longest number of a table has; 0 for up to seven."""
    values = (document.cells.get(cell.id) for cell in table.cells)
    if not any(value is not None and abs(value) >= 10**_USUAL_DIGITS for value in values):
        return 0
    return max(len(document.figure(cell.id)) for cell in table.cells)


def is_long(grid: Grid, digits: int) -> bool:
    """Whether the figures of a table take more of its width for their `digits`."""
    return grid.stub_width == len(_CLOSE_STUBS) and digits > 0


def fitted_figure(grid: Grid, figure: GridCell, text: str, digits: int) -> tuple[list[str], float]:
    """Return a figure of the grid as its lines, one or two, and their size in points.

    `digits` are those of the table's longest number where they are many (most_digits).
    """
    lines, tenths = _fitted(text, _room(grid, figure, digits))
    points = _long_figure_pt(grid, digits) if is_long(grid, digits) else _FIGURE_PT[grid.stub_width]
    return lines, points * tenths / 10


def _long_figure_pt(grid: Grid, digits: int) -> float:
    """Return the size in points, to the half, in which so many digits fit a column."""
    width = column_widths(grid, digits)[-1] / 100 * MEASURE_PT - _CLOSE_PADDING_PT
    return max(5.0, min(_FIGURE_PT[grid.stub_width], int(width / digits * 4) / 2))


def _fitted(text: str, room: int) -> tuple[list[str], int]:
    """Return a number as its lines for a cell with room for so many digits, and tenths of the size.

    What is too long is set smaller, and only what could not be read then on two lines.
    """
    middle = len(text) if len(text) * LEAST <= room else (len(text) + 1) // 2
    lines = [line for line in (text[:middle], text[middle:]) if line]
    return lines, min(10, room * 10 // max(middle, 1))


def _figure(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    lines, tenths = _fitted(text, room)
    looks = [f"by-{tenths}"] if tenths < 10 else []
    looks += ["halves"] if len(lines) > 1 else []
    return f'<small class="{" ".join(looks)}">{"<wbr>".join(lines)}</small>'


def column_widths(grid: Grid, digits: int = 0) -> list[float]:
    """Return the widths of the grid's columns in percent of the table's; figures' are equal.

    `digits` are those of its longest number where they are many (most_digits).
    """
    figures = grid.width - grid.stub_width
    stubs = _STUBS.get(grid.stub_width, [40.0 / max(grid.stub_width, 1)] * grid.stub_width)
    if is_long(grid, digits):
        stubs = _CLOSE_STUBS
    each = (100 - sum(stubs)) / figures
    return [round(width, 3) for width in [*stubs, *[each] * figures]]
