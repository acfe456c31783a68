"""Handing a report in, and taking it back to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports import access, workflow
from reports.rules import with_blanks_together

from . import checking
from .problems import problem


@require_POST
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Hand the report in, or list in order what is still open.

    A clerk who is not a reviewer hands it to the organ's reviewer.
    """
    report = access.report_to_read(request.user, report_id)
    if "confirmed" not in request.POST and (open_points := _open_points(report)):
        return checking.sheet(request, report, **open_points)
    step = "submit" if access.Power.SUBMIT in access.powers_over(request.user, report) else None
    try:
        workflow.move(report_id, step or "hand_over", by=request.user)
    except workflow.NotReady as refusal:
        together = with_blanks_together(refusal.findings, report.template)
        context = {"report": report, "findings": together}
        return render(request, "reports/not_ready.html", context, status=409)
    except access.Frozen:
        pass  # handed in already, perhaps by a second click: where it stands is what they want
    return redirect("editor", report_id)


def _open_points(report) -> dict:
    """Return what to look at before a report that may be handed in is: nothing where all is done.

    Warnings that nobody has mended or explained, remarks that nobody has answered.
    """
    lines = checking.lines_of(report, checking.found_in(report))
    if report.is_frozen or any(line.finding.severity == "error" for line in lines):
        return {}
    remarks = [one for one in workflow.remarks_of(report) if not (one.closed_at or one.answered_at)]
    open_ones = remarks or any(line.is_open_warning for line in lines)
    return {"handing_in": True, "remarks": remarks} if open_ones else {}


@require_POST
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Unfreeze a report that was handed in."""
    try:
        workflow.withdraw(report_id, by=request.user)
    except workflow.NotNow as refusal:
        return problem(request, 409, "没有撤回。", str(refusal))
    return redirect("editor", report_id)
