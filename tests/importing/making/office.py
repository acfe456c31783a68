"""Office files of a report, made by code, for the import to read back."""

import io

import docx
import openpyxl
from docx.shared import Pt

from reports.document import Document, plain_text
from reports.editions import Table

from .printed import Printed, grids


def document_docx(document: Document, *, blank: bool = False) -> bytes:
    """Return the report as Word writes it: heading styles, merged cells, ruled tables."""
    made = docx.Document()
    made.styles["Normal"].font.size = Pt(9)
    made.add_paragraph(document.title, style="Title")
    for section in document.edition.sections:
        made.add_paragraph(section.caption, style="Heading 1")
        if section.kind == "narrative":
            for line in plain_text(document.narrative(section.id)).split("\n"):
                made.add_paragraph("（文字描述）" if blank else line)
        else:
            _tables(made, document, document.edition.table(section.id))
    return _saved(made)


def _tables(made, document: Document, table: Table) -> None:
    for _, lines, _ in grids(document, table):
        _fill(made.add_table(len(lines), _width(lines), style="Table Grid"), lines)
        made.add_paragraph("")


def _width(lines: list[list[Printed]]) -> int:
    return sum(cell.colspan for cell in lines[0])


def _places(lines: list[list[Printed]]):
    """Yield each printed cell with its line and column."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            yield cell, row, column
            taken |= {
                (row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan)
            }


def _fill(grid, lines: list[list[Printed]]) -> None:
    # Asked one by one, each cell would read the whole table anew.
    cells = [row.cells for row in grid.rows]
    for cell, row, column in _places(lines):
        first = cells[row][column]
        last = cells[row + cell.rowspan - 1][column + cell.colspan - 1]
        (first.merge(last) if first is not last else first).text = cell.text


def _saved(made) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def document_xlsx(document: Document, *, numbers: bool = True) -> bytes:
    """Return the report's tables as a workbook: a sheet a table, captions merged, numbers or text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for section in document.edition.sections:
        if section.kind == "table":
            sheet = book.create_sheet(document.edition.table(section.id).name)
            sheet.append([document.title])
            sheet.append([section.caption])
            _put(sheet, document, document.edition.table(section.id), numbers)
    return _saved(book)


def _put(sheet, document: Document, table: Table, numbers: bool) -> None:
    top = 3
    for _, lines, _ in grids(document, table):
        width = _width(lines)
        if top == 3:
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
            sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=width)
        for cell, row, column in _places(lines):
            first = sheet.cell(top + row, column + 1)
            first.value = _value(cell, numbers)
            if cell.colspan * cell.rowspan > 1:
                last = top + row + cell.rowspan - 1, column + cell.colspan
                sheet.merge_cells(
                    start_row=top + row,
                    start_column=column + 1,
                    end_row=last[0],
                    end_column=last[1],
                )
        top += len(lines)


def _value(cell: Printed, numbers: bool):
    if not cell.is_figure or not numbers or not cell.text:
        return cell.text or None
    return float(cell.text) if "." in cell.text else int(cell.text)
