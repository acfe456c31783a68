"""Counts in running text against the tables: the heart of reading a report's words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reports.document import format_figure

from ..case import Case, Sentence
from ..findings import Finding
from ..labels import LITIGATION, RECONSIDERATION, REQUESTS, Mention, is_of_another_time, mentions
from ..meanings import ending_of, is_strange, meaning_of
from ..quantities import (
    AT_LEAST,
    AT_MOST,
    IN_COMPANY,
    Meaning,
    Quantities,
    Quantity,
    has_known_tables,
)
from ..request_words import names_a_group
from ..slips import CHANGES, is_transposed
from .sums import ADDS_UP

_YUAN = Decimal(10_000)
_COMPARES = re.compile(rf"{CHANGES}|[比较]上?[年去]|[较比]20|[上去]年同期|持平")
SOURCE = "《政府信息公开条例》第五十条：文字与表格应当一致"


def counts(case: Case) -> Iterator[Finding]:
    """Yield a finding for each count in the text that matches none of the quantities it can mean."""
    document = case.document
    if not has_known_tables(document.edition):
        return
    quantities = Quantities(document.edition)
    for mention, meaning in _in_company([*_read(case, quantities)], document):
        told = [*_compared(mention, meaning, document)]
        ending = None if told else ending_of(mention, meaning, quantities)
        yield from told or (_compared(mention, ending, document) if ending else ())


def _read(case: Case, quantities: Quantities) -> Iterator[tuple[Mention, Meaning]]:
    """Yield the counts that can be compared, each with what it can mean."""
    organ, year = case.document.organ, case.document.year
    doubt, shares = _Doubt(), _Shares()
    for mention in mentions(case):
        if not _speaks_of_the_year(mention, year) or _is_told_apart(mention):
            continue
        meaning = meaning_of(mention, quantities, organ)
        if shares.is_of_a_part(mention, meaning) or doubt.is_of(mention, meaning, organ):
            continue
        if meaning and (mention.number.grain or not mention.number.rough):
            yield mention, meaning


def _in_company(read: list, document) -> Iterator[tuple[Mention, Meaning]]:
    """Yield the counts to judge; those of a list of what is shown only where the others are right.

    公示行政许可842件、行政处罚126件、行政强制37件 are the table's rows where two of them are.
    """
    shown: dict[int, list[tuple[Mention, Meaning]]] = {}
    for mention, meaning in read:
        if meaning.bound == IN_COMPANY:
            shown[id(mention.sentence)] = []
        of_table_two = meaning.quantities[:1] and meaning.quantities[0].cells[0].startswith(
            "proactive"
        )
        if id(mention.sentence) in shown and of_table_two:
            shown[id(mention.sentence)].append((mention, replace(meaning, bound="")))
        else:
            yield mention, meaning
    for listed in shown.values():
        wrong = [pair for pair in listed if [*_compared(*pair, document)]]
        if len(wrong) < len(listed):
            yield from wrong if len(wrong) == 1 else ()


_JOINED = re.compile("[、和及与]|以及")


class _Doubt:
    """What a count goes on from must have been understood, or the count is not either."""

    def __init__(self):
        self.about: Sentence | None = None
        self.listing: Sentence | None = None  # 70件复议案件中, whose parts all are of it

    def is_of(self, mention: Mention, meaning: Meaning | None, organ: str) -> bool:
        """Whether the count goes on from one that was not understood; note whether this one was."""
        sentence = mention.sentence
        goes_on = mention.inherited or bool(_JOINED.match(mention.head))
        doubted = goes_on and self.about is not None and self.about in (sentence, sentence.parent)
        if meaning and not doubted and _WHOLE.match(mention.tail):
            self.listing = sentence
        if sentence is self.listing:
            return False
        if not mention.inherited and not doubted:
            self.about = None if meaning else sentence
        elif meaning is None and is_strange(mention, organ):
            self.about = sentence
        return doubted and not _names_itself(mention.label)


def _names_itself(label: str) -> bool:
    """Whether a label is the table's own words, whatever the count before it was of."""
    return names_a_group(label) or "处理决定" in label


_SHARE = re.compile("[，；：]?其中")
_WHOLE = re.compile("[一-鿿]{0,12}[中里]$")
_PARTS = ("requests.carried_over.", "requests.carried_forward.")


class _Shares:
    """对上年结转的9件申请建立台账。其中7件予以公开: results of a part are no results of the year."""

    def __init__(self):
        self.last: Sentence | None = None  # the last sentence that told counts
        self.part = False  # whether all of them were of a part, or not understood
        self.sharing: Sentence | None = None

    def is_of_a_part(self, mention: Mention, meaning: Meaning | None) -> bool:
        """Whether the count is a share of a part of the year's requests; note what this one was."""
        sentence = mention.sentence.parent or mention.sentence
        begins = bool(_SHARE.match(mention.head))
        goes_on = self.last is not None and sentence.line == self.last.line
        if begins and mention.inherited and goes_on and self.part:
            self.sharing = sentence
        if sentence is self.sharing:
            return True
        if sentence is not self.last and _WHOLE.match(mention.tail) and _is_unclear(meaning):
            self.sharing = sentence  # 2023年结转的18件中，6件予以公开
        before = self.part or self.last is not sentence
        self.last, self.part = sentence, before and _is_unclear(meaning)
        return False


