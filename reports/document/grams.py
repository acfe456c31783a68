"""Words for the search index, in a language without spaces: characters and pairs of neighbours.

A pair (bigram) is the shortest piece that still tells Chinese words apart, and most words are two
characters; three (SQLite's own `trigram`) would find no word of two. Both databases index the very
same pieces, written in hexadecimal so that no tokeniser has an opinion about them.
"""

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(r"[^\W_]+")


def searchable(text: str) -> str:
    """Return `text` as it is searched: full-width forms and capitals folded, spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def runs(text: str) -> list[str]:
    """Return the unbroken runs of letters, characters and digits, each once, in order."""
    return list(dict.fromkeys(_RUN.findall(searchable(text))))


def grams(run: str) -> Iterator[str]:
    """Yield the pieces that stand for a run when it is looked for: its pairs, or its character."""
    if len(run) == 1:
        yield f"{ord(run):x}"
    for first, second in zip(run, run[1:], strict=False):
        yield f"{ord(first):x}z{ord(second):x}"


def index_of(text: str) -> str:
    """Return every piece of `text`, single characters too, parted by spaces, in one order."""
    found = runs(text)
    characters = {f"{ord(character):x}" for character in set("".join(found))}
    return " ".join(sorted(characters.union(*map(grams, found))))
