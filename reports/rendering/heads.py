"""Heads that run into their paragraph: （一）主动公开。…

Source: GB/T 9704-2012, 7.3.3: headings of the second level are set in 楷体.
"""

import re

from reports.document.narrative.headings import LONGEST_HEADING

_PARAGRAPH = re.compile(
    r"<p>((?:<(?:strong|em)>)*\s*[（(]\s?[一二三四五六七八九十百]{1,4}\s?[）)].*?)</p>", re.DOTALL
)
_PIECE = re.compile(r"<(/?)(\w+)[^<>]*>|&\w+;|[^<]", re.DOTALL)
_ENDS, _NO_HEAD = "。：:", "；;"
# A sentence that fills its paragraph and is longer is no head; nor is one that counts something.
_SHORT = 24


def with_run_in_heads(markup: str) -> str:
    """Return clean mark-up with each head at the start of a paragraph in a span of its own."""
    return _PARAGRAPH.sub(_paragraph, markup)


def _paragraph(match: re.Match) -> str:
    inner = match[1]
    end = head_end(inner)
    if not end:
        return match[0]
    opened = _open(inner[:end])
    closed = "".join(f"</{name}>" for name, _ in reversed(opened))
    again = "".join(tag for _, tag in opened)
    return f'<p><span class="run-in">{inner[:end]}{closed}</span>{again}{inner[end:]}</p>'


def head_end(inner: str) -> int:
    """Return where in a paragraph's mark-up its head ends; 0 when it has none."""
    heavy = inner.startswith("<strong>")
    words = ""
    for piece in _PIECE.finditer(inner):
        if piece[2]:
            if heavy and piece[1] and piece[2] == "strong":
                return piece.end() if len(words) <= LONGEST_HEADING else 0
            if piece[2] in ("br", "img"):
                return 0
            continue
        words += piece[0]
        if piece[0] in _ENDS:
            return piece.end() if _is_head(words, inner[piece.end() :], heavy) else 0
        if len(words) > LONGEST_HEADING or piece[0] in _NO_HEAD:
            return 0
    return len(inner) if _is_head(words, "", heavy) and words[-1] not in "，,、" else 0


def _is_head(words: str, rest: str, heavy: bool) -> bool:
    if heavy:
        return True
    return not re.search("[0-9０-９]", words) and (bool(rest) or len(words) <= _SHORT)


def _open(markup: str) -> list[tuple[str, str]]:
    """Return the elements that are open at the end of `markup`: name and tag."""
    opened: list[tuple[str, str]] = []
    for piece in _PIECE.finditer(markup):
        if piece[2] and piece[1]:
            opened.pop()
        elif piece[2]:
            opened.append((piece[2], piece[0]))
    return opened
