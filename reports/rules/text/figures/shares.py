"""Percentages in the words: shares of a whole, and growth since last year's report."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from reports.document import format_figure
from reports.language.claims.language import Claim, Language
from reports.language.claims.quantities import NOTHING, Quantity
from reports.language.claims.scopes import COMPARES, is_of_another_time
from reports.language.claims.spoken import Mention
from reports.language.words.lexicon import REQUESTS
from reports.language.words.numbers import Number

from ...case import Case, Finding, Found
from ...sources import ACCURATE
from .outcomes import stands

_SHARE = re.compile(
    r"，?占(?P<whole>[一-鿿]{0,12}?)(?:的?比(?:例|重)?)?(?:为|约为|达|达到)?(?P<percent>\d{1,3}(?:\.\d{1,4})?)%"
)
_ALONE = re.compile("占(?P<whole>[一-鿿]{0,12}?)(?:的?比(?:例|重)?)?(?:为|约为|达|达到)?$")
# What a share is said to be of, where that is no other thing than what the report counts.
_WHOLE = re.compile(
    "(?:全年|全部|所有|本年度?|年度|新收|收到|受理|办结|办理|答复|处理|结果|政府信息公开|依申请公开|申请|案件|件|量|数|总数|总量|总|的){0,6}"
)
_GROWTH = re.compile(
    r"，?(?:(?:与|较|比)(?:上年|上一年|去年|20\d\d年)度?(?:同期)?(?:相比)?|同比)，?(?:分别)?"
    r"(?P<up>增长|上升|增加|提高)?(?P<down>下降|减少|降低|下跌)?(?:了|约)?(?P<percent>\d{1,4}(?:\.\d{1,4})?)%"
)
_MOST = 50  # counts of one paragraph that a share is tried against
_ROUGH = re.compile("约|近|超|逾|左右")


def shares(case: Case) -> Found:
    """Yield a finding for each percentage that the figures do not give, rounded or cut off as printed."""
    if not case.language.quantities.known:
        return
    found = [*_of_tables(case), *_told_alone(case)]
    yield from found
    seen = {(finding.section, finding.end) for finding in found}
    yield from (finding for finding in _of_lists(case) if (finding.section, finding.end) not in seen)


def _of_tables(case: Case) -> Found:
    """Yield a finding for each share of what the tables count."""
    told: dict[tuple, list[Decimal]] = {}
    for mention in case.language.mentions:
        told.setdefault(_beside(mention), []).append(mention.number.value)
    claims = [claim for claim in case.language.claims if claim.meaning and claim.meaning.quantities]
    flows = {case.language.quantities.new, case.language.quantities.done}
    whole_told = {_beside(claim.mention) for claim in claims if claim.meaning.quantities[0] in flows}
    for claim in claims:
        counted = stands(claim, case.document.cells) and not claim.mention.number.grain
        known = claim.meaning.quantities[0].value(case.document.cells) is not None
        if counted and not claim.meaning.bound and (known or _beside(claim.mention) in whole_told):
            yield from _share(case, claim, told[_beside(claim.mention)][:_MOST])
            yield from _growth(case, claim)


def _told_alone(case: Case) -> Found:
    """Yield a finding for each share of requests that is told without its count: 法人申请占4.1%."""
    language, figures = case.language, case.document.cells
    for spoken in language.spoken if any("%" in passage.canon for passage in case.passages) else ():
        words, before = spoken.words, 0
        for number in spoken.sentence.numbers:
            begin, before = max(before, spoken.sentence.since(number.start, "，：；、")), number.end
            told = _ALONE.search(words, begin, number.start) if number.unit == "%" and not number.rough else None
            if not told or not _WHOLE.fullmatch(told["whole"]) or COMPARES.search(words, 0, number.start):
                continue
            mention = Mention(spoken, number, spoken.between(begin, told.start()), [], begin, REQUESTS, year=spoken.year_at(begin))
            counted = replace(mention, number=Number(Decimal(1), "件", told.start(), told.start()))
            meaning = None if is_of_another_time(mention, language.year) else language.meaning(counted)
            values = [(q, q.value(figures)) for q in meaning.quantities] if meaning and _is_kind(language, counted) else []
            said = words[number.start : number.end - 1]
            if not values or any(value is None for _, value in values):
                continue
            beside = [m.number.value for m in spoken.mentions]
            wholes = [whole for whole in _wholes(case, meaning.quantities[0].cells[0], beside) if whole]
            if wholes and not any(_gives(value / whole * 100, said) for _, value in values for whole in wholes):
                quantity, value = values[0]
                yield _not_of(mention, 0, value, _nearest(wholes, value, said), said, quantity)


def _is_kind(language: Language, mention: Mention) -> bool:
    """Whether words name one kind of applicants or one result, in a sentence that tells of no other list."""
    others = language.names.results if (kinds := language.names.applicants(mention.head)) else ("channel",)
    named = kinds or language.names.results_of(mention.head)
    return bool(named) and mention.spoken.run_parts.isdisjoint(others)


def _of_lists(case: Case) -> Found:
    """Yield a finding for each share in a list most of whose shares are of one and the same whole.

    主动公开92条，其中概况信息3条，占3.3%；文件信息7条，占7.6%；动态信息40条，占46.5%: the third is 43.5.
    """
    lines: dict[tuple, list[Mention]] = {}
    for mention in case.language.mentions:
        lines.setdefault(_beside(mention), []).append(mention)
    for told in lines.values():
        parts = [(m, share) for m in told[:_MOST] if (share := _SHARE.match(m.rest)) and not m.number.rough]
        if len(parts) < 2 or any(_ROUGH.search(share[0]) for _, share in parts):
            continue
        wholes = [m.number.value for m in told[:_MOST] if m.number.value]
        for whole in dict.fromkeys(wholes):
            wrong = [(m, share) for m, share in parts if not _gives(m.number.value / whole * 100, share["percent"])]
            both = len(parts) == 2 and sum(m.number.value for m, _ in parts) == whole
            if wrong and (len(parts) > 2 * len(wrong) or both and len(wrong) == 1):
                # Another share may be of another whole.
                yield from (
                    _not_of(m, share.end(), m.number.value, whole, share["percent"]) for m, share in wrong
                    if m.number.value <= whole and _WHOLE.fullmatch(share["whole"]) and not any(_gives(m.number.value / one * 100, share["percent"]) for one in wholes)
                )
                break


def _nearest(wholes: list[Decimal], value: Decimal, said: str) -> Decimal:
    return min(wholes, key=lambda whole: abs(value / whole * 100 - Decimal(said)))


def _not_of(mention: Mention, end: int, value: Decimal, whole: Decimal, said: str, of: Quantity = NOTHING) -> Finding:
    """Return a finding on a share of a whole that is another; `of` is the tables' quantity where the words tell no count."""
    named = f"{of.name}为 {format_figure(value)}，" if of else f"{format_figure(value)} "
    message = (
        f"{{where}}“{{quote}}”：{named}占 {format_figure(whole)} 的 "
        f"{_rounded(value / whole * 100, said)}%，不是 {said}%。请核对件数和比例。"
    )
    return _finding(mention, end, message, of.cells)


