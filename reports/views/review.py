"""Handing a report in, and taking it back to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports import access, workflow
from reports.rules import with_blanks_together

from . import checking


@require_POST
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Freeze the report for review, or list in order what is still open."""
    report = access.report_to_read(request.user, report_id)
    if "confirmed" not in request.POST and _only_warnings_are_open(report):
        return checking.sheet(request, report, handing_in=True)
    try:
        workflow.submit(report_id, by=request.user)
    except workflow.NotReady as refusal:
        together = with_blanks_together(refusal.findings, report.template)
        context = {"report": report, "findings": together}
        return render(request, "reports/not_ready.html", context, status=409)
    except access.Frozen:
        pass  # handed in already, perhaps by a second click: where it stands is what they want
    return redirect("editor", report_id)


def _only_warnings_are_open(report) -> bool:
    """Whether nothing stands in the way but warnings that nobody has mended or explained."""
    lines = checking.lines_of(report, checking.found_in(report))
    errors = any(line.finding.severity == "error" for line in lines)
    return not report.is_frozen and not errors and any(line.is_open_warning for line in lines)


@require_POST
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Unfreeze a report that was handed in."""
    workflow.withdraw(report_id, by=request.user)
    return redirect("editor", report_id)
