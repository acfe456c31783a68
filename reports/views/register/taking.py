"""从台账取数: what the register counts as a proposal for the report, and the cases behind a figure."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from reports import access, aggregation, register
from reports.document import format_figure
from reports.refusals import Refused

from ..common.paging import number, page_of
from ..common.refusing import refused_as_page
from ..office.sums.sum_tables import parts

A_PAGE = 100  # numbers of cases


@require_http_methods(["GET", "HEAD", "POST"])
@refused_as_page("没有填入。")
def from_register(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the counts beside what the report has; take the chosen tables."""
    if request.method != "POST":
        return _show(request, report_id)
    try:
        register.take(
            report_id,
            request.POST.getlist("table"),
            by=request.user,
            seen=number(request.POST.get("seen")) or 0,
            stamp=request.POST.get("stamp", ""),
        )
    except access.Frozen:
        raise
    except Refused as refusal:
        return _show(request, report_id, refusal.status, str(refusal))
    return redirect("editor", report_id)


def _show(request: HttpRequest, report_id: int, status: int = 200, remark: str = ""):
    found = aggregation.registered(request.user, report_id)
    report = found.report
    present = {figure.cell: format_figure(figure.value) for figure in report.figures.all()}
    tables = {one.cell.table for one in found.counts.values()}
    shown = parts(report.template, found.counts, present=present)
    context = {
        "report": report,
        "found": found,
        "parts": [part for part in shown if part["section"].id in tables],
        "remark": remark,
    }
    return render(request, "register/take.html", context, status=status)


@require_GET
def cell(request: HttpRequest, report_id: int, cell: str) -> HttpResponse:
    """Show the numbers of the cases that a figure of a report counts, or only how many they are."""
    report = access.report_to_read(request.user, report_id)
    kept = access.register_to_count(request.user, report.organ_id)
    one = report.template.cells.get(cell)
    if one is None or kept.pk is None:
        raise Http404
    rows = aggregation.behind(kept, one, report.year, report.template)
    figure = report.figures.filter(cell=cell).first()
    may_see = kept.is_own or kept.shown_above
    page = Paginator(rows, A_PAGE).get_page(page_of(request)) if may_see else None
    context = {
        "report": report,
        "register": kept,
        "cell": one,
        "count": page.paginator.count if page else rows.count(),
        "present": format_figure(figure.value) if figure else "",
        "page": page,
        "is_review": hasattr(rows.model, "group"),
    }
    return render(request, "register/behind.html", context)
