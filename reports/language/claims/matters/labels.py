"""The words of one label: what of them is understood, and what came over from or goes on to another year."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...words.tokens import Token, heads_of
from ..names import Names
from ..spoken import Mention

_ALWAYS = ("plain", "self", "own", "now", "stop", "join")
# Words that leave no doubt which applications are spoken of.
IS_OF_REQUESTS = re.compile("信息公开|依申请|公开申请|申请公开|信息申请|公开(?:政府|政务)?信息")
_INFORMATION = ("政府信息", "信息公开")
_OTHER_KINDS = ("各类", "非", "全部", "所有", "其他", "以及", "部分公开", "不予公开")
_DATE_WORDS = frozenset(("于", "在", "底", "初", "之前", "前", "份", "上旬", "中旬", "下旬", "年初"))


@dataclass(frozen=True)
class Rest:
    """What is left of a label: `restricted` when it narrows the count, `strange` by words unknown."""

    restricted: bool
    strange: bool = False
    office: bool = False  # whether another office or place is named

    @property
    def unexplained(self) -> bool:
        """Whether there are words that say something else of the same office."""
        return self.strange and not self.office


class Label:
    """The words of one count, read for what they name; `readings.py` has what they mean."""

    bound = ""  # whether the count is of a part of what it names, AT_MOST

    def __init__(self, mention: Mention, names: Names, organ: str = ""):
        self.mention, self.names, self.q, self.organ = mention, names, names.q, organ
        self.head, self.tail, self.label = mention.head, mention.tail, mention.label
        self.said = heads_of(self.head)  # what the words before the count do
        self.before, self.after = mention.before, mention.after
        self.words = f"{self.before}#{self.after}"
        self.inherited = mention.inherited


def rest_of(mention: Mention, heads: Iterable[str] = (), known: Iterable[Token] = ()) -> Rest:
    """Judge the words of a label that neither name the quantity nor go with any count.

    Words under one of `heads`, and the tokens `known`, name it.
    """
    if mention.foreign:
        return Rest(True, office=True)
    label = mention.label
    understood = {*_ALWAYS, *heads, *(("loose", "happens") if mention.denied else ())}
    left = [token for n, token in enumerate(label) if not _goes(label, n, understood)]
    if left:
        spans = {token.start for token in (*known, *_dates(label), *_channels(mention))}
        left = [token for token in left if token.start not in spans]
    office = any("office" in token.heads for token in left)
    before = mention.bracket_before
    other_kinds = before is not None and any(word in before.words for word in _OTHER_KINDS)
    return Rest(bool(left) or other_kinds, bool(left), office)


def _goes(label: list[Token], n: int, understood: set[str]) -> bool:
    """Whether a word is understood; 涉及 only where what follows is."""
    if label[n].text == "涉及":
        after = next((other for other in label[n + 1 :] if not other.has("own", "self")), None)
        if after:
            return after.text.startswith(_INFORMATION) or bool(after.parts)
    return not label[n].heads.isdisjoint(understood)


def _channels(mention: Mention) -> list[Token]:
    """Return the channels of a clause that denies several: they are all; one alone is not."""
    clause = mention.spoken.between(mention.begin, mention.number.end) if mention.denied else ()
    found = [token for token in clause if "channel" in token.heads]
    return found if len(found) > 1 else []


def _dates(label: list[Token]) -> Iterator[Token]:
    """Yield what tells only when all was done: 已于1月10日前."""
    dated = False
    for token in label:
        is_date = token.number and token.number.unit in ("月", "日") or "month" in token.heads or token.text in _DATE_WORDS
        dated = token.text == "已" or dated and is_date
        if dated and is_date:
            yield token


def has(tokens: Iterable[Token], *heads: str) -> bool:
    """Whether any token stands under one of the heads."""
    return any(not token.heads.isdisjoint(heads) for token in tokens)


_GAP = 6  # letters between a year and what was carried out of it
_ON = frozenset(("继续", "办理", "办结", "处理", "答复"))


def carried_over(tokens: list[Token]) -> list[Token]:
    """Return the tokens that say that something came over from the year before."""
    for n, token in enumerate(tokens):
        if "last" in token.heads and (end := _next(tokens, n, "carry", _GAP)) is not None:
            return tokens[n : end + 1]
        if token.text in ("结转", "转结") and (end := _next(tokens, n, "last", 1)) is not None:
            return tokens[n : end + 1]
    return []


def carried_forward(tokens: list[Token]) -> list[Token]:
    """Return the tokens that say that something goes on to the next year, or is not done yet."""
    for n, token in enumerate(tokens):
        if "onward" in token.heads and (end := _next(tokens, n, "next", 3)) is not None:
            return _with_work(tokens, n, end)
        if "next" in token.heads and len(told := _with_work(tokens, n, n)) > 1:
            return told
        if "pending" in token.heads:
            return [token]
    return []


def _with_work(tokens: list[Token], begin: int, end: int) -> list[Token]:
    """Return tokens with those after them that say what is done next: 结转下年度继续办理."""
    while end + 1 < len(tokens) and (tokens[end + 1].text in _ON or tokens[end + 1].has("carry", "pending")):
        end += 1
    return tokens[begin : end + 1]


def _next(tokens: list[Token], at: int, head: str, gap: int) -> int | None:
    """Return the place of the next token under a head, at most `gap` letters on and past no mark."""
    for n in range(at + 1, len(tokens)):
        if tokens[n].has(head):
            return n
        gap -= len(tokens[n].text)
        if gap < 0 or tokens[n].has("stop", "count"):
            return None
    return None
