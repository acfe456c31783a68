"""A sentence as tokens: its numbers, its words, each the longest that the lexicon knows, and the rest."""

import re
from dataclasses import dataclass

from .lexicon import Lexicon
from .numbers import Number
from .passages import Sentence

_NONE: frozenset[str] = frozenset()
_OWN = frozenset({"plain", "own"})
_NEXT_TO_YEAR = re.compile("度?[底末初]?")


@dataclass(slots=True, eq=False)
class Token:
    """A word, a number or a run of letters that no entry knows: [start, end) of the sentence's words.

    `heads` are what the word does in a sentence; `strange` says that it is no word of the lexicon.
    """

    start: int
    end: int
    text: str
    heads: frozenset[str] = _NONE
    number: Number | None = None
    parts: tuple[str, ...] = ()  # the heads of `heads` that are rows and columns of the tables

    def has(self, *heads: str) -> bool:
        """Whether the word stands under one of the heads."""
        return not self.heads.isdisjoint(heads)

    def under(self, heads: frozenset[str]) -> "Token":
        """Return the token under other heads."""
        return Token(self.start, self.end, self.text, heads, self.number, self.parts)

    def also(self, *heads: str) -> "Token":
        """Return the token under more heads."""
        return self.under(self.heads | set(heads))


def heads_of(tokens: list[Token]) -> frozenset[str]:
    """Return all heads that some tokens stand under."""
    return _NONE.union(*[token.heads for token in tokens])


@dataclass(frozen=True)
class Ground:
    """What sentences are read with: the edition's words, the organ's name and the report's year."""

    lexicon: Lexicon
    organ: str
    year: int
    is_government: bool = False  # whether the organ's report sums up a whole place


Piece = tuple[int, int, Number | None]


def pieces_of(sentence: Sentence, ground: Ground) -> list[Piece]:
    """Return the ranges of a sentence's numbers and of the words that are known, in order."""
    words, at, found = sentence.words, 0, []
    for number in sentence.numbers:
        _known(words, at, number.start, ground, found)
        at = number.end
        if _is_year(number):
            at = _NEXT_TO_YEAR.match(words, at).end()
        found.append((number.start, at, number))
    _known(words, at, len(words), ground, found)
    return found


def _known(words: str, at: int, end: int, ground: Ground, found: list[Piece]) -> None:
    organ, spans = ground.organ, ground.lexicon.longest.spans
    while organ and (own := words.find(organ, at, end)) >= 0:
        spans(words, at, own, found)
        at = own + len(organ)
        found.append((own, at, None))
    spans(words, at, end, found)


def tokens_of(words: str, pieces: list[Piece], ground: Ground) -> list[Token]:
    """Return the tokens of words in order, all their letters in one of them."""
    heads, parts, organ, at, found = ground.lexicon.heads, ground.lexicon.parts, ground.organ, 0, []
    for start, end, number in pieces:
        if start > at:
            _unknown(words, at, start, found)
        at, text = end, words[start:end]
        if number:
            found.append(Token(start, end, text, _heads_of(number, ground.year), number))
        elif text == organ:
            found.append(Token(start, end, text, _OWN))
        else:
            found.append(Token(start, end, text, heads[text], None, parts.get(text, ())))
    if at < len(words):
        _unknown(words, at, len(words), found)
    return found


def _is_year(number: Number) -> bool:
    return number.unit == "年" and 2000 <= number.value < 2100 and number.value == int(number.value)


_NUMBER, _COUNT = frozenset({"number"}), frozenset({"number", "count"})


def _heads_of(number: Number, year: int) -> frozenset[str]:
    if not _is_year(number):
        return _COUNT if number.counts else _NUMBER
    return frozenset({"plain", "year", {0: "now", -1: "last", 1: "next"}.get(int(number.value) - year, "other year")})


_RUNS = re.compile("[一-鿿]+|[，：；]|[“”#]+|[^一-鿿，：；“”#]+")
_MARKS = dict.fromkeys("，：；", frozenset({"stop"})) | dict.fromkeys("“”#", frozenset({"plain"}))


def _unknown(words: str, at: int, end: int, found: list[Token]) -> None:
    run = words[at:end]
    if len(run) == 1 or run.isalpha():  # most are: a mark, or letters only
        found.append(Token(at, end, run, _MARKS.get(run, _NONE)))
        return
    for part in _RUNS.finditer(words, at, end):
        found.append(Token(part.start(), part.end(), part[0], _MARKS.get(part[0][0], _NONE)))
