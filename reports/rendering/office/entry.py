"""填报底稿: the workbook for colleagues who fill in numbers, with what each row and column counts.

It is the report's own workbook (reports/importing reads it back) with a comment at each row and a
sheet to print. What is published stays without.
"""

from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Document
from reports.editions import Column, Row, Table
from reports.editions.grid import Grid

from .workbook import BODY, CAPTION, TEXT, Book, put

_SHEET = "填报说明"
_WIDTHS = (26, 52, 24)  # characters: the row or column, what it counts, what that follows from
_LINE_PT = 14.0
_COMMENT = (420, 120)  # pixels


def entry_xlsx(document: Document, parts: tuple[str, ...] = ()) -> bytes:
    """Return `document` as a workbook to fill in, each row explained; without help as it is.

    With `parts` (reports/editions/partial.py) there is nothing else of the report in it.
    """
    return _EntryBook(document, parts).written()


class _EntryBook(Book):
    def fill(self) -> None:
        super().fill()
        tables = [table for table in self.edition.tables if table.has_help]
        if tables:
            self._guide(tables)

    def _grid(self, sheet: Worksheet, grid: Grid, top: int) -> int:
        below = super()._grid(sheet, grid, top)
        for line in grid.body:
            captions = [printed for printed in line if printed.kind == "row"]
            said = set()
            for figure in (printed for printed in line if printed.cell):
                row = figure.cell.row
                if row.help and row.id not in said:
                    said.add(row.id)
                    at = captions[-1] if captions else figure
                    comment = Comment(f"{row.help.words}\n{row.help.basis}", "填报说明")
                    comment.width, comment.height = _COMMENT
                    sheet.cell(top + at.line, at.at + 1).comment = comment
        return below

    def _guide(self, tables: list[Table]) -> None:
        sheet = self.sheet(_SHEET)
        for column, width in zip("ABC", _WIDTHS, strict=True):
            sheet.column_dimensions[column].width = width
        row = 1
        for caption, column in zip(("行或列", "数什么", "依据"), (1, 2, 3), strict=True):
            put(sheet, row, column, caption, CAPTION)
        sheet.print_title_rows = "1:1"
        for table in tables:
            row = self._explain(sheet, table, row + 1)

    def _explain(self, sheet: Worksheet, table: Table, row: int) -> int:
        columns = dict.fromkeys(column for block in table.blocks for column in block.columns)
        parts: list[Table | Row | Column] = [table, *table.rows, *columns]
        row -= 1
        for part in (part for part in parts if part.help):
            row += 1
            name = f"{table.name}（全表）" if part is table else f"{table.name} {_name(part)}"
            texts = (name, part.help.words, part.help.basis.removeprefix("依据："))
            for column, text in enumerate(texts, 1):
                put(sheet, row, column, text, BODY).alignment = TEXT
            lines = max(
                -(-2 * len(text) // (width - 3)) for text, width in zip(texts, _WIDTHS, strict=True)
            )
            sheet.row_dimensions[row].height = lines * _LINE_PT + 4
        return row


def _name(part: Row | Column) -> str:
    return part.name if isinstance(part, Row) else f"“{part.caption}”列"
