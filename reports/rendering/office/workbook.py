"""The report as an XLSX workbook: the official tables with formulas, the words on a sheet.

Captions are locked, figures are open. Every cell bears its template's name, by which
reports/importing/ours/workbook.py finds it again.
"""

import datetime
import io
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Document, carrier, format_figure
from reports.document.narrative.sheet_lines import lines
from reports.editions import AMOUNT, COUNT, Cell, Equation, Section, Table
from reports.editions.grid import Grid, GridCell, printed_grids
from reports.editions.partial import BETWEEN, partial

from ..page.layout import column_widths
from .cached import with_results
from .numbers import FITTED, number_format

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CAPTION = Font(name="黑体", size=10.5)
BODY = Font(name="仿宋_GB2312", size=10.5)
_HEAD = Font(name="黑体", size=16)
_SHADE = PatternFill("solid", fgColor="F2F2F2")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
TEXT = Alignment(vertical="top", wrap_text=True)
_OPEN = Protection(locked=False)
# A4 upright between margins of 20 mm holds so many characters of 10.5 pt.
_SHEET_WIDTH = 92.0
_LINE_PT = 14.0
_PAGE_PT = 690.0  # a page holds no less, whatever the width of the sheet has it scaled to
_FEW_PT = 80.0
_SPARE = 6  # empty lines for more words under each section
_LIMIT = 10**12


def document_xlsx(document: Document) -> bytes:
    """Return `document` as a workbook; a blank figure stays an empty cell."""
    return Book(document).written()


