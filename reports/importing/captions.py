"""Captions compared by their words: the one normaliser, and the alignment of two lists of them.

Captions in circulation lose numerals, gain spaces and whole definitions, swap brackets and drop
characters (docs of real reports); their Chinese words in their order are what stays.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from reports.document import without_unseen

LEAST = 3  # characters that a part of a caption must have to stand for the whole
LONGEST = 120  # characters of a caption that are looked at
_NUMERAL = re.compile(
    r"\s*(?:第\s*[一二三四五六七八九十]+\s*部分|[(\[]?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)\]、.,:]+)+\s*"
)
_BRACKETS = re.compile(r"\([^()]*\)?")
_NOT_HAN = re.compile(r"[^一-鿿㐀-䶿〇]")


def flat(text: str) -> str:
    """Return `text` with half-width marks and without any space."""
    return "".join(unicodedata.normalize("NFKC", without_unseen(text[: LONGEST * 4])).split())


@lru_cache(maxsize=4096)
def wordings(caption: str) -> tuple[str, ...]:
    """Return the words of a caption, with and without what stands in brackets."""
    text = flat(caption)[:LONGEST]
    text = text[_leading(text) :]
    both = (_NOT_HAN.sub("", text), _NOT_HAN.sub("", _BRACKETS.sub("", text)))
    return tuple(dict.fromkeys(words for words in both if words))


def _leading(text: str) -> int:
    match = _NUMERAL.match(text)
    return match.end() if match else 0


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """Return how sure it is that two captions mean the same: 1 the same words, 0 not at all."""
    return max(
        (_alike(a, b) for a in wordings(one) for b in wordings(other)),
        default=0.0,
    )


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) < LEAST:
        return 0.0
    if long.startswith(short):
        return 0.9
    if short in long:
        return 0.8
    # Of lengths so different no ratio reaches 0.75, and a whole page would be compared for it.
    if 5 * len(short) < 3 * len(long) or len(set(short) & set(long)) < 0.6 * len(set(short)):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return 0.8 * ratio if ratio >= 0.75 else 0.0


MOST_ALIGNED = 3000


def align(found: int, wanted: int, score: Callable[[int, int], float]) -> dict[int, int]:
    """Return which of `found` things is which of `wanted`, both in their order: {found: wanted}.

    The pairing with the highest sum of scores wins; pairs without a score are none.
    """
    every = ((f, [score(f, w) for w in range(wanted)]) for f in range(found))
    kept = list(islice(((f, line) for f, line in every if any(line)), MOST_ALIGNED))
    pairs = _aligned([line for _, line in kept], wanted)
    return {kept[f][0]: w for f, w in pairs.items()}


def _aligned(scores: list[list[float]], wanted: int) -> dict[int, int]:
    found = len(scores)
    best = [[0.0] * (wanted + 1) for _ in range(found + 1)]
    for f in range(found - 1, -1, -1):
        row, below = best[f], best[f + 1]
        for w in range(wanted - 1, -1, -1):
            paired = scores[f][w] + below[w + 1] if scores[f][w] else 0.0
            row[w] = max(row[w + 1], below[w], paired)
    return _walk(best, scores, found, wanted)


def _walk(best, scores, found: int, wanted: int) -> dict[int, int]:
    pairs, f, w = {}, 0, 0
    while f < found and w < wanted:
        if scores[f][w] and best[f][w] == scores[f][w] + best[f + 1][w + 1]:
            pairs[f] = w
            f, w = f + 1, w + 1
        elif best[f][w] == best[f + 1][w]:
            f += 1
        else:
            w += 1
    return pairs


def align_captions(found: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    """Return which of the captions `found` is which of those `wanted`."""
    return align(len(found), len(wanted), lambda f, w: likeness(found[f], wanted[w]))
