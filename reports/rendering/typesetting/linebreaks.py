"""Where a line of Chinese text ends, and where it gives when it is set to the full measure.

Source of the rules: GB/T 15834-2011 附录 B (punctuation at the ends of lines), GB/T 9704-2012.
"""

from collections.abc import Mapping

NOT_FIRST = frozenset(
    "，。、；：！？）》〉」』】〕〗｝］”’…—～·％‰℃℉°′″!),.:;?]}%>￠ーァィゥェォャュョッ々〻"
)
NOT_LAST = frozenset("（《〈「『【〔〖｛［“‘([{<￥＄£$＃#№")
# Straight quotes and slashes may open or close: they stay with both their neighbours.
_NEUTRAL = frozenset("\"'")
_PUNCTUATION = NOT_FIRST | NOT_LAST
_NARROW = 5
# A word of so many characters that a line would be left a third empty.
_LONG_WORD = 18
_TOLERANCE = 0.001


def is_western(character: str) -> bool:
    """Whether the character belongs to words that are not broken: Latin letters, digits, signs."""
    return "!" <= character < "\u2000" and character != "\u00b7"


def breakable(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, after = text[at - 1], text[at]
    if after == " " or after in NOT_FIRST or before in NOT_LAST:
        return False
    if before in _NEUTRAL or after in _NEUTRAL or before == "." and text[at - 2 : at - 1].isdigit():
        return False
    return before == " " or not (is_western(before) and is_western(after))


def line_end(text: str, advances: Mapping[str, float], measure: float, anywhere: bool) -> int:
    """Return how many characters of `text` fill a line; `len(text)` when it fits whole.

    `advances` gives widths in the unit of `measure`. `anywhere` lets a word longer than the line be
    broken; otherwise such a line is too long. Spaces at the end may hang out.
    """
    full = _overflow(text, advances, measure)
    if full is None:
        return len(text)
    end = full
    while end and not breakable(text, end):
        end -= 1
    if full - end > _LONG_WORD and (slash := _within_address(text, end, full)):
        return slash
    if not end:
        return max(full, 1) if anywhere else _next_break(text, max(full, 1))
    return _company(text, _after_number(text, end))


def _within_address(text: str, start: int, full: int) -> int:
    """Return where the long address of a page that begins at `start` may end a line; 0: nowhere."""
    scheme = text.find("://", start, full)
    slash = text.rfind("/", scheme + 3, full) + 1 if scheme >= 0 else 0
    return slash if slash > start + _LONG_WORD // 2 and slash < len(text) else 0


def _overflow(text: str, advances: Mapping[str, float], measure: float) -> int | None:
    total = 0.0
    measure += _TOLERANCE
    for at, character in enumerate(text):
        total += advances[character]
        if total > measure and character != " ":
            return at
    return None


def _next_break(text: str, start: int) -> int:
    at = start
    while at < len(text) and not breakable(text, at):
        at += 1
    return at


def _after_number(text: str, end: int) -> int:
    # In a narrow column （三）不 / 予公开 reads worse than （三） / 不予公开.
    if 2 < end <= _NARROW and text[end - 2] in "）、":
        return end - 1
    return end


def _company(text: str, end: int) -> int:
    # A last line of one character takes another one with it.
    if sum(c not in _PUNCTUATION for c in text[end : end + 4].strip()) > 1 or len(text) > end + 3:
        return end
    earlier = end - 1
    while earlier > end - 5 and earlier > 1 and not breakable(text, earlier):
        earlier -= 1
    return earlier if earlier > 1 and breakable(text, earlier) else end


def gaps(text: str) -> list[bool]:
    """Return after which characters but the last a line gives: all but inside Western words."""
    return [not (is_western(a) and is_western(b)) for a, b in zip(text, text[1:], strict=False)]
