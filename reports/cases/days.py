"""Working days, and the day by which a request is to be answered (条例 arts. 30, 32, 33).

Holidays and make-up days are those of the State Council's yearly notices, from a kept library. A
year that it does not know yet counts Monday to Friday, and whoever asks is told.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from .case import Request

TERM = 20  # working days from receipt (art. 33)
EXTENSION = 20  # more, when the time is extended (art. 33)
THIRD_PARTY = 15  # working days that a third party has; they are not counted (arts. 32, 33)


@dataclass(frozen=True)
class Due:
    """The last day for an answer; `remarks` are Chinese clauses on what it rests."""

    day: date
    remarks: tuple[str, ...] = ()


def knows(year: int) -> bool:
    """Whether the holidays of `year` are known."""
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def working_days(year: int) -> tuple[date, ...]:
    """Return the working days of `year`: Monday to Friday where its holidays are not known."""
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]
    is_one = chinese_calendar.is_workday if knows(year) else lambda day: day.weekday() < 5
    return tuple(day for day in days if is_one(day))


def after(day: date, count: int) -> date:
    """Return the `count`th working day after `day`, which is itself not counted (count above 0)."""
    year, left = day.year, count
    days = working_days(year)
    at = bisect_right(days, day)
    while left > len(days) - at:
        left -= len(days) - at
        year, at = year + 1, 0
        days = working_days(year)
    return days[at + left - 1]


def between(first: date, last: date) -> int:
    """Return how many working days lie after `first` up to `last`; below 0 when `last` is earlier."""
    if last < first:
        return -between(last, first)
    years = range(first.year, last.year + 1)
    upto = sum(len(working_days(year)) for year in years[:-1])
    days = working_days(first.year), working_days(last.year)
    return upto + bisect_right(days[1], last) - bisect_right(days[0], first)


def term(extended: bool, third_party: bool) -> int:
    """Return how many working days there are to answer a request."""
    return TERM + extended * EXTENSION + third_party * THIRD_PARTY


def is_within(start: date, end: date, count: int) -> bool:
    """Return whether `end` is not after the `count`th working day after `start`, as `after` has it."""
    passed = between(start, end)
    # At a weekend behind the last day as many have passed as on it.
    return passed < count or passed == count and _is_one(end)


def _is_one(day: date) -> bool:
    days = working_days(day.year)
    at = bisect_right(days, day)
    return at > 0 and days[at - 1] == day


def due(request: Request) -> Due:
    """Return the last day for the answer to `request`.

    From receipt, or from the day on which the corrected application came; the time that a third
    party has is added whole, for it is not known when it answered.
    """
    start = request.corrected_on or request.received_on
    parts = [(TERM, "收到补正之日起算" if request.corrected_on else "")]
    if request.extended:
        parts.append((EXTENSION, f"已延期{EXTENSION}个工作日"))
    if request.third_party:
        parts.append((THIRD_PARTY, f"征求第三方意见，按{THIRD_PARTY}个工作日不计"))
    day = after(start, sum(count for count, _ in parts))
    remarks = [remark for _, remark in parts if remark]
    unknown = [year for year in range(start.year, day.year + 1) if not knows(year)]
    if unknown:
        years = "、".join(map(str, unknown))
        remarks.append(f"{years}年的节假日安排还不知道，按周一至周五计算")
    return Due(day, tuple(remarks))


def days_left(request: Request, today: date) -> int | None:
    """Return the working days left to answer, 0 on the last day, below 0 after; None when closed."""
    if request.closed_on:
        return None
    last = due(request).day
    if today <= last:
        return between(today, last)
    # The first working day after the last is one day late, whatever lies between.
    return -max(1, between(last, today))


def taken(request: Request) -> int | None:
    """Return the working days from the start of the term to the answer; None when open."""
    if not request.closed_on:
        return None
    return max(0, between(request.corrected_on or request.received_on, request.closed_on))


def in_time(request: Request) -> bool | None:
    """Whether the answer came by the last day; None when open."""
    if request.closed_on is None:
        return None
    start = request.corrected_on or request.received_on
    return is_within(start, request.closed_on, term(request.extended, request.third_party))
