"""Numbers of cases: the office's own, unique; made where a register has none, or one that runs anew."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from itertools import count
from typing import TypeVar

from ..case import Request, Review
from .values import Draft

C = TypeVar("C", Request, Review)
FIRST, LAST, EACH = "first", "last", "each"  # answers about a number that stands twice


def with_numbers(drafts: list[Draft], received: Callable[[Draft], str]) -> Iterator[Draft]:
    """Yield `drafts` with a number each; `received` gives the day of a draft as ISO, perhaps empty.

    A running number begins anew each year, and each month where a month has a sheet or a part of its
    own: these are put before it, so that next month's file gives the same number.
    """
    monthly = any(draft.part for draft in drafts)
    made: Counter[str] = Counter()
    for draft in drafts:
        if draft.number and not draft.running or not draft.is_request:
            yield draft
            continue
        day = received(draft).replace("-", "")
        if draft.number:
            month = f"-{draft.part or '00'}" if monthly else ""
            yield replace(draft, number=f"{day[:4]}{month}-{draft.number}")
        else:
            made[day] += 1
            yield replace(draft, number=f"{day}-{made[day]}")


def unique(cases: list[tuple[Draft, C]], settling) -> Iterator[C]:
    """Yield cases with a number of their own; one that stands twice is read once, or asked."""
    by_number: dict[str, list[tuple[Draft, C]]] = {}
    for draft, case in cases:
        by_number.setdefault(case.number, []).append((draft, case))
    for number, same in by_number.items():
        yield from _one(number, same, settling, set(by_number)) if len(same) > 1 else [same[0][1]]


def _one(number: str, same: list[tuple[Draft, C]], settling, others: set[str]) -> list[C]:
    """Return what is read of the rows that bear one number; `others` are the numbers that are taken."""
    told: list[tuple[Draft, C]] = []
    for draft, case in same:
        if any(astuple(case) == astuple(other) for _, other in told):
            settling.odd("same_twice", draft, number)
        else:
            told.append((draft, case))
    told = _ended(told, settling)
    answer = settling.answered("number", number)
    if len(told) > 1 and answer is None:
        for draft, _ in told:
            settling.ask("number", number, told[0][0].where, draft.row)
        return []
    if answer == EACH:
        free = (made for n in count(2) if (made := f"{number}({n})") not in others)
        return [told[0][1], *(replace(case, number=next(free)) for _, case in told[1:])]
    return [told[-1 if answer == LAST else 0][1]]


def _ended(told: list[tuple[Draft, C]], settling) -> list[tuple[Draft, C]]:
    """Return `told` without the rows in which a case was still open that another row has closed.

    Registers by year or month carry an open case over into the next sheet.
    """
    closed = [(draft, case) for draft, case in told if case.closed_on]
    if len(closed) != 1:
        return told
    (draft, case) = closed[0]
    kind = "applicant" if isinstance(case, Request) else "group"
    same = [other.received_on == case.received_on and getattr(other, kind) == getattr(case, kind) for _, other in told]
    if not all(same) or len(told) == 1:
        return told
    settling.odd("ended_later", draft, case.number)
    return closed
