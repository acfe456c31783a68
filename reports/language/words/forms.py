"""Phrases written short, and what finds the longest of many at a place.

`[新]收[到]` stands for 收, 新收, 收到, 新收到; `(上|去)年` for 上年 and 去年; `(上|去|)年` for 年 too.
"""

import re
from collections.abc import Iterable

UNBROKEN = "结转"  # no other word ends within it: 未结转 is 未 and 结转, not 未结
_INNERMOST = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")


def spelled_out(form: str) -> list[str]:
    """Return every phrase that a form stands for, each once; raise ValueError when its brackets do not match."""
    found, left = {}, [form]
    while left:
        told = left.pop()
        if inner := _INNERMOST.search(told):
            choices = inner[2].split("|") if inner[1] is None else [*inner[1].split("|"), ""]
            left += [told[: inner.start()] + choice + told[inner.end() :] for choice in choices]
        elif not {*"[]()|"}.isdisjoint(told):
            raise ValueError(form)
        else:
            found[told] = None
    return list(filter(None, found))


class Longest:
    """Finds the longest of many phrases at each place of a text, from left to right, in linear time.

    The lengths to try are looked up by the first two letters: a handful, however many phrases there are.
    """

    def __init__(self, phrases: Iterable[str]):
        self.phrases = frozenset(phrases)
        lengths: dict[str, set[int]] = {}
        for phrase in self.phrases:
            lengths.setdefault(phrase[:2], set()).add(len(phrase))
        self.lengths = {begin: tuple(sorted(of, reverse=True)) for begin, of in lengths.items()}

    def spans(self, words: str, at: int, end: int, found: list) -> None:
        """Add (start, end, None) of each phrase in a range of `words` to `found`; none overlaps another."""
        lengths, phrases = self.lengths, self.phrases
        while at < end:
            for length in lengths.get(words[at : at + 2], ()):
                last = at + length
                if last <= end and words[at:last] in phrases and words[last - 1 : last + 1] != UNBROKEN:
                    break
            else:
                length = 1 if words[at] in phrases else 0
            if length:
                found.append((at, at + length, None))
            at += length or 1
