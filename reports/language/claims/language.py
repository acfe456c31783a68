"""What a report's words claim: each count with the quantities of the tables that it can be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reports.document import Document
from reports.guarded import Watched

from ..words.lexicon import LITIGATION, RECONSIDERATION, REQUESTS, lexicon_of
from ..words.passages import Passage
from ..words.tokens import Ground, Token, known_words
from .acts import Acts
from .labels import has
from .mentions import MOST_COUNTS, Mention, Spoken, spoken_of
from .quantities import AT_LEAST, Meaning, quantities_of
from .requests import Requests
from .reviews import Reviews

CASE_UNITS = {"件", "宗", "起", "例", "个", "项", "份", "次", "条", "笔", "单", "件次", ""}
_PAPER_UNITS = {"件", "份", "个", "部", "项", "条", "篇", ""}
_UNITS = {REQUESTS: CASE_UNITS, RECONSIDERATION: CASE_UNITS, LITIGATION: CASE_UNITS,
          "normative_documents": _PAPER_UNITS, "rules": _PAPER_UNITS}  # fmt: skip
# Nothing is both 维持 and 纠正, or both 予以公开 and 无法提供: the outcomes of table 四, and the groups
# of results of table 三, with how many there are.
_OUTCOMES, _RESULTS = 4, 6
_COURT = re.compile("法院|判决|败诉")
_REVIEWER = re.compile("复议机关[一-鿿]{0,4}(?:纠正|维持|撤销|变更|确认)")
_CODE = re.compile("手机|电话|传真|邮编|邮政编码|号码|编号|证号")


@dataclass(frozen=True)
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
        self.ground = Ground(self.lexicon, self.organ, self.year)
        self.quantities = quantities_of(document.edition)
        self.passages = passages
        self.cut: list[Passage] = []  # those of which only the first counts were read
        self.requests = Requests(self.lexicon, self.quantities)
        self.reviews = Reviews(self.lexicon, self.quantities)
        self.acts = Acts(self.lexicon, self.quantities, self.organ)

    @cached_property
    def spoken(self) -> list[Spoken]:
        """The sentences of all sections in order, as they are understood."""
        return Watched(spoken for passage in self.passages for spoken in spoken_of(passage, self.ground))

    @cached_property
    def mentions(self) -> list[Mention]:
        """The counts of all sections but the preface in order."""
        told: dict[str, list[Mention]] = {}
        for spoken in self.spoken:
            if spoken.passage.section != "preface":
                told.setdefault(spoken.passage.section, []).extend(spoken.mentions)
        self.cut = [p for p in self.passages if len(told.get(p.section, ())) > MOST_COUNTS]
        return Watched(m for mentions in told.values() for m in mentions[:MOST_COUNTS])

    @cached_property
    def claims(self) -> list["Claim"]:
        """The counts in order, each with what it means or why that is not known."""
        return Watched(_claims_of(self))

    def tokens(self, words: str) -> list[Token]:
        """Return the tokens of some words."""
        return known_words(words, self.ground)

    # ---- what parts of a list are called

    def names_result(self, name: str) -> bool:
        """Whether words name a result of requests."""
        return self.requests.names_result(self.tokens(name))

    def share_of_kinds(self, names: list[str]) -> float:
        """Return how much of all outcomes of cases or groups of results a list tells, each once; 0 for other lists."""
        tokens = [self.tokens(name) for name in names]
        for kinds_of, whole in ((self.reviews.outcomes_named, _OUTCOMES), (self.requests.groups_named, _RESULTS)):
            kinds = [kinds_of(name) for name in tokens]
            every = set().union(*kinds)
            if all(kinds) and len(every) == sum(map(len, kinds)):
                return len(every) / whole
        return 0

    def are_some_outcomes(self, names: list[str]) -> bool:
        """Whether names are of fewer outcomes of cases than there are."""
        some = (self.reviews.outcomes_named(self.tokens(name)) - {"other"} for name in names)
        return len(names) < _OUTCOMES and any(some)

    def are_kinds_of_applicants(self, names: list[str]) -> bool:
        """Whether each of some names is a kind of applicant of its own: nobody is of two."""
        kinds = [self.requests.kinds_named(self.tokens(name)) for name in names]
        return all(kinds) and sum(map(len, kinds)) == len(set().union(*kinds))

    def says_little(self, words: str) -> bool:
        """Whether words only name what many counts are of: 规范性文件, 收到的申请."""
        tokens = self.tokens(words)
        return all(t.has("plain", "now", "requests") or t.parts for t in tokens)

    def meaning(self, mention: Mention) -> Meaning | None:
        """Return what a count can mean, None when it is no count of the tables."""
        if not _fits(mention):
            return None
        read = self._read(mention)
        if read and mention.wider:
            return None if mention.number.unit == "元" else replace(read, bound=AT_LEAST)
        if read and mention.afar and mention.inherited and mention.matter in (RECONSIDERATION, LITIGATION):
            # 当年办结418件: only a sentence before it named what it is of.
            other = self.requests.meaning(mention)
            return Meaning(read.quantities + (other.quantities if other else ()), False, read.denies)
        return read

    def made_sure(self, mention: Mention) -> Mention:
        """Return the count with what it is of, where its own words or its list tell more."""
        requests, label = self.requests, mention.label
        lists = requests.lists_results(mention) or requests.lists_flow(mention)
        of_result = requests.names_result(label) or (
            has(label, "other handling") and "申请" in mention.spoken.words
        )
        if lists or not mention.matter and of_result:
            return replace(mention, matter=REQUESTS)
        if mention.matter == RECONSIDERATION and _COURT.search(mention.before + mention.after):
            return replace(mention, matter=LITIGATION)
        if mention.matter == LITIGATION and mention.inherited and _REVIEWER.search(mention.before):
            return replace(mention, matter=RECONSIDERATION)
        return mention

    def _read(self, mention: Mention) -> Meaning | None:
        if mention.matter == REQUESTS:
            return self.requests.meaning(mention)
        if mention.matter in (RECONSIDERATION, LITIGATION):
            return self.reviews.meaning(mention)
        if f"proactive row:{mention.matter}" in self.lexicon.ids:
            return self.acts.meaning(mention)
        return None

    def is_strange(self, mention: Mention) -> bool:
        """Whether a count's words say something that its matter does not explain."""
        if mention.matter == REQUESTS:
            return self.requests.is_strange(mention)
        if mention.matter in (RECONSIDERATION, LITIGATION):
            return self.reviews.is_strange(mention)
        return False


