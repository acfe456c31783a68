"""数说: charts for people, each with its numbers beneath and as CSV; organs side by side."""

import csv
import io

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from reports.publishing import catalogue
from reports.refusals import Refused
from reports.rendering.charts.years import Chart, apart, charts_of, compared

from .common import page_of, public, show
from .data import harmless
from .pages import known_region, number

MOST_COMPARED = 6
_KEEP = 24 * 3600  # seconds; the key changes with every publication
# What organs are compared by: the cell, and what the chart is called.
_COMPARED = (
    ("new", "新收申请", "requests.new.total"),
    ("granted", "予以公开", "requests.granted.total"),
    ("carried", "年底还没有办完", "requests.carried_forward.total"),
    ("reconsidered", "复议案件", "review.reconsideration.total"),
)


def _sums(organ_ids: list[int] | None = None, region: str = "") -> dict:
    key = f"sums:{catalogue.stamp()}:{organ_ids}:{region}".replace(" ", "")
    found = cache.get(key)
    if found is None:
        found = catalogue.sums(organ_ids, region)
        cache.set(key, found, _KEEP)
    return found


def _charts(organ_ids: list[int] | None = None, region: str = "") -> list[Chart]:
    """Return the charts; a year with other organs than the rest is marked as such."""
    key = f"apart:{catalogue.stamp()}:{organ_ids}:{region}".replace(" ", "")
    odd = cache.get(key)
    if odd is None:
        odd = apart(catalogue.organs_by_year(organ_ids, region))
        cache.set(key, odd, _KEEP)
    return charts_of(_sums(organ_ids, region), odd)


@public
def everywhere(request: HttpRequest) -> HttpResponse:
    """Show the sums of all published reports."""
    return _figures(request, "全部公开的报告", "", reverse("public_figures_csv"))


@public
def of_region(request: HttpRequest, region: str) -> HttpResponse:
    """Show the sums of one region's reports."""
    known_region(region)
    place = reverse("public_region_figures_csv", args=(region,))
    return _figures(request, region, region, place)


def _figures(request: HttpRequest, heading: str, region: str, csv_place: str) -> HttpResponse:
    context = {
        "heading": f"数说：{heading}",
        "sums": {year: int(figures["reports"]) for year, figures in _sums(region=region).items()},
        "charts": _charts(region=region),
        "csv": csv_place,
        "regions": catalogue.regions(),
        "place": "figures",
    }
    return show(request, "figures.html", context)


@public
def organ(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show an organ: its reports, and its figures over the years."""
    found = catalogue.organ(organ_id)
    context = {
        "heading": found.name,
        "organ": found,
        "merged": catalogue.merged_into(found),
        "page": page_of(request, catalogue.listed(catalogue.Wish(organ=organ_id)), 100),
        "charts": _charts([organ_id]),
        "csv": reverse("public_organ_csv", args=(organ_id,)),
        "place": "organs",
    }
    return show(request, "organ.html", context)


@public
def organ_csv(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Return an organ's charts as CSV."""
    return _csv(_charts([catalogue.organ(organ_id).pk]))


@public
def region_csv(request: HttpRequest, region: str) -> HttpResponse:
    """Return a region's charts as CSV."""
    known_region(region)
    return _csv(_charts(region=region))


@public
def everywhere_csv(request: HttpRequest) -> HttpResponse:
    """Return the charts over all reports as CSV."""
    return _csv(_charts())


def _csv(charts: list[Chart]) -> HttpResponse:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["图", "项目", "年度", "数值", "单位", "说明"])
    for chart in charts:
        odd = dict(chart.apart)
        for name, values in chart.lines:
            for year, value in zip(chart.columns, values, strict=True):
                why = f"{odd[year]}，不能比较" if year in odd else ""
                writer.writerow([chart.title, harmless(name), year, value, chart.unit, why])
    # Excel and WPS read UTF-8 only behind a byte order mark.
    return HttpResponse(f"\ufeff{lines.getvalue()}", content_type="text/csv; charset=utf-8")


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to six organs side by side; find organs to add by their name."""
    chosen = _chosen(request)
    ids = [organ.pk for organ in chosen]
    asked = "".join(f"organ={pk}&" for pk in ids)
    name = request.GET.get("name", "").strip()
    context = {
        "heading": "机关比较",
        "chosen": [(organ, _without(ids, organ.pk)) for organ in chosen],
        "asked": asked,
        "csv": f"{reverse('public_compare_csv')}?{asked.rstrip('&')}",
        "ids": ids,
        "name": name,
        "found": catalogue.organs_named(name, but=ids) if name else [],
        "charts": _side_by_side(chosen),
        "is_full": len(ids) == MOST_COMPARED,
        "place": "figures",
    }
    return show(request, "compare.html", context)


@public
def compare_csv(request: HttpRequest) -> HttpResponse:
    """Return the charts of the chosen organs as CSV; Http404 when none is chosen."""
    chosen = _chosen(request)
    if not chosen:
        raise Http404
    return _csv(_side_by_side(chosen))


def _chosen(request: HttpRequest) -> list:
    ids = list(dict.fromkeys(map(number, request.GET.getlist("organ"))))
    if len(ids) > MOST_COMPARED:
        raise Refused(f"一次最多比较 {MOST_COMPARED} 个机关，请去掉几个。", 400)
    return [catalogue.organ(organ_id) for organ_id in ids]


def _side_by_side(organs: list) -> list[Chart]:
    if not organs:
        return []
    sums = {organ.name: _sums([organ.pk]) for organ in organs}
    return [compared(key, title, cell, sums) for key, title, cell in _COMPARED]


def _without(ids: list[int], organ_id: int) -> str:
    return "&".join(f"organ={pk}" for pk in ids if pk != organ_id)
