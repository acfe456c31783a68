"""分工: parts of a report given to others, who is late, and what they handed in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access
from reports.forms.assigning import AssignForm, DayForm, SendBackForm
from reports.refusals import Refused
from reports.writing import assigning, parts

from ...common.paging import number
from ...common.refusing import refused_as_page


@require_http_methods(["GET", "HEAD", "POST"])
@refused_as_page("没有分出。")
def assignments(request: HttpRequest, report_id: int) -> HttpResponse:
    """List what was given of a report; give more."""
    report = access.report_to_write(request.user, report_id)
    lines = assigning.lines_of(report)
    form = AssignForm(report, _out(lines), request.POST if request.method == "POST" else None, by=request.user)
    if request.method != "POST":
        return _list(request, report, lines, form)
    if not form.is_valid():
        return _list(request, report, lines, form, 400)
    try:
        assignment, key = assigning.give(report_id, by=request.user, **_given(form.cleaned_data))
    except access.Frozen:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _list(request, report, lines, form, refusal.status)
    return _handed_out(request, assignment, key)


def _given(cleaned: dict) -> dict:
    person = cleaned.pop("person")
    return cleaned | {"part_ids": cleaned.pop("parts"), "person_id": person and person.pk}


def _out(lines: list) -> dict[str, str]:
    """Return who has which part in hand, by the part's id."""
    open_lines = [line for line in lines if line.assignment.is_filling or line.assignment.is_handed_in]
    return {id: line.who for line in open_lines for id in line.assignment.part_ids}


def _list(request: HttpRequest, report, lines, form, status: int = 200) -> HttpResponse:
    context = {"report": report, "lines": lines, "form": form,
               "late": sum(line.assignment.is_late for line in lines),
               "handed_in": sum(line.assignment.is_handed_in for line in lines)}  # fmt: skip
    return render(request, "clerk/assigning/list.html", context, status=status)


def _handed_out(request: HttpRequest, assignment, key: assigning.Key | None) -> HttpResponse:
    """Show a link and its code, this once; go on where there is none."""
    if key is None:
        messages.success(request, f"已分给{parts.holder_of(assignment)}，系统已通知本人。")
        return redirect("assignments", assignment.report_id)
    context = {"report": assignment.report, "assignment": assignment, "code": key.code,
               "link": request.build_absolute_uri(key.path)}  # fmt: skip
    response = render(request, "clerk/assigning/key.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD"])
def assignment(request: HttpRequest, report_id: int, assignment_id: int) -> HttpResponse:
    """Show what was given: how it stands, and beside the report what came."""
    return _show(request, report_id, assignment_id)


def _show(
    request, report_id: int, assignment_id: int, status: int = 200, remark: str = "", **forms
) -> HttpResponse:
    row = access.assignment_to_manage(request.user, report_id, assignment_id)
    found = parts.findings_in(row)
    context = {
        "report": row.report,
        "assignment": row,
        "who": parts.holder_of(row),
        "differences": assigning.differences_of(row),
        "errors": [f for f in found if f.severity == "error"],
        "remark": remark,
        "day_form": forms.get("day_form") or DayForm(initial={"day": row.day}),
        "send_back_form": forms.get("send_back_form") or SendBackForm(),
    }
    return render(request, "clerk/assigning/assignment.html", context, status=status)


@require_POST
@refused_as_page("没有办理。")
def move(request: HttpRequest, report_id: int, assignment_id: int, move_id: str) -> HttpResponse:
    """Take what came, send it back, recall it, put it off, or make another link."""
    row = access.assignment_to_manage(request.user, report_id, assignment_id)
    act = _MOVES.get(move_id)
    if act is None:
        raise Http404
    try:
        return act(request, row)
    except access.Frozen:
        raise
    except Refused as refusal:
        return _show(request, report_id, assignment_id, refusal.status, str(refusal))


def _take(request: HttpRequest, row) -> HttpResponse:
    assigning.take(
        row.report_id, row.pk, by=request.user, seen=number(request.POST.get("seen")) or 0,
        stamp=number(request.POST.get("stamp")) or 0, theirs=request.POST.getlist("theirs"),
    )  # fmt: skip
    return redirect("editor", row.report_id)


def _send_back(request: HttpRequest, row) -> HttpResponse:
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _show(request, row.report_id, row.pk, 400, send_back_form=form)
    assigning.send_back(row.report_id, row.pk, form.cleaned_data["reason"], by=request.user)
    return redirect("assignment", row.report_id, row.pk)


def _put_off(request: HttpRequest, row) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _show(request, row.report_id, row.pk, 400, day_form=form)
    assigning.put_off(row.report_id, row.pk, form.cleaned_data["day"], by=request.user)
    messages.success(request, "已改交回日期。")
    return redirect("assignment", row.report_id, row.pk)


def _recall(request: HttpRequest, row) -> HttpResponse:
    assigning.recall(row.report_id, row.pk, by=request.user)
    messages.success(request, "已收回，对方不能再打开。")
    return redirect("assignments", row.report_id)


def _renew(request: HttpRequest, row) -> HttpResponse:
    return _handed_out(request, *assigning.renew(row.report_id, row.pk, by=request.user))


def _hand_in_for(request: HttpRequest, row) -> HttpResponse:
    """Hand in what came on paper or as a file, for somebody who cannot do it here."""
    name = access.person_name(request.user)
    parts.hand_in(row.pk, signed=row.signed or parts.holder_of(row), answer=f"{name}代交", by=request.user)
    return redirect("assignment", row.report_id, row.pk)


_MOVES = {
    "take": _take,
    "send_back": _send_back,
    "put_off": _put_off,
    "recall": _recall,
    "renew": _renew,
    "hand_in": _hand_in_for,
}
