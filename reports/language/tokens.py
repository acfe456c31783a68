"""A sentence as tokens: its numbers, its words, each the longest that the lexicon knows, and the rest."""

import re
from collections.abc import Iterator
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

    def also(self, *heads: str) -> "Token":
        """Return the token under more heads."""
        return Token(self.start, self.end, self.text, self.heads | set(heads), self.number, self.parts)


@dataclass(frozen=True)
class Ground:
    """What sentences are read with: the edition's words, the organ's name and the report's year."""

    lexicon: Lexicon
    organ: str
    year: int


def tokens_of(sentence: Sentence, ground: Ground) -> list[Token]:
    """Return the tokens of a sentence in order, all its letters in one of them."""
    lexicon, organ, year = ground.lexicon, ground.organ, ground.year
    words, at, found = sentence.words, 0, []
    for number in sentence.numbers:
        found += _words(words, at, number.start, lexicon, organ)
        token = _number(words, number, year)
        found.append(token)
        at = token.end
    return found + list(_words(words, at, len(words), lexicon, organ))


def words_of(sentence: Sentence, ground: Ground) -> Iterator[tuple[int, str]]:
    """Yield the words of a sentence without numbers that the lexicon knows, but for the own name."""
    words, at, lexicon, organ = sentence.words, 0, ground.lexicon, ground.organ
    while at < len(words):
        own = words.find(organ, at) if organ else -1
        end = own if own >= 0 else len(words)
        for first, last in lexicon.longest.spans(words, at, end):
            yield first, words[first:last]
        at = end + len(organ) if own >= 0 else end


def _number(words: str, number: Number, year: int) -> Token:
    end, heads = number.end, {"number"}
    if number.unit == "年" and number.value in range(2000, 2100):
        end = _NEXT_TO_YEAR.match(words, end).end()
        heads = {"plain", "year", {0: "now", -1: "last", 1: "next"}.get(int(number.value) - year, "other year")}
    elif number.counts:
        heads.add("count")
    return Token(number.start, end, words[number.start : end], frozenset(heads), number)


def _words(words: str, at: int, end: int, lexicon: Lexicon, organ: str) -> Iterator[Token]:
    while organ and (own := words.find(organ, at, end)) >= 0:
        yield from _known(words, at, own, lexicon)
        at = own + len(organ)
        yield Token(own, at, organ, _OWN)
    yield from _known(words, at, end, lexicon)


def _known(words: str, at: int, end: int, lexicon: Lexicon) -> Iterator[Token]:
    heads = lexicon.heads
    for first, last in lexicon.longest.spans(words, at, end):
        if first > at:
            yield from _unknown(words, at, first)
        word = words[first:last]
        yield Token(first, last, word, heads[word], None, lexicon.parts.get(word, ()))
        at = last
    if at < end:
        yield from _unknown(words, at, end)


def known_words(words: str, lexicon: Lexicon) -> Iterator[Token]:
    """Yield the tokens of words without numbers."""
    return _known(words, 0, len(words), lexicon)


_RUNS = re.compile("(?P<letters>[一-鿿]+)|(?P<stop>[，：；])|(?P<quotes>[“”#]+)|[^一-鿿，：；“”#]+")
_HEADS = {"stop": frozenset({"stop"}), "quotes": frozenset({"plain"})}


_SINGLE = dict.fromkeys("，：；", _HEADS["stop"]) | dict.fromkeys("“”#", _HEADS["quotes"])


def _unknown(words: str, at: int, end: int) -> Iterator[Token]:
    run = words[at:end]
    if len(run) == 1 or run.isalpha():  # most are: a mark, or letters only
        yield Token(at, end, run, _SINGLE.get(run, _NONE))
        return
    for run in _RUNS.finditer(words, at, end):
        yield Token(run.start(), run.end(), run[0], _HEADS.get(run.lastgroup, _NONE))
