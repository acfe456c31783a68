"""Handing a report in, and taking it back to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, workflow
from reports.access import Power
from reports.refusals import Refused
from reports.rules import with_blanks_together
from reports.writing import assigning, judging

from ..common.problems import problem
from ..common.refusing import refused_as_page, told_if_done_before
from . import checking


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Hand the report in, or list in order what is still open.

    A clerk who is not a reviewer hands it to the organ's reviewer. Opened, the page shows what to
    look at first; reasons are given on it without leaving it.
    """
    report = access.report_with(request.user, report_id, Power.WRITE, Power.SUBMIT)
    step = workflow.next_step(request.user, report)
    if request.method != "POST":
        return _last_look(request, report, step)
    if "confirmed" not in request.POST and has_open_points(report, request.user):
        return redirect("submit", report_id)
    try:
        with told_if_done_before(request):
            workflow.move(report_id, step.id, by=request.user)
    except workflow.NotReady as refusal:
        return _not_ready(request, report, step, refusal.findings)
    except access.Frozen:
        pass  # handed in already, perhaps by a second click: where it stands is what they want
    except Refused as refusal:
        return problem(request, refusal.status, f"没有{step.caption}。", str(refusal))
    return redirect("editor", report_id)


def _last_look(request: HttpRequest, report, step: workflow.Move) -> HttpResponse:
    """Return what to look at before the report is handed in."""
    if report.is_frozen:
        return redirect("editor", report.pk)
    found = judging.findings_of(report)
    if errors := [finding for finding in found if finding.severity == "error"]:
        return _not_ready(request, report, step, errors)
    return checking.sheet(request, report, step=step, remarks=_unanswered(report, request.user), parts_out=assigning.standing_of(report))


def _not_ready(request: HttpRequest, report, step: workflow.Move, errors) -> HttpResponse:
    together = with_blanks_together(errors, report.template)
    context = {"report": report, "findings": together, "step": step}
    return render(request, "clerk/not_ready.html", context, status=409)


def has_open_points(report, user) -> bool:
    """Whether there is something to look at before a report that may be handed in is.

    Warnings that nobody has mended or explained, remarks that nobody has answered, those of colleagues
    that nobody has settled, parts that are still with others.
    """
    lines = checking.lines_of(report, judging.findings_of(report))
    if report.is_frozen or any(line.finding.severity == "error" for line in lines):
        return False
    out = assigning.standing_of(report)
    return any(line.is_open_warning for line in lines) or bool(_unanswered(report, user)) or out is not None


def _unanswered(report, user) -> list:
    """Return the remarks that wait for an answer, and those among colleagues that are not settled."""
    waiting = (one for one in workflow.remarks_of(report, user) if not one.closed_at)
    return [one for one in waiting if one.inside or not one.answered_at]


@require_POST
@refused_as_page("没有撤回。")
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Unfreeze a report that was handed in."""
    workflow.withdraw(report_id, by=request.user)
    return redirect("editor", report_id)
