"""Denials of any other quantity: 没有结转下年度的申请, 未制发规范性文件, 未作出行政处罚.

What is denied is read as a count of nought would be: by the same words, with the same doubts.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.document import format_figure
from reports.language.numbers import Number

from ..case import Case, Sentence, Text
from ..findings import Finding
from ..labels import (
    COERCION,
    DOCUMENTS,
    ELSE,
    FEES,
    LICENSING,
    MATTERS,
    PENALTIES,
    PROCUREMENT,
    REQUESTS,
    RULES,
    SERVICES,
    Mention,
    is_another_time,
    mentions,
)
from ..meanings import meaning_of
from ..offices import NEUTRAL, SELF, restricts, without_own, without_system
from ..quantities import Meaning, Quantities, Quantity, has_known_tables
from ..request_words import names_carried
from .counts import SOURCE
from .denials import LEADS, NONE, UNDONE, clauses

_ABSENT = re.compile(
    rf"(?:{LEADS})?(?:未(?!{UNDONE}|办(?!理(?!完))|答|回|处|结(?!转)|列|纳|计)(?:曾|有)?|没有?|不存在|零(?=结转)|{NONE})"
    r"(?:发生|产生|出现|存在|涉及|有)?"
)
# 上年度未结转申请 denies what was carried over; 未结转下年 and 没有结转 what is carried forward.
_LAST_YEAR = re.compile(
    r"(?P<when>上一?年度?|去年度?|20\d\d年度?)(?:均|也|亦|并)?(?:没有|未|无)(?:有|发生|产生)?"
    r"(?:需要?|应)?(?:结转|转结|遗留|顺延)(?:[至到](?:本年度?|今年|当年|20\d\d年度?))?(?:继续)?(?:办理|处理)?的?"
)
_BARE = re.compile(
    "(?:一件|任何)?(?:申请)?(?:结转|转结|顺延)(?:的)?(?:申请|事项|件|情况|情形|办理件|申请件)*"
)
_OF_REQUESTS = re.compile(
    "(?:政府信息公开|信息公开|依申请公开)?(?:的)?(?:申请件?|事项|案件|件|情况|情形)*"
)
_TAIL = re.compile("(?:的)?(?:情况|情形|现象|问题|(?<!服务)事项|决定|答复)+$")
_NO = re.compile("[未无没不零]|逾期|超期|率|若|如果|除")
_KNOWN_NO = re.compile(
    "不予公开|不予处理|不公开|无法提供|尚?未审结|未经(?:行政)?复议|不掌握|没有现成|无正当理由|不明确"
)
# What an organ does itself: 未受行政处罚 and 未新增行政许可 say nothing of its decisions.
_OWN_ACT = re.compile(
    "(?:作出|做出|实施|办理|采取|开展|进行|完成|组织|收取|征收|本级|任何|过|的|"
    "(?:新?(?:制定|制发|制作|制订|出台|印发|公开)|对外公开|废止|宣布失效|现行有效|继续有效)(?:的|任何)?|市|省|州|政府|行政|部门)*"
)
_ACTS = {DOCUMENTS, RULES, LICENSING, PENALTIES, COERCION, SERVICES, FEES, PROCUREMENT}
_LONGEST = 120  # characters of a clause
_UNITS = {FEES: "万元", PROCUREMENT: "项"}
_EVERYBODY = re.compile("公民、?(?:、|和|或)?法人(?:和|或者?|、|及)其他组织")


def absences(case: Case) -> Iterator[Finding]:
    """Yield a finding for each denial of a quantity that its table counts."""
    if not has_known_tables(case.document.edition):
        return
    mentions(case)  # notes what each sentence speaks of
    for passage in case.passages:
        for sentence in passage.sentences if passage.section != "preface" else ():
            if _ABSENT.search(sentence.words):
                yield from _Denier(case, passage, sentence).findings()


class _Denier:
    """Reads what a sentence denies."""

    def __init__(self, case: Case, passage: Text, sentence: Sentence):
        self.figures, self.passage, self.sentence = case.document.cells, passage, sentence
        self.organ, self.year = case.document.organ, case.document.year
        self.quantities = Quantities(case.document.edition)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each denied quantity that is not 0 in any of its meanings."""
        seen: set[tuple] = set()
        for begin, end in clauses(self.sentence.words):
            for meaning in self._denied(begin, end) if end - begin <= _LONGEST else ():
                told = [(q, q.value(self.figures)) for q in meaning.quantities]
                cells = told[0][0].cells if told else ()
                if cells and all(value for _, value in told) and cells not in seen:
                    seen.add(cells)
                    span = self.sentence.span(begin, end)
                    yield _finding(self.passage, span, told[0], meaning.firm)

    def _denied(self, begin: int, end: int) -> Iterator[Meaning]:
        words = self.sentence.words
        clause = words[begin:end]
        last = _LAST_YEAR.search(clause)
        if last and last["when"].rstrip("度") in (
            "上",
            "上年",
            "上一年",
            "去年",
            f"{self.year - 1}年",
        ):
            plain = self._is_plain(clause[: last.start()])
            if plain and _OF_REQUESTS.fullmatch(clause, last.end()):
                yield Meaning((self.quantities.request("carried_over"),), True)
            return
        denial = _ABSENT.search(clause)
        if not denial or is_another_time(words[: begin + denial.start()], self.year):
            return
        rest = clause[denial.end() :]
        doubtful = _NO.search(_KNOWN_NO.sub("", rest)) or _EVERYBODY.search(rest)
        if doubtful or not self._is_plain(clause[: denial.start()]):
            return
        if _BARE.fullmatch(rest) and self._is_of_requests(rest, begin + denial.start()):
            yield self._bare_carry(rest, words[:begin])
        for denied in _objects(rest):
            if meaning := self._meaning(denied, begin + denial.end()):
                yield meaning

    def _is_of_requests(self, denied: str, at: int) -> bool:
        """Whether what is carried over are requests: 工单全部办结，没有结转 are none."""
        before = [m.lastgroup for m in MATTERS.finditer(self.sentence.words[:at])]
        matter = before[-1] if before else self.sentence.start[0]
        if matter == REQUESTS or "申请" in denied:
            return True
        return not matter and self._is_plain(_ABSENT.sub("", self.sentence.words[:at]))

    def _bare_carry(self, rest: str, before: str) -> Meaning:
        """没有结转 after what was settled speaks of the next year; alone, of either."""
        forward = self.quantities.request("carried_forward")
        if rest.startswith("申请") or re.search("答复|办结|办理|回复|收到|受理", before):
            return Meaning((forward,), False)
        return Meaning((forward, self.quantities.request("carried_over")), False)

    def _is_plain(self, words: str) -> bool:
        words = without_system(words, self.organ)
        if restricts(words, self.organ):
            return False
        left = without_own(SELF.sub("", words.replace(self.organ, "")), self.organ)
        return not NEUTRAL.sub("", left)

    def _meaning(self, denied: str, start: int) -> Meaning | None:
        matters = tuple(m.lastgroup for m in MATTERS.finditer(denied))
        matter = matters[-1] if matters else ""
        if names_carried(denied, self.year):
            if not self._is_of_requests(denied, start):
                return None
            matter = REQUESTS
        if matter in _ACTS and not _OWN_ACT.fullmatch(
            denied[: next(MATTERS.finditer(denied)).start()]
        ):
            return None
        if matter == FEES:
            denied = re.sub("收费(?:项目|事项)$", "收费", denied)
        number = Number(Decimal(0), _UNITS.get(matter, "件"), start, start)
        told = Mention(
            self.passage, self.sentence, number, denied, "", start, matter, False, None, matters,
            self.sentence.words[:start], report_year=self.year, source=matters,
        )  # fmt: skip
        meaning = meaning_of(told, self.quantities, self.organ)
        if meaning is None or not meaning.quantities or _is_told_elsewhere(meaning):
            return None
        if meaning.quantities[0].cells[0].startswith("requests.new."):
            # 未收到企业的申请 denies those that came in, whatever was settled.
            return Meaning(meaning.quantities[:1], meaning.firm)
        of_outcomes = meaning.quantities[0].cells[0].startswith("review.") and not meaning.denies
        about_information = "信息公开" in self.sentence.words
        if not of_outcomes:
            return meaning
        # 没有被纠正的诉讼 denies those of both kinds.
        return Meaning(meaning.quantities[:1], meaning.firm) if about_information else None


