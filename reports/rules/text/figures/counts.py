"""Counts in running text against the tables: the heart of reading a report's words."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reports.document import format_figure
from reports.language.claims.matters.cases import ending
from reports.language.claims.quantities import AT_LEAST, AT_MOST, IN_COMPANY, Meaning
from reports.language.claims.spoken import Mention
from reports.language.words.lexicon import LITIGATION, RECONSIDERATION, REQUESTS

from ...case import Case, Finding, Found
from ...slips import is_transposed
from ...sources import AGREES

_YUAN = Decimal(10_000)


def counts(case: Case) -> Found:
    """Yield a finding for each count in the text that matches none of the quantities it can mean."""
    language, document = case.language, case.document
    if not language.quantities.known:
        return
    for passage in language.cut:
        case.cut(passage)
    read = [(claim.mention, claim.meaning) for claim in language.claims if claim.meaning]
    for mention, meaning in _in_company(read, document):
        told = [*_compared(mention, meaning, document)]
        ended = None if told else ending(mention, meaning, language.names)
        yield from told or (_compared(mention, ended, document) if ended else ())


def _in_company(read: list, document) -> Iterator[tuple[Mention, Meaning]]:
    """Yield the counts to judge; those of a list of what is shown only where the others are right.

    公示行政许可842件、行政处罚126件、行政强制37件 are the table's rows where two of them are.
    """
    shown: dict[int, list[tuple[Mention, Meaning]]] = {}
    for mention, meaning in read:
        values = (quantity.value(document.cells) for quantity in meaning.quantities)
        if meaning.bound == IN_COMPANY and any(value and is_transposed(mention.number.value, value) for value in values):
            meaning = replace(meaning, bound="")  # a slip of the pen is one in any company
        elif meaning.bound == IN_COMPANY:
            shown.setdefault(id(mention.spoken), [])
        of_table_two = any(quantity.cells[0].startswith("proactive") for quantity in meaning.quantities[:1])
        if id(mention.spoken) in shown and of_table_two:
            shown[id(mention.spoken)].append((mention, replace(meaning, bound="")))
        else:
            yield mention, meaning
    for listed in shown.values():
        wrong = [pair for pair in listed if [*_compared(*pair, document)]]
        if len(wrong) < len(listed):
            yield from wrong if len(wrong) == 1 else ()


def _compared(mention: Mention, meaning: Meaning, document) -> Found:
    known = [(q, q.value(document.cells)) for q in meaning.quantities]
    if not known or any(value is None for _, value in known):
        yield from _below(mention, meaning, known, document)
        return
    said, unit, (quantity, value) = mention.number.value, mention.number.unit, known[0]
    if unit == "元":
        if said != value and meaning.bound == AT_MOST:
            return
        known, meaning = [(quantity, value * _YUAN)], Meaning((quantity,), False)
    if said == 0 and meaning.firm and not mention.inherited and quantity.cells[0].startswith("review."):
        known = known[:1]  # no suit at all, of either kind
    if any(_agrees(mention, meaning, v) for _, v in known):
        return
    in_yuan = said == value if unit == "元" else unit == "万元" and any(said in (v * _YUAN, v / _YUAN) for _, v in known if v)
    if not in_yuan:
        yield _finding(mention, meaning, known)
        return
    fact = f"{quantity.name}为 {format_figure(value)}万元，单位相差一万倍"
    yield _at(mention, "text.unit", "warning", f"{{where}}写的是“{{quote}}”，{fact}。请核对单位是元还是万元。", quantity.cells)


def _below(mention: Mention, meaning: Meaning, known: list, document) -> Found:
    """Yield a finding on a count that is less than each quantity already is, while cells of some are blank."""
    said, told = mention.number.value, [pair for pair in known if pair[1] is not None]
    if not told or meaning.bound or mention.number.rough or mention.number.unit in ("元", "万元"):
        return
    least = [sum(document.cells.get(cell) or 0 for cell in q.plus) for q, _ in known]
    may_fall = any(q.minus or any(cell.endswith(".change") for cell in q.plus) for q, _ in known)
    if not may_fall and all(said < value for value in least):
        yield _finding(mention, meaning, told)


def _agrees(mention: Mention, meaning: Meaning, value: Decimal) -> bool:
    """Whether the count is the value, rounded or cut off where its writing leaves digits out."""
    said, grain = mention.number.value, mention.number.grain or Decimal(0)
    if _keeps(said, meaning.bound, value):
        return not is_transposed(said, value)
    return abs(said - value) < grain or said == value


def _keeps(said: Decimal, bound: str, value: Decimal) -> bool:
    """Whether the count of a part is less than the value, or that of a whole system more."""
    return (bound == AT_MOST and said < value) or (bound == AT_LEAST and said > value)


def _finding(mention: Mention, meaning: Meaning, known: list) -> Finding:
    said, values = mention.number.value, {value for _, value in known}
    firm = meaning.firm and len(values) == 1
    denies = meaning.denies and mention.matter in (REQUESTS, RECONSIDERATION, LITIGATION)
    denial = denies and (said == 0 or values == {0})
    within = any(_keeps(said, meaning.bound, value) for value in values)
    cells = tuple(dict.fromkeys(cell for quantity, _ in known[:3] for cell in quantity.cells))
    rule, severity = "text.denial" if denial else "text.count", "error" if firm else "warning"
    return _at(mention, rule, severity, _sentence(known, "" if within else meaning.bound, firm), cells)


def _sentence(known: list, bound: str, firm: bool) -> str:
    compared = list(dict.fromkeys(f"{q.name}为 {format_figure(value)}" for q, value in known))[:4]
    listed, begin = "，".join(compared), "{where}写的是“{quote}”，"
    if bound or firm:
        fact = f"这里的数不会更{bound}" if bound else "两处不一致"
        return f"{begin}而{listed}，{fact}。请核对，改正写错的一处。"
    return f"{begin}与表格对不上：{listed}。请核对；统计口径不同的，请在正文说明。"


def _at(mention: Mention, rule: str, severity: str, message: str, cells: tuple) -> Finding:
    span = mention.passage.without_lead(*mention.quoted)
    return mention.passage.finding(rule, severity, message, *span, cells=cells, source=AGREES)
