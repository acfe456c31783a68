"""What WeasyPrint draws on a page, taken down as the objects of an OFD page.

`Sheet` stands where WeasyPrint has the stream of a PDF's page, so text, rules and pictures lie where
the PDF has them. What no report of ours draws (gradients, clips, dashes, turned text) is refused
with NotImplementedError: better no file than one that shows another page than the PDF.

Places are millimetres from the page's upper left corner.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream

from ..typesetting.composing import SetLine

MM = 25.4 / 96  # of a CSS px
# Strings of glyphs in hexadecimal, and numbers in thousandths of an em that move back what follows.
_SHOWN = re.compile(r"<([0-9a-f]*)>|(-?\d[\d.e+-]*)")
_PLAIN = (0.0, 0.0, 0.0)


@dataclass
class Text:
    """Glyphs of one face, size and colour on one base line; `element` is what they belong to."""

    font: Font
    size: float
    y: float
    color: tuple[float, ...]
    alpha: float
    element: Any
    # Characters, glyph and place of each; `set` where each character has its glyph by itself.
    glyphs: list[tuple[str, int, float]] = field(default_factory=list)
    set: bool = True

    @property
    def looks(self) -> tuple:
        """What is the same in one object."""
        return (
            self.font, self.size, self.y, self.color, self.alpha, self.set, id(self.element)
        )  # fmt: skip


@dataclass
class Path:
    """Lines or areas in the words of AbbreviatedData; `width` is 0 for an area."""

    data: list[str]
    width: float
    color: tuple[float, ...]
    alpha: float


@dataclass
class Picture:
    """A picture and the box that it fills: left, top, width, height."""

    image: Any
    box: tuple[float, float, float, float]
    alpha: float
    element: Any


@dataclass
class _State:
    fill: tuple[float, ...] = _PLAIN
    stroke: tuple[float, ...] = _PLAIN
    alpha: float = 1.0
    width: float = 1.0


def _refused(self, *args, **options):
    raise NotImplementedError("An OFD of ours has no such drawing; the PDF has.")


class Sheet(Stream):
    """Takes down one page."""

    def __init__(self, fonts: dict, images: dict):
        super().__init__(fonts, (0, 0, 0, 0), {"XObject": {}}, images, None, {}, None)
        self._ctm_stack = [Matrix(MM, 0, 0, MM)]
        self.objects: list[Text | Path | Picture] = []
        self._states = [_State()]
        self._path: list[str] = []
        self._box: Any = None
        self._words: Any = None

    add_group = add_pattern = add_shading = set_alpha_state = set_blend_mode = _refused
    clip = set_dash = set_text_rendering = inline_image = _refused

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def push_state(self):
        """Keep colours and widths for `pop_state`."""
        super().push_state()
        self._states.append(_State(**vars(self._state)))

    def pop_state(self):
        """Take back what was kept."""
        super().pop_state()
        self._states.pop()

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
        """Take a colour of parts from 0 to 1."""
        setattr(self._state, "stroke" if stroke else "fill", (r, g, b))

    def set_color_space(self, space, stroke=False):
        """Refuse colours that are no RGB."""
        _refused(self)

    def set_alpha(self, alpha, stroke=False, fill=None):
        """Take how much covers what lies below."""
        self._state.alpha = alpha

    def set_line_width(self, width):
        """Take a width in px."""
        self._state.width = width * self.ctm[0][0]

    def begin_text(self):
        """Do nothing: text says itself where it stands."""

    end_text = begin_text

    def set_text_matrix(self, a, b, c, d, e, f):
        """Take where a line of text begins."""
        if (a, b, c, d) != (1, 0, 0, -1) or self.ctm[0][1] or self.ctm[1][0]:
            _refused(self)
        self._pen, self._base = self.ctm.transform_point(e, f)
        self._rise = 0.0

    def set_text_rise(self, height):
        """Take how much higher what follows stands, in px."""
        self._rise = height * self.ctm[0][0]

    def set_font_size(self, font, size):
        """Take the face, by its hash, and the size in px."""
        self._face = next(f for f in self._fonts.values() if f.hash == font)
        self._size = size * self.ctm[0][0]

    def show_text(self, text):
        """Take glyphs, each behind the one before."""
        shown = self._text()
        for glyphs, back in _SHOWN.findall(text):
            if back:
                self._pen -= float(back) / 1000 * self._size
            for at in range(0, len(glyphs), 4):
                glyph = int(glyphs[at : at + 4], 16)
                words = next(self._words) if self._words else self._face.to_unicode.get(glyph, "")
                shown.glyphs.append((words, glyph, self._pen))
                self._pen += self._face.widths[glyph] / 1000 * self._size

    def _text(self) -> Text:
        state, base = self._state, self._base - self._rise
        element = self._box.element if self._box is not None else None
        last = self.objects[-1] if self.objects else None
        text = Text(self._face, self._size, base, state.fill, state.alpha, element)
        text.set = self._words is not None
        if isinstance(last, Text) and element is not None and last.looks == text.looks:
            return last
        self.objects.append(text)
        return text

    def _point(self, x, y) -> str:
        left, top = self.ctm.transform_point(x, y)
        return f"{left:.3f} {top:.3f}"

    def move_to(self, x, y):
        """Begin a line."""
        self._path.append(f"M {self._point(x, y)}")

    def line_to(self, x, y):
        """Draw a straight line."""
        self._path.append(f"L {self._point(x, y)}")

    def curve_to(self, x1, y1, x2, y2, x3, y3):
        """Draw a Bézier curve."""
        points = " ".join(self._point(*at) for at in ((x1, y1), (x2, y2), (x3, y3)))
        self._path.append(f"B {points}")

    def close(self):
        """Go back to where the line began."""
        self._path.append("C")

    def rectangle(self, x, y, width, height):
        """Draw a box."""
        self.move_to(x, y)
        for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
            self.line_to(*corner)
        self.close()

    def stroke(self):
        """Draw the lines so far; those that look alike become one object."""
        self._keep(Path(self._path, self._state.width, self._state.stroke, self._state.alpha))

    def fill(self, even_odd=False):
        """Fill what the lines so far go round."""
        if even_odd:
            _refused(self)
        self._keep(Path(self._path, 0.0, self._state.fill, self._state.alpha))

    def _keep(self, path: Path) -> None:
        last = self.objects[-1] if self.objects else None
        looks = (path.width, path.color, path.alpha)
        if isinstance(last, Path) and (last.width, last.color, last.alpha) == looks:
            last.data += path.data
        else:
            self.objects.append(path)
        self._path = []

    def end(self):
        """Forget the lines so far."""
        self._path = []

    def draw_x_object(self, reference):
        """Draw a picture into the unit square."""
        width, turned, other, height, left, bottom = self.ctm.values
        if turned or other:
            _refused(self)
        box = (left, bottom + height, width, -height)
        image = self._images[reference]["image"]
        self.objects.append(Picture(image, box, self._state.alpha, self._box.element))
