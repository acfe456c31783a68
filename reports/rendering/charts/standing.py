"""The charts of how the organs of a district stand, and the tables beneath with their numbers.

The classes of parts (`t-…`) and lines (`c…`) are coloured in static/css/office.css.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pygal
from django.utils.safestring import SafeString

from .drawing import WIDTH, scale, settings, svg, value

_BAR = 40
_HEIGHT = 220
_WEEK = datetime.timedelta(days=7)
_CAPTION = 0.2  # of the width: what a day's caption needs on a telephone
_UNSAID = "\u200b"  # the caption of a deadline that has its mark only
_NARROWEST = 9  # units of width that a digit of a bar's number needs


@dataclass(frozen=True)
class Part:
    """Some of the organs: what they are called, how many they are, how they are coloured."""

    name: str
    count: int
    tone: str


@dataclass(frozen=True)
class Shares:
    """All organs as one bar of parts."""

    id: str
    title: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """How many organs the whole bar is."""
        return sum(part.count for part in self.parts)

    @property
    def lines(self) -> list[tuple[Part, str]]:
        """The table beneath: each part with its share of the whole."""
        return [(part, share(part.count, self.total)) for part in self.parts]

    @property
    def svg(self) -> SafeString:
        """The drawing; every part is at least visible."""
        seen = [part for part in self.parts if part.count]
        chart = _Strip(
            **settings(_BAR, margin=0), show_x_labels=False, show_y_labels=False, print_values=True
        )
        for part in seen:
            width = 2 + (WIDTH - 2 * len(seen)) * part.count / self.total
            words = f"{part.name}：{part.count}个机关，{share(part.count, self.total)}"
            fits = width > _NARROWEST * (len(str(part.count)) + 1)
            chart.add(part.name, [value(width, words, str(part.count) if fits else "")])
        return svg(chart, self.id, self.title, [f"t-{part.tone}" for part in seen])


@dataclass(frozen=True)
class Pace:
    """How many organs had come how far by which day, out of `owing`; `due` are the deadlines."""

    id: str
    title: str
    owing: int
    series: tuple[tuple[str, tuple[datetime.date, ...]], ...]
    due: tuple[datetime.date, ...]
    today: datetime.date

    @cached_property
    def span(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day shown: the year's work, up to its deadline or to today."""
        days = [day for _, given in self.series for day in given]
        first = min([datetime.date(self.due[0].year, 1, 1), *days])
        late = max([*self.due, *days])
        return first, max(late, min(self.today, late + 4 * _WEEK))

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to show yet."""
        return self.today >= self.span[0]

    @property
    def lines(self) -> list[tuple[datetime.date, list[tuple[int, str]]]]:
        """The table beneath: by week and at the deadlines, how many of each, and their share."""
        first, last = self.span
        weeks = {first + n * _WEEK for n in range(1, (last - first) // _WEEK + 1)}
        days = sorted(day for day in weeks | {*self.due, self._known} if day <= self._known)
        return [(day, [self._until(given, day) for given in self._sorted]) for day in days]

    @property
    def svg(self) -> SafeString:
        """The drawing: a line for each series, up to today, and a mark for each deadline."""
        days = self._days
        chart = pygal.XY(
            **settings(_HEIGHT),
            x_labels=[{"value": self._number(day), "label": caption} for day, caption in days],
            x_labels_major=[caption for day, caption in days if day in self.due],
            y_labels=scale(sorted({0, self.owing // 2, self.owing})),
            range=(0, self.owing),
            show_dots=False,
        )
        for number, (name, _) in enumerate(self.series):
            chart.add(name, self._corners(number))
        return svg(chart, self.id, self.title, [f"curve c{n}" for n in range(len(self.series))])

    @property
    def _known(self) -> datetime.date:
        first, last = self.span
        return max(first, min(self.today, last))

    @cached_property
    def _sorted(self) -> list[list[datetime.date]]:
        return [sorted(given) for _, given in self.series]

    def _until(self, given: list[datetime.date], day: datetime.date) -> tuple[int, str]:
        count = bisect_right(given, day)
        return count, share(count, self.owing)

    @property
    def _days(self) -> list[tuple[datetime.date, str]]:
        """The days at the axis with their captions; deadlines come first, whoever is near must yield."""
        first, last = self.span
        room, said = _CAPTION * (last - first).days, []
        for day in (*sorted(self.due), first, last):
            if day not in said and all(abs((day - other).days) >= room for other in said):
                said.append(day)
        return [(day, self._caption(day, day in said)) for day in sorted({first, last, *self.due})]

    def _caption(self, day: datetime.date, is_said: bool) -> str:
        return f"{day.month}月{day.day}日" if is_said else _UNSAID if day in self.due else ""

    def _corners(self, number: int) -> list[tuple[int, int]]:
        """The line of a series: from nought on the first day, a step at each day that adds to it."""
        days = [day for day in self._sorted[number] if day <= self._known]
        corners, before = [(0, 0)], 0
        for count, day in _steps(days):
            corners += [(self._number(day), before), (self._number(day), count)]
            before = count
        return [*corners, (self._number(self._known), before)]

    def _number(self, day: datetime.date) -> int:
        return (day - self.span[0]).days


class _Strip(pygal.HorizontalStackedBar):
    """One bar as wide and as high as the drawing."""

    _series_margin = 0

    def _compute(self) -> None:
        super()._compute()
        self._box.margin = 0


def share(count: int, total: int) -> str:
    """Return a part of the whole in percent, as people read it; a dash where there is no whole."""
    return f"{100 * count / total:.1f}%" if total else "—"


def _steps(days: list[datetime.date]) -> Iterable[tuple[int, datetime.date]]:
    """Yield, for each of the sorted days once, how many came until then."""
    for count, (day, after) in enumerate(pairwise([*days, None]), 1):
        if day != after:
            yield count, day
