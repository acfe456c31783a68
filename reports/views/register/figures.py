"""What a register counts: tables 三 and 四 of a year, each month and quarter; for a supervisor, too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reports import access, aggregation
from reports.editions import FIRST_YEAR, LAST_YEAR, edition_for
from reports.register import charting, summing

from ..common.lists import csv_file, number


def _asked(request: HttpRequest, organ_id: int) -> tuple:
    kept = access.register_to_count(request.user, organ_id)
    year = number(request.GET.get("year")) or timezone.localdate().year
    return kept, min(max(year, FIRST_YEAR), LAST_YEAR)


@require_GET
def figures(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show what the register counts for a year."""
    kept, year = _asked(request, organ_id)
    context = {
        "register": kept,
        "year": year,
        "years": sorted({year, *(y for y in summing.years_of(kept) if y >= FIRST_YEAR)}, reverse=True),
        "rows": _rows(kept, year),
        "periods": summing.periods(kept, year),
        "charts": charting.charts(kept, year),
    }
    return render(request, "register/figures.html", context)


@require_GET
def figures_csv(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Return the counts of a year, a line a figure."""
    kept, year = _asked(request, organ_id)
    edition = edition_for(year)
    lines = (
        [edition.cells[cell].table_name, edition.cells[cell].label, cell, n]
        for cell, n in aggregation.counted(kept, year, edition).items()
    )
    name = f"{kept.organ.name}{year}年台账件数.csv"
    return csv_file(name, ["表", "项目", "编号", "件数"], lines)


@require_GET
def charts_csv(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Return the numbers of the charts, or of the one that is asked for, a line a value."""
    kept, year = _asked(request, organ_id)
    only = request.GET.get("chart", "")
    lines = charting.lines(kept, year, only)
    if only and not lines:
        raise Http404
    name = lines[0][0] if only else "台账各图"
    head = ["图", "项目", "时间", "数", "单位"]
    return csv_file(f"{kept.organ.name}{year}年{name.removeprefix(f'{year}年')}.csv", head, lines)


def _rows(kept, year: int) -> list[tuple]:
    """Return what is not 0: the place of a figure and its count."""
    edition = edition_for(year)
    years = {year, *charting.charted(kept, year)}
    found = summing.figures(kept, *sorted(years))[year]
    return [(edition.cells[cell], n) for cell, n in found.items() if n]
