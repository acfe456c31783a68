"""A workbook of lists: sheets of texts and numbers, to be filtered and sorted."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.document import carrier

from .numbers import WIDTH, set_fitted
from .workbook import legal


@dataclass(frozen=True)
class Sheet:
    """A list: its name, the captions of its columns, its rows of texts, numbers and blanks.

    `widths` are those of its first columns, in characters.
    """

    name: str
    head: list[str]
    rows: Iterable[list]
    widths: tuple[float, ...] = ()


def lists_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook with a sheet for each list; words that begin with “=” stay words."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        made.freeze_panes = "A2"
        made.sheet_format.defaultColWidth = WIDTH
        for at, width in enumerate(sheet.widths, 1):
            made.column_dimensions[get_column_letter(at)].width = width
        made.append([_cell(made, caption, bold=True) for caption in sheet.head])
        for row in sheet.rows:
            made.append([_cell(made, value) for value in row])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _cell(sheet, value, bold: bool = False):
    if value is None:
        return None
    if isinstance(value, int):
        number = WriteOnlyCell(sheet)
        set_fitted(number, value)
        return number
    cell = WriteOnlyCell(sheet, legal(str(value))[: carrier.LONGEST_TEXT])
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=not bold)
    return cell
