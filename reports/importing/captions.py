"""Captions compared by their words: the one normaliser, and the alignment of two lists of them.

Captions in circulation lose numerals, gain spaces and whole definitions, swap brackets and drop
characters (docs of real reports); their Chinese words in their order are what stays.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from reports.document import without_unseen
from reports.document.search.grams import simplified_table

LEAST = 3  # characters that a part of a caption must have to stand for the whole
# A piece of these words stands in many captions, titles and a site's own headings: it names none.
_EVERYWHERE = "政府信息公开申请数量情况政府信息公开工作年度报告"
LONGEST = 120  # characters of a caption that are looked at
_NUMERAL = re.compile(
    r"\s*(?:第\s*[一二三四五六七八九十]+\s*部分|[(\[]?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)\]、.,:]+)+\s*"
)
_BRACKETS = re.compile(r"\([^()]*\)?")
_NOT_HAN = re.compile(r"[^一-鿿㐀-䶿〇]")


def flat(text: str) -> str:
    """Return `text` in simplified characters, with half-width marks and without any space."""
    return simplified(unspaced(text))


def unspaced(text: str) -> str:
    """Return `text` with half-width marks and without any space, its characters as written."""
    return "".join(unicodedata.normalize("NFKC", without_unseen(text[: LONGEST * 4])).split())


def simplified(text: str) -> str:
    """Return `text` with every traditional character as its simplified one, place for place."""
    return text if text.isascii() else text.translate(simplified_table())


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
    if len(short) < LEAST or short in _EVERYWHERE:
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
    return matched(len(found), len(wanted), lambda f, w: likeness(found[f], wanted[w]))


def matched(
    found: int,
    wanted: int,
    score: Callable[[int, int], float],
    like: Callable[[int, int], float] | None = None,
) -> dict[int, int]:
    """Return what `align` does, but words come before order.

    What `like` (1: the same words; `score` where there is none) calls the same, and calls so of
    nothing else on either side, is paired wherever it stands; `align` settles the rest in order.
    """
    like = like or score
    pairs = align(found, wanted, score)
    own = _only_pairs(found, wanted, like)
    if all(pairs.get(f) == w for f, w in own.items()):
        return pairs
    taken = set(own.values())
    kept = {f: w for f, w in pairs.items() if f not in own and w not in taken}
    # What stood in the way of the order may now be paired among what is left.
    fs = [f for f in range(found) if f not in own and f not in kept]
    ws = [w for w in range(wanted) if w not in taken and w not in kept.values()]
    rest = align(len(fs), len(ws), lambda f, w: score(fs[f], ws[w]))
    return own | kept | {fs[f]: ws[w] for f, w in rest.items()}


def _only_pairs(found: int, wanted: int, like: Callable[[int, int], float]) -> dict[int, int]:
    """Return the pairs of the same words, where neither side has them a second time."""
    same = [
        (f, w) for w in range(wanted) for f in range(min(found, MOST_ALIGNED)) if like(f, w) == 1
    ]
    fs, ws = Counter(f for f, _ in same), Counter(w for _, w in same)
    return {f: w for f, w in same if fs[f] == ws[w] == 1}
