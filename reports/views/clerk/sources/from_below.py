"""从下级汇总: the sums of the organs below as a proposal for a government's own report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from reports import access, aggregation
from reports.document import format_figure
from reports.refusals import Refused
from reports.writing import intake

from ...common.paging import number, page_of
from ...common.refusing import refused_as_page
from ...office.sums.sum_tables import parts


@require_http_methods(["GET", "HEAD", "POST"])
@refused_as_page("没有填入。")
def from_below(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the sums beside what the report has; take the chosen tables."""
    report = _report(request.user, report_id)
    if request.method != "POST":
        return _show(request, report, request.GET.get("stage", ""))
    try:
        intake.take_from_below(
            report_id,
            request.POST.getlist("table"),
            by=request.user,
            stage=request.POST.get("stage", ""),
            seen=number(request.POST.get("seen")) or 0,
            stamp=request.POST.get("stamp", ""),
        )
    except access.Frozen:
        raise
    except Refused as refusal:
        report, stage = _report(request.user, report_id), request.POST.get("stage", "")
        return _show(request, report, stage, refusal.status, str(refusal))
    return redirect("editor", report_id)


def _report(user, report_id: int):
    report = access.report_to_write(user, report_id)
    if report.organ.is_leaf() or report.is_of_office:
        raise Http404
    return report


def _show(request: HttpRequest, report, stage: str, status: int = 200, remark: str = ""):
    found = aggregation.below(request.user, report, stage)
    present = {figure.cell: format_figure(figure.value) for figure in report.figures.all()}
    context = {
        "report": report,
        "found": found,
        "stages": {stage: aggregation.STAGE_CAPTIONS[stage] for stage in access.states.HANDED_IN},
        "done": aggregation.STAGE_STEPS[found.choice.stage],
        "broken": aggregation.broken(found.aggregate, found.reports),
        "parts": parts(report.template, found.sums, present=present),
        "remark": remark,
    }
    return render(request, "clerk/from_below.html", context, status=status)


@require_GET
def cell(request: HttpRequest, report_id: int, cell: str) -> HttpResponse:
    """Show the reports behind one sum."""
    report = _report(request.user, report_id)
    found = aggregation.below(request.user, report, request.GET.get("stage", ""))
    one = found.sums.get(cell)
    if one is None:
        raise Http404
    context = {
        "report": report,
        "choice": found.choice,
        "one": one,
        "page": aggregation.parts_of(found.reports, one, page_of(request)),
        "absent": found.absent,
        "opens": False,
    }
    return render(request, "aggregation/cell.html", context)
