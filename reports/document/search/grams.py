"""Words for the search index, in a language without spaces: characters and pairs of neighbours.

A pair (bigram) is the shortest piece that still tells Chinese words apart, and most words are two
characters; three (SQLite's own `trigram`) would find no word of two. A number is one piece, whole:
3050 is not in 13050. Both databases index the very same pieces, written in hexadecimal so that no
tokeniser has an opinion about them.

What is looked for and what is searched are folded alike, a character at a time, so that a place in
the folded text is a place in the text as it was written.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

# A point between digits parts no number: 190.457379, 1.5亿元.
_RUN = re.compile(r"[^\W_]+(?:(?<=[0-9])\.(?=[0-9])[^\W_]+)*")
_GROUPING = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Return the simplified form of each traditional character that has one of its own.

    traditional.txt: a word for each simplified character of GB 2312, its traditional forms after it;
    made with OpenCC's dictionary of characters.
    """
    words = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()
    return {form: word[0] for word in words for form in word[1:]}


@lru_cache(maxsize=1)
def simplified_table() -> dict[int, str]:
    """Return what `str.translate` makes simplified characters of traditional ones with."""
    return str.maketrans(_simplified())


def traditional_of(text: str) -> dict[str, str]:
    """Return the traditional forms of the characters of a folded text, each with its simplified."""
    there = set(text)
    return {form: plain for form, plain in _simplified().items() if plain in there}


@lru_cache(maxsize=1 << 15)
def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    simplified = _simplified()
    return "".join(simplified.get(one, one) for one in plain)


def shown(text: str) -> str:
    """Return `text` as excerpts quote it: as it was written, spaces and lines single."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def searchable(text: str) -> str:
    """Return `text` as it is searched.

    Full-width forms, capitals and traditional characters are folded, spaces single.
    """
    return " ".join("".join(map(_folded, shown(text))).split())


def places(text: str) -> "Places":
    """Return where the folded form of `text` (as `shown` gives it) lies in it."""
    return Places(text)


class Places:
    """A text's folded form, and the way back to the text."""

    def __init__(self, text: str):
        pieces = [_folded(character) for character in text]
        self.folded = "".join(pieces)
        # Almost every character folds to one: then places are the same.
        alike = len(self.folded) == len(text) and all(map(len, pieces))
        self._ends = None if alike else list(accumulate(map(len, pieces)))

    def back(self, at: int) -> int:
        """Return which character of the text became the one at `at`."""
        return at if self._ends is None else bisect_right(self._ends, at)


def runs(text: str) -> list[str]:
    """Return the unbroken runs of letters, characters and digits, each once, in order."""
    return list(dict.fromkeys(_RUN.findall(_GROUPING.sub("", searchable(text)))))


def is_number(run: str) -> bool:
    """Whether a run is a whole number, with decimals or without."""
    return bool(_NUMBER.fullmatch(run))


def grams(run: str) -> Iterator[str]:
    """Yield the pieces that stand for a run when it is looked for.

    Its pairs, or its only character; of a number, itself.
    """
    if is_number(run):
        yield _whole(run)
        return
    if len(run) == 1:
        yield f"{ord(run):x}"
    yield from _pairs(run)


def _pairs(run: str) -> Iterator[str]:
    for first, second in zip(run, run[1:], strict=False):
        yield f"{ord(first):x}z{ord(second):x}"


def _whole(number: str) -> str:
    return f"zz{'z'.join(f'{ord(character):x}' for character in number)}"


def index_of(text: str) -> str:
    """Return every piece of `text`, single characters too, parted by spaces, in one order."""
    found = runs(text)
    characters = {f"{ord(character):x}" for character in set("".join(found))}
    numbers = {_whole(number) for run in found for number in _NUMBER.findall(run)}
    return " ".join(sorted(characters.union(numbers, *map(_pairs, found))))
