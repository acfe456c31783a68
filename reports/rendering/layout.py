"""The report as HTML: the one template that becomes the web page and the sheets."""

import re
from functools import lru_cache

from django.template.loader import get_template, render_to_string
from django.utils.safestring import mark_safe

from reports.document import Document
from reports.editions import Section, Table
from reports.editions.grid import Grid, printed_grids

from .prose import printable
from .titles import title_lines

_HOLE = re.compile(r"<td([^>]*)>([a-z_0-9.]+)</td>")


@lru_cache(maxsize=8)
def style_sheet(faces: tuple[tuple[str, str], ...]) -> str:
    """Return the style of page and sheet, with the faces' CSS stacks put in."""
    names = ("document/screen.css", "document/print.css")
    # CSS is no HTML: the quotes of family names must stay.
    stacks = {name: mark_safe(stack) for name, stack in faces}
    return "".join(render_to_string(name, {"faces": stacks}) for name in names)


def base_style() -> str:
    """Return the style that stands in for a browser's own."""
    return render_to_string("document/base.css")


def markup(document: Document, style: str = "") -> str:
    """Return the report as a whole HTML page; `style` goes into its head."""
    context = {
        "document": document,
        "style": style,
        "title_lines": title_lines(document.title, document.organ),
        "metadata": metadata(document),
        "preface": printable(document.preface, 2),
        "parts": [_part(document, section) for section in document.edition.sections],
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


def _part(document: Document, section: Section) -> dict:
    if section.kind == "table":
        table = document.edition.table(section.id)
        content = _filled(document, "".join(_blank_grids(table, section.caption)))
        tall = sum(len(block.rows) for block in table.blocks) > 20
    else:
        content, tall = printable(document.narrative(section.id), 3), False
    return {"id": section.id, "caption": section.caption, "content": content, "tall": tall}


@lru_cache(maxsize=32)
def _blank_grids(table: Table, caption: str) -> tuple[str, ...]:
    return tuple(
        render_to_string(
            "document/grid.html",
            {
                "grid": grid,
                "label": f"{caption}：{grid.heading}" if grid.heading else caption,
                "widths": column_widths(grid),
            },
        )
        for grid in printed_grids(table)
    )


def _filled(document: Document, blank: str) -> str:
    return _HOLE.sub(lambda hole: f"<td{hole[1]}>{document.figure(hole[2])}</td>", blank)


def column_widths(grid: Grid) -> list[float]:
    """Return the widths of the grid's columns in percent of the table's."""
    figures = grid.width - grid.stub_width
    stubs = {0: [], 1: [28.0], 3: [7.0, 11.0, 24.0]}.get(grid.stub_width)
    if stubs is None:
        stubs = [40.0 / grid.stub_width] * grid.stub_width
    each = (100 - sum(stubs)) / figures
    return [round(width, 3) for width in [*stubs, *[each] * figures]]
