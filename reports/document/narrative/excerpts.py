"""What differs between two texts, cut down to where it differs."""

from .merging import Piece
from .text import plain_text

AROUND = 16  # characters shown before and after what differs
LONGEST = 80  # characters shown of what differs itself


def excerpt(old: str, new: str) -> list[Piece]:
    """Return where two narratives differ: pieces of kind `same`, `old` or `new`, none if nowhere.

    Numbers and Latin words are never cut. In linear time; never more than a few lines.
    """
    before, after = plain_text(old), plain_text(new)
    if before == after:
        return []
    head = _common(before, after, 1)
    tail = _common(before[head:], after[head:], -1)
    head, tail = _to_word(before, after, head), _to_word(before[::-1], after[::-1], tail)
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    left, right = before[:head], before[len(before) - tail :]
    pieces = [
        ("same", ("…" if head > AROUND else "") + left[-AROUND:]),
        ("old", _short(gone)),
        ("new", _short(come)),
        ("same", right[:AROUND] + ("…" if tail > AROUND else "")),
    ]
    return [(kind, text) for kind, text in pieces if text]


def _common(one: str, other: str, step: int) -> int:
    count = 0
    for a, b in zip(one[::step], other[::step], strict=False):
        if a != b:
            break
        count += 1
    return count


def _to_word(one: str, other: str, edge: int) -> int:
    """Move the edge back to where neither text has a number or a Latin word across it."""
    while (
        edge and _is_word(one[edge - 1]) and any(_is_word(t[edge : edge + 1]) for t in (one, other))
    ):
        edge -= 1
    return edge


def _is_word(character: str) -> bool:
    return bool(character) and character.isascii() and (character.isalnum() or character in ".,")


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}……（共{len(text)}字）……{text[-half:]}"