def _share(case: Case, claim: Claim, beside: list[Decimal]) -> Found:
    told = _SHARE.match(claim.mention.rest)
    if not told or _ROUGH.search(told[0]) or not _WHOLE.fullmatch(told["whole"]):
        return
    said, value = told["percent"], claim.mention.number.value
    wholes = [whole for whole in _wholes(case, claim.meaning.quantities[0].cells[0], beside) if whole and whole >= value]
    if not wholes or any(_gives(value / whole * 100, said) for whole in wholes):
        return
    yield _not_of(claim.mention, told.end(), value, _nearest(wholes, value, said), said)


def _wholes(case: Case, cell: str, told: list[Decimal]) -> list[Decimal | None]:
    """Return what a share of a cell can be of: the counts told in its paragraph, and the tables' own totals."""
    q = case.language.quantities
    if cell.startswith("requests."):
        totals = [q.new, q.done, q.over, q.forward, q.new + q.over, q.done - q.over]
    else:
        groups = (q.reconsideration, q.suits, (*q.reconsideration, *q.suits))
        totals = [q.review(group) for group in groups] + [q.review((suit,)) for suit in q.suits]
    values = [total.value(case.document.cells) for total in totals if total]
    return [*told, *values, *accumulate(told)]


def _beside(mention: Mention) -> tuple[str, int, str]:
    return mention.passage.section, mention.spoken.sentence.line, mention.number.unit


def _growth(case: Case, claim: Claim) -> Found:
    told = _GROWTH.match(claim.mention.rest)
    if not told or not case.previous or bool(told["up"]) == bool(told["down"]) or _ROUGH.search(told[0]):
        return
    value = claim.mention.number.value
    # None where last year's edition has not the cells, too.
    known = [(q, q.value(case.previous.cells)) for q in claim.meaning.quantities]
    if not known or not all(before for _, before in known):
        return
    said, sign = told["percent"], 1 if told["up"] else -1
    if any(_gives(sign * (value - before) / before * 100, said) for _, before in known):
        return
    quantity, before = known[0]
    change = (value - before) / before * 100
    message = (
        f"{{where}}“{{quote}}”：上年度报告的{quantity.name}为 {format_figure(before)}，"
        f"{'增长' if change >= 0 else '下降'} {_rounded(abs(change), said)}%。请核对件数和比例。"
    )
    yield _finding(claim.mention, told.end(), message, quantity.cells)


def _gives(percent: Decimal, said: str) -> bool:
    """Whether a percentage is the printed one, rounded or cut off to its digits."""
    digits = Decimal(1).scaleb(Decimal(said).as_tuple().exponent)
    return abs(percent - Decimal(said)) * 2 <= digits or 0 <= percent - Decimal(said) < digits


def _rounded(percent: Decimal, said: str) -> str:
    digits = Decimal(1).scaleb(min(Decimal(said).as_tuple().exponent, -1))
    return f"{percent.quantize(digits, ROUND_HALF_UP)}"


def _finding(mention: Mention, end: int, message: str, cells: tuple[str, ...] = ()) -> Finding:
    span = mention.spoken.sentence.span(mention.begin, mention.number.end + end)
    return mention.passage.finding("text.share", "warning", message, *span, cells=cells, source=ACCURATE)
