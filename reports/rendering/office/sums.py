"""Sums as a workbook: the official tables, and beside them lists of thousands of rows."""

from collections.abc import Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Document, carrier, format_figure

from .lists import Sheet
from .numbers import WIDTH, set_fitted
from .workbook import BODY, CAPTION, TEXT, Book, legal, put

# Long numbers, by whether they are whole: every number of a list is set as one of them.
_EXAMPLES = {True: Decimal(10**12), False: Decimal("1000000000000.5")}


def sums_xlsx(document: Document, facts: list[tuple[str, str]], sheets: list[Sheet]) -> bytes:
    """Return the figures of `document` as printed, after the `facts` and before the `sheets`."""
    return _SumsBook(document, facts, sheets).written()


class _SumsBook(Book):
    """The workbook of a report without its words, with lists behind its tables."""

    # Where somebody has not answered yet, sums do not balance, and nobody is at fault.
    says_balances = False

    def __init__(self, document: Document, facts: list[tuple[str, str]], sheets: list[Sheet]):
        super().__init__(document)
        self.facts, self.sheets = facts, sheets

    def fill(self) -> None:
        """Make the sheets."""
        self._say()
        self.tables()
        for sheet in self.sheets:
            self._list(sheet)

    def _say(self) -> None:
        sheet = self.sheet("说明")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 72
        for row, (name, words) in enumerate([("标题", self.document.title), *self.facts], 1):
            put(sheet, row, 1, name, CAPTION)
            put(sheet, row, 2, words[: carrier.LONGEST_TEXT], BODY).alignment = TEXT
            sheet.row_dimensions[row].height = 15 * min(25, 1 + len(words) // 34)

    def _list(self, sheet: Sheet) -> None:
        made = self.book.create_sheet(sheet.name)
        made.append([legal(caption) for caption in sheet.head])
        made.freeze_panes = "B2"
        made.sheet_format.defaultColWidth = WIDTH
        for at, width in enumerate(sheet.widths, 1):
            made.column_dimensions[get_column_letter(at)].width = width
        # Written past openpyxl, which needs half a minute for half a million cells.
        styles = {whole: _style(made, value) for whole, value in _EXAMPLES.items()}
        self.rows[sheet.name] = "".join(_lines(sheet, styles)).encode()


def _style(sheet: Worksheet, value: Decimal) -> int:
    """Return the number, in its workbook, of the look of such a number."""
    cell = Cell(sheet, 1, 1)
    set_fitted(cell, value)
    return cell.style_id


def _lines(sheet: Sheet, styles: dict[bool, int]) -> Iterator[str]:
    letters = [get_column_letter(n) for n in range(1, len(sheet.head) + 1)]
    for line, row in enumerate(sheet.rows, 2):
        cells = (_cell(f"{at}{line}", v, styles) for at, v in zip(letters, row, strict=True))
        yield f'<row r="{line}">{"".join(cells)}</row>'


def _cell(at: str, value, styles: dict[bool, int]) -> str:
    if value is None:
        return ""
    if isinstance(value, int | Decimal):
        text = format_figure(Decimal(value))
        if len(text.lstrip("-").replace(".", "").lstrip("0")) <= carrier.MOST_DIGITS:
            return f'<c r="{at}" s="{styles["." not in text]}"><v>{text}</v></c>'
        value = text
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(legal(str(value)))}</t></is></c>'
