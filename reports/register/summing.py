"""What a register sums up to: what is open, its years, its months, the figures of each year.

Kept in this process until the register is another. `state`: the end of its chain of changes, which is another
after each; what is read under an old one is never asked for again.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count
from django.utils import timezone

from reports import aggregation
from reports.models import Register, RegisteredRequest
from reports.models.authoring.register import CaseQuerySet, span

from .looking import late_before

_MOST_BODIES = 200


def counts_now(register: Register) -> dict[str, int]:
    """Return how many requests there are, open ones, late ones (open, too) and closed ones."""
    if register.pk is None:
        return {"all": 0, "open": 0, "late": 0, "closed": 0}
    return dict(_counts_now(register.pk, register.change_head, timezone.localdate()))


@lru_cache(maxsize=256)
def _counts_now(pk: int, state: str, today: datetime.date) -> tuple[tuple[str, int], ...]:
    rows = RegisteredRequest.objects.filter(register=pk).order_by()
    still = rows.still_open()
    every, open_now = rows.count(), still.count()
    late = still.filter(late_before(today)).count()
    return ("all", every), ("open", open_now), ("late", late), ("closed", every - open_now)


def years_of(register: Register) -> list[int]:
    """Return the years from the first receipt to the last receipt or end, the newest first."""
    return list(_years(register.pk, register.change_head)) if register.pk else []


@lru_cache(maxsize=256)
def _years(pk: int, state: str) -> tuple[int, ...]:
    # Three ends of indexes: the smallest and the largest in one query would look at every row.
    rows = RegisteredRequest.objects.filter(register=pk).order_by()
    days = rows.values_list("received_on", flat=True)
    first, last = days.order_by("received_on").first(), days.order_by("-received_on").first()
    if first is None:
        return ()
    closed = rows.filter(closed_on__isnull=False).order_by("-closed_on").values_list("closed_on", flat=True).first()
    return tuple(range(max(last, closed or last).year, first.year - 1, -1))


def bodies_of(register: Register) -> list[str]:
    """Return the 承办单位 that the register names."""
    return list(_bodies(register.pk, register.change_head)) if register.pk else []


@lru_cache(maxsize=256)
def _bodies(pk: int, state: str) -> tuple[str, ...]:
    rows = RegisteredRequest.objects.filter(register=pk).exclude(body="").order_by("body")
    return tuple(rows.values_list("body", flat=True).distinct()[:_MOST_BODIES])


@dataclass(frozen=True)
class Period:
    """A month or a quarter: what came in, what was closed, what was open at its end."""

    caption: str
    received: int
    closed: int
    left: int
    is_quarter: bool = False


def periods(register: Register, year: int, body: str = "") -> list[Period]:
    """Return the months of a year, each quarter after its last."""
    return list(_periods(register.pk, register.change_head, year, body))


@lru_cache(maxsize=256)
def _periods(pk: int | None, state: str, year: int, body: str) -> tuple[Period, ...]:
    received: dict[int, int] = {}
    closed: dict[int, int] = {}
    left = 0
    if pk:
        rows = RegisteredRequest.objects.filter(register=pk).order_by()
        rows = rows.filter(body=body) if body else rows
        first = span(year)[0]
        # Nothing is closed before it came.
        left = rows.filter(received_on__lt=first).count() - rows.filter(closed_on__lt=first).count()
        received = _by_month(rows.new_in(year), "received_on")
        closed = _by_month(rows.closed_in(year), "closed_on")
    found: list[Period] = []
    for month in range(1, 13):
        left += received.get(month, 0) - closed.get(month, 0)
        found.append(Period(f"{month}月", received.get(month, 0), closed.get(month, 0), left))
        if month % 3 == 0:
            three = found[-3:]
            came, went = sum(p.received for p in three), sum(p.closed for p in three)
            found.append(Period(f"{'一二三四'[month // 3 - 1]}季度", came, went, left, True))
    return tuple(found)


def _by_month(rows: CaseQuerySet, name: str) -> dict[int, int]:
    # By days, put together here: SQLite would call a function of Python for every row.
    found: dict[int, int] = {}
    for day, count in rows.values_list(name).annotate(Count("pk")):
        found[day.month] = found.get(day.month, 0) + count
    return found


def figures(register: Register, *years: int) -> dict[int, dict[str, int]]:
    """Return every figure of tables 三 and 四 for each of `years`, in the edition of that year."""
    return _figures(register.pk, register.change_head, years) if register.pk else aggregation.counted_years(register, years)


@lru_cache(maxsize=128)
def _figures(pk: int, state: str, years: tuple[int, ...]) -> dict[int, dict[str, int]]:
    return aggregation.counted_years(Register.objects.get(pk=pk), years)
