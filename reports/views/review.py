"""Handing a report in, and taking it back to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reports import access, workflow


@require_POST
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Freeze the report for review, or list in order what is still open."""
    report = access.report_to_read(request.user, report_id)
    try:
        workflow.submit(report_id, by=request.user)
    except workflow.NotReady as refusal:
        context = {"report": report, "findings": refusal.findings}
        return render(request, "reports/not_ready.html", context, status=409)
    except access.Frozen:
        pass  # handed in already, perhaps by a second click: where it stands is what they want
    return redirect("editor", report_id)


@require_POST
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Unfreeze a report that was handed in."""
    workflow.withdraw(report_id, by=request.user)
    return redirect("editor", report_id)
