"""Handing a report in, and taking it back to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports import access, workflow

from .problems import problem


@require_POST
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Hand the report in, or list in order what is still open.

    A clerk who is not a reviewer hands it to the organ's reviewer.
    """
    report = access.report_to_read(request.user, report_id)
    step = "submit" if access.Power.SUBMIT in access.powers_over(request.user, report) else None
    try:
        workflow.move(report_id, step or "hand_over", by=request.user)
    except workflow.NotReady as refusal:
        context = {"report": report, "findings": refusal.findings}
        return render(request, "reports/not_ready.html", context, status=409)
    except access.Frozen:
        pass  # handed in already, perhaps by a second click: where it stands is what they want
    return redirect("editor", report_id)


@require_POST
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Unfreeze a report that was handed in."""
    try:
        workflow.withdraw(report_id, by=request.user)
    except workflow.NotNow as refusal:
        return problem(request, 409, "没有撤回。", str(refusal))
    return redirect("editor", report_id)