def _fits(mention: Mention) -> bool:
    units = _UNITS.get(mention.matter)
    if units is None:
        return True
    if not mention.number.unit:
        # A bare number is a count only where the words stop: 部分公开67，占4.61%.
        return not mention.tail and bool(mention.head) and not _CODE.search(mention.before)
    return mention.number.unit in units


_PERIOD = re.compile(
    r"(?:\d{1,2}月份|(?<!\d)(?:[1-9]|1[01])月(?!1日起?[至到-]))"
)
_FINE_PERIOD = re.compile(
    r"今年以来|(?:20\d\d年)?1月(?:1日)?[至到~-]{1,2}(?:20\d\d年)?12月(?:31日|底)?|12月31日|12月底|入?年以来|一年以来|本年度以来"
)
_SETTLED_IN = re.compile("(20\\d\\d)年度?(?:共|已)?办结")


def is_of_another_time(mention: Mention, year: int) -> bool:
    """Whether the count is of another year, of a part of the year or of several years."""
    settled = _SETTLED_IN.search(mention.before)
    if names_a_period(mention.around) or settled and int(settled[1]) < year:
        return True
    return mention.year is not None and mention.year != year


_OF_A_PERIOD = re.compile("[来历近五半季月每]")
_WORDS_OF_A_PERIOD = re.compile(
    r"以来|历年|近[两三四五几十\d]{1,2}年|十[三四五]五|上半年|下半年|[一二三四]季度|季度|每[年月天日季]"
)


def names_a_period(tokens) -> bool:
    """Whether words name a part of a year or several years."""
    words = "".join(token.text for token in tokens)
    if not _OF_A_PERIOD.search(words):
        return False
    left = _FINE_PERIOD.sub("", words)
    return bool(_WORDS_OF_A_PERIOD.search(left) or _PERIOD.search(left))


_COMPARES = re.compile(
    r"同比|环比|(?<!新)增[加长多幅]|减少|下降|上升|提高|降低|[比较]上?[年去]|[较比]20|[上去]年同期|持平"
)
_APART = re.compile(
    r"与(?:政府)?信息公开(?:工作)?无关|不属于(?:政府)?信息公开(?!申请)|(?:不|未|没有)(?:计入|列入|纳入)|另行(?!制作|加工)|"
    r"非(?:政府)?信息公开|不限于"
)
ADDS_UP = re.compile(
    r"(?:以上|上述)?(?:(?:[两二三四五六七八九]|\d)?[项者类])?"
    r"(?:(?P<sure>合计|总计|共计|合起来)|累计|总共|一共|(?P<all>共))(?:[为是]|(?P<has>有))?"
)


