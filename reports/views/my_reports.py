"""我的报告: one line a year, one primary action."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports import access, editing, intake, workflow
from reports.forms import NewReportForm
from reports.rules import check


@require_http_methods(["GET", "HEAD", "POST"])
def my_reports(request: HttpRequest) -> HttpResponse:
    """List the reports of the person's organs; create a new one."""
    form = NewReportForm(request.POST or None, organs=access.organs_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            create = intake.follow_last_year if "follow" in form.data else editing.create_report
            report = create(**form.cleaned_data, by=request.user)
            return redirect("editor", report.pk)
        except editing.Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "lines": _lines(request.user)}
    return render(request, "reports/my_reports.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    """Send people where their work is: their reports, the organs they supervise or administer."""
    roles = access.roles_of(request.user)
    if access.Role.CLERK in roles or access.Role.REVIEWER in roles:
        return redirect("my_reports")
    if access.Role.SUPERVISOR in roles:
        return redirect("supervision")
    return redirect("organs" if access.Role.ADMINISTRATOR in roles else "my_reports")


def _lines(user) -> list[dict]:
    content = ("figures", "narratives", "acceptances")
    reports = list(access.reports_of(user).prefetch_related(*content))
    own = dict(access.organs_of(user).values_list("pk", "numchild"))
    waiting = workflow.waiting_in(reports)
    documents = {
        (report.organ_id, report.year): report.document(pictures=False) for report in reports
    }
    return [
        {
            "report": report,
            "may_write": report.organ_id in own,
            "may_sum": bool(own.get(report.organ_id)) and not report.is_frozen,
            "waiting": waiting.get(report.pk),
            "changed_by": access.person_name(report.changed_by) if report.changed_by else "",
            **_deadline(report.organ.kind.due(report.year)),
            **_state(report, documents),
        }
        for report in reports
    ]


def _deadline(due: datetime.date) -> dict:
    """Return how long there is until `due`, in words, and whether that is worrying."""
    today = timezone.localdate()
    left = (due - today).days
    day = (
        f"{due.month}月{due.day}日"
        if due.year == today.year
        else f"{due:%Y年}{due.month}月{due.day}日"
    )
    if left < 0:
        words = f"已过{day}，逾期{-left}天"
    else:
        words = f"距{day}还有{left}天" if left else f"今天（{day}）到期"
    return {"deadline": words, "pressing": left <= 3}


def _state(report, documents: dict) -> dict:
    """Return how far the report is and what the editor would say of it."""
    document = documents[report.organ_id, report.year]
    found = check(document, documents.get((report.organ_id, report.year - 1)))
    kept = {acceptance.key for acceptance in report.acceptances.all()}
    found = [f for f in found if f.id != "cell.blank" and f.key not in kept]
    return {
        "answered": document.answered,
        "cells": len(document.edition.cells),
        "errors": sum(finding.severity == "error" for finding in found),
        "warnings": sum(finding.severity == "warning" for finding in found),
    }