class Book:
    """A workbook being made.

    `results` are what its formulas give, by sheet and address; `rows` are lines that go below what
    a sheet has, as they stand in the file. `says_balances`: whether they stand under the columns.
    `parts` are those of the template that it is of; the whole of it without.
    """

    says_balances = True

    def __init__(self, document: Document, parts: tuple[str, ...] = ()):
        self.document, self.parts = document, parts
        self.edition = partial(document.edition, parts) if parts else document.edition
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.book.calculation.fullCalcOnLoad = True
        self.places: dict[str, str] = {}
        self.results: dict[tuple[str, str], str | Decimal] = {}
        self.rows: dict[str, bytes] = {}

    def fill(self) -> None:
        """Make the sheets."""
        self._words()
        self.tables()
        self._keep()

    def tables(self) -> None:
        """Make a sheet for each of the official tables."""
        for section in self.edition.sections:
            if section.kind == "table":
                self._table(section, self.edition.table(section.id))

    def written(self) -> bytes:
        """Return the workbook's bytes."""
        self.fill()
        self.book.properties.title = legal(self.document.title)
        # The same report gives the same bytes: the day it was issued, not the moment of writing.
        day = self.document.issued or datetime.date(self.document.year, 12, 31)
        written = datetime.datetime.combine(day, datetime.time())
        self.book.properties.created = written
        self.book.properties.creator = legal(self.document.organ)
        out = io.BytesIO()
        self.book.save(out)
        return with_results(out.getvalue(), self.book.sheetnames, self.results, self.rows)

    def sheet(self, name: str) -> Worksheet:
        """Return a new locked sheet, set up for A4 paper."""
        sheet = self.book.create_sheet(name)
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.center.text = "— &P —"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        return sheet

    def _name(self, name: str, cell: SheetCell) -> None:
        target = f"'{cell.parent.title}'!$" + "$".join((cell.column_letter, str(cell.row)))
        self.book.defined_names[name] = DefinedName(name, attr_text=target, hidden=True)

    # Tables.

    def _table(self, section: Section, table: Table) -> None:
        sheet = self.sheet(table.name)
        grids = printed_grids(table)
        for at, width in enumerate(column_widths(grids[0]), 1):
            sheet.column_dimensions[get_column_letter(at)].width = width / 100 * _SHEET_WIDTH
        put(sheet, 1, 1, section.caption, _HEAD, (1, grids[0].width), frame=False)
        sheet.row_dimensions[1].height = 32
        top = 3
        for grid in grids:
            top = self._grid(sheet, grid, top)
        if len(grids) == 1 and grids[0].stub_width:
            sheet.freeze_panes = sheet.cell(3 + len(grids[0].head), grids[0].stub_width + 1)
            sheet.print_title_rows = f"3:{2 + len(grids[0].head)}"
        _validate(sheet, table, self.places)
        self._totals(sheet, table)
        self._balances(sheet, table, top)

    def _grid(self, sheet: Worksheet, grid: Grid, top: int) -> int:
        """Draw a grid from line `top` on; return the line below it."""
        for line in (*grid.head, *grid.body):
            for printed in line:
                self._printed(sheet, printed, top)
            _fit_height(sheet, line, top)
        return top + len(grid.head) + len(grid.body)

    def _printed(self, sheet: Worksheet, printed: GridCell, top: int) -> None:
        row, column = top + printed.line, printed.at + 1
        spans = (printed.rowspan, printed.colspan)
        cell = put(sheet, row, column, printed.text, CAPTION, spans)
        if printed.cell is None:
            self._name(carrier.caption_name(printed.id), cell)
            cell.fill = _SHADE
            return
        self.places[printed.cell.id] = cell.coordinate
        self._name(carrier.cell_name(printed.cell.id), cell)
        cell.font, cell.protection, cell.alignment = BODY, _OPEN, FITTED
        value = self.document.cells.get(printed.cell.id)
        cell.number_format = number_format(value) if printed.cell.kind == AMOUNT else "0"
        _fill(cell, value)

    def _totals(self, sheet: Worksheet, table: Table) -> None:
        """Put a formula where a total follows from its parts; any other total stays as it is."""
        for name, equation in self.edition.computed.items():
            if name.split(".")[0] != table.id or not self._follows(name, equation):
                continue
            cell = sheet[self.places[name]]
            cell.value = total_formula([self.places[part] for part in equation.right])
            cell.protection = Protection(locked=True)
            cell.fill = _SHADE
            self.results[sheet.title, cell.coordinate] = self.document.cells.get(name) or (
                "" if self.document.cells.get(name) is None else Decimal(0)
            )

    def _follows(self, name: str, equation: Equation) -> bool:
        parts = [self.document.cells.get(part) for part in equation.right]
        return self.document.cells.get(name) == (None if None in parts else sum(parts))

    def _balances(self, sheet: Worksheet, table: Table, row: int) -> None:
        """Under each column, whether it balances."""
        balances = [
            e for e in self.edition.equations if e.summary and self._is_in(e, table)
        ]
        if not balances or not self.says_balances:
            return
        grid = printed_grids(table)[0]
        put(sheet, row, 1, "平衡", CAPTION, (1, grid.stub_width))
        for equation in balances:
            column = sheet[self.places[equation.left[0]]].column
            left, right = (
                [self.places[c] for c in side] for side in (equation.left, equation.right)
            )
            cell = put(sheet, row, column, "", CAPTION)
            cell.value, cell.alignment = balance_formula(left, right), FITTED
            self.results[sheet.title, cell.coordinate] = self._balance(equation)

    def _is_in(self, equation: Equation, table: Table) -> bool:
        return all(cell.split(".")[0] == table.id for cell in equation.cells)

    def _balance(self, equation: Equation) -> str:
        left, right = (
            [self.document.cells.get(c) for c in side] for side in (equation.left, equation.right)
        )
        if None in (*left, *right):
            return ""
        difference = sum(left) - sum(right)
        return f"✕ 差{format_figure(difference)}" if difference else "✓"

    # Words.

    def _words(self) -> None:
        sheet = self.sheet(carrier.WORDS)
        sheet.protection.insertRows = sheet.protection.deleteRows = False
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 78
        self._details(sheet)
        row = sheet.max_row + 2
        if not self.edition.worded:
            return
        guide = (
            "一行一段：左边选层级，右边写文字；列表一行一项（Alt+Enter 换行）。灰底的格是固定内容。"
        )
        put(sheet, row, 1, guide, BODY, (1, 2), frame=False)
        sheet.row_dimensions[row].height = 2 * _LINE_PT
        levels = DataValidation(type="list", formula1=f'"{",".join(carrier.LEVELS.values())}"')
        sheet.add_data_validation(levels)
        row += 2
        filled = _height(sheet, 1, row)
        for section in self.edition.worded:
            below = self._section(sheet, section, row, levels)
            height = _height(sheet, row, below)
            # Where little of a section is sure to fit, it begins a page: no heading stays alone.
            if filled + min(height, max(_FEW_PT, _height(sheet, row, row + 2))) > _PAGE_PT:
                sheet.row_breaks.append(Break(id=row - 1))
                filled = 0.0
            row, filled = below, filled + height

    def _details(self, sheet: Worksheet) -> None:
        values = (self.document.title, self.document.organ, self.document.year,
                  self.document.issued or "", self.document.index_number)  # fmt: skip
        captions = ("标题", "机关", "年度", "发布日期", "索引号")
        for row, (detail, caption, value) in enumerate(
            zip(carrier.DETAILS, captions, values, strict=True), 1
        ):
            put(sheet, row, 1, caption, CAPTION).fill = _SHADE
            cell = put(sheet, row, 2, str(value), BODY)
            cell.alignment = TEXT
            sheet.row_dimensions[row].height = _height_of(str(value))
            self._name(carrier.detail_name(detail), cell)
            if detail in ("organ", "year") or self.parts:
                cell.fill = _SHADE
            else:
                cell.protection, cell.number_format = _OPEN, "@"

    def _section(self, sheet: Worksheet, section: Section, row: int, levels) -> int:
        heading = put(sheet, row, 1, section.caption, _HEAD, (1, 2))
        heading.alignment, heading.fill = Alignment(vertical="center"), _SHADE
        sheet.row_dimensions[row].height = 26
        self._name(carrier.section_name(section.id), heading)
        written = [piece for line, _ in lines(self.document.narrative(section.id))
                   for piece in _pieces(*line)]  # fmt: skip
        for level, words in [*written, *[("", "")] * _SPARE]:
            row += 1
            for column, text in ((1, level), (2, words)):
                cell = put(sheet, row, column, text, BODY)
                cell.alignment, cell.protection, cell.number_format = TEXT, _OPEN, "@"
            levels.add(sheet.cell(row, 1))
            sheet.row_dimensions[row].height = _height_of(words)
        return row + 2

    def _keep(self) -> None:
        """Keep on a hidden sheet what cells cannot show: mark-up, pictures, kind of organ."""
        sheet = self.book.create_sheet(carrier.KEPT)
        sheet.sheet_state = "veryHidden"
        document = self.document
        told = (("version", carrier.VERSION), ("edition", document.edition_id),
                ("organ_type", document.organ_type), ("parts", BETWEEN.join(self.parts)))  # fmt: skip
        for row, pair in enumerate(told, 1):
            _write(sheet, row, pair)
        row = len(told)
        for section in self.edition.worded:
            for (level, words), own in lines(document.narrative(section.id)):
                row += 1
                _write(sheet, row, (section.id, level, *_chunks(words), "", *_chunks(own)))