def _is_unclear(meaning: Meaning | None) -> bool:
    """Whether a whole was not understood, or is only of what was carried over or forward."""
    if meaning is None:
        return True
    cells = [cell for quantity in meaning.quantities for cell in quantity.cells]
    return all(cell.startswith(_PARTS) for cell in cells)


_APART = re.compile(
    r"与(?:政府)?信息公开(?:工作)?无关|不属于(?:政府)?信息公开(?!申请)|(?:不|未|没有)(?:计入|列入|纳入)|另行(?!制作|加工)|"
    r"非(?:政府)?信息公开|不限于"
)


def _is_told_apart(mention: Mention) -> bool:
    """Whether the sentence says that it speaks of something else, or the count adds up others."""
    if mention.nameless or _APART.search(mention.sentence.words):
        return True
    return (
        bool(ADDS_UP.fullmatch(mention.head.lstrip("，、：")))
        and sum(m.number.start < mention.number.start for m in mention.siblings) > 1
    )


def _speaks_of_the_year(mention: Mention, year: int) -> bool:
    return not (_COMPARES.search(mention.head) or is_of_another_time(mention, year))


def _compared(mention: Mention, meaning: Meaning, document) -> Iterator[Finding]:
    known = [(q, q.value(document.cells)) for q in meaning.quantities]
    if not known or any(value is None for _, value in known):
        return
    said = mention.number.value
    if mention.number.unit == "元":
        yield from _compared_in_yuan(mention, meaning, known[0])
    elif not any(_agree(mention, meaning.bound, value) for _, value in known):
        yield _finding(mention, meaning, known, said)


def _agree(mention: Mention, bound: str, value: Decimal) -> bool:
    """Whether the count is the value, rounded or cut off where its writing leaves digits out."""
    said, grain = mention.number.value, mention.number.grain or Decimal(0)
    if _keeps(said, bound, value):
        return not is_transposed(said, value)
    return abs(said - value) < grain or said == value


def _keeps(said: Decimal, bound: str, value: Decimal) -> bool:
    """Whether the count of a part is less than the value, or that of a whole system more."""
    return (bound == AT_MOST and said < value) or (bound == AT_LEAST and said > value)


def _compared_in_yuan(
    mention: Mention, meaning: Meaning, known: tuple[Quantity, Decimal]
) -> Iterator[Finding]:
    (quantity, value), said = known, mention.number.value
    if said == value * _YUAN or said != value and meaning.bound == AT_MOST:
        return
    if said == value:
        message = (
            f"{{where}}写的是“{{quote}}”，{quantity.name}为 {format_figure(value)}万元，单位相差一万倍。"
            "请核对单位是元还是万元。"
        )
        yield _at(mention, "text.unit", "warning", message, quantity.cells)
    else:
        yield _finding(mention, Meaning((quantity,), False), [(quantity, value * _YUAN)], said)


def _finding(mention: Mention, meaning: Meaning, known: list, said: Decimal) -> Finding:
    if mention.number.unit == "万元" and any(
        said == v * _YUAN or said * _YUAN == v for _, v in known if v
    ):
        return _unit_finding(mention, known[0])
    values = {value for _, value in known}
    firm = meaning.firm and len(values) == 1
    denial = (
        mention.matter in (REQUESTS, RECONSIDERATION, LITIGATION)
        and meaning.denies
        and (said == 0 or values == {0})
    )
    rule = "text.denial" if denial else "text.count"
    severity = "error" if firm else "warning"
    within = any(_keeps(said, meaning.bound, value) for value in values)
    bound = "" if within else meaning.bound
    cells = tuple(dict.fromkeys(cell for quantity, _ in known[:3] for cell in quantity.cells))
    return _at(mention, rule, severity, _sentence(known, bound, severity), cells)


def _unit_finding(mention: Mention, known: tuple[Quantity, Decimal]) -> Finding:
    quantity, value = known
    message = (
        f"{{where}}写的是“{{quote}}”，{quantity.name}为 {format_figure(value)}万元，相差一万倍。"
        "请核对单位是元还是万元。"
    )
    return _at(mention, "text.unit", "warning", message, quantity.cells)


def _sentence(known: list, bound: str, severity: str) -> str:
    compared = list(dict.fromkeys(f"{q.name}为 {format_figure(value)}" for q, value in known))[:4]
    listed = "，".join(compared)
    if bound:
        return f"{{where}}写的是“{{quote}}”，而{listed}，这里的数不会更{bound}。请核对，改正写错的一处。"
    if severity == "error":
        return f"{{where}}写的是“{{quote}}”，而{listed}，两处不一致。请核对，改正写错的一处。"
    return (
        f"{{where}}写的是“{{quote}}”，与表格对不上：{listed}。"
        "请核对；统计口径不同的，请在正文说明。"
    )


def _at(mention: Mention, rule: str, severity: str, message: str, cells: tuple) -> Finding:
    start, end = mention.quoted
    canon = mention.passage.canon
    while start < end and canon[start] in "，、；：。和及与 ":
        start += 1
    return mention.passage.finding(rule, severity, message, start, end, cells=cells, source=SOURCE)
