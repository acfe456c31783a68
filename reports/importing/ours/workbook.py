"""Our own workbook, filled in Excel, WPS or LibreOffice: every cell found by its name.

The names (reports/document/carrier.py) say which cell is which, so nothing has to be recognised;
what somebody changed in captions or broke in formulas is said with the cell's address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.document import Document, carrier, format_figure
from reports.document.narrative.sheet_lines import Line, markup
from reports.editions import Cell, Edition, UnknownEdition, get_edition
from reports.editions.grid import GridCell, printed_grids
from reports.editions.partial import BETWEEN, partial

from ..captions import flat
from ..fitting.cell_words import read_cell
from ..readers.office.packages import Package
from ..readers.office.workbook import number_text, shared_strings
from ..readers.office.workbook_looks import Looks, seen_words
from ..recognising.dates import date_in, years_in
from ..source import struck_out
from ..values import CellReading, Notice, Reading, Unreadable

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NO_TOTAL = "这一格的公式没有计算结果。请用 Excel 或 WPS 打开、保存一次后再导入。"
_MOST_LINES = 5000
_LONGEST_PARTS = 1000


@dataclass(frozen=True)
class _Entry:
    """A sheet's cell: its text as stored, and whether a formula gives it."""

    text: str
    formula: str = ""
    kind: str = "n"


Place = tuple[str, str, int]  # sheet, column letters, line


def read_ours(package: Package) -> Reading | None:
    """Return the reading of our own workbook, None for any other; raise Unreadable."""
    book = _Book(package)
    return _Reader(book).read() if book.kept else None


class _Book:
    """A workbook's cells by sheet and place, and its names."""

    def __init__(self, package: Package):
        root = package.xml("xl/workbook.xml")
        self._package = package
        self._shared: list[str] | None = None
        self._looks = Looks(package)
        self.struck: list[str] = []
        relations = package.relations("xl/workbook.xml")
        self._parts = {
            sheet.get("name", ""): relations.get(sheet.get(_R, ""), "")
            for sheet in root.iter(f"{_M}sheet")
        }
        self.names = {n.get("name"): n.text or "" for n in root.iter(f"{_M}definedName")}
        self._sheets: dict[str, dict[tuple[str, int], _Entry]] = {}
        self.kept = carrier.KEPT in self._parts and self._kept()

    def _kept(self) -> list[list[str]]:
        rows: dict[int, dict[int, str]] = {}
        for (letters, row), entry in self.sheet(carrier.KEPT).items():
            rows.setdefault(row, {})[_number(letters)] = entry.text
        return [_filled(rows[row]) for row in sorted(rows)]

    def sheet(self, name: str) -> dict[tuple[str, int], _Entry]:
        """Return the cells of a sheet."""
        if name not in self._sheets:
            root = self._package.xml(self._parts.get(name, ""))
            cells = root.iter(f"{_M}c") if root is not None else ()
            self._sheets[name] = {
                (m[1], int(m[2])): self._entry(cell)
                for cell in cells
                if (m := re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.get("r", "")))
            }
        return self._sheets[name]

    def _entry(self, cell) -> _Entry:
        kind, raw = cell.get("t", "n"), cell.findtext(f"{_M}v") or ""
        formula = cell.findtext(f"{_M}f") or ""
        if kind == "s":
            shared = self._strings()
            raw = shared[int(raw)] if raw.isdecimal() and int(raw) < len(shared) else ""
        elif kind == "inlineStr":
            raw = seen_words(cell)
        style = cell.get("s", "0")
        number = int(style) if style.isdecimal() else 0
        if kind == "n":
            raw = self._looks.shown(number_text(raw), number)
        if number in self._looks.struck:
            self.struck += [raw] if raw.strip() else []
            return _Entry("")
        return _Entry(raw, formula, kind)

    def _strings(self) -> list[str]:
        if self._shared is None:
            self._shared = shared_strings(self._package.xml("xl/sharedStrings.xml"))
        return self._shared

    def place(self, name: str) -> Place | None:
        """Return where a name points; None when its cell was deleted."""
        match = _TARGET.fullmatch(self.names.get(name, ""))
        if not match:
            return None
        return (match[1] or match[2]).replace("''", "'"), match[3], int(match[4])

    def entry(self, place: Place) -> _Entry:
        """Return what stands in a place."""
        return self.sheet(place[0]).get(place[1:], _Entry(""))


