"""Chinese typesetting for WeasyPrint: lines by our own rules, justified between characters.

WeasyPrint justifies at spaces only, of which Chinese has none, and asks Pango four times for every
line. For text in our own faces this room looks glyphs up in the type case, ends lines by the rules
of linebreaks.py and spreads what is left between the characters. Anything else — another font, a
script that must be shaped, letter-spacing — goes WeasyPrint's own way.

`install` replaces six functions of WeasyPrint 70; tests/rendering/page/test_press.py holds them to that
version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

import weasyprint.draw as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

from .linebreaks import gaps, line_end
from .typecase import Stack, TypeCase

_split_first_line = line_break.split_first_line
_strut = line_break.strut
_justify_line = inline.justify_line
_draw_text = drawing.draw_text
_draw_collapsed_borders = drawing.draw_collapsed_borders
_draw_line = drawing.draw_line
# The sign whose face, height and base line stand for a style's.
_MODEL = "国"
# In em. A moved number of nine digits leaves less between the characters of a line of 28.
_WIDEST_GAP = 0.2
_WRAPPED = ("normal", "pre-wrap", "pre-line")


def install() -> None:
    """Put our functions in place of WeasyPrint's; to do so again changes nothing."""
    line_break.split_first_line = split_first_line
    inline.split_first_line = preferred.split_first_line = split_first_line
    inline.strut = strut
    inline.justify_line = justify_line
    drawing.draw_text = draw_text
    drawing.draw_line = draw_line
    drawing.draw_collapsed_borders = draw_collapsed_borders


class Setting:
    """How text of one style is set: its stack of faces, size in px, line height, base line."""

    def __init__(self, stack: Stack, style: Any):
        self.stack = stack
        self.size = style["font_size"]
        self.wraps = style["white_space"] in _WRAPPED
        self.anywhere = style["overflow_wrap"] == "anywhere"
        self.fonts: dict[int, Any] = {}
        model = line_break.Layout(style)
        model.set_text(_MODEL)
        line, _ = model.get_first_line()
        _, self.height = line_break.line_size(line, style)
        self.baseline = pango.pango_layout_get_baseline(model.layout) / 1024
        self._style = style

    def font(self, face: int, character: str) -> Any:
        """Return the Pango font of a face of the stack; `character` is one that it prints."""
        if face not in self.fonts:
            layout = line_break.Layout(self._style)
            layout.set_text(character)
            line, _ = layout.get_first_line()
            # The layout owns the font: keep both.
            self.fonts[face] = (line.runs[0].data.item.analysis.font, layout)
        return self.fonts[face][0]


class SetLine:
    """A line of text ready to draw; stands where WeasyPrint keeps its Pango layout."""

    first_line_direction = 0

    def __init__(self, text: str, setting: Setting):
        self.text = text
        self.setting = setting
        self.spacing = 0.0


def setting_of(style: Any) -> Setting | None:
    """Return how text of `style` is set, or None when it is WeasyPrint's to set."""
    try:
        return style.setting
    except AttributeError:
        style.setting = _setting(style)
        return style.setting


def _setting(style: Any) -> Setting | None:
    case: TypeCase | None = getattr(style.font_config, "type_case", None)
    stack = case and case.stack(tuple(style["font_family"]))
    plain = (
        style["letter_spacing"] in ("normal", 0)
        and style["word_spacing"] == 0
        and style["font_weight"] == 400
        and style["font_style"] == "normal"
        and style["text_decoration_line"] == "none"
        and style["direction"] == "ltr"
        and style["word_break"] == "normal"
        and style["font_size"] > 0
    )
    return Setting(stack, style) if stack and plain else None


class _Advances(dict):
    """Widths by character at a size; KeyError for what we do not set."""

    def __init__(self, setting: Setting):
        self._setting = setting

    def __missing__(self, character: str) -> float:
        sort = self._setting.stack.sort(character)
        if sort is None:
            raise KeyError(character)
        self[character] = width = sort.advance * self._setting.size
        return width


def advances_of(setting: Setting) -> _Advances:
    """Return the widths of characters in px, kept with the setting."""
    try:
        return setting.advances
    except AttributeError:
        setting.advances = _Advances(setting)
        return setting.advances


def split_first_line(
    text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False
):
    """Return one line as WeasyPrint does: layout, bytes, where to go on, width, height, base."""
    setting = setting_of(style)
    if setting is None or not text:
        return _split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    measure = inf if max_width is None or not setting.wraps else max_width
    advances = advances_of(setting)
    try:
        anywhere = is_line_start and setting.anywhere
        end = line_end(text, advances, measure, anywhere)
        line = text[:end] if end == len(text) else text[:end].rstrip(" ")
        width = sum(map(advances.__getitem__, line))
    except KeyError:
        return _split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    resume = None if end == len(text) else len(text[:end].encode())
    return (
        SetLine(line, setting), len(line.encode()), resume, width, setting.height, setting.baseline
    )  # fmt: skip


def strut(style):
    """Return a style's line height and base line, worked out once."""
    try:
        return style.strut
    except AttributeError:
        style.strut = _strut(style)
        return style.strut