def _claims_of(language: Language) -> Iterator[Claim]:
    """Yield the counts of a report in order, each with what it means or why that is not known."""
    doubt, shares = _Doubt(language), _Shares()
    for mention in language.mentions:
        if _COMPARES.search(mention.before):
            yield Claim(mention, None, "与上年相比的数")
        elif is_of_another_time(mention, language.year):
            yield Claim(mention, None, "不是本年度全年的数")
        elif _is_told_apart(mention):
            yield Claim(mention, None, "句中说明是另外的事，或是几项的合计")
        else:
            mention = language.made_sure(mention)
            yield _claim(mention, language.meaning(mention), doubt, shares)


def _claim(mention: Mention, meaning: Meaning | None, doubt: "_Doubt", shares: "_Shares") -> Claim:
    if shares.is_of_a_part(mention, meaning):
        return Claim(mention, None, "是一部分申请的办理结果")
    if doubt.is_of(mention, meaning):
        return Claim(mention, None, "接着一个没有读懂的数")
    if meaning is None:
        return Claim(mention, None, "标签里有不认识的词，或不是表里的数")
    if mention.number.rough and not mention.number.grain:
        return Claim(mention, None, "是约数")
    return Claim(mention, meaning)


def _is_told_apart(mention: Mention) -> bool:
    """Whether the sentence says that it speaks of something else, or the count adds up others."""
    if mention.nameless or _APART.search(mention.spoken.words):
        return True
    return (
        bool(ADDS_UP.fullmatch(mention.before.lstrip("，、：")))
        and sum(m.nth < mention.nth for m in mention.siblings) > 1
    )


_JOINED = re.compile("[、和及与]|以及")
_SHARE = re.compile("[，；：]?其中")
_WHOLE = re.compile("[一-鿿]{0,12}[中里]$")


class _Doubt:
    """What a count goes on from must have been understood, or the count is not either."""

    def __init__(self, language: Language):
        self.language = language
        self.about: Spoken | None = None
        self.listing: Spoken | None = None  # 70件复议案件中, whose parts all are of it

    def is_of(self, mention: Mention, meaning: Meaning | None) -> bool:
        """Whether the count goes on from one that was not understood; note whether this one was."""
        spoken = mention.spoken
        goes_on = mention.inherited or bool(_JOINED.match(mention.before))
        doubted = goes_on and self.about is not None and self.about in (spoken, spoken.parent)
        if meaning and not doubted and _WHOLE.match(mention.after):
            self.listing = spoken
        if spoken is self.listing:
            return False
        if not mention.inherited and not doubted:
            self.about = None if meaning else spoken
        elif meaning is None and self.language.is_strange(mention):
            self.about = spoken
        return doubted and not self._names_itself(mention)

    def _names_itself(self, mention: Mention) -> bool:
        """Whether a label is the table's own words, whatever the count before it was of."""
        named = self.language.requests.names_group(mention.label)
        return named or "处理决定" in mention.before + mention.after


class _Shares:
    """对上年结转的9件申请建立台账。其中7件予以公开: results of a part are no results of the year."""

    def __init__(self):
        self.last: Spoken | None = None  # the last sentence that told counts
        self.part = False  # whether all of them were of a part, or not understood
        self.sharing: Spoken | None = None

    def is_of_a_part(self, mention: Mention, meaning: Meaning | None) -> bool:
        """Whether the count is a share of a part of the year's requests; note what this one was."""
        spoken = mention.spoken.parent or mention.spoken
        begins = bool(_SHARE.match(mention.before))
        goes_on = self.last is not None and spoken.sentence.line == self.last.sentence.line
        if begins and mention.inherited and goes_on and self.part:
            self.sharing = spoken
        if spoken is self.sharing:
            return True
        if spoken is not self.last and _WHOLE.match(mention.after) and _is_unclear(meaning):
            self.sharing = spoken  # 2023年结转的18件中，6件予以公开
        before = self.part or self.last is not spoken
        self.last, self.part = spoken, before and _is_unclear(meaning)
        return False


_PARTS = ("requests.carried_over.", "requests.carried_forward.")


def _is_unclear(meaning: Meaning | None) -> bool:
    """Whether a whole was not understood, or is only of what was carried over or forward."""
    if meaning is None:
        return True
    cells = [cell for quantity in meaning.quantities for cell in quantity.cells]
    return all(cell.startswith(_PARTS) for cell in cells)
