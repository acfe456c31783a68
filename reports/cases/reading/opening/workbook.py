"""XLSX as sheets of words, row by row: a register may have a hundred times the rows of a report."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from lxml import etree

from reports.importing.readers.office.packages import Package
from reports.importing.readers.office.workbook import number_text, shared_strings
from reports.importing.readers.office.workbook_looks import Looks, seen_words
from reports.importing.values import Notice

from ..values import NoRegister, Progress, Sheet

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_T, _V, _C = f"{_M}t", f"{_M}v", f"{_M}c"
_ADDRESS = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_MERGED = re.compile(rb'mergeCell\b[^>]*?\bref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_ON = ("1", "true")
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, MOST_MERGED = 50_000, 120, 60, 20_000
TOO_LONG = f"{{}}起已超过{MOST_ROWS}行，不像一个单位的台账，没有读入。请分年另存后分次导入。"
STEP = 500  # rows between two words on how far it is
LONGEST_CELL = 500  # characters of a cell that are looked at
_DAMAGED = "文件损坏或不完整，无法打开。请用 Excel 或 WPS 打开、另存后再导入。"


def read_workbook(package: Package, progress: Progress) -> list[Sheet]:
    """Return the visible sheets of a workbook that have anything in them; raise Unreadable.

    `progress` is told of the rows as they are unfolded: the first half of the way.
    """
    book = package.xml("xl/workbook.xml")
    relations = package.relations("xl/workbook.xml")
    words = shared_strings(package.xml("xl/sharedStrings.xml"))
    settings = book.find(f"{_M}workbookPr")
    later = settings is not None and settings.get("date1904") in _ON
    looks = Looks(package)
    shown = lru_cache(maxsize=20_000)(lambda raw, style: _shown(raw, style, looks, later))
    parts = list(_parts(book, relations))
    counts = [(package.data(part) or b"").count(b"<row") for _, part in parts]
    sheets: list[Sheet] = []
    for at, (name, part) in enumerate(parts):
        before = sum(counts[:at])
        sheet = Sheet(name, [])
        for _ in _fill(sheet, package.data(part) or b"", words, shown, looks, sum(len(s.rows) for s in sheets)):
            if len(sheet.rows) % STEP == 0:
                progress(before + len(sheet.rows), 2 * sum(counts))
        sheets.append(sheet)
    return [sheet for sheet in sheets if sheet.rows]


def _parts(book, relations: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names of the visible sheets and of the parts that they stand in."""
    sheets = list(book.iter(f"{_M}sheet"))
    if len(sheets) > MOST_SHEETS:
        raise NoRegister(f"工作簿超过{MOST_SHEETS}张工作表，不像一份台账，没有读入。")
    for sheet in sheets:
        if sheet.get("state", "visible") == "visible":
            yield sheet.get("name", ""), relations.get(sheet.get(_R, ""), "")


def _shown(raw: str, style: int, looks: Looks, later: bool) -> str:
    """Return a stored number as it is seen; `later`: days are counted from 1904."""
    text = looks.shown(number_text(raw), style)
    if later and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return (date.fromisoformat(text) + timedelta(1462)).isoformat()
    return text


@dataclass
class _Seen:
    """What is told of a sheet: its hidden rows, formulas without a result, cells struck out."""

    hidden: list[int] = field(default_factory=list)
    uncounted: list[tuple[int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)


def _fill(
    sheet: Sheet, data: bytes, words: list[str], shown, looks: Looks, before: int
) -> Iterator[None]:
    """Fill a sheet row by row; `before` rows of other sheets are there already."""
    sheet.merged, seen = _merged(data), _Seen()
    for number, element in _rows(data):
        if cells := _line(number, element, words, shown, looks, seen):
            sheet.rows.append((number, cells))
            if element.get("hidden") in _ON:
                seen.hidden.append(number)
        if before + len(sheet.rows) > MOST_ROWS:
            raise NoRegister(TOO_LONG.format(sheet.where(number)))
        yield
    sheet.notices += _told(sheet, seen)


def _line(number: int, element, words: list[str], shown, looks: Looks, seen: _Seen) -> list[str]:
    cells: list[str] = []
    for at, cell in _cells(element):
        is_struck = _style(cell) in looks.struck
        if text := "" if is_struck else _text(cell, words, shown):
            cells.extend([""] * (at - len(cells)))
            cells[at - 1] = text
        elif cell.find(f"{_M}f") is not None and not is_struck:
            seen.uncounted.append((number, at))
        elif is_struck:
            seen.struck.append((number, at))
    return cells


def _told(sheet: Sheet, seen: _Seen) -> Iterator[Notice]:
    if seen.hidden:
        where = sheet.where(seen.hidden[0])
        yield Notice(where, "", f"有{len(seen.hidden)}行是隐藏的（可能开着筛选），也读入了；不要的请先删除。")
    if seen.uncounted:
        message = f"有{len(seen.uncounted)}个公式在文件里没有结果，按空白处理。请用 Excel 或 WPS 打开、保存一次后再导入。"
        yield Notice(sheet.where(*seen.uncounted[0]), "", message)
    if seen.struck:
        where = sheet.where(*seen.struck[0])
        yield Notice(where, "", f"有{len(seen.struck)}格内容是划掉的（删除线），没有读入，请核对。")


def _rows(data: bytes) -> Iterator[tuple[int, etree._Element]]:
    """Yield the rows of a sheet's part with their numbers; each is thrown away after it was used."""
    if b"<!DOCTYPE" in data:
        raise NoRegister("文件里有不允许的文档类型声明，可能有害，没有读入。")
    number = 0
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), tag=f"{_M}row", resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            told = element.get("r", "")
            number = int(told) if told.isdecimal() and len(told) < 8 else number + 1
            yield number, element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        if data:
            raise NoRegister(_DAMAGED) from None


def _cells(row) -> Iterator[tuple[int, etree._Element]]:
    at = 0
    for cell in row.iterchildren(_C):
        match = _ADDRESS.fullmatch(cell.get("r", ""))
        at = _column(match[1]) if match else at + 1
        if at > MOST_COLUMNS:
            return
        if len(cell):
            yield at, cell


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _style(cell) -> int:
    style = cell.get("s", "0")
    return int(style) if style.isdecimal() else 0


def _text(cell, words: list[str], shown) -> str:
    kind, raw = cell.get("t", "n"), cell.findtext(_V) or ""
    if kind == "s":
        text = words[int(raw)] if raw.isdecimal() and int(raw) < len(words) else ""
    elif kind == "inlineStr":
        text = _inline(cell[0])
    elif kind == "n" and raw:
        text = shown(raw, _style(cell))
    else:
        text = raw
    return text.strip()[:LONGEST_CELL]


def _inline(words) -> str:
    """Return the words that stand in the cell itself; most are one text without looks."""
    if len(words) == 1 and words[0].tag == _T:
        return words[0].text or ""
    return seen_words(words)


def _merged(data: bytes) -> list[tuple[int, int, int, int]]:
    found = []
    for match in _MERGED.finditer(data):
        (left, top), (right, bottom) = (_place(end) for end in match.groups())
        if top <= bottom and left <= right <= MOST_COLUMNS and bottom - top < MOST_ROWS:
            found.append((top, left, bottom, right))
        if len(found) == MOST_MERGED:
            break
    return found


def _place(address: bytes) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address.decode())
    return _column(match[1]), int(match[2])
