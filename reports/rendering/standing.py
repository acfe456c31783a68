"""Charts of how the organs of a district stand, as SVG: no script, no style attribute.

Each has its numbers in words, for the table beneath it. The classes of parts (`t-…`) are coloured
in static/css/office.css.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH = 640
_BAR = 40
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 220, 60, 14, 30, 28
_WEEK = datetime.timedelta(days=7)
_LABEL = 150  # width of a deadline in words on a telephone
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
        return _svg(self.id, self.title, _BAR, _pieces(self.parts, self.total))


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
        return _svg(self.id, self.title, _HEIGHT, [*self._frame(), *self._curves()])

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

    def _x(self, day: datetime.date) -> float:
        first, last = self.span
        whole = max((last - first).days, 1)
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - first).days / whole, 1)

    def _y(self, count: int) -> float:
        part = count / max(self.owing, 1)
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * part, 1)

    def _frame(self) -> Iterable[str]:
        for count in sorted({0, self.owing // 2, self.owing}):
            yield f'<path class="tick" d="M{_LEFT} {self._y(count)}H{WIDTH - _RIGHT}"/>'
            yield f'<text class="scale" x="{_LEFT - 6}" y="{self._y(count) + 4}">{count}</text>'
        for day in self.span:
            yield _label("column", self._x(day), _HEIGHT - 8, day)
        last = -_LABEL
        for day in self.due:
            x = self._x(day)
            lower = 18 if x - last < _LABEL else 0  # beside its neighbour it would cover it
            yield f'<path class="due" d="M{x} {_TOP - 8}V{_HEIGHT - _BOTTOM}"/>'
            yield _label("due-day", x, _TOP - 12 + lower, day, "截止")
            last = x

    def _curves(self) -> Iterable[str]:
        for number, (name, _) in enumerate(self.series):
            days = [day for day in self._sorted[number] if day <= self._known]
            path = f"M{self._x(self.span[0])} {self._y(0)}"
            for count, day in _steps(days):
                path += f"H{self._x(day)}V{self._y(count)}"
            path += f"H{self._x(self._known)}"
            words = f"{name}：{len(days)}个机关"
            yield f'<path class="curve c{number}" d="{path}"><title>{escape(words)}</title></path>'


def share(count: int, total: int) -> str:
    """Return a part of the whole in percent, as people read it; a dash where there is no whole."""
    return f"{100 * count / total:.1f}%" if total else "—"


def _steps(days: list[datetime.date]) -> Iterable[tuple[int, datetime.date]]:
    """Yield, for each of the sorted days once, how many came until then."""
    for count, (day, after) in enumerate(pairwise([*days, None]), 1):
        if day != after:
            yield count, day


def _pieces(parts: tuple[Part, ...], total: int) -> Iterable[str]:
    seen = [part for part in parts if part.count]
    room = WIDTH - 2 * len(seen)
    left = 0.0
    for part in seen:
        width = 2 + room * part.count / total
        words = escape(f"{part.name}：{part.count}个机关，{share(part.count, total)}")
        yield (
            f'<rect class="t-{part.tone}" x="{left:.1f}" y="0" width="{width:.1f}" '
            f'height="{_BAR}"><title>{words}</title></rect>'
        )
        if width > _NARROWEST * (len(str(part.count)) + 1):
            yield (
                f'<text class="inside on-{part.tone}" x="{left + width / 2:.1f}" '
                f'y="{_BAR / 2 + 5:.0f}">{part.count}</text>'
            )
        left += width


def _label(kind: str, x: float, y: float, day: datetime.date, word: str = "") -> str:
    at = "end" if x > WIDTH - 60 else "start" if x < 60 else "middle"
    return f'<text class="{kind} at-{at}" x="{x}" y="{y}">{day.month}月{day.day}日{word}</text>'


def _svg(id: str, title: str, height: int, parts: Iterable[str]) -> SafeString:
    name = f"chart-{id}"
    opening = (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}">'
    )
    titled = f'{opening}<title id="{name}">{escape(title)}，数字见下表</title>'
    # Numbers, names of ours and escaped text only.
    return mark_safe(f"{titled}{''.join(parts)}</svg>")
