"""The charts of figures by year: what is drawn, and the table beneath with the same numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor, log10

import pygal
from django.utils.safestring import SafeString

from reports.document import format_figure
from reports.editions import Edition, all_editions

from .drawing import WIDTH, scale, settings, svg, value

_HEIGHT = 260
_FACE = 24  # the largest letters that charts.css sets: large type on a phone
_DIGIT = 0.58 * _FACE
_WIDEST = 120  # of a column; it takes at most seven tenths of its room
Sums = dict[int, dict[str, Decimal]]


Sets = dict[int, frozenset[int]]


def apart(sets: Sets) -> dict[int, str]:
    """Return which years are not to be compared with the others, and why, from their organs' ids.

    The year with the most organs, the last of such, is what the others are measured by: a year with
    other organs is no rise and no fall.
    """
    if not sets:
        return {}
    norm = max(sets, key=lambda year: (len(sets[year]), year))
    return {
        year: f"这一年有{len(organs)}个机关的报告，与{norm}年（{len(sets[norm])}个）不是同一批机关"
        for year, organs in sets.items()
        if organs != sets[norm]
    }


@dataclass(frozen=True)
class Chart:
    """Series over columns (years): what to draw, and what to print beneath. Values may be None.

    `period` is what a column is, where it is no year. `apart` are the columns that are not to be compared with the others, each with the reason.
    """

    id: str
    title: str
    columns: tuple[int, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    stacked: bool = True
    unit: str = "件"
    apart: tuple[tuple[int, str], ...] = ()
    period: str = "年"

    @property
    def heads(self) -> list[str]:
        """What stands above the columns of the table, and under those of the drawing."""
        odd = dict(self.apart)
        return [f"{column}*" if column in odd else str(column) for column in self.columns]

    @property
    def notes(self) -> list[str]:
        """What is said of the columns with a star."""
        odd = dict(self.apart)
        return [
            f"{column}年：{odd[column]}，不能比较。" for column in self.columns if column in odd
        ]

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """The table beneath: each series' caption with its values as text."""
        return [(name, [format_figure(v) for v in values]) for name, values in self.series]

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to draw."""
        return any(value for _, values in self.series for value in values)

    @property
    def svg(self) -> SafeString:
        """The drawing."""
        return draw(self)


def charts_of(sums: Sums, apart: dict[int, str] | None = None) -> list[Chart]:
    """Return the four charts of an organ or a region from its sums by year.

    `apart`: the years that are not to be compared with the others, and why.
    """
    years, odd = tuple(sorted(sums)), tuple(sorted((apart or {}).items()))
    rows = _request_rows()
    outcomes: dict[str, list[str]] = {}
    for cell, path in rows.items():
        if len(path) > 1:
            outcomes.setdefault(bare(path[1]), []).append(cell)
    grounds = {bare(path[2]): [cell] for cell, path in rows.items() if ".withheld_" in cell}
    made = [
        Chart("received", "收到多少申请", years, _series(sums, years, {
            bare(rows[cell][0]): [cell] for cell in ("requests.new.total", "requests.carried_over.total")
        })),
        Chart("outcomes", "申请是怎样答复的", years, _series(sums, years, outcomes)),
        Chart("grounds", "不公开的理由", years, _series(sums, years, grounds)),
        Chart("reviews", "复议和诉讼的结果", years, _series(sums, years, _review_cells())),
    ]  # fmt: skip
    return [replace(chart, apart=odd) for chart in made if chart.series]


def compared(chart_id: str, title: str, cell: str, sums: dict[str, Sums]) -> Chart:
    """Return one cell of several organs side by side, by year."""
    years = tuple(sorted({year for by_year in sums.values() for year in by_year}))
    series = tuple(
        (name, tuple(by_year.get(year, {}).get(cell) for year in years))
        for name, by_year in sums.items()
    )
    return Chart(chart_id, title, years, series, stacked=False)


def _request_rows() -> dict[str, tuple[str, ...]]:
    # The newest edition words a row last; what only older ones have stands at its place.
    found: dict[str, tuple[str, ...]] = {}
    for edition in reversed(all_editions()):
        for cell in _of_table(edition, "requests"):
            if cell.column.id == "total" and cell.row.id != "processed":
                found.setdefault(cell.id, cell.row.path)
    return found


def _review_cells() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edition in all_editions():
        for cell in _of_table(edition, "review"):
            if cell.column.id != "total" and cell.id not in found.setdefault(
                cell.column.caption, []
            ):
                found[cell.column.caption].append(cell.id)
    return found


def _of_table(edition: Edition, table: str) -> Iterable:
    return (cell for cell in edition.cells.values() if cell.table == table)


def bare(caption: str) -> str:
    """Return a caption without its numeral and without what stands in brackets after it."""
    for mark in ("、", "）", "."):
        head, found, rest = caption.partition(mark)
        if found and len(head) <= 3:
            caption = rest
            break
    return caption.partition("（")[0]


def _series(sums: Sums, years: tuple[int, ...], parts: dict[str, list[str]]):
    series = []
    for name, cells in parts.items():
        values = tuple(_total(sums[year], cells) for year in years)
        if any(value is not None for value in values):
            series.append((name, values))
    return tuple(series)


def _total(figures: dict[str, Decimal], cells: list[str]) -> Decimal | None:
    known = [figures[cell] for cell in cells if cell in figures]
    return sum(known, Decimal(0)) if known else None


@lru_cache(maxsize=1024)
def draw(chart: Chart) -> SafeString:
    """Return the chart as SVG; the classes s0 … s9 colour its series (charts.css)."""
    heights = _heights(chart)
    steps = _steps(max(heights, default=Decimal(0)))
    room = WIDTH - _DIGIT * (len(str(steps[-1])) + 2)  # beside the axis
    drawn = (pygal.StackedBar if chart.stacked else pygal.Bar)(
        **settings(_HEIGHT, face=_FACE), margin_top=24, x_labels=_captions(chart.heads, room),
        y_labels=scale(steps), range=(0, steps[-1]), print_values=True, print_values_position="top",
    )  # fmt: skip
    drawn._series_margin = max(0.15, 0.5 - _WIDEST / 2 * len(chart.columns) / WIDTH)
    for name, values in chart.series:
        drawn.add(name, [_value(chart, name, at, number) for at, number in enumerate(values)])
    if chart.stacked:
        totals = [format_figure(height) if height else "" for height in heights]
        fits = all(len(total) * _DIGIT * len(totals) < room for total in totals)
        drawn.add("", [value(0, "", total if fits else "") for total in totals])
    pale = {
        _words(chart, name, at, number)
        for name, values in chart.series
        for at, number in enumerate(values)
        if chart.columns[at] in dict(chart.apart)
    }
    tones = [f"s{n % 10}" for n in range(len(chart.series))]
    return svg(drawn, chart.id, chart.title, tones, pale)


def _captions(heads: list[str], room: float) -> list[str]:
    """Return what stands under the columns: the last year, and as many before as there is room."""
    step = ceil(len(heads) * 5 * _DIGIT / room)
    return ["" if (len(heads) - 1 - at) % step else head for at, head in enumerate(heads)]


def _value(chart: Chart, name: str, at: int, number: Decimal | None) -> dict | None:
    if not number or number < 0:
        return None
    return value(float(number), _words(chart, name, at, number))


def _words(chart: Chart, name: str, at: int, number: Decimal | None) -> str:
    return f"{chart.columns[at]}{chart.period} {name}：{format_figure(number)}{chart.unit}"


def _heights(chart: Chart) -> list[Decimal]:
    by_column = [
        [max(values[at] or Decimal(0), Decimal(0)) for _, values in chart.series]
        for at in range(len(chart.columns))
    ]
    return [sum(column, Decimal(0)) if chart.stacked else max(column) for column in by_column]


def _steps(highest: Decimal) -> list[int]:
    """Return five even values that people can read: up to 1, 2, 4, 6 or 8 times a power of ten."""
    top = 4
    if highest > top:
        power = 10 ** floor(log10(highest))
        top = next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= ceil(highest))
    return sorted({top * quarter // 4 for quarter in range(5)})
