"""整改: what is to be put right in a published report, on its own page and in the office's list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, history
from reports.access import Power
from reports.forms.rectifying import ActForm, AnswerForm, AskForm
from reports.oversight import rectified, supervision
from reports.refusals import Refused
from reports.workflow import rectifying

from ..common.lists import csv_file, number
from ..common.refusing import refused_on, told_if_done_before
from ..office.supervising.supervision import must_supervise

_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def rectifications(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show what is to be put right in a report; let the office ask for more."""
    report = access.report_to_read(request.user, report_id)
    form = None
    if request.method == "POST":
        access.report_with(request.user, report_id, Power.JUDGE)
        form = AskForm(report, request.POST)
        if form.is_valid():
            with refused_on(form), told_if_done_before(request):
                made = rectifying.ask(report_id, by=request.user, **form.cleaned_data)
                messages.success(request, "已提出整改，并通知了填报人和审核人。")
                return redirect(f"{_address(report_id)}#rectification-{made.pk}")
            if form.is_valid():
                return redirect(_address(report_id))
    return _page(request, report, form, status=400 if form else 200)


def _address(report_id: int) -> str:
    return reverse("rectifications", args=[report_id])


def _page(
    request: HttpRequest, report, form: AskForm | None = None, status: int = 200, fault: str = "",
    at: int | None = None,
) -> HttpResponse:  # fmt: skip
    """Return the page; `fault` says what could not be done to the one whose id is `at`."""
    powers = access.powers_over(request.user, report)
    may_ask = Power.JUDGE in powers
    posting = access.live_posting(report)
    context = {
        "report": report,
        "posting": posting,
        "ones": rectifying.rectifications_of(report),
        "may_ask": may_ask,
        "form": (form or AskForm(report)) if may_ask and posting else None,
        "may_answer": bool(powers & {Power.WRITE, Power.SUBMIT}),
        "may_correct": Power.PUBLISH in powers and report.is_published,
        "fault": fault,
        "at": at,
        "said": request.POST,
    }
    return render(request, "review/rectifications.html", context, status=status)


@require_POST
def act(request: HttpRequest, report_id: int, rectification_id: int, act_id: str) -> HttpResponse:
    """Answer one, or let the office settle, send back, put off or take back one."""
    of = (report_id, rectification_id)
    try:
        with told_if_done_before(request):
            _answer(request, *of) if act_id == "answer" else _do(request, *of, act_id)
    except Refused as refusal:
        report = access.report_to_read(request.user, report_id)
        return _page(request, report, None, refusal.status, str(refusal), rectification_id)
    return redirect(f"{_address(report_id)}#rectification-{rectification_id}")


def _answer(request: HttpRequest, *of: int) -> None:
    rectifying.answer(*of, by=request.user, **_cleaned(AnswerForm(request.POST)))
    messages.success(request, "已答复，等主管认可。")


def _do(request: HttpRequest, report_id: int, rectification_id: int, act_id: str) -> None:
    access.report_with(request.user, report_id, Power.JUDGE)
    given = _cleaned(ActForm(request.POST))
    one = rectifying.act(report_id, rectification_id, act_id, by=request.user, **given)
    messages.success(request, f"{one.get_state_display()}。")


def _cleaned(form) -> dict:
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0], 400)
    return form.cleaned_data


@require_GET
def rectifying_list(request: HttpRequest) -> HttpResponse:
    """Show the office what is to be put right below it, and how much each organ had."""
    must_supervise(request.user)
    choice = _choice(request)
    found = rectified.chosen(request.user, choice)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.last = list(one.steps.all())[-1]
    context = {
        "choice": choice,
        "query": choice.query,
        "page": page,
        "years": supervision.report_years(),
        "states": rectified.CAPTIONS.items(),
        "sources": rectified.SOURCES,
        "counts": rectified.counts(request.user, choice.year),
    }
    return render(request, "office/supervision/rectifying.html", context)


def _choice(request: HttpRequest) -> rectified.Choice:
    year = number(request.GET.get("year"))
    state, source = request.GET.get("state", ""), request.GET.get("source", "")
    return rectified.Choice(
        year if year in supervision.report_years() else supervision.current_year(),
        state if state in rectified.CAPTIONS else "",
        source if source in dict(rectified.SOURCES) else "",
    )


@require_GET
def rectifying_csv(request: HttpRequest) -> HttpResponse:
    """Return the chosen list as CSV."""
    must_supervise(request.user)
    choice = _choice(request)
    trees = access.trees_supervised(request.user)
    history.note_over(history.Action.EXPORTED, trees, by=request.user, detail=f"{choice.year}年度整改清单 CSV")
    return csv_file(f"{choice.year}年度整改清单.csv", rectified.HEAD, rectified.lines(request.user, choice))
