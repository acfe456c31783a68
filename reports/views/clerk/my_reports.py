"""我的报告: one line a year, one primary action; before it 等我办的, the front page."""

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, workflow
from reports.editions.days import dated
from reports.forms.report import NewReportForm
from reports.oversight import days
from reports.publishing import kinds
from reports.writing import editing, intake, tallies

from ..common.refusing import refused_as_page, refused_on, told_if_done_before

A_PAGE = 20  # reports; so many are judged at most where nothing is kept of them


@require_http_methods(["GET", "HEAD", "POST"])
def my_reports(request: HttpRequest) -> HttpResponse:
    """List the reports of the person's organs; create a new one.

    The address may name what is to be created: `organ`, `year` and `kind`, as 等我办的 does.
    """
    form = NewReportForm(request.POST or None, organs=access.organs_of(request.user),
                         initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            create = intake.follow_last_year if "follow" in form.data else editing.create_report
            report = create(**form.cleaned_data, by=request.user)
            return redirect("editor", report.pk)
    page = Paginator(access.reports_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": _lines(request.user, list(page)),
               "assigned": access.assigned_to(request.user).waiting()}  # fmt: skip
    return render(request, "clerk/my_reports.html", context, status=400 if form.errors else 200)


@require_POST
@refused_as_page("没有改变。")
def kind(request: HttpRequest, report_id: int) -> HttpResponse:
    """Answer which of a government's two reports one is."""
    with told_if_done_before(request):
        report = kinds.say_kind(report_id, request.POST.get("kind", ""), by=request.user)
        messages.success(request, f"已确认：{report.title}是{report.kind_caption}报告。")
    return redirect("my_reports")


@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, and nothing else."""
    return render(request, "home.html", {"errands": workflow.errands_of(request.user)})


def _lines(user, reports: list) -> list[dict]:
    tallies.bring_up_to_date(reports)
    own = dict(access.organs_of(user).values_list("pk", "numchild"))
    waiting, its = workflow.waiting_in(reports), days.of_reports(reports)
    due = days.due_of(reports, its)
    today = timezone.localdate()
    return [
        {
            "report": report,
            "cells": len(report.template.cells),
            "may_write": report.organ_id in own,
            "may_sum": bool(own.get(report.organ_id)) and report.may_sum,
            "waiting": waiting.get(report.pk),
            "changed_by": access.person_name(report.changed_by) if report.changed_by else "",
            "days": its[report.pk],
            "parts": [(what, dated(day, today)) for what, day in its[report.pk].parts] if due[report.pk] else [],
            **_deadline(due[report.pk]),
        }
        for report in reports
    ]


def _deadline(due: datetime.date | None) -> dict:
    """Return how long there is until `due`, in words, and whether that is worrying."""
    if due is None:
        return {}
    left = days.left_until(due)
    day = dated(due, timezone.localdate())
    if left < 0:
        words = f"已过{day}，逾期{-left}天"
    else:
        words = f"距{day}还有{left}天" if left else f"今天（{day}）到期"
    return {"deadline": words, "pressing": left <= 3}
