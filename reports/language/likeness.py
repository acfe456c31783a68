"""How much two sections say the same: what is everybody's left out, then shingles and min-hash.

What every report has is nobody's copy: legal openings, headings, the passages that the product
offers. Figures and the organ's own name are left out, too: a copy with other figures is a copy.
"""

import hashlib
import re
import struct
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from functools import cache

from reports.document import plain_text
from reports.editions import Edition

SHINGLE = 5  # characters
LEAST = 100  # characters of a section's own words, for it to be compared at all
ALIKE = 0.8  # of the shingles of both together: almost the same
BINS, ROWS = 64, 4  # of a signature; a band is so many rows
NEAREST = 4  # how many neighbours of a bucket each is compared with
_MAY_BE = 0.6  # of two signatures: the texts are to be compared
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_OTHER = re.compile(r"[\d\W_]+")
_SHORT = 12  # characters of a heading
# What a sentence says that every report must have, or where somebody can be asked.
_STANDARD = re.compile(
    "政府信息公开条例|国办公开办函|国办发|办公厅|统计期限|年度报告|所列数据|电子版|联系电话|邮政编码|信息处理费|"
    "其他需要报告的事项|需要报告的其他事项"
)
Signature = tuple[int, ...]


def own_words(markup: str, organ: str, edition: Edition) -> str:
    """Return what a section says of its own: no figures, marks, names, headings, standard sentences."""
    kept, standard = [], _offered(edition)
    for sentence in _SENTENCE.findall(plain_text(markup)):
        if _STANDARD.search(sentence):
            continue
        words = _OTHER.sub("", sentence.replace(organ, "") if organ else sentence)
        if len(words) > _SHORT and words not in standard:
            kept.append(words)
    return "".join(kept)


@cache
def _offered(edition: Edition) -> frozenset[str]:
    """Return the sentences of the passages that the product offers, as `own_words` would have them."""
    parts = (edition.preface, *edition.sections)
    texts = [text for part in parts for model in part.models for text in (model.text, model.example)]
    plain = (re.sub(r"\{[\w.]+\}", "", text) for text in texts)
    return frozenset(_OTHER.sub("", one) for text in plain for one in _SENTENCE.findall(text))


def shingles(words: str) -> frozenset[str]:
    """Return every run of characters that stands in the words."""
    return frozenset(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))


def likeness(mine: Collection[str], theirs: Collection[str]) -> float:
    """Return which part of the shingles of both stands in both (Jaccard), from 0 to 1."""
    both = len(frozenset(mine) & frozenset(theirs))
    return both / max(1, len(mine) + len(theirs) - both)


def signature(words: str) -> bytes:
    """Return the min-hash of the words' shingles; empty where there are too few words.

    One permutation, in bins; an empty bin takes the next one's value (densified by rotation).
    """
    if len(words) < LEAST:
        return b""
    lowest: list[int | None] = [None] * BINS
    for shingle in shingles(words):
        number = int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")
        place, value = number % BINS, number // BINS % 2**32
        if lowest[place] is None or value < lowest[place]:
            lowest[place] = value
    return struct.pack(f">{BINS}I", *_dense(lowest))


def _dense(lowest: list[int | None]) -> Iterator[int]:
    for place in range(BINS):
        steps = next(n for n in range(BINS) if lowest[(place + n) % BINS] is not None)
        yield (lowest[(place + steps) % BINS] + steps * 0x9E3779B1) % 2**32


def read_signature(stored: bytes) -> Signature:
    """Return the numbers of a stored signature."""
    return struct.unpack(f">{BINS}I", stored)


def seem_alike(mine: Signature, theirs: Signature) -> bool:
    """Whether the texts behind two signatures are worth comparing."""
    return sum(a == b for a, b in zip(mine, theirs, strict=True)) >= _MAY_BE * BINS


def candidates(prints: Iterable[tuple[Hashable, Signature]]) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield the pairs that may be alike, each once: neighbours in the order given, in any bucket.

    At most BINS / ROWS times NEAREST a print: linear. Of many that are alike each is linked with
    its neighbours, so that they hold together also within any stretch of the order.
    """
    prints, seen = list(prints), set()
    for band in range(0, BINS, ROWS):
        buckets: dict[Signature, list[int]] = defaultdict(list)
        for at, (_, numbers) in enumerate(prints):
            buckets[numbers[band : band + ROWS]].append(at)
        for bucket in buckets.values():
            for pair in _neighbours(bucket):
                if pair not in seen:
                    seen.add(pair)
                    one, other = (prints[at] for at in pair)
                    if seem_alike(one[1], other[1]):
                        yield one[0], other[0]


def _neighbours(bucket: list[int]) -> Iterator[tuple[int, int]]:
    for at, one in enumerate(bucket):
        for other in bucket[at + 1 : at + 1 + NEAREST]:
            yield one, other
