"""The review of a report: read it, remark on it, pass it or give it back; its way so far."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.http import require_GET, require_POST

from reports import access, history, workflow
from reports.access import Power
from reports.document.narrative.excerpts import excerpt
from reports.forms.report import ReportForm
from reports.refusals import Refused
from reports.rules import is_rule, rule_of
from reports.writing import accepting, judging, tallies

from ..clerk import checking, handing_in
from ..common.lists import csv_file, number
from ..common.public_state import standing
from ..common.refusing import refused_as_page, told_if_done_before
from . import desk


@require_GET
def review(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the report to read, with findings, remarks and the steps open to this person."""
    report = access.report_to_read(request.user, report_id)
    return show_review(request, report)


def show_review(request: HttpRequest, report, status: int = 200, fault: str = "") -> HttpResponse:
    """Return the review page; `fault` says what could not be done."""
    previous = access.fetch_content(report)
    document = report.document()
    findings = judging.findings_beside(report, previous)
    kept = access.acceptances_of(report)
    tallies.keep(report, findings, kept)
    initial = {cell: document.figure(cell) for cell in report.template.cells}
    powers = access.powers_over(request.user, report)
    remarks = workflow.remarks_of(report, request.user)
    context = {
        "report": report,
        "document": document,
        "form": ReportForm(report.template, initial=initial, frozen=True),
        "lines": checking.lines_of(report, findings, may_write=False),
        "findings": findings,
        "before": _figures_of(previous, report),
        "since": workflow.changed_since_return(report),
        "queue": desk.standing_in_queue(request, report.pk),
        "carried": desk.carried(request),
        "open_remarks": [remark for remark in remarks if not remark.closed_at],
        "may_remark": Power.REMARK in powers and report.status not in access.states.PAST_REMARKS,
        "may_remark_inside": Power.SUBMIT in powers and not report.is_frozen,
        "may_write": Power.WRITE in powers,
        "moves": workflow.moves_open_to(request.user, report),
        **standing(report, powers),
        "fault": fault,
    }
    return render(request, "review/review.html", context, status=status)


def _figures_of(previous, report) -> dict[str, str]:
    """Return last year's figures of the cells that both years have."""
    if previous is None:
        return {}
    cells = previous.cells.keys() & report.template.cells.keys()
    return {cell: previous.figure(cell) for cell in cells if previous.cells[cell] is not None}


@require_POST
def move(request: HttpRequest, report_id: int, move_id: str) -> HttpResponse:
    """Take a step with the report; say why when it cannot be taken."""
    if move_id not in workflow.MOVES:
        raise Http404
    reason = request.POST.get("reason", "").replace("\0", "")
    if "confirmed" not in request.POST and (first := _to_look_at(request, report_id, move_id)):
        return first
    seen, on = number(request.POST.get("seen")), desk.after(request, report_id)
    try:
        with told_if_done_before(request):
            report = workflow.move(report_id, move_id, by=request.user, reason=reason, seen=seen)
            if on:  # another report, or the list, comes next
                messages.success(request, f"《{report.title}》：{workflow.MOVES[move_id].done}。")
    except workflow.NotReady as refusal:
        report = access.report_to_read(request.user, report_id)
        context = {"report": report, "findings": refusal.findings, "step": workflow.MOVES[move_id]}
        return render(request, "clerk/not_ready.html", context, status=409)
    except Refused as refusal:
        report = access.report_to_read(request.user, report_id)
        return show_review(request, report, status=refusal.status, fault=str(refusal))
    return redirect(on or reverse("review", args=[report_id]))


def _to_look_at(request: HttpRequest, report_id: int, move_id: str) -> HttpResponse | None:
    """Return what is to be looked at before the step is taken, None where nothing is."""
    step = workflow.MOVES[move_id]
    report = access.report_with(request.user, report_id, step.power)
    if step.checks and handing_in.has_open_points(report, request.user):
        return redirect("submit", report_id)
    remarks = [one for one in workflow.remarks_of(report, request.user)
               if not (one.closed_at or one.inside)]  # fmt: skip
    opens = workflow.moves_open_to(request.user, report)
    if move_id != "approve" or move_id not in opens or not remarks:
        return None
    context = {"report": report, "remarks": remarks, "step": step, "carried": desk.carried(request)}
    return render(request, "review/remarks/open_remarks.html", context)


