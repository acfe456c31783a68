"""The glyphs of a line are looked up once for all reports in which the line stands.

What is kept of a line is its glyphs as a PDF says them, cut where the line gives, and which characters
they print; the distance between the pieces and the fonts are the page's.
"""

from typing import Any

from ..typesetting import composing
from ..typesetting.linebreaks import gaps
from .replacing import Pair, Store

# A report has some 400 lines and cells, of 3 kB at most: six megabytes.
_MOST = 2000
_show = composing._show
_lines = Store(_MOST)


def show(stream: Any, line: composing.SetLine) -> None:
    """Show the glyphs of a line, run by run of one face."""
    setting = line.setting
    # The setting is held with what is kept for it: no number of its is given to another.
    key = (id(setting), line.text)
    runs, _ = _lines.get(key) or _lines.keep(key, (_runs(setting, line.text), setting))
    between = f">{-line.spacing * 1000 / setting.size:.1f}<" if line.spacing else ""
    for face, first, pieces, printed in runs:
        font = composing._font(stream, setting, face, first)
        stream.set_font_size(font.hash, setting.size)
        widths, to_unicode = font.widths, font.to_unicode
        for glyph, width, character in printed:
            if glyph not in widths:
                widths[glyph] = width
                to_unicode[glyph] = character
        stream.show_text(composing._string(between.join(pieces)))


def _runs(setting: Any, text: str) -> list[tuple[int, str, list[str], list[tuple]]]:
    """Return the runs: the face, its first character, the glyphs between the gaps, what they print."""
    runs: list[tuple[int, str, list[str], list[tuple]]] = []
    for character, gives in zip(text, [*gaps(text), False], strict=True):
        sort = setting.stack.sort(character)
        if not runs or runs[-1][0] != sort.face:
            runs.append((sort.face, character, [""], []))
        _, _, pieces, printed = runs[-1]
        told = (sort.glyph, round(sort.advance * 1000), character)
        if told not in printed:
            printed.append(told)
        pieces[-1] += f"{sort.glyph:04x}"
        if gives:
            pieces.append("")
    return runs


PAIRS = (Pair(_show, show),)