class _Reader:
    def __init__(self, book: _Book):
        self.book = book
        told = {row[0]: row[1] if len(row) > 1 else "" for row in book.kept}
        self.edition = _edition(told.get("edition", ""))
        if told.get("parts"):
            self.edition = partial(self.edition, told["parts"][:_LONGEST_PARTS].split(BETWEEN))
        self.organ_type = told.get("organ_type", "")
        self.notices: list[Notice] = []

    def read(self) -> Reading:
        cells = self._cells()
        for name in self._under_other_captions():
            cells[name] = replace(cells[name], state="unsure")
        told = {s.id: self._words(s.id) for s in self.edition.worded}
        document = self._document(cells, told)
        found = {s for s, html in told.items() if html} | {t.id for t in self.edition.tables}
        self.notices += struck_out("工作簿", self.book.struck)
        return Reading(document, tuple(self.notices), cells, frozenset(found))

    def _document(self, cells: dict[str, CellReading], words: dict[str, str]) -> Document:
        told = {name: self._detail(name) for name in carrier.DETAILS}
        year = _year(told["year"])
        organ = told["organ"]
        self._check_title(told["title"], year)
        preface = words.pop("preface", "")
        return Document(
            organ, year, self.edition.id, told["title"] or self.edition.title_of(organ, year),
            self.organ_type, date_in(told["issued"]), told["index_number"], preface, words,
            {cell: got.value for cell, got in cells.items()},
        )  # fmt: skip

    def _detail(self, name: str) -> str:
        place = self.book.place(carrier.detail_name(name))
        return " ".join(self.book.entry(place).text.split())[:200] if place else ""

    def _check_title(self, title: str, year: int) -> None:
        """Tell a title that names another year, or none."""
        named = years_in(title)
        if title and year not in named:
            said = f"标题里是{named[0]}年" if named else "标题里没有年度"
            message = f"{said}，“年度”一格是{year}年。按{year}年读入，请核对。"
            self.notices.append(Notice("标题", title[:80], message))

    # Figures.

    def _cells(self) -> dict[str, CellReading]:
        cells, totals = self.edition.cells, self._own_totals()
        typed = {name: self._cell(cell) for name, cell in cells.items() if name not in totals}
        for name in totals:
            typed[name] = self._total(name, typed)
        return {name: typed[name] for name in cells}

    def _own_totals(self) -> list[str]:
        """The totals under whose places our own formulas still stand, parts before wholes."""
        places = {name: self.book.place(carrier.cell_name(name)) for name in self.edition.computed}
        return [name for name, place in places.items() if place and self._is_own(name, place)]

    def _lost(self, cell: Cell) -> CellReading:
        name = f"{cell.table_name}：{cell.label}"
        message = "这一格已从工作表中删除，没有读到数字。请重新下载工作簿，或在这里补填。"
        self.notices.append(Notice(name, "", message))
        return CellReading("missing", None, "")

    def _cell(self, cell: Cell) -> CellReading:
        place = self.book.place(carrier.cell_name(cell.id))
        return self._figure(cell, place) if place else self._lost(cell)

    def _figure(self, cell: Cell, place: Place) -> CellReading:
        entry = self.book.entry(place)
        if entry.kind == "b" or entry.formula and not entry.text:
            # A formula that gives an empty text says that its parts are not all answered.
            if entry.kind == "str":
                return CellReading("missing", None, "")
            self._note(
                place, entry.text, _NO_TOTAL if entry.formula else "这里不是数字，没有读入。"
            )
            return CellReading("unsure", None, entry.text)
        if not entry.text.strip():
            return CellReading("missing", None, "")
        figure = read_cell(entry.text, cell.kind)
        if figure.message:
            self._note(place, entry.text, figure.message)
        sure = figure.sure and figure.value is not None
        return CellReading("sure" if sure else "unsure", figure.value, entry.text)

    def _is_own(self, name: str, place: Place) -> bool:
        """Whether our own formula stands there still; it is worth what its parts are now."""
        formula = re.sub(r"[\s$]", "", self.book.entry(place).formula).upper()
        parts = [self.book.place(carrier.cell_name(p)) for p in self.edition.computed[name].right]
        if not formula or None in parts:
            return False
        inner = re.search(r"SUM\(([^()]*)\)", formula)
        return bool(inner) and _covered(inner[1]) == {part[1:] for part in parts}

    def _total(self, name: str, readings: dict[str, CellReading]) -> CellReading:
        values = [readings[part].value for part in self.edition.computed[name].right]
        if None in values:
            return CellReading("missing", None, "")
        total = sum(values, Decimal(0))
        return CellReading("sure", total, format_figure(total))

    def _note(self, place: Place, read: str, message: str) -> None:
        self.notices.append(Notice(_address(place), read[:80], message))

    # Captions.

    def _under_other_captions(self) -> list[str]:
        """Tell the captions that were changed; return the figures that stand in their lines."""
        changed = self._check_captions()
        places = {name: self.book.place(carrier.cell_name(name)) for name in self.edition.cells}
        return [
            name
            for name, place in places.items()
            if place and (place[0], place[2]) in changed and self.book.entry(place).text.strip()
        ]

    def _check_captions(self) -> set[tuple[str, int]]:
        changed = set()
        for printed in self._captions():
            place = self.book.place(carrier.caption_name(printed.id))
            if not place:
                continue
            now = self.book.entry(place).text
            if flat(now) != flat(printed.text):
                message = (
                    f"这里的标题应为“{printed.text}”，已被改动。数字仍按原来的位置读取，请核对。"
                )
                self._note(place, now, message)
                changed.add((place[0], place[2]))
        return changed

    def _captions(self) -> Iterator[GridCell]:
        for table in self.edition.tables:
            for grid in printed_grids(table):
                for line in (*grid.head, *grid.body):
                    yield from (printed for printed in line if printed.cell is None)

    # Words.

    def _words(self, section: str) -> str:
        head = self.book.place(carrier.section_name(section))
        if not head:
            return ""
        now = _joined(self._lines(head))
        before = [_kept_line(row) for row in self.book.kept if row[0] == section and len(row) > 1]
        return markup(now, before)

    def _lines(self, head: Place) -> Iterator[Line]:
        """The lines under a section's heading, down to the next heading."""
        sheet = self.book.sheet(head[0])
        heads = {
            place[2]
            for section in self.edition.worded
            if (place := self.book.place(carrier.section_name(section.id)))
        }
        last = max((row for _, row in sheet), default=0)
        for row in range(head[2] + 1, min(last, head[2] + _MOST_LINES) + 1):
            if row in heads:
                return
            words = sheet.get(("B", row), _Entry("")).text
            if words.strip():
                yield sheet.get(("A", row), _Entry("")).text, words