@require_POST
def add_remark(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep a remark on a place of the report."""
    place, text = request.POST.get("place", "")[:80], request.POST.get("text", "")
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        inside = "inside" in request.POST
        remark = workflow.add_remark(report_id, place, text, by=request.user, inside=inside)
    except Refused as refusal:
        if by_script:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        report = access.report_to_read(request.user, report_id)
        return show_review(request, report, status=refusal.status, fault=str(refusal))
    if by_script:
        where = workflow.remark_place(remark.report, remark.place)
        return JsonResponse({"id": remark.pk, "where": where, "text": remark.text})
    return redirect(f"{_page_of(request, remark)}#remark-{remark.pk}")


def _page_of(request: HttpRequest, remark) -> str:
    """Return where a remark is looked at: a colleague's on the page that its reader writes on."""
    report = remark.report
    writes = access.Power.WRITE in access.powers_over(request.user, report)
    if remark.inside and writes and not report.is_frozen:
        return reverse("editor", args=[report.pk])
    return _page(request, report.pk)


def _page(request: HttpRequest, report_id: int) -> str:
    """Return the address of the review, in the list that one goes through."""
    return reverse("review", args=[report_id]) + desk.carried(request)


@require_POST
@refused_as_page("答复没有保存。")
def answer_remark(request: HttpRequest, report_id: int, remark_id: int) -> HttpResponse:
    """Keep the clerk's answer; to a script, which stays where it is, say what was kept."""
    text = request.POST.get("text", "")
    remark = workflow.answer_remark(report_id, remark_id, text, by=request.user)
    if "application/json" in request.headers.get("Accept", ""):
        at = date_format(timezone.localtime(remark.answered_at), "n月j日 H:i")
        by = access.person_name(request.user)
        return JsonResponse({"answer": remark.answer, "by": by, "at": at})
    return redirect(f"/reports/{report_id}/#remark-{remark_id}")


@require_POST
@refused_as_page("没有销号。")
def close_remark(request: HttpRequest, report_id: int, remark_id: int) -> HttpResponse:
    """Settle a remark."""
    remark = workflow.close_remark(report_id, remark_id, by=request.user)
    return redirect(_page_of(request, remark))


@require_GET
def timeline(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the report's steps, below them every remark, settled ones too, and every change."""
    report = access.report_to_read(request.user, report_id)
    page = Paginator(history.seen_changes_of(report), 50).get_page(request.GET.get("page"))
    words = {section.id for section in (report.template.preface, *report.template.narratives)}
    for change in page.object_list:
        change.where = _called(report, change.place)
        change.old, change.new = _in_words(report, change)
        change.pieces = excerpt(change.old, change.new) if change.place in words else None
        change.by = access.person_name(change.user)
    steps = workflow.timeline_of(report)
    for step in steps:
        step.by = access.person_name(step.user)
    remarks = workflow.remarks_of(report, request.user)
    parts = history.parts_of(report) if workflow.is_own(request.user, report) else []
    context = {"report": report, "steps": steps, "parts": parts, "remarks": remarks, "changes": page}
    return render(request, "review/versions/timeline.html", context)


def _in_words(report, change) -> tuple[str, str]:
    """Return what stood before and after; a state by its name."""
    if change.place != "status":
        return change.old, change.new
    states = dict(report.Status.choices)
    return states.get(change.old, change.old), states.get(change.new, change.new)


def _called(report, place: str) -> str:
    """Return what a place of the history is called: a cell, a section, a detail, a kept warning."""
    _, kept, rule = place.partition(accepting.PLACE)
    if kept:
        # A rule of earlier days may be gone by now.
        return f"提醒的说明：{rule_of(rule).title}" if is_rule(rule) else "提醒的说明"
    return workflow.remark_place(report, place) or _DETAILS.get(place, place)


_DETAILS = {
    **{f"signature.{step}": f"审签：{step.label}" for step in workflow.Step},
    "status": "状态", "title": "标题", "issued": "发布日期", "index_number": "索引号", "import": "导入",
    "enforcement": "行政执法统计年报",
    "publication": "发布件", "graphic": "图解",
    "own_site": "本机关网站网址",
    "own_site.check": "本机关网站核对",
}  # fmt: skip


@require_GET
def changes_csv(request: HttpRequest, report_id: int) -> HttpResponse:
    """Return every change of the report as CSV."""
    report = access.report_to_read(request.user, report_id)
    head = ["序号", "时间", "人员", "来源地址", "位置", "单元格", "原内容", "新内容", "链值"]
    rows = (
        [c.number, f"{timezone.localtime(c.at):%Y-%m-%d %H:%M:%S}", access.person_name(c.user),
         c.address, _called(report, c.place), c.place, *_in_words(report, c), c.hash]
        for c in history.every_change_of(report).iterator(chunk_size=500)
    )  # fmt: skip
    history.note(history.Action.EXPORTED, by=request.user, report=report, detail="留痕 CSV")
    return csv_file(f"{report.title}留痕.csv", head, rows)


@require_GET
def compare(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show two versions of the report side by side."""
    report = access.report_to_read(request.user, report_id)
    versions = workflow.versions_of(report)
    old = workflow.version_of(report, request.GET.get("old") or workflow.compared_first(report))
    new = workflow.version_of(report, request.GET.get("new") or workflow.NOW)
    context = {
        "report": report,
        "versions": versions,
        "comparison": workflow.compare(old, new),
    }
    return render(request, "review/versions/compare.html", context)