def _objects(rest: str) -> list[str]:
    """Return the things that a denial lists, each with the verb before and the words after the list."""
    rest = _TAIL.sub("", rest)
    places = [m.span() for m in MATTERS.finditer(rest) if m.lastgroup not in (REQUESTS, ELSE)]
    if len(places) < 2:
        return [rest]
    gaps = [rest[end:start] for (_, end), (start, _) in zip(places, places[1:], strict=False)]
    if not all(re.fullmatch("(?:决定)?(?:以及|[、和及或与])(?:政府|行政)?", gap) for gap in gaps):
        return []
    verb, after = rest[: places[0][0]], rest[places[-1][1] :]
    return [f"{verb}{rest[start:end]}{after}" for start, end in places]


def _is_told_elsewhere(meaning: Meaning) -> bool:
    """Whether what is denied are all requests, reviews or suits: the rule of denials tells that."""
    first = meaning.quantities[0].cells[0]
    return first in ("requests.new.total", "requests.processed.total") or (
        meaning.denies and first.startswith("review.")
    )


def _finding(
    passage: Text, span: tuple[int, int], told: tuple[Quantity, Decimal], firm: bool
) -> Finding:
    quantity, value = told
    message = (
        f"{{where}}写的是“{{quote}}”，而{quantity.name}为 {format_figure(value)}。"
        "请核对，改正写错的一处。"
    )
    return passage.finding(
        "text.denial", "error" if firm else "warning", message, *span,
        cells=quantity.cells, source=SOURCE,
    )  # fmt: skip
