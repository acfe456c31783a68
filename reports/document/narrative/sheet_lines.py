"""A narrative as lines of plain text with their levels, for a sheet of cells, and back."""

import html
import re
from collections.abc import Sequence

from ..carrier import LEVELS
from .comparing import opcodes
from .merging import blocks
from .text import clean, plain_text

_TAG = re.compile(r"<(\w+)")
_PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"')
_PARTING = " | "
_KINDS = {caption: tag for tag, caption in LEVELS.items()}
Line = tuple[str, str]  # the level's caption, the words


def lines(markup: str) -> list[tuple[Line, str]]:
    """Return the blocks of a clean narrative: level and words, and the block's own mark-up."""
    return [(_line(block), block) for block in blocks(markup)]


def _line(block: str) -> Line:
    words, tag = plain_text(block), _TAG.match(block)[1]
    if tag == "p" and not words:
        picture = _PICTURE.search(block)
        alt = html.unescape(picture[1]) if picture else ""
        return LEVELS["picture"], f"［图片：{alt}］"
    # A tab cannot be seen in a cell.
    return LEVELS.get(tag, LEVELS["p"]), words.replace("\t", _PARTING)


def markup(now: Sequence[Line], before: Sequence[tuple[Line, str]]) -> str:
    """Return lines as a narrative: what is as it was `before` keeps its own mark-up."""
    old = [line for line, _ in before]
    out: list[str] = []
    for kind, a, b, c, d in opcodes(old, list(now)):
        kept = [own for _, own in before[a:b]]
        out += kept if kind == "equal" else map(_written, now[c:d])
    return clean("".join(out))


def _written(line: Line) -> str:
    level, words = line
    kind = _KINDS.get(level.strip(), "p")
    parts = [html.escape(part.strip()) for part in words.split("\n") if part.strip()]
    if kind in ("ul", "ol"):
        return f"<{kind}>{''.join(f'<li>{part}</li>' for part in parts)}</{kind}>"
    if kind == "table":
        return f"<table>{''.join(map(_row, words.splitlines()))}</table>"
    if kind == "picture":
        return ""  # a picture that was not here before cannot come in a cell
    tag = kind if kind in ("h3", "h4") else "p"
    return "".join(f"<{tag}>{part}</{tag}>" for part in parts)


def _row(words: str) -> str:
    cells = (html.escape(cell.strip()) for cell in words.replace("\t", _PARTING).split(_PARTING))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
