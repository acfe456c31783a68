"""A report made ready for reading: its words without spaces, with the way back to every character."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from reports.document import Document, plain_text
from reports.guarded import Watched
from reports.once import once

from .numbers import Number, read_numbers

# Characters of one section that are read: fifty times what the ministry asks for (a thousand).
LONGEST = 100_000
# Full-width marks, half-width digits, one kind of dash.
_CANON = dict(zip(",;:?!()%％．﹪﹙－–—～０１２３４５６７８９", "，；：？！（）%%.%（---~0123456789", strict=True))
_OTHER_FORM = re.compile("[" + re.escape("".join(_CANON)) + "]")
# 共收到申请1, and 23件 on the next line.
_BROKEN = re.compile(r"([一-鿿]\d{1,6})\n(\d{1,6}(?:件|条|份|次|篇|项|个|万元|元|人次|场|期))")
_MAY_BE_BROKEN = re.compile(r"\n(?<=\d\n)\d")
_NOT_SPACE = re.compile(r"\S+")
_END = attrgetter("end")


@dataclass(frozen=True)
class Passage:
    """The words of one section. `canon` has no spaces, full-width marks and half-width digits."""

    section: str
    caption: str
    text: str

    @once
    def _unbroken(self) -> str:
        """Its text, a number that is broken over two lines as one; every letter in its place."""
        return _BROKEN.sub(r"\1 \2", self.text) if _MAY_BE_BROKEN.search(self.text) else self.text

    @once
    def offsets(self) -> list[int]:
        """The place in `text` of each character of `canon`."""
        runs = _NOT_SPACE.finditer(self._unbroken.replace("\n", "\x01"))
        return [at for run in runs for at in range(run.start(), run.end())]

    @once
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

    def without_lead(self, start: int, end: int) -> tuple[int, int]:
        """Return a range of `canon` without the marks and small words that join it to what stands before."""
        while start < end and self.canon[start] in "，、；：。和及与":
            start += 1
        return start, end

    @once
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

    @once
    def numbers(self) -> list[Number]:
        """Its numbers in order."""
        return read_numbers(self.words)

    def numbers_near(self, first: int, last: int) -> list[Number]:
        """Return its numbers that end in [first, last]."""
        return self.numbers[bisect_left(self.numbers, first, key=_END) : bisect_right(self.numbers, last, key=_END)]

    def since(self, at: int, marks: str = "，：；") -> int:
        """Return the place after the last of some marks before a place, 0 where there is none."""
        return max([self.words.rfind(mark, 0, at) for mark in marks]) + 1

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


# Characters: what goes on longer without a stop is no sentence, and rules look back within one.
_LONGEST_SENTENCE = 1500
_DEEPEST = 4
_PIECES = re.compile(rf"[（）。；！？\n]|[^（）。；！？\n]{{1,{_LONGEST_SENTENCE}}}")


def _sentences(canon: str) -> Iterator[Sentence]:
    reader = _Reader()
    for piece in _PIECES.finditer(canon):
        yield from reader.read(piece[0], piece.start())
    yield from reader.end()


class _Reader:
    """Splits words into sentences in one pass; brackets nest to a bounded depth."""

    def __init__(self):
        self.line, self.depth, self.length = 0, 0, 0
        self.current = Sentence(0, True)
        self.pending = [self.current]

    def read(self, piece: str, at: int) -> list[Sentence]:
        """Take a mark or words without one; return the sentences that it ends."""
        self.length += len(piece)
        if piece == "（":
            self.depth += 1
            if self.depth <= _DEEPEST:
                self.current = Sentence(self.line, False, self.current, len(self.current.places))
                self.pending.append(self.current)
        elif piece == "）":
            self.depth = max(0, self.depth - 1)
            if self.depth < _DEEPEST and self.current.parent:
                self.current = self.current.parent
        elif piece == "\n" or piece in "。；！？" and not self.depth:
            return self.end(piece) if piece == "\n" or self.current.places or len(self.pending) > 1 else []
        else:
            # Inside a bracket a stop parts the bracket's words, not the sentence around them.
            self.current.words += "；" if piece in "。；！？" else piece
            self.current.places.extend(range(at, at + len(piece)))
        return self.end("，") if self.length >= _LONGEST_SENTENCE else []

    def end(self, mark: str = "") -> list[Sentence]:
        """Close what is open, which a mark ends, and return it."""
        ended, parents = self.pending, {id(sentence.parent) for sentence in self.pending}
        ended[0].end_mark = mark
        self.line += mark == "\n"
        self.current = Sentence(self.line, mark == "\n")
        self.pending, self.depth, self.length = [self.current], 0, 0
        return [sentence for sentence in ended if sentence.words or id(sentence) in parents]


def passages_of(document: Document) -> list[tuple[str, str, str]]:
    """Return (section, caption, text) of the preface and the narrative sections that say anything."""
    parts = (document.edition.preface, *document.edition.narratives)
    told = ((part, plain_text(document.narrative(part.id)[: 2 * LONGEST])) for part in parts)
    return [(part.id, part.caption, text[:LONGEST]) for part, text in told if text]
