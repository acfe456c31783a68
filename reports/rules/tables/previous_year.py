"""This year's figures against the same organ's report of the year before."""

from collections.abc import Iterator
from decimal import Decimal

from reports.document import Document, format_figure
from reports.editions import AMOUNT, CarryOver

from ..findings import Finding

_SWING_FROM, _SWING_FACTOR = 20, 10
_YUAN_FACTOR = 1000


def broken_carry_overs(document: Document, previous: Document) -> Iterator[Finding]:
    """Yield a finding for each figure that must follow from last year's and does not.

    Across an edition change only rules whose cells both years have are asked.
    """
    for rule in document.edition.carry_overs:
        expected, value = _expected(rule, document, previous), document.cells.get(rule.cell)
        if None not in (expected, value) and expected != value:
            yield Finding(
                rule.id,
                rule.severity,
                rule.sentence.format(value=format_figure(value), expected=format_figure(expected)),
                cells=(rule.cell, *rule.plus, *rule.minus),
                source=document.edition.source,
            )


def _expected(rule: CarryOver, document: Document, previous: Document) -> Decimal | None:
    added = [previous.cells.get(cell) for cell in rule.previous]
    added += [document.cells.get(cell) for cell in rule.plus]
    taken = [document.cells.get(cell) for cell in rule.minus]
    return None if None in added + taken else sum(added, Decimal(0)) - sum(taken, Decimal(0))


def swings(document: Document, previous: Document) -> Iterator[Finding]:
    """Yield a finding for each number of at least 20 that grew or shrank tenfold or more."""
    computed = document.edition.computed
    for cell in document.edition.cells.values():
        now, then = document.cells.get(cell.id), previous.cells.get(cell.id)
        if now is None or then is None or cell.id in computed:
            continue
        if is_swing(now, then):
            yield _swing(cell, now, then)


def is_swing(now: Decimal, then: Decimal) -> bool:
    """Whether a number of at least 20 grew or shrank tenfold or more."""
    low, high = sorted((abs(now), abs(then)))
    return high >= _SWING_FROM and high >= low * _SWING_FACTOR and now != then


def _swing(cell, now: Decimal, then: Decimal) -> Finding:
    message = (
        f"{cell.place}上年为 {format_figure(then)}，本年为 {format_figure(now)}，"
        f"相差十倍以上。请核对；确实如此的，请在正文说明原因。"
    )
    return Finding(f"swing.{cell.id}", "warning", message, cells=(cell.id,))


def amounts_out_of_scale(document: Document, previous: Document) -> Iterator[Finding]:
    """Yield a finding for each amount about ten thousand times last year's: yuan for 万元."""
    for cell in document.edition.cells.values():
        now, then = document.cells.get(cell.id), previous.cells.get(cell.id)
        if cell.kind == AMOUNT and now and then and now >= then * _YUAN_FACTOR:
            message = (
                f"{cell.place}上年为 {format_figure(then)}，本年为 "
                f"{format_figure(now)}，像是把元填成了万元。请核对单位。"
            )
            yield Finding("proactive.unit", "warning", message, cells=(cell.id,))
