"""我的报告: one line a year, one primary action."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports import access, editing
from reports.forms import NewReportForm
from reports.rules import check


@require_http_methods(["GET", "HEAD", "POST"])
def my_reports(request: HttpRequest) -> HttpResponse:
    """List the reports of the person's organs; create a new one."""
    form = NewReportForm(request.POST or None, organs=access.organs_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            report = editing.create_report(**form.cleaned_data, by=request.user)
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
    today = timezone.localdate()
    return [
        {
            "report": report,
            "changed_by": access.person_name(report.changed_by) if report.changed_by else "",
            "days_left": (report.organ.kind.due(report.year) - today).days,
            "due": report.organ.kind.due(report.year),
            **_state(report),
        }
        for report in access.reports_of(user).prefetch_related("figures", "narratives")
    ]


def _state(report) -> dict:
    document = report.document()
    found = [finding for finding in check(document) if finding.id != "cell.blank"]
    return {
        "answered": document.answered,
        "cells": len(document.edition.cells),
        "errors": sum(finding.severity == "error" for finding in found),
        "warnings": sum(finding.severity == "warning" for finding in found),
    }
