"""PDF with a text layer: its characters and rules by place, back into paragraphs and tables."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from ..captions import flat
from ..source import Line, Source, struck_out
from ..values import Unreadable
from .pdf_tables import Character, Ruled, ruled_tables, strikes

MOST_PAGES, MOST_CHARACTERS, MOST_OBJECTS = 120, 400_000, 200_000
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?)\s*(?:[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–－·\s]*"
)
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")
_HEAVY = re.compile(r"bold|hei|黑|xiaobiaosong", re.IGNORECASE)
_RECTANGLE = 4


@dataclass(frozen=True)
class _Row:
    """A printed line of text: where it begins and ends, how high it is, its words."""

    page: int
    left: float
    right: float
    top: float
    size: float
    text: str
    bold: bool


def read_pdf(content: bytes) -> Source:
    """Return the paragraphs and tables of a PDF; raise Unreadable."""
    document = _opened(content)
    try:
        pages = [_Page(document[n], n) for n in range(min(len(document), MOST_PAGES))]
        title = document.get_metadata_value("Title") or ""
    except pypdfium2.PdfiumError:
        raise Unreadable("PDF 文件损坏，无法读取。请重新下载或另存后再导入。") from None
    finally:
        document.close()
    if not any(page.characters for page in pages):
        raise Unreadable(
            "这个 PDF 是扫描件，没有文字层，读不出内容。请用原来的 Word 文件，或者手工填写。"
        )
    struck = struck_out("PDF", [words for page in pages for words in page.struck])
    return Source(_blocks(pages), titles=[title], notices=struck)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Unreadable("PDF 设有密码，无法读取。请去掉密码后再导入。") from None
        raise Unreadable("PDF 文件损坏或不完整，无法读取。请重新下载后再导入。") from None


class _Page:
    """What stands on a page."""

    def __init__(self, page, number: int):
        self.number = number
        self.characters, rules = _characters(page), _rules(page)
        through = strikes(rules, self.characters)
        self.struck = ["".join(c.text for c in under) for under in through.values()]
        gone = {id(c) for under in through.values() for c in under}
        self.characters = [c for c in self.characters if id(c) not in gone]
        rules = [rule for rule in rules if rule not in through]
        self.tables = ruled_tables(rules, self.characters, f"第{number + 1}页")
        inside = {id(c) for table in self.tables for c in table.characters}
        loose = [c for c in self.characters if id(c) not in inside]
        self.rows = [row for row in _rows(loose, number) if not _PAGE_NUMBER.fullmatch(row.text)]


def _characters(page) -> list[Character]:
    text = page.get_textpage()
    count = text.count_chars()
    if count > MOST_CHARACTERS:
        raise Unreadable("PDF 一页里的文字过多，不像一份年度报告，没有读入。")
    heavy: dict[str, bool] = {}
    found = (_character(text, n, heavy) for n in range(count))
    return [character for character in found if character]


def _character(text, n: int, heavy: dict[str, bool]) -> Character | None:
    code = pdfium.FPDFText_GetUnicode(text, n)
    if code <= 32 or code in (0xA0, 0x3000, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    # The loose box has the room around a comma in it: what is left between boxes is a gap.
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, n, box):
        return None
    if not pdfium.FPDFText_GetCharOrigin(text, n, x, y):
        return None
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, n, matrix)
    size = pdfium.FPDFText_GetFontSize(text, n) * math.hypot(matrix.c, matrix.d)
    bold = _is_heavy(text, n, heavy)
    return Character(chr(code), box.left, box.right, y.value, max(size, 1.0), bold)


def _is_heavy(text, n: int, known: dict[str, bool]) -> bool:
    name = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text, n, name, 80, None)
    face = name.value.decode("utf-8", "replace")
    if face not in known:
        known[face] = bool(_HEAVY.search(face))
    return known[face]


def _rules(page) -> list[Ruled]:
    """Return the straight lines of a page, also those that are drawn as thin boxes."""
    count = min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)
    rules: list[Ruled] = []
    for n in range(count):
        shape = pdfium.FPDFPage_GetObject(page, n)
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _rules_of(shape)
    return rules


def _rules_of(shape) -> Iterator[Ruled]:
    box = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shape, *box):
        return
    bounds = Ruled(*(side.value for side in box))
    if bounds.is_thin:
        yield bounds
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    if stroke.value or pdfium.FPDFPath_CountSegments(shape) > _RECTANGLE + 1:
        yield from (rule for rule in _segments(shape) if rule.is_thin)


def _segments(shape) -> Iterator[Ruled]:
    """Yield the straight parts of a path, in the page's own measure."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for n in range(min(pdfium.FPDFPath_CountSegments(shape), 20_000)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, n)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif last:
            yield _between(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment) and start:
            yield _between(point, start)
        last = point


