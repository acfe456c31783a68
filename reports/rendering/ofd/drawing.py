"""What WeasyPrint draws on a page, taken down as the objects of an OFD page.

`Sheet` stands where WeasyPrint has the stream of a PDF's page, so text, rules and pictures lie where
the PDF has them. What no report of ours draws (gradients, clips, dashes, turned text) is refused
with NotImplementedError: better no file than one that shows another page than the PDF.

Places are millimetres from the page's upper left corner.
"""

import re
from contextlib import contextmanager
from functools import partialmethod
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream

from ..typesetting.composing import SetLine

MM = 25.4 / 96  # of a CSS px
# Strings of glyphs in hexadecimal, and numbers in thousandths of an em that move back what follows.
_SHOWN = re.compile(r"<([0-9a-f]*)>|(-?\d[\d.e+-]*)")


class Glyph(NamedTuple):
    """A glyph, the words that it stands for and where it begins."""

    words: str
    number: int
    x: float


class Text(NamedTuple):
    """How glyphs look; they belong to `element`, and `set` ones are each its character's own."""

    element: Any
    alpha: float
    color: tuple[float, ...]
    font: Font
    size: float
    y: float
    set: bool


class Path(NamedTuple):
    """How lines look, or areas, which have no width."""

    alpha: float
    color: tuple[float, ...]
    width: float
    element = None


class Picture(NamedTuple):
    """A picture and the box that it fills: left, top, width, height."""

    element: Any
    alpha: float
    image: Any
    box: tuple[float, float, float, float]


def _refused(self, *args, **options):
    raise NotImplementedError("An OFD of ours has no such drawing; the PDF has.")


class Sheet(Stream):
    """Takes down one page: `objects` are looks, and what looks so one after the other.

    That is glyphs of a Text, words of AbbreviatedData of a Path, nothing of a Picture.
    """

    def __init__(self, fonts: dict, images: dict):
        super().__init__(fonts, (0, 0, 0, 0), {"XObject": {}}, images, None, {}, None)
        self._ctm_stack = [Matrix(MM, 0, 0, MM)]
        self.objects: list[tuple[Text | Path | Picture, list]] = []
        black = (0.0, 0.0, 0.0)
        self._state = {"fill": black, "stroke": black, "alpha": 1.0, "width": 1.0}
        self._kept: list[dict] = []
        self._path: list[str] = []
        self._box = self._words = None

    add_group = add_pattern = add_shading = set_alpha_state = set_blend_mode = _refused
    clip = set_dash = set_text_rendering = inline_image = set_color_space = _refused

    def push_state(self):
        super().push_state()
        self._kept.append(dict(self._state))

    def pop_state(self):
        super().pop_state()
        self._state = self._kept.pop()

    @contextmanager
    def marked(self, box, tag):
        """Note which box is drawn."""
        line = getattr(box, "pango_layout", None) if isinstance(box, boxes.TextBox) else None
        self._box, self._words = box, iter(line.text) if isinstance(line, SetLine) else None
        try:
            yield
        finally:
            self._box = self._words = None

    def set_color_rgb(self, r, g, b, stroke=False):
        self._state["stroke" if stroke else "fill"] = (r, g, b)

    def set_alpha(self, alpha, stroke=False, fill=None):
        self._state["alpha"] = alpha

    def set_line_width(self, width):
        self._state["width"] = width * self.ctm[0][0]

    def begin_text(self):
        """Do nothing: text says itself where it stands."""

    end_text = begin_text

    def set_text_matrix(self, a, b, c, d, e, f):
        if (a, b, c, d) != (1, 0, 0, -1) or self.ctm[0][1] or self.ctm[1][0]:
            _refused(self)
        self._pen, self._base = self.ctm.transform_point(e, f)
        self._rise = 0.0

    def set_text_rise(self, height):
        self._rise = height * self.ctm[0][0]

    def set_font_size(self, font, size):
        """Take the face, by its hash, and the size in px."""
        self._face = next(f for f in self._fonts.values() if f.hash == font)
        self._size = size * self.ctm[0][0]

    def show_text(self, text):
        """Take glyphs, each behind the one before."""
        state, face, shown = self._state, self._face, []
        for glyphs, back in _SHOWN.findall(text):
            if back:
                self._pen -= float(back) / 1000 * self._size
            for at in range(0, len(glyphs), 4):
                glyph = int(glyphs[at : at + 4], 16)
                words = next(self._words) if self._words else face.to_unicode.get(glyph, "")
                shown.append(Glyph(words, glyph, self._pen))
                self._pen += face.widths[glyph] / 1000 * self._size
        element, y = self._box and self._box.element, self._base - self._rise
        is_set = self._words is not None
        self._keep(Text(element, state["alpha"], state["fill"], face, self._size, y, is_set), shown)

    def _keep(self, looks: Text | Path | Picture, shown: list) -> None:
        """Take what looks like the object before it as part of that one."""
        if self.objects and self.objects[-1][0] == looks:
            self.objects[-1][1].extend(shown)
        else:
            self.objects.append((looks, shown))

    def _draw(self, letter, *numbers):
        places = map(self.ctm.transform_point, numbers[::2], numbers[1::2])
        self._path.append(" ".join([letter, *(f"{x:.3f} {y:.3f}" for x, y in places)]))

    move_to, line_to = partialmethod(_draw, "M"), partialmethod(_draw, "L")
    curve_to, close = partialmethod(_draw, "B"), partialmethod(_draw, "C")

    def rectangle(self, x, y, width, height):
        right, bottom = x + width, y + height
        for letter, *corner in (("M", x, y), ("L", right, y), ("L", right, bottom), ("L", x, bottom), ("C",)):
            self._draw(letter, *corner)

    def stroke(self):
        self._keep(Path(self._state["alpha"], self._state["stroke"], self._state["width"]), self._path)
        self.end()

    def fill(self, even_odd=False):
        if even_odd:
            _refused(self)
        self._keep(Path(self._state["alpha"], self._state["fill"], 0.0), self._path)
        self.end()

    def end(self):
        """Forget the lines so far."""
        self._path = []

    def draw_x_object(self, reference):
        """Draw a picture into the unit square."""
        width, turned, other, height, left, bottom = self.ctm.values
        if turned or other:
            _refused(self)
        image, box = self._images[reference]["image"], (left, bottom + height, width, -height)
        self._keep(Picture(self._box.element, self._state["alpha"], image, box), [])
