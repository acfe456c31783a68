"""A narrative as lines of plain text with their levels, for a sheet of cells, and back."""

import html
import re
from collections.abc import Sequence

from ..carrier import LEVELS
from .comparing import opcodes
from .merging import blocks
from .text import clean, plain_text

_TAG = re.compile(r"<(\w+)")
_PICTURE = re.compile(r'<img\b(?:"[^"]*"|[^">])*>')
_ALT = re.compile(r'\balt="([^"]*)"')
_SHOWN = re.compile("［图片：[^］]*］")
_PARTING = " | "
_KINDS = {caption: tag for tag, caption in LEVELS.items()}
Line = tuple[str, str]  # the level's caption, the words


def lines(markup: str) -> list[tuple[Line, str]]:
    """Return the blocks of a clean narrative: level and words, and the block's own mark-up."""
    return [(_line(block), block) for block in blocks(markup)]


def _line(block: str) -> Line:
    tag, has_words = _TAG.match(block)[1], bool(plain_text(block))
    # A cell holds no picture: what stands there says that one does.
    words = plain_text(_PICTURE.sub(lambda found: _shown(found[0]), block))
    if tag == "p" and not has_words:
        return LEVELS["picture"], words or "［图片：］"
    # A tab cannot be seen in a cell.
    return LEVELS.get(tag, LEVELS["p"]), words.replace("\t", _PARTING)


def _shown(picture: str) -> str:
    """Return what stands in a cell for a picture, as mark-up."""
    alt = _ALT.search(picture)
    return f"［图片：{alt[1].replace('］', '') if alt else ''}］"


def _pictures(before: Sequence[tuple[Line, str]]) -> dict[str, str]:
    """Return the pictures that there were, by what stands in a cell for each."""
    found = (picture for _, own in before for picture in _PICTURE.findall(own))
    return {_shown(picture): picture for picture in found}


def markup(now: Sequence[Line], before: Sequence[tuple[Line, str]]) -> str:
    """Return lines as a narrative: what is as it was `before` keeps its own mark-up.

    A picture stands where what says so stands; it cannot come in a cell when it was not here before.
    """
    pictures = _pictures(before)
    old = [line for line, _ in before]
    out: list[str] = []
    for kind, a, b, c, d in opcodes(old, list(now)):
        kept = [own for _, own in before[a:b]]
        written = (_SHOWN.sub(lambda m: pictures.get(m[0], ""), _written(line)) for line in now[c:d])
        out += kept if kind == "equal" else written
    return clean("".join(out))


def _written(line: Line) -> str:
    level, words = line
    kind = _KINDS.get(level.strip(), "p")
    parts = [html.escape(part.strip()) for part in words.split("\n") if part.strip()]
    if kind in ("ul", "ol"):
        return f"<{kind}>{''.join(f'<li>{part}</li>' for part in parts)}</{kind}>"
    if kind == "table":
        return f"<table>{''.join(map(_row, words.splitlines()))}</table>"
    tag = kind if kind in ("h3", "h4") else "p"
    return "".join(f"<{tag}>{part}</{tag}>" for part in parts)


def _row(words: str) -> str:
    cells = (html.escape(cell.strip()) for cell in words.replace("\t", _PARTING).split(_PARTING))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
