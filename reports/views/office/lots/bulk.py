"""批量导出: choose reports of a subtree, watch them being made, take the ZIP."""

import datetime
from collections.abc import Container
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, bulk, history, tasks
from reports.forms.office import BulkForm
from reports.jobs import progress_of
from reports.oversight import supervision

from ...common.lists import csv_lines
from ...common.moving import moved
from ...common.problems import problem
from ...common.refusing import refused_on
from ..supervising.supervision import choice_of

MOVES = {"pause": bulk.pause, "resume": bulk.resume, "retry": bulk.retry, "cancel": bulk.cancel}
MORE_TO_DO = ("resume", "retry")


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the person's exports."""
    _must_supervise(request.user)
    context = {"jobs": bulk.jobs_of(request.user), "days": settings.BULK_DAYS}
    return render(request, "office/bulk/jobs.html", context)


def _must_supervise(user) -> None:
    if not access.supervises_anything(user):
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask which reports to export, in which forms; begin."""
    _must_supervise(request.user)
    given = request.POST or request.GET
    choice = _choice(request.user, given)
    scope = (choice.year, choice.under)
    organs = supervision.organs_of(request.user, choice)
    counts = bulk.count_by_state(request.user, *scope, organs)
    if request.method != "POST":
        return _choices(request, BulkForm(initial=_proposal(choice, counts), counts=counts), choice)
    form = BulkForm(request.POST, counts=counts)
    if form.is_valid():
        wanted = form.cleaned_data["states"], form.cleaned_data["formats"]
        which = {"organs": organs, "chosen": supervision.in_words(choice)}
        with refused_on(form):
            made = bulk.create(*scope, *wanted, by=request.user, **which)
            tasks.deliver(made.pk)
            return redirect("bulk_job", made.pk)
    return _choices(request, form, choice, status=400)


def _choice(user, given) -> supervision.Choice:
    """Return what of the list is asked for; Http404 for a year or organ that is not to choose."""
    year, under = _scope(user, given)
    return replace(choice_of(given), year=year, under=under, page=1)


def _scope(user, given) -> tuple[int, int | None]:
    """Return the year and the organ above the subtree; Http404 for what is not there to choose."""
    year = _one_of(supervision.report_years(), given.get("year"))
    under = _one_of({branch.pk for branch in supervision.branches(user)}, given.get("under"))
    return year or supervision.current_year(), under


def _one_of(known: Container[int], text: str | None) -> int | None:
    """Return the number if it is a known one; None where nothing is said; Http404."""
    if not text:
        return None
    if len(text) > 10 or not text.isdecimal() or int(text) not in known:
        raise Http404
    return int(text)


def _proposal(choice: supervision.Choice, counts: dict[str, int]) -> dict:
    """Return what is ticked at first: all of a filtered list, else what is handed in, else all."""
    asked = counts if choice.state else access.states.HANDED_IN
    states = [state for state in asked if counts.get(state)] or list(counts)
    kept = {name: getattr(choice, name) for name in ("year", "under", "state", "type", "search")}
    return kept | {"states": states, "formats": ["pdf"]}


def _choices(request, form, choice: supervision.Choice, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "choice": choice,
        "filtered": supervision.in_words(choice),
        "year": choice.year,
        "under": choice.under,
        "years": supervision.report_years(),
        "branches": supervision.branches(request.user),
        "days": settings.BULK_DAYS,
    }
    return render(request, "office/bulk/new.html", context, status=status)


@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show how far an export is, what failed and why; the ZIP when it is finished."""
    return render(request, "office/bulk/job.html", _context(request, job_id))


def _context(request: HttpRequest, job_id: int) -> dict:
    found = access.bulk_job_of(request.user, job_id)
    return {
        "job": bulk.described(found),
        "progress": progress_of(found),
        "failures": bulk.failures_of(found),
        "last_day": found.created_at + datetime.timedelta(days=settings.BULK_DAYS),
    }


@require_GET
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """Return, for the page's script, the part of the page that changes, and the job's state."""
    context = _context(request, job_id)
    part = render_to_string("office/bulk/progress.html", context, request)
    return JsonResponse({"state": context["job"].state, "html": part})


@require_POST
def move(request: HttpRequest, job_id: int, move_id: str) -> HttpResponse:
    """Pause, resume, retry or cancel an export."""
    if moved(request, MOVES, move_id, job_id):
        if move_id in MORE_TO_DO:
            tasks.deliver(job_id)
        elif move_id == "cancel":
            tasks.tidy.enqueue()
    return redirect("bulk_job", job_id)


@require_GET
def download(request: HttpRequest, job_id: int) -> HttpResponse:
    """Return the ZIP of a finished export, made while it is sent."""
    found = access.bulk_job_of(request.user, job_id)
    if found.state != found.State.FINISHED:
        return problem(request, 409, "这个批量导出还不能下载。", "请等全部报告生成以后再下载。")
    forms = "、".join(bulk.described(found).form_captions)
    made = progress_of(found).done
    detail = f"批量导出{job_id}：{found.scope}{found.year}年度 {made}份 {forms}"
    trees = [found.under] if found.under else access.trees_supervised(request.user)
    history.note_over(history.Action.EXPORTED, trees, by=request.user, detail=detail)
    listed = "".join(csv_lines(bulk.LIST_HEAD, bulk.listing(found)))
    headers = {
        "Content-Disposition": content_disposition_header(True, bulk.package_name(found)),
        "Cache-Control": "no-store",
    }
    pieces = bulk.packed(found, listed)
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)
