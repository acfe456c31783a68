"""Charts as SVG made here: no script, no style attribute, every number also in a table beneath."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.document import format_figure
from reports.editions import Edition, all_editions

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 30, 30
Sums = dict[int, dict[str, Decimal]]


@dataclass(frozen=True)
class Chart:
    """Series over columns (years): what to draw, and what to print beneath. Values may be None."""

    id: str
    title: str
    columns: tuple[int, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    stacked: bool = True
    unit: str = "件"

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


def charts_of(sums: Sums) -> list[Chart]:
    """Return the four charts of an organ or a region from its sums by year."""
    years = tuple(sorted(sums))
    rows = _request_rows()
    outcomes: dict[str, list[str]] = {}
    for cell, path in rows.items():
        if len(path) > 1:
            outcomes.setdefault(_bare(path[1]), []).append(cell)
    grounds = {_bare(path[2]): [cell] for cell, path in rows.items() if ".withheld_" in cell}
    made = [
        Chart("received", "收到多少申请", years, _series(sums, years, {
            _bare(rows[cell][0]): [cell] for cell in ("requests.new.total", "requests.carried_over.total")
        })),
        Chart("outcomes", "申请是怎样答复的", years, _series(sums, years, outcomes)),
        Chart("grounds", "不公开的理由", years, _series(sums, years, grounds)),
        Chart("reviews", "复议和诉讼的结果", years, _series(sums, years, _review_cells())),
    ]  # fmt: skip
    return [chart for chart in made if chart.series]


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


def _bare(caption: str) -> str:
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


def draw(chart: Chart) -> SafeString:
    """Return the chart as an SVG element; classes s0 … s9 colour the series (charts.css)."""
    top = _ceiling(max(_heights(chart), default=Decimal(0)))
    name = f"chart-{chart.id}"
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}">',
        f'<title id="{name}">{escape(chart.title)}，数字见下表</title>',
        *_ticks(top),
        *_bars(chart, top),
        "</svg>",
    ]
    return mark_safe("".join(parts))


def _heights(chart: Chart) -> list[Decimal]:
    by_column = [
        [values[at] or Decimal(0) for _, values in chart.series] for at in range(len(chart.columns))
    ]
    return [sum(column, Decimal(0)) if chart.stacked else max(column) for column in by_column]


def _ceiling(highest: Decimal) -> int:
    # 1, 2, 4, 5 or 10 times a power of ten: four even steps that people can read.
    if highest <= 4:
        return 4
    power = 10 ** floor(log10(highest))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= ceil(highest))


def _y(value: Decimal | int, top: int) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - float(value) / top), 1)


def _ticks(top: int) -> Iterable[str]:
    for quarter in range(5):
        value = top * quarter // 4 if top % 4 == 0 else top * quarter / 4
        y = _y(value, top)
        yield f'<path class="tick" d="M{_LEFT} {y}H{WIDTH - _RIGHT}"/>'
        yield f'<text class="scale" x="{_LEFT - 6}" y="{y + 4}">{value:g}</text>'


def _bars(chart: Chart, top: int) -> Iterable[str]:
    room = (WIDTH - _LEFT - _RIGHT) / max(len(chart.columns), 1)
    width = min(room * 0.7, 120.0)
    for at, column in enumerate(chart.columns):
        left = _LEFT + room * at + (room - width) / 2
        yield f'<text class="column" x="{left + width / 2:.1f}" y="{HEIGHT - 10}">{column}</text>'
        yield from _column(chart, at, left, width, top)


def _column(chart: Chart, at: int, left: float, width: float, top: int) -> Iterable[str]:
    below = Decimal(0)
    each = width if chart.stacked else width / max(len(chart.series), 1)
    for number, (name, values) in enumerate(chart.series):
        value = values[at]
        if not value or value < 0:
            continue
        x = left if chart.stacked else left + each * number
        y, foot = _y(below + value, top), _y(below, top)
        words = escape(f"{chart.columns[at]}年 {name}：{format_figure(value)}{chart.unit}")
        yield (
            f'<rect class="s{number % 10}" x="{x:.1f}" y="{y}" width="{each:.1f}" '
            f'height="{max(foot - y, 0.5):.1f}"><title>{words}</title></rect>'
        )
        if chart.stacked:
            below += value
    if chart.stacked and below:
        total = format_figure(below)
        yield f'<text class="column" x="{left + width / 2:.1f}" y="{_y(below, top) - 5}">{total}</text>'
