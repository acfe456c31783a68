"""A report made ready for reading: its words without spaces, with the way back to every character."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reports.document import Document, plain_text
from reports.guarded import Watched

from .numbers import Number, read_numbers

# Characters of one section that are read: fifty times what the ministry asks for (a thousand).
LONGEST = 100_000
_HALF = ",;:?!()%％．﹪"
_FULL = "，；：？！（）%%.%"
_DIGITS = {0xFF10 + n: str(n) for n in range(10)}
_SAME = {
    ord("﹙"): "（",
    ord("﹚"): "）",
    ord("－"): "-",
    ord("–"): "-",
    ord("—"): "-",
    ord("～"): "~",
}
_CANON = {
    chr(old): new if isinstance(new, str) else chr(new)
    for old, new in (str.maketrans(_HALF, _FULL) | _DIGITS | _SAME).items()
}
_OTHER_FORM = re.compile("[" + re.escape("".join(_CANON)) + "]")
# 共收到申请1, and 23件 on the next line.
_BROKEN = re.compile(r"([一-鿿]\d{1,6})\n(\d{1,6}(?:件|条|份|次|篇|项|个|万元|元|人次|场|期))")
_NOT_SPACE = re.compile(r"\S+")


@dataclass(frozen=True)
class Passage:
    """The words of one section. `canon` has no spaces, full-width marks and half-width digits."""

    section: str
    caption: str
    text: str

    @cached_property
    def _unbroken(self) -> str:
        """Its text, a number that is broken over two lines as one; every letter in its place."""
        return _BROKEN.sub(r"\1 \2", self.text)

    @cached_property
    def offsets(self) -> list[int]:
        """The place in `text` of each character of `canon`."""
        runs = _NOT_SPACE.finditer(self._unbroken.replace("\n", "\x01"))
        return [at for run in runs for at in range(run.start(), run.end())]

    @cached_property
    def canon(self) -> str:
        """The words as rules read them; a line break is kept."""
        words = "".join(_NOT_SPACE.findall(self._unbroken.replace("\n", "\x01")))
        one_form = _OTHER_FORM.sub(lambda mark: _CANON[mark[0]], words)
        return one_form.replace("\x01", "\n")

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in `text` of a range in `canon`."""
        if start >= end:
            return (0, 0)
        return self.offsets[start], self.offsets[end - 1] + 1

    @cached_property
    def sentences(self) -> list["Sentence"]:
        """Its sentences in order; the content of a bracket is a sentence of its own."""
        return Watched(_sentences(self.canon))


@dataclass(eq=False)
class Sentence:
    """A run of `canon` without brackets: its words, and where each stands.

    `parent` is the sentence whose bracket this is; `at` is the place in the parent's words.
    `line` numbers the paragraph, `opens` says that a paragraph begins here, `end_mark` is the mark
    after it.
    """

    line: int
    opens: bool = False
    parent: "Sentence | None" = None
    at: int = 0
    words: str = ""
    end_mark: str = ""
    places: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @cached_property
    def numbers(self) -> list[Number]:
        """Its numbers in order."""
        return read_numbers(self.words)

    def numbers_near(self, first: int, last: int) -> list[Number]:
        """Return its numbers that end in [first, last]."""
        return self.numbers[bisect_left(self._ends, first) : bisect_right(self._ends, last)]

    @cached_property
    def _ends(self) -> list[int]:
        return [number.end for number in self.numbers]

    def since(self, at: int, marks: str = "，：；") -> int:
        """Return the place after the last of some marks before a place, 0 where there is none."""
        return max(self.words.rfind(mark, 0, at) for mark in marks) + 1

    def take(self, words: str, start: int) -> None:
        """Add words that stand at `start`."""
        self.pieces.append(words)
        self.places.extend(range(start, start + len(words)))

    def finish(self) -> None:
        """Put the pieces together."""
        self.words = "".join(self.pieces)

    def joined(self, after: "Sentence") -> "Sentence":
        """Return this sentence and the next as one, parted by its mark."""
        words = f"{self.words}{self.end_mark}{after.words}"
        mark = (self.places or [0])[-1:]
        return Sentence(self.line, self.opens, None, 0, words, after.end_mark,
                        [*self.places, *mark, *after.places])  # fmt: skip

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in `canon` of a range of its words."""
        if not self.places or start >= len(self.places):
            return (0, 0)
        return self.places[start], self.places[max(start, end - 1)] + 1


_MARKS = re.compile(r"[（）。；！？\n]")
_DEEPEST = 4
# Characters: what goes on longer without a stop is no sentence, and rules look back within one.
_LONGEST_SENTENCE = 1500


def _sentences(canon: str) -> Iterator[Sentence]:
    reader, at = _Reader(), 0
    for mark in _MARKS.finditer(canon):
        yield from reader.take(canon[at : mark.start()], at)
        yield from reader.mark(mark[0], mark.start())
        at = mark.end()
    yield from reader.take(canon[at:], at)
    yield from reader.finish()


class _Reader:
    """Splits words into sentences in one pass; brackets nest to a bounded depth."""

    def __init__(self):
        self.line, self.depth, self.length = 0, 0, 0
        self.pending: list[Sentence] = []
        self._begin(opens=True)

    def _begin(self, opens: bool = False) -> None:
        self.current = Sentence(self.line, opens)
        self.pending.append(self.current)

    def take(self, words: str, at: int) -> list[Sentence]:
        """Add words without a mark; return the sentences that end because they are too long."""
        ended = []
        for cut in range(0, len(words), _LONGEST_SENTENCE):
            piece = words[cut : cut + _LONGEST_SENTENCE]
            self.current.take(piece, at + cut)
            self.length += len(piece)
            if self.length >= _LONGEST_SENTENCE:
                ended += self._end("，")
        return ended

    def mark(self, mark: str, at: int) -> list[Sentence]:
        """Act on a mark; return the sentences that it ends."""
        self.length += 1
        if mark == "（":
            self._open()
        elif mark == "）":
            self._close()
        elif mark != "\n" and self.depth:
            # Inside a bracket a stop parts the bracket's words, not the sentence around them.
            self.current.take("；", at)
        elif mark == "\n" or self.current.pieces or len(self.pending) > 1:
            return self._end(mark)
        return []

    def _open(self) -> None:
        self.depth += 1
        if self.depth <= _DEEPEST:
            at = sum(map(len, self.current.pieces))
            self.current = Sentence(self.line, False, self.current, at)
            self.pending.append(self.current)

    def _close(self) -> None:
        if self.depth:
            self.depth -= 1
            if self.depth < _DEEPEST:
                self.current = self.current.parent

    def _end(self, mark: str) -> list[Sentence]:
        self.pending[0].end_mark = mark
        ended = self.finish()
        self.line += mark == "\n"
        self._begin(opens=mark == "\n")
        return ended

    def finish(self) -> list[Sentence]:
        """Close what is open and return it."""
        ended, self.pending, self.depth, self.length = self.pending, [], 0, 0
        for sentence in ended:
            sentence.finish()
        parents = {id(sentence.parent) for sentence in ended}
        return [sentence for sentence in ended if sentence.words or id(sentence) in parents]


def passages_of(document: Document) -> list[tuple[str, str, str]]:
    """Return (section, caption, text) of the preface and the narrative sections that say anything."""
    edition = document.edition
    told = [
        (s.id, s.caption, _text(document, s.id)) for s in (edition.preface, *edition.narratives)
    ]
    return [part for part in told if part[2]]


def _text(document: Document, section: str) -> str:
    return plain_text(document.narrative(section)[: 2 * LONGEST])[:LONGEST]
