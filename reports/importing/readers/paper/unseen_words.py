"""Words of a PDF's page that nobody sees: without ink, white on white, too small, off the page."""

import ctypes
import math

import pypdfium2.raw as pdfium

from .printed_page import MOST_OBJECTS

_WITHOUT_INK = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_WHITE = 250  # of 255 in each colour: no eye tells it from paper
_SMALLEST = 1.5  # points: half a millimetre
_MOST_SHAPES = 500
_COVERS = 0.5  # of a page, by a picture: the page is a scan


class Ink:
    """What a page's characters are drawn with, and on what.

    `is_behind_scan`: words without ink under a picture of the page: what a scanner read in it.
    """

    def __init__(self, page, text):
        self._text = text
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self._page = (box.left, box.bottom, box.right, box.top)
        self._shapes: list[tuple[float, float, float, float]] | None = None
        self._objects = page
        self._area = max((box.right - box.left) * (box.top - box.bottom), 1.0)
        self._modes: dict[int, int] = {}
        self.is_behind_scan = False
        self._is_scan = any(self._share(side) >= _COVERS for side in self._pictures())

    def shows(self, n: int, size: float, x: float, y: float) -> bool:
        """Whether a reader sees the character `n`, which stands at `x`, `y` in `size` points."""
        left, bottom, right, top = self._page
        if size < _SMALLEST or not (left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1):
            return False
        if self._mode(n) in _WITHOUT_INK:
            self.is_behind_scan = self.is_behind_scan or self._is_scan
            return self._is_scan
        return not self._is_white(n) or self._on_colour(x, y)

    def _mode(self, n: int) -> int:
        drawn = pdfium.FPDFText_GetTextObject(self._text, n)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
        if key not in self._modes:
            self._modes[key] = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if key else -1
        return self._modes[key]

    def _is_white(self, n: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not pdfium.FPDFText_GetFillColor(self._text, n, red, green, blue, alpha):
            return False
        return alpha.value < 10 or min(red.value, green.value, blue.value) >= _WHITE

    def _on_colour(self, x: float, y: float) -> bool:
        """Whether something is painted under a place: a shape that is not white, or a picture."""
        if self._shapes is None:
            forms = (bounds for _, bounds in self._of_kind(pdfium.FPDF_PAGEOBJ_FORM))
            found = [*self._pictures(), *forms, *self._painted()]
            self._shapes = sorted(found, key=self._share, reverse=True)[:_MOST_SHAPES]
        return any(
            left <= x <= right and bottom - 1 <= y <= top
            for left, bottom, right, top in self._shapes
        )

    def _share(self, side: tuple[float, float, float, float]) -> float:
        left, bottom, right, top = side
        return (right - left) * (top - bottom) / self._area

    def _of_kind(self, kind: int):
        count = min(pdfium.FPDFPage_CountObjects(self._objects), MOST_OBJECTS)
        for n in range(count):
            shape = pdfium.FPDFPage_GetObject(self._objects, n)
            if pdfium.FPDFPageObj_GetType(shape) == kind and (bounds := _bounds(shape)):
                yield shape, bounds

    def _pictures(self):
        for kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            yield from (bounds for _, bounds in self._of_kind(kind))

    def _painted(self):
        for shape, bounds in self._of_kind(pdfium.FPDF_PAGEOBJ_PATH):
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
            colours = [ctypes.c_uint() for _ in range(4)]
            known = pdfium.FPDFPageObj_GetFillColor(shape, *colours)
            red, green, blue, alpha = (colour.value for colour in colours)
            if fill.value and known and alpha >= 10 and min(red, green, blue) < _WHITE:
                yield bounds


def _bounds(shape) -> tuple[float, float, float, float] | None:
    box = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shape, *box):
        return None
    sides = tuple(side.value for side in box)
    return sides if all(map(math.isfinite, sides)) else None
