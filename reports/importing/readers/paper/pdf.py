"""PDF with a text layer: its characters and rules by place, back into paragraphs and tables."""

import ctypes
import math
import re
from collections.abc import Iterator, Mapping

import pypdfium2
import pypdfium2.raw as pdfium

from ...source import Source, struck_out
from ...values import Notice, Unreadable
from .pictures import scanned
from .printed_page import (
    MOST_CHARACTERS,
    MOST_OBJECTS,
    MOST_PAGES,
    PrintedPage,
    blocks_of_pages,
)
from .ruled_tables import Character, Ruled
from .scanned import ScannedPage, unseen, with_headings
from .unseen_words import Ink

_HEAVY = re.compile(r"bold|hei|黑|xiaobiaosong", re.IGNORECASE)
_RECTANGLE = 4
_SCAN = "这个 PDF 是扫描件，没有文字层，要识别图片里的文字才能读。"
_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
_LETTERS = 200  # shapes of a page that may be its letters
MOST_MARKS = 12  # characters of a page that are no words: a stamped number over a scan


def read_pdf(content: bytes, seen: Mapping[int, ScannedPage] | None = None) -> Source:
    """Return the paragraphs and tables of a PDF; raise Unreadable.

    `seen` are the pages that were read from their pictures; None where nobody has looked yet:
    raise Scanned where some are pictures.
    """
    document = _opened(content)
    try:
        count = len(document)
        numbers = range(min(count, MOST_PAGES))
        blind = tuple(n for n in numbers if _is_picture(document[n]))
        if blind and seen is None:
            raise scanned(_SCAN, blind, len(numbers))
        pages = [_page(document, n, seen or {}) for n in numbers]
        title = document.get_metadata_value("Title") or ""
    except pypdfium2.PdfiumError:
        raise Unreadable("PDF 文件损坏，无法读取。请重新下载或另存后再导入。") from None
    finally:
        document.close()
    if not any(page.characters for page in pages):
        raise Unreadable(_SCAN if blind else "这个 PDF 里没有文字，没有读入。请检查是否选错了文件。")
    notices = struck_out("PDF", [words for page in pages for words in page.struck])
    notices += _told(pages) + unseen([n for n in blind if n not in (seen or {})])
    if count > MOST_PAGES:
        notices.append(Notice("PDF", "", f"PDF 有{count}页，只读了前{MOST_PAGES}页。"))
    return Source(
        with_headings(blocks_of_pages(pages)), titles=[title], notices=notices, is_seen=bool(seen),
        pieces=[piece for page in (seen or {}).values() for piece in page.pieces],
    )  # fmt: skip


def _page(document, number: int, seen: Mapping[int, ScannedPage]) -> PrintedPage:
    if number in seen:
        return seen[number].printed()
    shown, hidden, is_scan = _characters(document[number])
    page = PrintedPage(number, shown, _rules(document[number]))
    page.hidden, page.is_scan = "".join(c.text for c in hidden), is_scan
    return page


def _told(pages: list[PrintedPage]) -> list[Notice]:
    """Return what is said of words that nobody sees, and of those that a scanner has read."""
    without = "有看不见的文字（白色、透明、极小，或者在纸外），没有读入，请核对。"
    told = [Notice(f"第{p.number + 1}页", p.hidden[:80], without) for p in pages if p.hidden]
    if scans := [str(page.number + 1) for page in pages if page.is_scan]:
        words = "是扫描的图片，文字是扫描时附在后面的，可能认错，请逐格对照图片核对。"
        told.append(Notice("PDF", "", f"第{'、'.join(scans)}页{words}"))
    return told


def _is_picture(page) -> bool:
    """Whether a page shows a picture and has no words of its own."""
    if page.get_textpage().count_chars() > MOST_MARKS:
        return False
    count = pdfium.FPDFPage_CountObjects(page)
    kinds = (
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, n))
        for n in range(min(count, _LETTERS))
    )
    # Letters may be drawn as outlines, too.
    return count > _LETTERS or any(kind in _PICTURES for kind in kinds)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Unreadable("PDF 设有密码，无法读取。请去掉密码后再导入。") from None
        raise Unreadable("PDF 文件损坏或不完整，无法读取。请重新下载后再导入。") from None


def _characters(page) -> tuple[list[Character], list[Character], bool]:
    """Return the characters that show, those that do not, and whether they lie behind a scan."""
    text = page.get_textpage()
    count = text.count_chars()
    if count > MOST_CHARACTERS:
        raise Unreadable("PDF 一页里的文字过多，不像一份年度报告，没有读入。")
    heavy: dict[str, bool] = {}
    ink = Ink(page, text)
    shown, hidden = [], []
    for n in range(count):
        if one := _character(text, n, heavy):
            seen = ink.shows(n, one.size, one.left, one.middle)
            (shown if seen else hidden).append(one)
    return shown, hidden, ink.is_behind_scan


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
    return Character(chr(code), box.left, box.right, y.value, max(size, 0.01), bold)


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
