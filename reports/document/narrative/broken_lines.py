"""Lines that the width of a paper broke, as they come from a PDF viewer or were typed with Enter.

The browser joins what is pasted by the same rule (static/js/prose/incoming/broken.js);
tests/document/narrative/broken_lines.json holds the two together.
"""

import re
from collections.abc import Sequence

NARROWEST, WIDEST, SLACK = 14, 60, 2.5  # in Chinese characters
LEAST = 3  # full lines that show a paper's width
_SENTENCE_END = re.compile(r"[。！？；：!?;:]['”’）)》]*$")
_BEGINS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[一二三四五六七八九十]是|第[一二三四五六]部分|[·•●■◆]"
)
# A sentence that a break cuts: a line ends with a comma, and words follow.
_CUT = re.compile(r"[一-鿿\d）)”》%][，、]$")
_WORDS_FOLLOW = re.compile(r"[一-鿿\d《“（(]")
_INDENT = re.compile(r"(?:\u3000|[ \xa0]{4})")
_MARKED_PAGE = re.compile(
    r"[-—–－_·]+\s*\d{1,3}\s*[-—–－_·]+|第\s*\d{1,3}\s*页(?:[，,/\s]*共\s*\d{1,3}\s*页)?"
)
_BARE_PAGE = re.compile(r"\d{1,3}")
_CELLS = re.compile(r"\t|[|｜]|(?:\s+[-+]?\d[\d,.]*){2,}\s*$")


def width(line: str) -> float:
    """Return how wide a line is with its indent, in Chinese characters."""
    return sum(1 if ord(character) > 0x2E7F else 0.5 for character in line.rstrip())


def begins(line: str) -> bool:
    """Whether a line begins an item or a heading of its own, by its number or mark."""
    return bool(_BEGINS.match(line.strip()))


def paper_width(lines: Sequence[str]) -> float:
    """Return the width that lines were broken at, 0 where nothing shows that they were."""
    widths = sorted((w for line in lines if (w := _prose_width(line))), reverse=True)
    for n, whole in enumerate(widths[: 1 + len(widths) // 10]):
        full = [w for w in widths[n:] if w >= whole - SLACK]
        if len(full) >= LEAST:
            return whole if whole <= WIDEST and _shows(lines, whole, len(widths)) else 0
    return 0


def _prose_width(line: str) -> float:
    own = width(line)
    return own if own >= NARROWEST and not _CELLS.search(line) else 0


def _shows(lines: Sequence[str], whole: float, count: int) -> bool:
    """Whether so many lines end at the paper's edge, half of them within a sentence."""
    full = [line.strip() for line in lines if whole - SLACK <= _prose_width(line) <= whole]
    open_ = [line for line in full if not _SENTENCE_END.search(line)]
    return len(full) >= 0.4 * count and 2 * len(open_) >= len(full)


def paragraphs(lines: Sequence[str], whole: float) -> list[list[int]]:
    """Return which lines make a paragraph each; page numbers among them are in none.

    `whole` is the paper's width; where it is 0, only a sentence that a break cuts goes on.
    """
    found: list[list[int]] = []
    pages = {n for n in range(len(lines)) if whole and _is_page(lines, n, whole)}
    kept = [n for n in range(len(lines)) if n not in pages]
    for n in kept:
        before = found[-1][-1] if found else -1
        goes_on = before >= 0 and (
            _goes_on(lines[before], lines[n], whole) if whole else is_cut(lines[before], lines[n])
        )
        if goes_on:
            found[-1].append(n)
        else:
            found.append([n])
    return found


def is_cut(line: str, following: str) -> bool:
    """Whether a line ends within a sentence that the next one goes on with."""
    if not _CUT.search(line.rstrip()) or not _WORDS_FOLLOW.match(following):
        return False
    return not begins(following) and not (_CELLS.search(line) or _CELLS.search(following))


def _is_full(line: str, whole: float) -> bool:
    return whole - SLACK <= _prose_width(line) <= whole


def _goes_on(line: str, following: str, whole: float) -> bool:
    if not _is_full(line, whole) or _CELLS.search(following) or _INDENT.match(following):
        return False
    ended = _SENTENCE_END.search(line.strip())
    return bool(following.strip()) and not (ended and _BEGINS.match(following.strip()))


def _is_page(lines: Sequence[str], n: int, whole: float) -> bool:
    """Whether a line is a page's number: marked as one, or a bare one within a sentence."""
    bare = lines[n].strip()
    if _MARKED_PAGE.fullmatch(bare):
        return True
    if not _BARE_PAGE.fullmatch(bare) or not 0 < n < len(lines) - 1:
        return False
    before, after = lines[n - 1], lines[n + 1]
    inside = _is_full(before, whole) and not _SENTENCE_END.search(before.strip())
    return inside and bool(re.match(r"\s*[一-鿿]", after)) and not _CELLS.search(after)


def put_together(one: str, other: str) -> str:
    """Return two pieces of a paragraph as one: numbers and words whole."""
    one, other = one.rstrip(), other.strip()
    letters = one[-1:].isascii() and one[-1:].isalpha() and other[:1].isascii()
    return f"{one} {other}" if letters and other[:1].isalpha() else one + other
