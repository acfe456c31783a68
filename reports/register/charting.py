"""The charts of a register: by month, by result, grounds of refusal, time taken, what was late."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from statistics import median

from django.utils import timezone

from reports.cases import days
from reports.editions import FIRST_YEAR
from reports.models import Register
from reports.models.authoring.register import span
from reports.rendering.charts.years import Chart, charts_of

from . import looking, summing

MOST_YEARS = 6
_NEEDED = ("received_on", "corrected_on", "closed_on", "extended", "third_party")


def charts(register: Register, year: int) -> list[Chart]:
    """Return the charts of a register: the months of `year`, and the years up to it."""
    years = charted(register, year)
    made = [_months(register, year)]
    if years:
        found = summing.figures(register, *sorted({year, *years}))
        made += charts_of({one: {cell: Decimal(n) for cell, n in found[one].items()} for one in years})
        made += _times(register.pk, register.change_head, tuple(years), timezone.localdate())
    return [chart for chart in made if chart.has_figures]


def charted(register: Register, year: int) -> list[int]:
    """Return the years up to `year` that the charts show."""
    years = [one for one in sorted(summing.years_of(register)) if FIRST_YEAR <= one <= year]
    return years[-MOST_YEARS:]


def _months(register: Register, year: int) -> Chart:
    found = [period for period in summing.periods(register, year) if not period.is_quarter]
    series = (
        ("新收", tuple(Decimal(period.received) for period in found)),
        ("办结", tuple(Decimal(period.closed) for period in found)),
    )
    return Chart("months", f"{year}年各月新收和办结", tuple(range(1, 13)), series, stacked=False, period="月")


@lru_cache(maxsize=64)
def _times(pk: int, state: str, years: tuple[int, ...], today: datetime.date) -> tuple[Chart, ...]:
    """Return how long answers took, which share came in time, and what was late, by the year of the end.

    `state`: the end of the register's chain of changes, which is another after each. Kept, for every case of the years is looked at.
    """
    return tuple(_measured(Register.objects.get(pk=pk), years, today))


def _measured(register: Register, years: tuple[int, ...], today: datetime.date) -> Iterable[Chart]:
    taken: dict[int, list[int]] = {year: [] for year in years}
    late = dict.fromkeys(years, 0)
    rows = register.requests.filter(closed_on__range=(span(years[0])[0], span(years[-1])[1]))
    for received, corrected, closed, extended, third_party in rows.order_by().values_list(*_NEEDED).iterator():
        start, year = corrected or received, closed.year
        taken[year].append(max(0, days.between(start, closed)))
        late[year] += not days.is_within(start, closed, days.term(extended, third_party))
    middle = tuple(Decimal(str(median(taken[year]))) if taken[year] else None for year in years)
    shares = tuple(_percent(len(taken[year]) - late[year], len(taken[year])) for year in years)
    yield Chart("median", "答复用了多少天（中位数）", years, (("从收到到办结", middle),), unit="个工作日")
    yield Chart("in-time", "按期答复的比例", years, (("按期答复", shares),), unit="%")
    still = _still_late(register, years, today)
    yield Chart(
        "late", "超期", years,
        (("超期办结", tuple(Decimal(late[year]) for year in years)), ("超期还没有办结", still)),
    )  # fmt: skip


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")).normalize() + 0 if whole else None


def _still_late(
    register: Register, years: tuple[int, ...], today: datetime.date
) -> tuple[Decimal, ...]:
    """Return how many received in each year are open and late now."""
    rows = register.requests.still_open().filter(looking.late_before(today)).order_by()
    received = [day.year for day in rows.values_list("received_on", flat=True)]
    return tuple(Decimal(received.count(year)) for year in years)


def lines(register: Register, year: int, only: str = "") -> list[list]:
    """Return the numbers of all charts, or of the one of that id, as lines: chart, series, column, value, unit."""
    return [
        [chart.title, name, f"{column}{chart.period}", value, chart.unit]
        for chart in charts(register, year)
        if only in ("", chart.id)
        for name, values in chart.series
        for column, value in zip(chart.columns, values, strict=True)
    ]
