"""CSV, a block pasted from Excel or WPS, and tables of any other file that a report can be read from."""

import csv
import io
import re

from reports.importing.readers.plain import decode
from reports.importing.source import Grid, Source
from reports.importing.source import Sheet as Matrix

from ..values import NoRegister, Sheet
from .workbook import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, TOO_LONG

_PARTS = "\t,;|，"
_ADDRESS = re.compile("(工作表“.*”)([A-Z]{1,3})([0-9]{1,7})")


def read_text(content: bytes) -> list[Sheet]:
    """Return a text whose cells are parted by tabs, commas or semicolons; raise Unreadable."""
    text = decode(content).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    parted = _parted_by(text)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted)
    try:
        for number, cells in enumerate(reader, 1):
            _take(rows, number, [_cell(cell) for cell in cells])
    except csv.Error:
        raise NoRegister(f"第{reader.line_num}行的引号不成对，或者一格过长，没有读入。请另存为 XLSX 后再导入。") from None
    return [Sheet("", rows)] if rows else []


def _cell(text: str) -> str:
    """Return a cell's words; exports write ="0012" to keep noughts."""
    text = text.strip(" \t\n\u3000\xa0\ufeff")
    return (text[2:-1] if text.startswith('="') and text.endswith('"') else text)[:LONGEST_CELL]


def _parted_by(text: str) -> str:
    """Return what parts the cells: what the first lines have most of, tabs before all."""
    head = text[:20_000]
    return "\t" if "\t" in head else max(_PARTS[1:], key=head.count)


def _take(rows: list[tuple[int, list[str]]], line: int, cells: list[str]) -> None:
    del cells[MOST_COLUMNS:]
    while cells and not cells[-1]:
        cells.pop()
    if cells:
        rows.append((line, cells))
    if len(rows) > MOST_ROWS:
        raise NoRegister(TOO_LONG.format(f"第{line}行"))


def sheets_of(source: Source) -> list[Sheet]:
    """Return the tables of a file as sheets, the lines before each as its title; raise NoRegister."""
    sheets: list[Sheet] = []
    title = ""
    for block in source.blocks:
        if isinstance(block, Grid):
            sheets.append(_sheet(block, title, len(sheets) + 1))
            title = ""
        else:
            title = block.text
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(grid: Grid, title: str, number: int) -> Sheet:
    if sum(map(len, grid.rows)) >= Matrix.LARGEST:
        raise NoRegister(f"{grid.where}的表格过大，读不完整，没有读入。请另存为 XLSX 后再导入。")
    sheet = Sheet(_name(grid) or title[:40] or f"表{number}", [])
    seen: dict[int, tuple[int, int]] = {}
    spans: dict[tuple[int, int], list[int]] = {}
    for at, line in enumerate(grid.rows, 1):
        row = _row(line, at)
        cells = []
        for column, cell in enumerate(line, 1):
            first = cell is None or id(cell) not in seen
            cells.append(" ".join(cell.text.split()) if cell and first else "")
            if cell:
                start = seen.setdefault(id(cell), (row, column))
                spans.setdefault(start, [row, column])[:] = row, column
        _take(sheet.rows, row, cells)
    sheet.merged = [(*start, *end) for start, end in spans.items() if start != tuple(end)]
    return sheet


def _name(grid: Grid) -> str:
    found = re.search("工作表“(.*)”", grid.where)
    return found[1] if found else ""


def _row(line: list, at: int) -> int:
    """Return the row's number in its sheet where its cells tell it, else in its table."""
    found = (_ADDRESS.fullmatch(cell.where) for cell in line if cell)
    # A cell merged from above names the row where it begins.
    return max((int(match[3]) for match in found if match), default=at)
