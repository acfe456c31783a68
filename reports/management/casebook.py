"""The demo's register: 300 made-up cases of a city over three years, the same every time."""

import datetime
import random
from collections.abc import Iterator, Mapping

from reports.cases.case import Request, Review
from reports.cases.days import after, due, working_days

SIZE = 300
BODIES = ("市政府办公室", "市自然资源和规划局", "市住房和城乡建设局", "市财政局", "市教育局", "市生态环境局")
_KINDS = {"natural_person": 86, "business": 8, "legal_service": 3, "other": 2, "research": 1}
_OUTCOMES = {
    "granted": 40, "partially_granted": 13, "unavailable_not_held": 24, "unprocessed_petition": 5, "other_other": 4,
    "withheld_third_party": 3, "withheld_internal_affairs": 2, "withheld_process": 2, "other_no_correction": 2,
    "unavailable_needs_creation": 2, "withheld_enforcement_file": 1, "unprocessed_repeat": 1, "withheld_inquiry": 1,
}  # fmt: skip
_THIS_YEAR, _OPEN = 45, 6


def cases(today: datetime.date, carried: Mapping[str, int]) -> list[Request | Review]:
    """Return the cases: of this year and the two before.

    `carried` says how many of each kind of applicant were open at the end of the first of them:
    what the report of that year carries forward; more than half of the cases is none of ours.
    """
    carried = carried if sum(carried.values()) <= SIZE // 2 else {}
    dice = random.Random(20)
    requests = list(_numbered(sorted(_received(dice, today, carried), key=lambda one: one[0]), dice, today))
    return [*requests, *_reviews(dice, requests, today)]


def _received(dice: random.Random, today: datetime.date, carried: Mapping[str, int]) -> Iterator[tuple]:
    """Yield day of receipt and kind; None for a day of the end that is still to be drawn."""
    first = today.year - 2
    late = working_days(first)[-18:]
    for kind, count in carried.items():
        for _ in range(count):
            yield dice.choice(late), kind, True
    rest = SIZE - sum(carried.values()) - _THIS_YEAR
    for at in range(rest + _THIS_YEAR):
        kind = dice.choices(list(_KINDS), list(_KINDS.values()))[0]
        year = today.year if at >= rest else first if at < rest // 6 else first + 1
        # Of the first year only what was closed in it: the rest is what it carries forward.
        days = [day for day in working_days(year) if day <= today]
        yield dice.choice(days[: max(1, len(days) - 30)] if year == first else days or late), kind, False


def _numbered(received, dice: random.Random, today: datetime.date) -> Iterator[Request]:
    counts: dict[int, int] = {}
    # The last to come are still being dealt with, and two that came long before.
    still = {len(received) - n for n in (*range(1, _OPEN + 1), 11, 14)}
    for at, (day, kind, is_carried) in enumerate(received):
        counts[day.year] = counts.get(day.year, 0) + 1
        number = f"〔{day.year}〕{counts[day.year]:03}号"
        request = Request(number, day, kind, extended=dice.random() < 0.12, body=dice.choice(BODIES))
        closed = _closed(dice, request, is_carried)
        if day.year == today.year - 2 and not is_carried:
            closed = min(closed, datetime.date(day.year, 12, 31))
        if at in still or closed > today:
            yield request
        else:
            outcome = dice.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
            yield Request(number, day, kind, outcome, closed, extended=request.extended, body=request.body)


def _closed(dice: random.Random, request: Request, is_carried: bool) -> datetime.date:
    """Return the day of the answer: mostly in time, one in twenty a little late."""
    if dice.random() < 0.05:
        closed = after(due(request).day, dice.randrange(1, 6))
    else:
        closed = after(request.received_on, dice.randrange(3, 39 if request.extended else 20))
    last = datetime.date(request.received_on.year, 12, 31)
    return max(closed, after(last, 1)) if is_carried else closed


def _reviews(dice: random.Random, requests: list[Request], today: datetime.date) -> Iterator[Review]:
    refused = [one for one in requests if one.outcome and one.outcome.startswith(("withheld_", "unavailable_"))]
    for n, request in enumerate(dice.sample(refused, min(9, len(refused))), 1):
        group = dice.choice(("reconsideration", "reconsideration", "litigation_after_reconsideration"))
        received, outcome = after(request.closed_on, 25), dice.choice(("upheld", "upheld", "corrected", "other"))
        closed = after(received, 40)
        ended = (outcome, closed) if closed <= today else (None, None)
        if received <= today:
            yield Review(f"复诉{n:02}", group, received, *ended, request.number)
