"""XLSX, from Excel, WPS and LibreOffice: every sheet as lines and tables, each cell by its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reports.document import format_figure

from ...recognising.titles import is_title
from ...source import Cell, Grid, Line, Sheet, Source, struck_out
from ...values import Notice, Unreadable
from .packages import Package
from .workbook_looks import Looks, seen_words, struck_words

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]*(?:E[+-]?[0-9]+)?|-?[0-9]+E[+-]?[0-9]+", re.IGNORECASE)
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_CELLS = 5000, 200, 50, 60_000
_ON = ("1", "true")
LONG = 40  # characters from which on a lone cell is a paragraph


@dataclass(frozen=True)
class Entry:
    """A written cell of a sheet: its place (from 1), what is seen of it, whether a formula gave it."""

    row: int
    column: int
    text: str
    formula: bool
    struck: str = ""


@dataclass
class Page:
    """A sheet: its cells by place, which are merged to what size, which columns are hidden.

    Hidden lines are not there at all; a hidden column's places are empty.
    """

    name: str
    entries: dict[tuple[int, int], Entry]
    merged: dict[tuple[int, int], tuple[int, int]]
    covered: set[tuple[int, int]]
    hidden: frozenset[int]
    unseen: int

    @cached_property
    def rows(self) -> dict[int, dict[int, Entry]]:
        """The written cells, row by row."""
        rows: dict[int, dict[int, Entry]] = {row: {} for row, _ in sorted(self.covered)}
        for (row, column), entry in self.entries.items():
            rows.setdefault(row, {})[column] = entry
        return dict(sorted(rows.items()))

    @cached_property
    def widths(self) -> dict[int, int]:
        """The last column of each row that is written or merged."""
        widths: dict[int, int] = {}
        for row, column in (*self.entries, *self.covered):
            widths[row] = max(column, widths.get(row, 0))
        return widths


def read_xlsx(package: Package) -> Source:
    """Return the lines and tables of a workbook; raise Unreadable."""
    texts = package.xml("xl/sharedStrings.xml")
    shared, looks = shared_strings(texts), Looks(package)
    struck = struck_words(texts)
    source = Source([])
    for name, part in _sheets(package):
        root = package.xml(part)
        if root is not None:
            page = _page(name, root, shared, looks)
            source.blocks += blocks_of(page)
            source.notices += (*_uncounted(page), *_unseen(page))
            struck += [entry.struck for entry in page.entries.values() if entry.struck]
            struck += struck_words(root)
    source.notices += struck_out("工作簿", struck)
    if not source.blocks:
        raise Unreadable(
            "工作簿里没有读到内容。打开后看得到内容的，请用 Excel 或 WPS 另存为 XLSX 后再导入。"
        )
    return source


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    book = package.xml("xl/workbook.xml")
    relations = package.relations("xl/workbook.xml")
    visible = [s for s in book.iter(f"{_M}sheet") if s.get("state", "visible") == "visible"]
    for sheet in visible[:MOST_SHEETS]:
        yield sheet.get("name", ""), relations.get(sheet.get(_R, ""), "")


def shared_strings(root) -> list[str]:
    """Return the texts that a workbook's cells point to."""
    if root is None:
        return []
    return [seen_words(item) for item in root.iter(f"{_M}si")]


def _page(name: str, root, shared: list[str], looks: Looks) -> Page:
    entries, unseen = {}, 0
    rows, columns = _hidden_rows(root), _hidden_columns(root)
    for element in root.iter(f"{_M}c"):
        entry = _entry(element, shared, looks)
        if entry and (entry.text or entry.formula or entry.struck):
            if entry.row in rows or entry.column in columns:
                unseen += 1
            else:
                entries[entry.row, entry.column] = entry
        if len(entries) > MOST_CELLS:
            raise Unreadable("工作表过大，不像一份年度报告，没有读入。")
    merged, covered = {}, set()
    for element in root.iter(f"{_M}mergeCell"):
        _merge(element.get("ref", ""), merged, covered)
    covered = {place for place in covered if place[0] not in rows}
    return Page(name, entries, merged, covered, columns, unseen)


def _hidden_rows(root) -> set[int]:
    found = (row.get("r", "") for row in root.iter(f"{_M}row") if row.get("hidden") in _ON)
    return {int(row) for row in found if row.isdecimal()}


def _hidden_columns(root) -> frozenset[int]:
    spans = (
        (col.get("min", ""), col.get("max", ""))
        for col in root.iter(f"{_M}col")
        if col.get("hidden") in _ON
    )
    return frozenset(
        column
        for first, last in spans
        if first.isdecimal() and last.isdecimal()
        for column in range(int(first), min(int(last), MOST_COLUMNS) + 1)
    )