def _between(one: tuple[float, float], other: tuple[float, float]) -> Ruled:
    (a, b), (c, d) = one, other
    return Ruled(min(a, c), min(b, d), max(a, c), max(b, d))


def _rows(characters: list[Character], page: int) -> list[_Row]:
    """Return the printed lines, top to bottom."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: (-c.middle, c.left)):
        if rows and abs(rows[-1][0].middle - character.middle) <= 0.5 * character.size:
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_row(sorted(row, key=lambda c: c.left), page) for row in rows]


def _row(characters: list[Character], page: int) -> _Row:
    size = Counter(round(c.size, 1) for c in characters).most_common(1)[0][0]
    bold = sum(c.bold for c in characters) * 2 > len(characters)
    first, last = characters[0], characters[-1]
    return _Row(page, first.left, last.right, first.middle, size, spaced(characters), bold)


def spaced(characters: list[Character]) -> str:
    """Return the words of a line: a tab for a wide gap, a space between words that are not Chinese."""
    text = characters[0].text
    for one, other in zip(characters, characters[1:], strict=False):
        gap = other.left - one.right
        if gap > 0.8 * other.size:
            text += "\t"
        elif gap > 0.2 * other.size and not (_WIDE.match(one.text) and _WIDE.match(other.text)):
            text += " " if not (_WIDE.match(one.text) or _WIDE.match(other.text)) else ""
        text += other.text
    return text


def _blocks(pages: list[_Page]) -> list:
    running = _running(pages)
    blocks: list = []
    joiner = _Joiner(blocks, [row for page in pages for row in page.rows])
    for page in pages:
        rows = [row for row in page.rows if flat(row.text) not in running]
        items = [(row.top, row) for row in rows]
        items += [(table.top, table) for table in page.tables]
        for _, item in sorted(items, key=lambda pair: -pair[0]):
            joiner.take(item)
    joiner.end()
    return blocks


def _running(pages: list[_Page]) -> set[str]:
    """Return the lines that stand at the head or foot of three pages or more."""
    edges = Counter(flat(row.text) for page in pages for row in {*page.rows[:1], *page.rows[-1:]})
    return {text for text, count in edges.items() if count >= 3}


class _Joiner:
    """Puts printed lines together as paragraphs."""

    def __init__(self, blocks: list, rows: list[_Row]):
        self.blocks = blocks
        self.rows: list[_Row] = []
        # Where lines begin and end: all pages together, for the last may have one line.
        widest = max((row.right - row.left for row in rows), default=0.0)
        full = [row for row in rows if row.right - row.left >= 0.6 * widest]
        self.left = min((row.left for row in full), default=0.0)
        self.right = median(row.right for row in full) if full else 0.0

    def take(self, item) -> None:
        """Take a printed line, or a table."""
        if not isinstance(item, _Row):
            self.end()
            self.blocks.append(item.grid)
            return
        if self.rows and self._begins(item):
            self.end()
        self.rows.append(item)

    def _begins(self, row: _Row) -> bool:
        before = self.rows[-1]
        indented = row.left - self.left > 0.8 * row.size
        short = self.right - before.right > 2.6 * before.size
        other = abs(row.size - before.size) > 0.15 * before.size
        apart = row.page == before.page and before.top - row.top > 2.6 * max(row.size, 1)
        tabular = "\t" in row.text or "\t" in before.text
        return indented or short or other or apart or tabular

    def end(self) -> None:
        """End the paragraph."""
        if self.rows:
            text = _joined([row.text for row in self.rows])
            where = f"第{self.rows[0].page + 1}页"
            bold = all(row.bold for row in self.rows)
            self.blocks.append(Line(text, where, bold=bold))
        self.rows = []


def _joined(texts: list[str]) -> str:
    joined = texts[0]
    for text in texts[1:]:
        wide = _WIDE.match(joined[-1]) or _WIDE.match(text[0])
        joined += text if wide else f" {text}"
    return joined
