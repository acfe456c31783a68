"""A sentence as it is understood, and a count in it."""

import re
from bisect import bisect_left
from copy import copy
from dataclasses import dataclass, field

from reports.guarded import Watched
from reports.once import once

from ..words.numbers import Number
from ..words.offices import told_apart
from ..words.passages import Passage, Sentence
from ..words.tokens import Ground, Piece, Token, pieces_of, tokens_of

_AROUND = 120  # letters before a count that may say what it is of
_LONGEST_RUN = 1000
# What is applied for ends in one of these: 许可申请, 补贴申请.
_APPLIED_FOR = frozenset("保障助可贴记定偿款奖更批格册立学户称验裁案房证照质险养休")
_OF_INFORMATION = re.compile("[一-鿿]{0,6}信息")
_KINDS = re.compile("[一-鿿、]{0,12}(?:类|申请|不[予再]处理)")
_GOES_ELSEWHERE = re.compile("继续|结转|转结|顺延|办结|遗留|转入|的?\\d")


@dataclass(eq=False)
class Spoken:
    """A sentence as it is understood: its tokens, what it speaks of, and its counts."""

    passage: Passage
    sentence: Sentence
    ground: Ground
    parent: "Spoken | None" = None
    matter: str = ""  # what the sentences before spoke of
    told: tuple[str, ...] = ()  # all that the last of them which named anything named
    year: int | None = None
    run: list["Spoken"] = field(default_factory=list)  # the sentences that ； joins to it, itself too
    brackets: dict[int, "Spoken"] = field(default_factory=dict)
    mentions: list["Mention"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its words."""
        return self.sentence.words

    @property
    def denies(self) -> bool:
        """Whether a word of it may deny something."""
        words, lexicon = self.words, self.ground.lexicon
        return bool(lexicon.may_deny(words)) and any(words[start:end] in lexicon.denying for start, end, _ in self.pieces)

    @once
    def subjects(self) -> list[tuple[int, str]]:
        """The place and the matter of each thing that it names."""
        words, matters = self.words, self.ground.lexicon.matters
        told = [(start, end, word) for start, end, _ in self.pieces if (word := words[start:end]) in matters]
        return [(start, matters[word]) for start, end, word in told if self._is_meant(word, start, end)]

    def _is_meant(self, word: str, start: int, end: int) -> bool:
        """Whether a word names what it can: not the 申请 of 许可申请, nor 信访 where it is a kind of requests."""
        if word in self.ground.lexicon.letters:
            return not (_KINDS.search(word) or _KINDS.match(self.words, end))
        applied_for = word in ("申请", "申请人") and self.words[start - 1 : start] in _APPLIED_FOR
        return not applied_for or bool(_OF_INFORMATION.match(self.words, end))

    @once
    def pieces(self) -> list[Piece]:
        """The ranges of its numbers and of the words that are known."""
        return pieces_of(self.sentence, self.ground)

    @once
    def tokens(self) -> list[Token]:
        """Its tokens, the names of offices among them told apart: only where these matter."""
        return told_apart(tokens_of(self.words, self.pieces, self.ground), self.ground)

    @once
    def run_parts(self) -> frozenset[str]:
        """The rows and columns of the tables that the sentences which ； joins to it name."""
        if self.run[0] is not self:
            return self.run[0].run_parts
        return frozenset(part for spoken in self.run for token in spoken.tokens for part in token.parts)

    @property
    def run_words(self) -> str:
        """The words of all sentences that ； joins to it."""
        return "；".join(spoken.words for spoken in self.run)

    def between(self, start: int, end: int) -> list[Token]:
        """Return the tokens that begin in a range of its words."""
        return self.tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @once
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def matter_at(self, at: int) -> str:
        """Return what is spoken of at a place: the last thing named before it."""
        named = [matter for start, matter in self.subjects if start < at]
        return named[-1] if named else self.matter

    def year_at(self, at: int) -> int | None:
        """Return the year that the words before a place name last."""
        told = [token for token in self._years if token.end <= at and not self._goes_elsewhere(token, at)]
        return int(told[-1].number.value) if told else self.year

    @once
    def _years(self) -> list[Token]:
        return [token for token in self.tokens if "year" in token.heads]

    def _goes_elsewhere(self, year: Token, at: int) -> bool:
        """Whether a year is none in which something is counted: 结转至2025年 tells only where it went."""
        before = self.words[year.start - 1 : year.start]
        return before in tuple("至到转延") or bool(_GOES_ELSEWHERE.match(self.words, year.end, at))


def join(found: list[Spoken]) -> None:
    """Note on each sentence the run that ； joins it to."""
    run: list[Spoken] = []
    for spoken in Watched(found):
        spoken.run = [spoken]
        if spoken.parent is None:
            run.append(spoken)
            if spoken.sentence.end_mark != "；" or sum(len(s.words) for s in run) > _LONGEST_RUN:
                for part in run:
                    part.run = run
                run = []


@dataclass(eq=False)
class Mention:
    """A count in a sentence, with the tokens before (`head`) and after it (`tail`) that name it.

    `matter` is what it is of; `inherited` says that its own label does not name that. `own` are the
    matters that its label names, `source` those of the last label that named any. `foreign`: of
    another office; `wider`: of the organ and those under it. `year` is the year it is told for. `denied`: it is
    said that there is none.
    """

    spoken: Spoken
    number: Number
    head: list[Token]
    tail: list[Token]
    begin: int
    matter: str
    own: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    year: int | None = None
    nameless: bool = False
    afar: bool = False
    nth: int = 0
    foreign: bool = False
    wider: bool = False
    denied: bool = False

    @property
    def passage(self) -> Passage:
        """The section that it stands in."""
        return self.spoken.passage

    def of(self, matter: str) -> "Mention":
        """Return the same count of another matter."""
        other = copy(self)
        other.matter = matter
        return other

    @property
    def inherited(self) -> bool:
        """Whether only words before its label name what it is of."""
        return not self.own

    @once
    def label(self) -> list[Token]:
        """The tokens before and after it."""
        return [*self.head, *self.tail]

    @once
    def before(self) -> str:
        """The words of its head."""
        return "".join(token.text for token in self.head)

    @once
    def after(self) -> str:
        """The words of its tail."""
        return "".join(token.text for token in self.tail)

    @property
    def around(self) -> list[Token]:
        """The tokens of the sentence before it, not too far away."""
        return self.spoken.between(self.number.start - _AROUND, self.number.start)

    @property
    def words_before(self) -> str:
        """The words of the sentence before it, not too far away."""
        return self.spoken.words[max(0, self.number.start - _AROUND) : self.number.start]

    @property
    def rest(self) -> str:
        """The words of the sentence after it."""
        return self.spoken.words[self.number.end :]

    @property
    def bracket_before(self) -> "Spoken | None":
        """The bracket right before it."""
        return self.spoken.brackets.get(self.number.start)

    def beside(self, step: int) -> "Mention | None":
        """Return the count before (-1) or after it (1) in its sentence."""
        n = self.nth + step
        return self.spoken.mentions[n] if 0 <= n < len(self.spoken.mentions) else None

    @property
    def siblings(self) -> list["Mention"]:
        """The other counts of its sentence that are told in the same unit."""
        return [m for m in self.spoken.mentions if m.nth != self.nth and m.number.unit == self.number.unit]

    @property
    def span(self) -> tuple[int, int]:
        """The range of the text's canon that its label and the count take up."""
        return self.spoken.sentence.span(self.begin, self.number.end)

    @property
    def quoted(self) -> tuple[int, int]:
        """The range to quote: with the words after it where those before say little."""
        says_little = all(token.has("plain", "now", "stop", "join") for token in self.head)
        more = len(self.after) if says_little and len(self.after) < 16 else 0
        return self.spoken.sentence.span(self.begin, self.number.end + more)
