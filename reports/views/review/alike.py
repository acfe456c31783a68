"""雷同: sections of different organs that say almost the same, as a list, side by side, as files."""

from itertools import islice

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from reports import access, history, tasks
from reports.editions import edition_for
from reports.language import likeness
from reports.oversight import alike, supervision
from reports.rendering.office.lists import Sheet, lists_xlsx

from ..common.lists import csv_file, number

_A_PAGE = 50
MOST = 5000  # pairs in a file
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = ["部分", "机关", "另一机关", "年度", "另一年度", "相同（%）", "状态", "另一份的状态"]


def _choice(request: HttpRequest) -> alike.AlikeChoice:
    if not access.supervises_anything(request.user):
        raise Http404
    given, years = request.GET, supervision.report_years()
    year = number(given.get("year"))
    year = year if year in years else supervision.current_year()
    sections = [section.id for section in edition_for(year).narratives]
    return alike.AlikeChoice(
        year=year,
        which=alike.LAST_YEAR if given.get("which") == alike.LAST_YEAR else alike.YEAR,
        section=given.get("section", "") if given.get("section") in sections else "",
        under=number(given.get("under")),
        page=number(given.get("page")) or 1,
    )


def _query(choice: alike.AlikeChoice) -> str:
    parts = {name: value for name, value in vars(choice).items() if value and name != "page"}
    return urlencode(parts)


@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Show the pairs of a year, the most alike first, and how much was compared."""
    choice = _choice(request)
    page = Paginator(alike.pairs_of(request.user, choice), _A_PAGE).get_page(choice.page)
    alike.captions(page.object_list)
    context = {
        "choice": choice,
        "query": _query(choice),
        "page": page,
        "coverage": alike.coverage_of(request.user, choice.year),
        "sections": edition_for(choice.year).narratives,
        "branches": supervision.branches(request.user),
        "years": supervision.report_years(),
        "least": likeness.LEAST,
        "percent": round(100 * likeness.ALIKE),
    }
    return render(request, "office/supervision/alike.html", context)


@require_GET
def pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Show two sections side by side."""
    choice = _choice(request)
    found = alike.pair_of(request.user, pair_id)
    if found is None:
        raise Http404
    alike.captions([found])
    context = {
        "pair": found,
        "pieces": alike.side_by_side(found),
        "query": _query(choice),
        "carried": f"?{_query(choice)}",
    }
    return render(request, "office/supervision/alike_pair.html", context)


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Have what was handed in lately compared now, in the background."""
    choice = _choice(request)
    if tasks.compare_now(choice.year):
        messages.info(request, "已交给后台比对，稍后刷新这一页。")
    else:
        messages.success(request, "已比对完。")
    return redirect(f"{reverse('alike')}?{_query(choice)}")


def _rows(user, choice: alike.AlikeChoice):
    rows = islice(alike.pairs_of(user, choice).iterator(chunk_size=500), MOST)
    for one in rows:
        alike.captions([one])
        mine, theirs = one.one.report, one.other.report
        yield [one.caption, mine.organ_name, theirs.organ_name, mine.year, theirs.year, f"{one.percent:.1f}",
               mine.get_status_display(), theirs.get_status_display()]  # fmt: skip


@require_GET
def pairs_csv(request: HttpRequest) -> HttpResponse:
    """Return the pairs as CSV."""
    choice = _choice(request)
    _note(request, choice, "CSV")
    return csv_file(f"{choice.year}年度雷同.csv", _HEAD, _rows(request.user, choice))


@require_GET
def pairs_xlsx(request: HttpRequest) -> HttpResponse:
    """Return the pairs as XLSX, with a sheet that tells how they were found."""
    choice = _choice(request)
    _note(request, choice, "Excel")
    notes = [
        [f"相同：两份这一部分各自的文字（不计数字、标点、机关名称、小标题、法定套话和填写提纲里的话）有多少连续{likeness.SHINGLE}字的片段两边都有。"],
        [f"列出{likeness.ALIKE:.0%}以上的；自己的文字不足{likeness.LEAST}字的不比。很多机关相同的，只列隶属相邻的几对，连起来就是全部。最多{MOST}对。"],
    ]  # fmt: skip
    content = lists_xlsx([
        Sheet(f"{choice.year}年度雷同", _HEAD, _rows(request.user, choice), (24, 36, 36)),
        Sheet("说明", ["怎样比的"], notes, (90,)),
    ])  # fmt: skip
    name = content_disposition_header(True, f"{choice.year}年度雷同.xlsx")
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": name})


def _note(request: HttpRequest, choice: alike.AlikeChoice, form: str) -> None:
    detail = f"{choice.year}年度雷同 {form}"
    history.note_over(history.Action.EXPORTED, access.trees_supervised(request.user), by=request.user, detail=detail)
