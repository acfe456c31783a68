"""ODF, from LibreOffice and WPS: texts (.odt) and workbooks (.ods), also as one flat file."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...source import Cell, Grid, Line, Sheet, Source, hidden, raised, struck_out
from ...values import Notice, Unreadable
from ..marked_words import BREAK, Marks, Runs
from .packages import Package, parse
from .workbook import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    Entry,
    Page,
    blocks_of,
    number_text,
)

_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TB = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_D = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SECTIONS = {f"{_T}section", f"{_T}index-body", f"{_T}table-of-content", f"{_T}numbered-paragraph"}
_ROWS = {f"{_TB}table-header-rows", f"{_TB}table-rows", f"{_TB}table-row-group"}
_INLINE = {f"{_T}span", f"{_T}a", f"{_T}bookmark-ref", f"{_T}reference-ref", f"{_T}ruby", f"{_T}ruby-base",
           f"{_T}meta", f"{_T}date", f"{_T}time", f"{_T}page-number", f"{_T}sequence", f"{_T}user-field-get"}  # fmt: skip
_UNSEEN = ("collapse", "filter")


@dataclass(frozen=True)
class _Look:
    """What a style says: bold, struck out, hidden, raised; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    raised: str = ""
    parent: str = ""
    display: str = ""


def read_open_document(package: Package) -> Source:
    """Return the lines and tables of an .odt or .ods; raise Unreadable."""
    manifest = package.data("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Unreadable("文件设有打开密码，无法读取。请去掉密码（另存时不设密码）后再导入。")
    roots = [package.xml("content.xml"), package.xml("styles.xml")]
    source = _source(roots)
    meta = package.xml("meta.xml")
    title = meta.find(f".//{_TITLE}") if meta is not None else None
    source.titles += [title.text] if title is not None and title.text else []
    return source


def read_flat_document(content: bytes) -> Source:
    """Return the lines and tables of a flat .fodt or .fods; raise Unreadable."""
    return _source([parse(content)])


def _source(roots: list) -> Source:
    looks = _looks(root for root in roots if root is not None)
    body = roots[0].find(f".//{_O}body") if roots[0] is not None else None
    if body is not None and (text := body.find(f"{_O}text")) is not None:
        return _Text(looks).read(text)
    if body is not None and (book := body.find(f"{_O}spreadsheet")) is not None:
        return _workbook(book, looks)
    raise Unreadable("只能读入文档和表格，这是另一种办公文件，没有读入。")


def _looks(roots) -> dict[str, _Look]:
    found: dict[str, _Look] = {}
    for root in roots:
        for style in root.iter(f"{_S}style"):
            found.setdefault(style.get(f"{_S}name", ""), _look(style))
    return found


def _look(style) -> _Look:
    words = style.find(f"{_S}text-properties")
    table = style.find(f"{_S}table-properties")
    display = "" if table is None else table.get(f"{_TB}display", "")
    parent = style.get(f"{_S}parent-style-name", "")
    if words is None:
        return _Look(parent=parent, display=display)
    weight, line = words.get(f"{_FO}font-weight"), words.get(f"{_S}text-line-through-style")
    hidden, position = words.get(f"{_T}display"), words.get(f"{_S}text-position", "")
    slant = words.get(f"{_FO}font-style")
    return _Look(
        bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        italic=None if slant is None else slant != "normal",
        struck=None if line is None else line != "none",
        hidden=None if hidden is None else hidden == "none",
        raised=_raised(position), parent=parent, display=display,
    )  # fmt: skip


def _raised(position: str) -> str:
    first = position.split(" ")[0]
    if first in ("super", "sub"):
        return {"super": "sup"}.get(first, first)
    if not first.endswith("%"):
        return ""
    return "sub" if first.startswith("-") else "sup" if first != "0%" else ""


class _Words:
    """Collects the words of paragraphs, and what is left out of them."""

    def __init__(self, looks: dict[str, _Look]):
        self.looks = looks
        self.struck: list[str] = []
        self.unseen = 0
        self.revised = self.noted = False

    def look(self, name: str | None, what: str):
        """Return what a style says, or the ones that it inherits from."""
        for _ in range(10):
            look = self.looks.get(name or "")
            if look is None:
                return None
            if (told := getattr(look, what)) not in (None, ""):
                return told
            name = look.parent
        return None

    def runs(self, element) -> Runs:
        """Return the words of a paragraph or heading."""
        runs = Runs()
        style = element.get(f"{_T}style-name")
        bold = bool(self.look(style, "bold"))
        self._inside(element, runs, Marks(bold=bold), style)
        return runs

    def _inside(self, element, runs: Runs, marks: Marks, style: str | None) -> None:
        self._add(element.text, runs, marks, style)
        for child in element:
            self._child(child, runs, marks, style)
            self._add(child.tail, runs, marks, style)

    def _child(self, child, runs: Runs, marks: Marks, style: str | None) -> None:
        tag = child.tag
        if tag == f"{_T}s":
            runs.add(" " * min(int(child.get(f"{_T}c", "1") or 1), 100), marks)
        elif tag in (f"{_T}tab", f"{_T}line-break"):
            runs.add("\t" if tag.endswith("tab") else BREAK, marks)
        elif tag == f"{_T}note":
            self.noted = True
        elif tag in (f"{_T}change-start", f"{_T}change"):
            self.revised = True
        elif tag == f"{_D}frame":
            runs.has_picture = runs.has_picture or child.find(f"{_D}image") is not None
        elif tag in _INLINE:
            own = child.get(f"{_T}style-name") or style
            self._inside(child, runs, self._marks(own, marks), own)

    def _marks(self, style: str | None, marks: Marks) -> Marks:
        bold = self.look(style, "bold")
        tags = [tag for tag, on in (("strong", bold and not marks.bold),
                                    ("em", self.look(style, "italic"))) if on]  # fmt: skip
        tags += [raised] if (raised := self.look(style, "raised")) else []
        return Marks(marks.bold if bold is None else bool(bold), tuple(tags), marks.link)

    def _add(self, words: str | None, runs: Runs, marks: Marks, style: str | None) -> None:
        if not words:
            return
        if self.look(style, "hidden"):
            self.unseen += bool(words.strip())
        elif self.look(style, "struck"):
            self.struck += [words] if words.strip() else []
        else:
            runs.add(" ".join(words.split("\n")), marks)

    def cell_text(self, cell) -> str:
        """Return the words of a cell on one line."""
        texts = []
        for paragraph in cell.iter(f"{_T}p", f"{_T}h"):
            runs = self.runs(paragraph)
            texts.append("".join(raised(w) if "sup" in m.tags else w for w, m in runs.pieces))
        return " ".join(" ".join(texts).replace(BREAK, " ").split())

    def notices(self) -> list[Notice]:
        """Return what was left out."""
        told = []
        if self.revised:
            message = "文档里有修订痕迹：新增的文字已读入，删除的文字没有读入，请核对。"
            told.append(Notice("文档", "", message))
        if self.noted:
            message = "文档里有脚注或尾注，注的文字没有读入；需要的话请写进正文。"
            told.append(Notice("文档", "", message))
        told += hidden("文档", self.unseen)
        return told + struck_out("文档", self.struck)


class _Text:
    """Reads a text: paragraphs, headings, lists, tables, boxes beside paragraphs."""

    def __init__(self, looks: dict[str, _Look]):
        self.words = _Words(looks)
        self.blocks: list[Line | Grid] = []
        self.paragraphs = self.tables = 0

    def read(self, body) -> Source:
        """Return what the body holds."""
        self._blocks(body)
        return Source(self.blocks, notices=self.words.notices())

    def _blocks(self, holder) -> None:
        for element in holder:
            tag = element.tag
            if tag in (f"{_T}p", f"{_T}h"):
                self._paragraph(element)
            elif tag == f"{_T}list":
                self._list(element)
            elif tag == f"{_TB}table":
                self._table(element)
            elif (
                tag in _SECTIONS
                and element.get(f"{_T}display") != "none"
                or tag in (f"{_D}frame", f"{_D}text-box")
            ):
                self._blocks(element)
            elif tag == f"{_T}tracked-changes":
                self.words.revised = True

    def _list(self, element) -> None:
        for item in element:
            if item.tag in (f"{_T}list-item", f"{_T}list-header"):
                self._blocks(item)

    def _paragraph(self, element) -> None:
        self.paragraphs += 1
        level = int(element.get(f"{_T}outline-level") or 0) if element.tag == f"{_T}h" else 0
        runs = self.words.runs(element)
        for line in runs.lines():
            text = line.text.strip(" \u3000\xa0\t")
            if text or line.has_picture:
                markup, where = f"<p>{line.markup()}</p>", f"第{self.paragraphs}段"
                self.blocks.append(Line(text, where, markup, level, line.bold, line.has_picture))
        for box in element.iter(f"{_D}text-box"):
            self._blocks(box)

    def _table(self, element) -> None:
        rows = list(_rows(element))
        if max((len(_cells(row)) for row in rows), default=0) <= 1 or _holds_tables(element):
            for row in rows:
                for cell in _cells(row):
                    self._blocks(cell)
            return
        self.tables += 1
        name = f"第{self.tables}个表格"
        self.blocks.append(Grid(self._matrix(rows, name), name))

    def _matrix(self, rows: list, name: str) -> list[list[Cell | None]]:
        sheet = Sheet()
        for at, row in enumerate(rows):
            sheet.line(at)
            place = 0
            for n, element in enumerate(row):
                times = min(_number(element, "number-columns-repeated"), Sheet.WIDEST)
                if element.tag == f"{_TB}table-cell":
                    where = f"{name}第{at + 1}行第{n + 1}格"
                    self._put(sheet, at, place, element, times, where)
                place += times
        return sheet.cut(len(rows))

    def _put(self, sheet: Sheet, row: int, place: int, element, times: int, where: str) -> None:
        text = self.words.cell_text(element)
        across, down = (_number(element, f"number-{n}-spanned") for n in ("columns", "rows"))
        for at in range(place, place + times):
            sheet.put(row, Cell(text, where), across, down, at=at)


def _number(element, name: str) -> int:
    text = element.get(f"{_TB}{name}") or "1"
    return max(1, min(int(text), 1_100_000)) if text.isdecimal() and len(text) < 9 else 1


def _rows(table) -> Iterator:
    """Yield the lines of a table that are seen; one that is repeated counts once for a text."""
    for child in table:
        if child.tag == f"{_TB}table-row" and child.get(f"{_TB}visibility") not in _UNSEEN:
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _cells(row) -> list:
    return [cell for cell in row if cell.tag == f"{_TB}table-cell"]


def _holds_tables(table) -> bool:
    return any(len(list(_rows(inner))) > 1 for inner in table.iterdescendants(f"{_TB}table"))


def _workbook(book, looks: dict[str, _Look]) -> Source:
    source, words = Source([]), _Words(looks)
    shown = [
        t
        for t in book.findall(f"{_TB}table")
        if words.look(t.get(f"{_TB}style-name"), "display") != "false"
    ]
    for table in shown[:MOST_SHEETS]:
        page = _Sheet(table, words).page()
        source.blocks += blocks_of(page)
        if page.unseen:
            message = f"隐藏的行、列里有{page.unseen}格内容，没有读入；要读入的请先取消隐藏。"
            source.notices.append(Notice(f"工作表“{page.name}”", "", message))
    source.notices += words.notices()
    if not source.blocks:
        raise Unreadable("工作簿里没有读到内容。打开后看得到内容的，请另存为 XLSX 后再导入。")
    return source


class _Sheet:
    """Reads a sheet of a workbook, with what is repeated and what is hidden."""

    def __init__(self, table, words: _Words):
        self.table, self.words = table, words
        self.hidden = frozenset(_hidden_columns(table))
        self.entries: dict[tuple[int, int], Entry] = {}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.covered: set[tuple[int, int]] = set()
        self.unseen = 0

    def page(self) -> Page:
        """Return the sheet's cells by place."""
        row = 1
        for element in _every_row(self.table):
            times = _number(element, "number-rows-repeated")
            if any(_cell_has_words(cell) for cell in element):
                for _ in range(min(times, MOST_ROWS)):
                    self._row(element, row)
                    row += 1
            else:
                row += times
            if row > MOST_ROWS:
                break
        name = self.table.get(f"{_TB}name", "")
        return Page(name, self.entries, self.merged, self.covered, self.hidden, self.unseen)

    def _row(self, element, row: int) -> None:
        out_of_sight = element.get(f"{_TB}visibility") in _UNSEEN
        column = 1
        for cell in element:
            times = _number(cell, "number-columns-repeated")
            if cell.tag == f"{_TB}table-cell" and _cell_has_words(cell):
                for at in range(column, min(column + times, MOST_COLUMNS + 1)):
                    self._cell(cell, row, at, out_of_sight)
            column += times
        if len(self.entries) > MOST_CELLS:
            raise Unreadable("工作表过大，不像一份年度报告，没有读入。")

    def _cell(self, cell, row: int, column: int, out_of_sight: bool) -> None:
        text = self._text(cell)
        if not text:
            return
        if out_of_sight or column in self.hidden:
            self.unseen += 1
            return
        self.entries[row, column] = Entry(row, column, text, False)
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        down, across = min(down, MOST_ROWS), min(across, MOST_COLUMNS)
        if down * across > 1 and len(self.covered) + down * across <= MOST_CELLS:
            self.merged[row, column] = (down, across)
            self.covered |= {(row + r, column + c) for r in range(down) for c in range(across)}

    def _text(self, cell) -> str:
        seen = self.words.cell_text(cell)
        value = cell.get(f"{_O}value")
        if cell.get(f"{_O}value-type") != "float" or value is None or not seen:
            return "" if self.words.look(cell.get(f"{_TB}style-name"), "struck") else seen
        # A number is kept whole where the sheet shows it rounded; its unit is what is shown.
        bare = seen.replace(",", "").replace("，", "").strip()
        return number_text(value) if bare.lstrip("-").replace(".", "", 1).isdecimal() else seen


def _cell_has_words(cell) -> bool:
    return next(cell.iter(f"{_T}p"), None) is not None


def _every_row(table) -> Iterator:
    for child in table:
        if child.tag == f"{_TB}table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _every_row(child)


def _hidden_columns(table) -> Iterator[int]:
    at = 1
    for column in table.iter(f"{_TB}table-column"):
        times = min(_number(column, "number-columns-repeated"), MOST_COLUMNS)
        if column.get(f"{_TB}visibility") in _UNSEEN:
            yield from range(at, at + times)
        at += times