def _height_of(words: str) -> float:
    """Return the height in points that words take in the wide column of the words."""
    lines = sum(max(1, -(-len(part) * 2 // 78)) for part in words.split("\n"))
    return min(400, lines * _LINE_PT + 3)


def _height(sheet: Worksheet, first: int, end: int) -> float:
    """Return the height in points of the lines from `first` up to, not with, `end`."""
    return sum(sheet.row_dimensions[row].height or _LINE_PT + 1 for row in range(first, end))


def _write(sheet: Worksheet, row: int, texts) -> None:
    for column, text in enumerate(texts, 1):
        _as_text(sheet.cell(row, column), text)


def _chunks(text: str) -> list[str]:
    step = carrier.LONGEST_TEXT
    return [text[at : at + step] for at in range(0, len(text), step)] or [""]


def _pieces(level: str, words: str) -> Iterator[tuple[str, str]]:
    first, *rest = _chunks(words)
    yield level, first
    for piece in rest:
        yield carrier.LEVELS["more"], piece


def legal(text: str) -> str:
    """Return `text` without the characters that no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _as_text(cell: SheetCell, text: str) -> None:
    # Words that begin with “=” are words all the same.
    cell.value, cell.data_type = legal(text), "s"


def put(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, spans=(1, 1), frame=True
) -> SheetCell:
    """Write a text, with spans (lines, columns), centred and framed; return its cell."""
    height, width = spans
    if frame:
        for line in range(row, row + height):
            for at in range(column, column + width):
                sheet.cell(line, at).border = _FRAME
    cell = sheet.cell(row, column)
    cell.font, cell.alignment = font, _MIDDLE
    if text:
        _as_text(cell, text)
    if spans != (1, 1):
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + height - 1,
            end_column=column + width - 1,
        )
    return cell


def _fill(cell: SheetCell, value: Decimal | None) -> None:
    if value is None:
        return
    text = format_figure(value)
    if len(text.lstrip("-").replace(".", "").lstrip("0")) > carrier.MOST_DIGITS:
        _as_text(cell, text)
    else:
        cell.value = Decimal(text)


def _fit_height(sheet: Worksheet, line, top: int) -> None:
    """Give a line the height that its captions need: merged cells do not grow by themselves."""
    most = 1
    for printed in line:
        if printed.text and printed.rowspan == 1:
            columns = range(printed.at + 1, printed.at + printed.colspan + 1)
            room = sum(sheet.column_dimensions[get_column_letter(c)].width for c in columns)
            most = max(most, -(-len(printed.text) * 2.2 // max(room - 1, 1)))
    sheet.row_dimensions[top + line[0].line].height = most * _LINE_PT + 6


def _validate(sheet: Worksheet, table: Table, places: dict[str, str]) -> None:
    """Let figures take figures only, with a sentence when something else is typed."""
    rules: dict[str, DataValidation] = {}
    for cell in table.cells:
        rule = rules.setdefault(cell.kind, _rule(cell))
        rule.add(places[cell.id])
    for rule in rules.values():
        sheet.add_data_validation(rule)


def _rule(cell: Cell) -> DataValidation:
    words = {
        AMOUNT: ("decimal", 0, "请填以万元为单位的金额，最多六位小数，不带单位。"),
        COUNT: ("whole", 0, "请填不小于 0 的整数；没有的填 0，还不知道的留空。"),
    }
    kind, least, error = words.get(cell.kind, ("whole", 1 - _LIMIT, "请填整数，减少的填负数。"))
    rule = DataValidation(type=kind, operator="between", allow_blank=True)
    rule.formula1, rule.formula2 = str(least), str(_LIMIT - 1)
    rule.errorTitle, rule.error = "填写有误", error
    return rule


def total_formula(parts: list[str]) -> str:
    """Return the formula of a total over cells: empty until every part is answered."""
    ranges = ",".join(_ranges(parts))
    return f'=IF(COUNT({ranges})<{len(parts)},"",SUM({ranges}))'


def balance_formula(left: list[str], right: list[str]) -> str:
    """Return the formula that says whether two sums agree, empty until all is answered."""
    sums = f"{'+'.join(left)}-({'+'.join(right)})"
    every = (*left, *right)
    return f'=IF(COUNT({",".join(every)})<{len(every)},"",IF({sums}=0,"✓","✕ 差"&({sums})))'


def _ranges(addresses: list[str]) -> Iterator[str]:
    """Join cells that follow each other in a line or a column."""
    start = last = addresses[0]
    for address in [*addresses[1:], ""]:
        if address and _is_next(start, last, address):
            last = address
            continue
        yield start if start == last else f"{start}:{last}"
        start = last = address


def _is_next(start: str, last: str, address: str) -> bool:
    (c0, r0), (c1, r1), (c2, r2) = map(_place, (start, last, address))
    return (r0 == r1 == r2 and c2 == c1 + 1) or (c0 == c1 == c2 and r2 == r1 + 1)


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(address[len(letters) :])
