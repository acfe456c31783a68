"""审核台: the queue of a filtered list, approving many with nothing open, what was judged so far.

The queue stands in the address: the filter of 督办 and nothing else, so that two tabs with two
lists do not meet.
"""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from reports import access, workflow
from reports.editions import ORGAN_TYPES
from reports.oversight import supervision
from reports.oversight.queue import Queue, queue_of
from reports.refusals import Refused
from reports.rules import is_rule, rule_of

from ..common.lists import number
from ..office.supervising.supervision import choice_of

WAITING = access.states.Status.SUBMITTED.value
MARK = "queue"  # in an address: the report is one of the list that the rest of the query names
A_PAGE = 50


def _must_supervise(user) -> None:
    if not access.supervises_anything(user):
        raise Http404


def query_of(choice: supervision.Choice) -> str:
    """Return the list as the query of an address."""
    return urlencode({name: value for name, value in vars(choice).items() if value})


def asked_for(request: HttpRequest) -> supervision.Choice | None:
    """Return the list that one goes through, None where a report is looked at by itself."""
    if MARK not in request.GET or not access.supervises_anything(request.user):
        return None
    return choice_of(request.GET)


def carried(request: HttpRequest) -> str:
    """Return the query that keeps the list in the next address, with its `?`; empty without a list."""
    choice = asked_for(request)
    return f"?{MARK}=1&{query_of(choice)}" if choice else ""


def standing_in_queue(request: HttpRequest, report_id: int) -> dict | None:
    """Return where one stands in the list: number, how many, the ways on and back."""
    choice = asked_for(request)
    if choice is None:
        return None
    queue = queue_of(request.user, choice)
    return {
        "number": queue.number_of(report_id),
        "count": len(queue.ids),
        "next": _way(queue, queue.next_after(report_id), forward=True),
        "previous": _way(queue, queue.last_before(report_id), forward=False),
        "list": f"{reverse('desk')}?{query_of(choice)}",
    }


def _way(queue: Queue, to: int | None, forward: bool) -> str:
    """Return the address that leads to a report, or past it where it has left the list by then."""
    if to is None:
        return ""
    way = "" if forward else "&back=1"
    return f"{reverse('desk_go')}?{MARK}=1&to={to}{way}&{query_of(queue.choice)}"


def after(request: HttpRequest, report_id: int) -> str | None:
    """Return where to go once the report is judged, None outside of a list. Ask before judging."""
    choice = asked_for(request)
    if choice is None:
        return None
    queue = queue_of(request.user, choice)
    way = _way(queue, queue.next_after(report_id), forward=True)
    return way or f"{reverse('desk')}?{query_of(choice)}"


@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Lead to a report of the list; where it has left the list, say so and lead to the nearest."""
    _must_supervise(request.user)
    choice = choice_of(request.GET)
    queue, to = queue_of(request.user, choice), number(request.GET.get("to"))
    forward = "back" not in request.GET
    if to is not None and to not in queue.ids:
        _say_skipped(request, to)
        to = queue.next_after(to) if forward else queue.last_before(to)
    if to is None:
        messages.info(request, "这个方向上没有别的报告了。")
        return redirect(f"{reverse('desk')}?{query_of(choice)}")
    return redirect(f"{reverse('review', args=[to])}?{MARK}=1&{query_of(choice)}")


def _say_skipped(request: HttpRequest, report_id: int) -> None:
    try:
        report = access.report_to_read(request.user, report_id)
    except Http404:
        return
    state = report.get_status_display()
    messages.info(request, f"《{report.title}》现在是“{state}”，已不在这一列里，跳过了它。")


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the reports of a list with what is open in each; what waits for judgement, if not told."""
    _must_supervise(request.user)
    given = request.GET.copy()
    given.setdefault("state", WAITING)
    choice = choice_of(given)
    ids = supervision.report_ids(request.user, choice)
    page = Paginator(ids, A_PAGE).get_page(choice.page)
    dockets = workflow.dockets_of(access.reports_supervised(request.user, list(page)))
    context = {
        "choice": choice,
        "query": query_of(choice),
        "whole": query_of(replace(choice, page=0)),
        "page": page,
        "dockets": dockets,
        "waiting": choice.state == WAITING,
        "clear": sum(docket.waits and not docket.obstacles for docket in dockets),
        "words": supervision.in_words(choice),
        "states": access.states.CAPTIONS,
        "types": ORGAN_TYPES.values(),
        "branches": supervision.branches(request.user),
        "years": supervision.report_years(),
    }
    return render(request, "review/desk/desk.html", context)


@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Pass the ticked reports in which nothing is open; tell which were not passed, and why."""
    _must_supervise(request.user)
    seen = _seen(request.POST)
    if not seen:
        messages.info(request, "没有通过任何一份：请先勾选。")
    else:
        try:
            _tell(request, workflow.pass_clear(seen, by=request.user))
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect(f"{reverse('desk')}?{query_of(choice_of(request.GET))}")


def _seen(form: QueryDict) -> dict[int, int]:
    """Return the ticked reports, or all of the page without anything open, each with the revision that the page showed."""
    ticked = form.getlist("clear" if "all" in form else "report")
    pairs = (text.partition("-") for text in ticked)
    numbers = ((number(one), number(revision)) for one, _, revision in pairs)
    return {one: revision for one, revision in numbers if one is not None and revision is not None}


def _tell(request: HttpRequest, came: workflow.Passed) -> None:
    if came.passed:
        messages.success(request, f"已通过{len(came.passed)}份。")
    for report, why in came.left:
        messages.warning(request, f"没有通过《{report.title}》：{why}")


@require_GET
def judged(request: HttpRequest) -> HttpResponse:
    """Show who judged what, how long it had waited, how often and why it came back."""
    _must_supervise(request.user)
    choice = choice_of(request.GET)
    found = workflow.judgements(request.user, choice.year)
    by, kind = number(request.GET.get("by")), request.GET.get("kind", "")
    shown = [one for one in found if by in (None, one.by_id) and kind in ("", one.action)]
    context = {
        "choice": choice,
        "years": supervision.report_years(),
        "tallies": workflow.tallies_of(found),
        "most": workflow.returned_most(found),
        "page": Paginator(shown, A_PAGE).get_page(choice.page),
        "by": by,
        "kind": kind,
        "query": urlencode({"year": choice.year, "by": by or "", "kind": kind}),
    }
    return render(request, "review/desk/judged.html", context)


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """Show every kept warning of a year over all organs, with its reason, to be looked at."""
    _must_supervise(request.user)
    choice, seen = choice_of(request.GET), bool(request.GET.get("seen"))
    rows = workflow.kept_warnings(request.user, choice.year, seen)
    page = Paginator(rows, A_PAGE).get_page(choice.page)
    context = {
        "choice": choice,
        "years": supervision.report_years(),
        "seen": seen,
        "page": page,
        "lines": [(one, rule_of(one.rule).title if is_rule(one.rule) else "") for one in page],
        "query": urlencode({"year": choice.year, "seen": "1" if seen else ""}),
    }
    return render(request, "review/desk/kept.html", context)


@require_POST
def judge_kept(request: HttpRequest, kept_id: int, act: str) -> HttpResponse:
    """Accept the reason of a kept warning, ask about it or give the report back."""
    try:
        words = request.POST.get("words", "").replace("\0", "")
        messages.success(request, workflow.judge_kept(kept_id, act, words, by=request.user))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    choice = choice_of(request.GET)
    return redirect(f"{reverse('desk_kept')}?{urlencode({'year': choice.year, 'page': choice.page})}")