def _joined(lines: Iterator[Line]) -> list[Line]:
    """Put words that were too long for one cell together again."""
    out: list[Line] = []
    for level, words in lines:
        if level.strip() == carrier.LEVELS["more"] and out:
            out[-1] = (out[-1][0], out[-1][1] + words)
        else:
            out.append((level, words))
    return out


def _kept_line(row: list[str]) -> tuple[Line, str]:
    """Return a line and its mark-up as kept: section, level, words …, empty, mark-up …."""
    _, level, *rest = row
    cut = rest.index("") if "" in rest else len(rest)
    return (level, "".join(rest[:cut])), "".join(rest[cut + 1 :])


def _filled(row: dict[int, str]) -> list[str]:
    return [row.get(column, "") for column in range(1, min(max(row), 400) + 1)]


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _address(place: Place) -> str:
    return f"工作表“{place[0]}”{place[1]}{place[2]}"


def _covered(ranges: str) -> set[tuple[str, int]]:
    """Return the places of `D4:I4,K4`, within one line or one column."""
    places: set[tuple[str, int]] = set()
    for part in ranges.split(","):
        ends = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,4})(?::([A-Z]{1,3})([0-9]{1,4}))?", part)
        if not ends:
            return set()
        left, right = _number(ends[1]), _number(ends[3] or ends[1])
        top, bottom = int(ends[2]), int(ends[4] or ends[2])
        if (right - left + 1) * (bottom - top + 1) > 500:
            return set()
        places |= {(_letters(c), r) for c in range(left, right + 1) for r in range(top, bottom + 1)}
    return places


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _edition(name: str) -> Edition:
    try:
        return get_edition(name)
    except UnknownEdition as unknown:
        raise Unreadable(str(unknown)) from None


def _year(text: str) -> int:
    match = re.fullmatch(r"(20[0-9]{2})(?:\.0*)?\s*年?(?:度)?", text)
    if not match:
        raise Unreadable(
            f"“{carrier.WORDS}”表里的年度“{text[:20]}”无法识别，请改为 2025 这样的年份。"
        )
    return int(match[1])