def justify_line(context, line, extra_width):
    """Spread `extra_width` px between the characters of a line, Western words kept whole."""
    texts = list(_texts(line))
    if not all(isinstance(box.pango_layout, SetLine) for box in texts):
        _justify_line(context, line, extra_width)
        return
    joints = sum(sum(gaps(box.pango_layout.text)) for box in texts) + max(len(texts) - 1, 0)
    # A line that an address left short would be torn apart: it ends where it ends.
    if joints and extra_width / joints <= _WIDEST_GAP * texts[0].pango_layout.setting.size:
        _spread(line, extra_width / joints, 0.0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _texts(child)


def _spread(box: Any, spacing: float, shift: float) -> float:
    # Returns how far what follows the box moves.
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        box.pango_layout.spacing = spacing
        growth = spacing * sum(gaps(box.pango_layout.text))
        box.width += growth
        return shift + growth + spacing
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(shift, 0)
        return shift
    box.position_x += shift
    end = shift
    for child in box.children:
        if child.is_in_normal_flow():
            end = _spread(child, spacing, end)
    box.width += end - shift
    return end


def draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis):
    """Draw a line of text: ours by its glyphs, any other as WeasyPrint does."""
    line = getattr(textbox, "pango_layout", None)
    if not isinstance(line, SetLine):
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    if textbox.style["visibility"] != "visible" or not line.text.strip():
        return
    stream.set_color(textbox.style["color"])
    stream.begin_text()
    y = textbox.position_y + textbox.baseline
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, y)
    _show(stream, line)
    stream.end_text()


def _show(stream: Any, line: SetLine) -> None:
    setting = line.setting
    between = f">{-line.spacing * 1000 / setting.size:.1f}<" if line.spacing else ""
    wide = [*gaps(line.text), False]
    face, font, run = -1, None, ""
    for character, gives in zip(line.text, wide, strict=True):
        sort = setting.stack.sort(character)
        if sort.face != face:
            if run:
                stream.show_text(_string(run))
            face, run = sort.face, ""
            font = _font(stream, setting, face, character)
            stream.set_font_size(font.hash, setting.size)
        if sort.glyph not in font.widths:
            font.widths[sort.glyph] = round(sort.advance * 1000)
            font.to_unicode[sort.glyph] = character
        run += f"{sort.glyph:04x}"
        if gives and between:
            run += between
    stream.show_text(_string(run))


def _string(run: str) -> str:
    # Pdfium, Chromium's reader, drops a space that an empty string follows.
    return f"<{run}>".removesuffix("<>")


def _font(stream: Any, setting: Setting, face: int, character: str) -> Any:
    """Return the font of the PDF for a face of a setting; each is looked up once a page."""
    known = stream.__dict__.setdefault("fonts_by_face", {})
    key = (id(setting), face)
    if key not in known:
        # The setting is kept beside its font: no other is given its number.
        known[key] = _added(stream, setting.font(face, character)), setting
    return known[key][0]


def _added(stream: Any, pango_font: Any) -> Any:
    fonts = stream.__dict__.setdefault("fonts_by_address", {})
    address = int(ffi.cast("intptr_t", pango_font))
    if address not in fonts:
        fonts[address], _ = stream.add_font(pango_font)
    return fonts[address]


class _Recorder:
    """Takes the lines of a table's rules instead of a page."""

    def __init__(self):
        self.lines: list[tuple] = []

    @contextmanager
    def artifact(self):
        """Mean nothing: the joined lines are marked together."""
        yield

    stacked = artifact


def draw_line(stream, x1, y1, x2, y2, thickness, style, color, offset=0):
    """Draw a line, or note it down for `draw_collapsed_borders`."""
    if isinstance(stream, _Recorder):
        stream.lines.append((style, thickness, color, x1, y1, x2, y2))
    else:
        _draw_line(stream, x1, y1, x2, y2, thickness, style, color, offset)


def draw_collapsed_borders(stream, table):
    """Draw a table's rules, pieces that continue one another as one line."""
    with stream.artifact(), stream.stacked():
        for style, thickness, color, x1, y1, x2, y2 in rules(table):
            _draw_line(stream, x1, y1, x2, y2, thickness, style, color)


def rules(table: Any) -> list[tuple]:
    """Return the lines of a table's rules: style, thickness, colour and both ends."""
    recorder = _Recorder()
    _draw_collapsed_borders(recorder, table)
    return joined(recorder.lines)


def joined(lines: list[tuple]) -> list[tuple]:
    """Return the lines with touching or overlapping pieces of one straight joined."""
    straights: dict[tuple, list[tuple[float, float]]] = {}
    for style, thickness, color, x1, y1, x2, y2 in lines:
        upright = x1 == x2
        key = (style, thickness, color, upright, round(x1 if upright else y1, 3))
        straights.setdefault(key, []).append((y1, y2) if upright else (x1, x2))
    result = []
    for (style, thickness, color, upright, at), pieces in straights.items():
        for start, end in _merged(pieces):
            ends = (at, start, at, end) if upright else (start, at, end, at)
            result.append((style, thickness, color, *ends))
    return result


def _merged(pieces: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    pieces = sorted(pieces)
    start, end = pieces[0]
    for first, last in pieces[1:]:
        if first > end + 0.01:
            yield start, end
            start, end = first, last
        end = max(end, last)
    yield start, end
