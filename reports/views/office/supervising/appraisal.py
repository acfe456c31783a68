"""考核: of each organ and year what its appraisal asks; the same as a workbook."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports import access, history
from reports.oversight import appraisal, supervision

from ...common.lists import number

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A_PAGE = 50


def _year(request: HttpRequest) -> int:
    if not access.supervises_anything(request.user):
        raise Http404
    year = number(request.GET.get("year"))
    return year if year in supervision.report_years() else supervision.current_year()


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show how the kinds of organs compare, then each organ."""
    year = _year(request)
    all_of_it = appraisal.Appraisal(request.user, year)
    context = {
        "year": year,
        "query": f"year={year}",
        "years": supervision.report_years(),
        "comparisons": appraisal.comparisons_of(all_of_it.judged),
        "too_few": appraisal.TOO_FEW,
        "page": Paginator(all_of_it, _A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "office/supervision/appraisal.html", context)


@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """Return the appraisal of a year as XLSX."""
    year = _year(request)
    content = appraisal.workbook(request.user, year)
    trees = access.trees_supervised(request.user)
    history.note_over(history.Action.EXPORTED, trees, by=request.user, detail=f"{year}年度考核表")
    name = content_disposition_header(True, f"{year}年度考核表.xlsx")
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": name})