def _entry(element, shared: list[str], looks: Looks) -> Entry | None:
    place = _place(element.get("r", ""))
    if place is None:
        return None
    kind = element.get("t", "n")
    style = int(element.get("s", "0")) if element.get("s", "0").isdecimal() else 0
    raw = element.findtext(f"{_M}v") or ""
    formula = element.find(f"{_M}f") is not None
    if kind == "inlineStr":
        inline = element.find(f"{_M}is")
        text = seen_words(inline) if inline is not None else ""
    elif kind == "s":
        text = shared[int(raw)] if raw.isdecimal() and int(raw) < len(shared) else ""
    elif kind == "b":
        text = {"0": "FALSE", "1": "TRUE"}.get(raw, raw)
    else:
        text = looks.shown(number_text(raw), style) if kind == "n" else raw
    if style in looks.struck:
        return Entry(*place, "", False, text)
    return Entry(*place, text, formula)


def number_text(raw: str) -> str:
    """Return a stored number as Excel shows it: 15 digits, no exponent, no binary remainder."""
    if not _FLOAT.fullmatch(raw):
        return raw
    value = float(raw)
    if abs(value) >= 1e15 or value != value:
        return raw
    return format_figure(Decimal(f"{value:.15g}")) if value else "0"


def _place(address: str) -> tuple[int, int] | None:
    match = _ADDRESS.fullmatch(address)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= MOST_ROWS and column <= MOST_COLUMNS else None


def _merge(ref: str, merged: dict, covered: set) -> None:
    first, _, last = ref.partition(":")
    start, end = _place(first), _place(last or first)
    if not start or not end or len(merged) > 5000:
        return
    height, width = end[0] - start[0] + 1, end[1] - start[1] + 1
    if height < 1 or width < 1 or len(covered) + height * width > MOST_CELLS:
        return
    merged[start] = (height, width)
    covered |= {(start[0] + r, start[1] + c) for r in range(height) for c in range(width)}


def blocks_of(page: Page) -> Iterator[Line | Grid]:
    """Part a sheet in tables and the lines between them: titles, headings, paragraphs."""
    width = max(page.widths.values(), default=0)
    table: list[int] = []
    for row in page.rows:
        if line := _line(page, row, width):
            if table:
                yield _grid(page, table)
            table = []
            yield from line
        else:
            table.append(row)
    if table:
        yield _grid(page, table)


def _line(page: Page, row: int, width: int) -> list[Line]:
    """Return a row as lines of text when one cell with words is all of it, over its width."""
    entries = list(page.rows[row].values())
    if len(entries) != 1 or not re.search(r"[一-鿿]", entries[0].text):
        return []
    entry = entries[0]
    span = page.merged.get((row, entry.column), (1, 1))[1]
    alone = width <= 2 or span * 10 >= width * 6 or len(entry.text) > LONG or is_title(entry.text)
    if not alone:
        return []
    where = _where(page, row, entry.column)
    texts = [part.strip() for part in entry.text.split("\n")]
    return [Line(text, where) for text in texts if text]


def _grid(page: Page, rows: list[int]) -> Grid:
    sheet = Sheet()
    lines = {row: n for n, row in enumerate(rows)}
    last = rows[-1]
    for row in rows:
        sheet.line(lines[row])
        for column in range(1, page.widths.get(row, 0) + 1):
            if column in page.hidden and (row, column) not in page.merged:
                continue
            _put(page, sheet, lines, row, column, last)
    name = f"工作表“{page.name}”"
    return Grid(sheet.cut(len(rows)), f"{name}第{rows[0]}行起")


def _put(page: Page, sheet: Sheet, lines: dict, row: int, column: int, last: int) -> None:
    line = sheet.line(lines[row])
    if column <= len(line) and line[column - 1] is not None:
        return
    height, width = page.merged.get((row, column), (1, 1))
    entry = page.entries.get((row, column))
    cell = Cell(" ".join(entry.text.split()) if entry else "", _where(page, row, column))
    below = sum(1 for r in range(row, min(row + height, last + 1)) if r in lines)
    sheet.put(lines[row], cell, width, max(1, below), at=column - 1)


def _where(page: Page, row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"工作表“{page.name}”{letters}{row}"


def _unseen(page: Page) -> Iterator[Notice]:
    """What stands in hidden lines and columns is none of the report."""
    if page.unseen:
        message = f"隐藏的行、列里有{page.unseen}格内容，没有读入；要读入的请先取消隐藏。"
        yield Notice(f"工作表“{page.name}”", "", message)


def _uncounted(page: Page) -> Iterator[Notice]:
    """Formulas whose result is not in the file: nobody opened it since they were written."""
    empty = [entry for entry in page.entries.values() if entry.formula and not entry.text]
    if empty:
        where = _where(page, empty[0].row, empty[0].column)
        message = (
            f"有{len(empty)}个公式在文件里没有结果，按未填处理。"
            "请用 Excel 或 WPS 打开、保存一次后再导入。"
        )
        yield Notice(where, "", message)
