"""What a report's words claim: each count with the quantities of the tables that it can be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from reports.document import Document
from reports.guarded import Watched
from reports.once import once

from ..words.lexicon import LITIGATION, RECONSIDERATION, REQUESTS, lexicon_of
from ..words.offices import is_government
from ..words.passages import Passage
from ..words.tokens import Ground, Piece, Token, tokens_of
from .doubts import Doubt, Shares
from .matters import acts, cases, requests
from .matters.labels import has
from .matters.readings import reading_of
from .mentions import MOST_COUNTS, spoken_of
from .names import names_of
from .quantities import AT_LEAST, AT_MOST, Meaning
from .scopes import COMPARES, is_of_another_time, is_told_apart
from .spoken import Mention, Spoken

CASE_UNITS = {"件", "宗", "起", "例", "个", "项", "份", "封", "次", "条", "笔", "单", "件次", ""}
_PAPER_UNITS = {"件", "份", "个", "部", "项", "条", "篇", ""}
_UNITS = {REQUESTS: CASE_UNITS, RECONSIDERATION: CASE_UNITS, LITIGATION: CASE_UNITS,
          "normative_documents": _PAPER_UNITS, "rules": _PAPER_UNITS}  # fmt: skip
_PAPERS, _CASES = (acts.OfPapers, acts.PAPERS), (cases.OfCases, cases.READINGS)
_OF_CASES = {REQUESTS: (requests.OfRequests, requests.READINGS), RECONSIDERATION: _CASES, LITIGATION: _CASES}
# What reads a count of each matter; counts of the other rows of table 二 are of decisions.
_READERS = {"normative_documents": _PAPERS, "rules": _PAPERS, "fees": (acts.OfActs, acts.FEES),
            "procurement": (acts.OfActs, acts.PURCHASES), **_OF_CASES}  # fmt: skip
_COURT = re.compile("法院|判决|败诉")
_REVIEWER = re.compile("复议机关[一-鿿]{0,4}(?:纠正|维持|撤销|变更|确认)")
_CODE = re.compile("手机|电话|传真|邮编|邮政编码|号码|编号|证号")


@dataclass(slots=True, eq=False)
class Claim:
    """A count and what it means. `why` says, where it means nothing that can be compared, what stopped it."""

    mention: Mention
    meaning: Meaning | None
    why: str = ""


class Language:
    """Reads the words of one report."""

    def __init__(self, document: Document, passages: list[Passage]):
        self.organ, self.year = document.organ, document.year
        self.lexicon = lexicon_of(document.edition)
        self.ground = Ground(self.lexicon, self.organ, self.year, is_government(self.organ))
        self.names = names_of(document.edition)
        self.quantities = self.names.q
        self.passages = passages

    @once
    def spoken(self) -> list[Spoken]:
        """The sentences of all sections in order, as they are understood."""
        return Watched(spoken for passage in self.passages for spoken in spoken_of(passage, self.ground))

    def _counts(self, passage: Passage) -> Iterator[Mention]:
        return (mention for spoken in self.spoken if spoken.passage is passage for mention in spoken.mentions)

    @once
    def mentions(self) -> list[Mention]:
        """The counts of all sections but the preface in order, of each the first only where there are too many."""
        told = (self._counts(passage) for passage in self.passages if passage.section != "preface")
        return Watched(mention for counts in told for mention in islice(counts, MOST_COUNTS))

    @property
    def cut(self) -> list[Passage]:
        """The sections of which only the first counts are read."""
        return [passage for passage in self.passages if sum(1 for _ in self._counts(passage)) > MOST_COUNTS]

    @once
    def claims(self) -> list[Claim]:
        """The counts in order, each with what it means or why that is not known."""
        return Watched(_claims_of(self))

    def tokens(self, words: str) -> list[Token]:
        """Return the tokens of words without numbers."""
        pieces: list[Piece] = []
        self.lexicon.longest.spans(words, 0, len(words), pieces)
        return tokens_of(words, pieces, self.ground)

    # ---- what parts of a list are called

    def names_result(self, name: str) -> bool:
        """Whether words name a result of requests."""
        return self.names.result(self.tokens(name))

    def share_of_kinds(self, names: list[str]) -> float:
        """Return how much of all outcomes of cases or groups of results a list tells, each once; 0 for other lists.

        Nothing is both 维持 and 纠正, or both 予以公开 and 无法提供.
        """
        tokens, q = [self.tokens(name) for name in names], self.quantities
        for kinds_of, whole in ((self.names.outcomes, q.outcomes), (self.names.results_of, q.results)):
            kinds = [set(kinds_of(name)) for name in tokens]
            every = set().union(*kinds)
            if all(kinds) and len(every) == sum(map(len, kinds)):
                return len(every) / len(whole)
        return 0

    def are_some_outcomes(self, names: list[str]) -> bool:
        """Whether names are of fewer outcomes of cases than there are."""
        some = ({*self.names.outcomes(self.tokens(name))} - {"other"} for name in names)
        return len(names) < len(self.quantities.outcomes) and any(some)

    def are_kinds_of_applicants(self, names: list[str]) -> bool:
        """Whether each of some names is a kind of applicant of its own: nobody is of two."""
        kinds = [self.names.applicants(self.tokens(name)) for name in names]
        return all(kinds) and sum(map(len, kinds)) == len(set().union(*kinds))

    def says_little(self, words: str) -> bool:
        """Whether words only name what many counts are of: 规范性文件, 收到的申请."""
        tokens = self.tokens(words)
        return all(t.has("plain", "now", "requests") or t.parts for t in tokens)

    def meaning(self, mention: Mention) -> Meaning | None:
        """Return what a count can mean, None when it is no count of the tables."""
        if not _fits(mention):
            return None
        read = self._read(mention, mention.matter)
        if read and mention.wider:
            return None if mention.number.unit == "元" else replace(read, bound=AT_LEAST)
        if read and mention.afar and mention.inherited and mention.matter in (RECONSIDERATION, LITIGATION):
            # 当年办结418件: only a sentence before it named what it is of.
            other = self._read(mention, REQUESTS)
            return Meaning(read.quantities + (other.quantities if other else ()), False, read.denies)
        return read

    def made_sure(self, mention: Mention) -> Mention:
        """Return the count with what it is of, where its own words or its list tell more."""
        label = mention.label
        lists = requests.lists_results(mention, self.names) or requests.lists_flow(mention)
        of_result = self.names.result(label) or (
            has(label, "other handling") and "申请" in mention.spoken.words
        )
        if lists or not mention.matter and of_result:
            return mention.of(REQUESTS)
        if mention.matter == RECONSIDERATION and _COURT.search(mention.before + mention.after):
            return mention.of(LITIGATION)
        if mention.matter == LITIGATION and mention.inherited and _REVIEWER.search(mention.before):
            return mention.of(RECONSIDERATION)
        return mention

    def _read(self, mention: Mention, matter: str) -> Meaning | None:
        decides = f"proactive row:{matter}" in self.lexicon.ids
        reader = _READERS.get(matter) or ((acts.OfDecisions, acts.DECISIONS) if decides else None)
        return reading_of(reader[0](mention, self.names, self.organ), reader[1]) if reader else None

    def is_strange(self, mention: Mention) -> bool:
        """Whether the words of a count of cases say something that no case explains."""
        reader = _OF_CASES.get(mention.matter)
        return reader is not None and reader[0](mention, self.names).rest.unexplained


def _fits(mention: Mention) -> bool:
    units = _UNITS.get(mention.matter)
    if units is None:
        return True
    if not mention.number.unit:
        # A bare number is a count only where the words stop: 部分公开67，占4.61%.
        return not mention.tail and bool(mention.head) and not _CODE.search(mention.before)
    return mention.number.unit in units


def _claims_of(language: Language) -> Iterator[Claim]:
    """Yield the counts of a report in order, each with what it means or why that is not known."""
    doubt, shares = Doubt(language.is_strange, language.names.group), Shares()
    for mention in language.mentions:
        if COMPARES.search(mention.before):
            yield Claim(mention, None, "与上年相比的数")
        elif is_of_another_time(mention, language.year):
            yield Claim(mention, None, "不是本年度全年的数")
        elif is_told_apart(mention):
            yield Claim(mention, None, "句中说明是另外的事，或是几项的合计")
        else:
            mention = language.made_sure(mention)
            yield _claim(mention, language.meaning(mention), doubt, shares)


def _claim(mention: Mention, meaning: Meaning | None, doubt: Doubt, shares: Shares) -> Claim:
    # What goes on from a part of the requests is a part, too.
    narrowed = meaning and meaning.bound == AT_MOST and not meaning.firm and mention.matter == REQUESTS
    whole = None if narrowed else meaning
    if shares.is_of_a_part(mention, whole):
        return Claim(mention, None, "是一部分申请的办理结果")
    if doubt.is_of(mention, whole):
        return Claim(mention, None, "接着一个没有读懂的数")
    if meaning is None:
        return Claim(mention, None, "标签里有不认识的词，或不是表里的数")
    if mention.number.rough and not mention.number.grain:
        return Claim(mention, None, "是约数")
    return Claim(mention, meaning)
