"""批量导入: bring many old reports, watch them being read, settle what is open, take them."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, gathering, history, tasks
from reports.editions import FIRST_YEAR
from reports.forms.gathering import TOO_LARGE, LotForm, choices_in
from reports.gathering import Choice
from reports.jobs import progress_of
from reports.refusals import Refused

from ...common.lists import number
from ...common.moving import moved
from ...common.paging import page_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_NAMES = 2000  # organs to choose from while typing
MOVES = {
    "pause": gathering.pause, "resume": gathering.resume, "stop": gathering.stop,
    "retry": gathering.retry, "take": gathering.take_ready, "take_elsewhere": gathering.take_ready_elsewhere, "undo": gathering.undo_all,
}  # fmt: skip
MORE_TO_DO = ("resume", "retry", "take", "take_elsewhere", "undo")


@require_http_methods(["GET", "HEAD", "POST"])
def lots(request: HttpRequest) -> HttpResponse:
    """Show the person's lots; take the files of a new one."""
    if not access.supervises_anything(request.user):
        raise Http404
    if request.method != "POST":
        return _lots_page(request, LotForm())
    form = LotForm(request.POST, request.FILES)
    if not form.is_valid():
        return _lots_page(request, form, 413 if form.has_error("__all__", TOO_LARGE) else 400)
    try:
        made = gathering.create([(f.name, f) for f in form.cleaned_data["files"]], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _lots_page(request, form, refusal.status)
    tasks.deliver(made.pk, room=gathering)
    return redirect("gathering", made.pk)


def _lots_page(request: HttpRequest, form: LotForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "lots": gathering.lots_of(request.user),
        "days": settings.GATHERING_DAYS,
    }
    return render(request, "office/gathering/lots.html", context, status=status)


@require_GET
def lot(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Show how far a lot is, and its files: by default those that somebody has to settle."""
    return _lot_page(request, lot_id)


def _lot_page(request: HttpRequest, lot_id: int, faults: dict | None = None) -> HttpResponse:
    found = access.gathering_of(request.user, lot_id)
    context = _state_of(found)
    standing = _standing_asked(request, context["counts"])
    names = access.organs_supervised(request.user).values_list("name", flat=True)[:_MOST_NAMES]
    page = gathering.page_of_files(found, standing, page_of(request))
    said = choices_in(request.POST, [file.pk for file in page]) if faults else {}
    for file in page.object_list:
        _say(file, said.get(file.pk))
    context |= {
        "standing": standing,
        "doubtful": gathering.doubtful_of(found),
        "may_settle": any(file.may_settle for file in page),
        "may_hold": any(file.may_settle and not file.certain for file in page),
        "page": page,
        "query": urlencode({"standing": standing}),
        "names": names,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "faults": faults or {},
        "last_day": gathering.last_day(found, settings.GATHERING_DAYS),
    }
    return render(request, "office/gathering/lot.html", context, status=400 if faults else 200)


def _say(file, choice: Choice | None) -> None:
    """Note what stands in a file's fields: what was posted, else what is proposed."""
    if choice is None:
        choice = Choice(
            file.organ.name if file.organ else "", str(file.year or ""), False, file.left_out
        )
    file.said_organ, file.said_year = choice.organ, choice.year
    file.said_holds, file.said_out = choice.holds, choice.left_out


def _state_of(found) -> dict:
    return {"job": found, "progress": progress_of(found), "counts": gathering.counted(found)}


def _standing_asked(request: HttpRequest, counts: dict[str, int]) -> str:
    asked = request.GET.get("standing")
    if asked is None:
        return "open" if counts["open"] else ""
    return asked if asked in counts or asked == gathering.DOUBTFUL else ""


@require_GET
def progress(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Return, for the page's script, the part of the page that changes, and the lot's state."""
    context = _state_of(access.gathering_of(request.user, lot_id))
    part = render_to_string("office/gathering/progress.html", context, request)
    return JsonResponse({"state": context["job"].state, "html": part})


@require_POST
def settle(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Keep what was said of the files on a page: organ and year, what is left out, which of two."""
    files = [pk for pk in map(number, request.POST.getlist("file")) if pk]
    choices = choices_in(request.POST, files)
    changed, faults = gathering.settle_files(lot_id, choices, by=request.user)
    preferred = number(request.POST.get("prefer"))
    if preferred:
        _prefer(request, lot_id, preferred)
    if faults:
        return _lot_page(request, lot_id, faults)
    if preferred and not changed:
        return redirect(back_to(request, lot_id))
    messages.success(
        request, f"已保存 {changed} 个文件的选择。" if changed else "没有改动：确认的请勾“就是它”。"
    )
    return redirect(back_to(request, lot_id))


def _prefer(request: HttpRequest, lot_id: int, file_id: int) -> None:
    try:
        path, others = gathering.prefer(lot_id, file_id, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"已选定“{path}”，同一机关同一年度的另外 {others} 个文件改为不导入。")


def list_asked(request: HttpRequest) -> str:
    """Return the query of the list of files that a page was opened from."""
    return urlencode({name: request.GET[name] for name in ("standing", "page") if name in request.GET})


def back_to(request: HttpRequest, lot_id: int) -> str:
    """Return the address of the list of files that a page was opened from."""
    return f"{reverse('gathering', args=[lot_id])}?{list_asked(request)}"


@require_POST
def move(request: HttpRequest, lot_id: int, move_id: str) -> HttpResponse:
    """Pause, resume, stop or retry a lot; take what is ready; put everything back."""
    if moved(request, MOVES, move_id, lot_id) and move_id in MORE_TO_DO:
        tasks.deliver(lot_id, room=gathering)
    return redirect("gathering", lot_id)


@require_POST
def undo(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Put one report that was taken back as it was."""
    try:
        gathering.undo_one(lot_id, file_id, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        tasks.deliver(lot_id, room=gathering)
        messages.success(request, "正在撤销这一份：报告恢复为空白草稿，文件回到“可以导入”。")
    return redirect(back_to(request, lot_id))


@require_GET
def workbook(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Return what was read, what is open and every finding as XLSX."""
    found = access.gathering_of(request.user, lot_id)
    content = gathering.workbook(found)
    detail = f"批量导入{lot_id}的清单"
    history.note_over(history.Action.EXPORTED, access.trees_supervised(request.user), by=request.user, detail=detail)
    name = content_disposition_header(True, f"批量导入{lot_id}清单.xlsx")
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": name})
