"""One package: what is new in it, what is in the way; take it, put it back; each of its reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from reports import access, parcels, tasks
from reports.refusals import Refused

from ..common.lists import number
from ..common.moving import moved
from ..common.paging import page_of

MOVES = {"take": parcels.take, "undo": parcels.undo, "drop": parcels.drop, "retry": parcels.retry}
MORE_TO_DO = ("take", "undo", "retry")
_MOST_NAMES = 2000
_MOST_LISTED = 100


@require_GET
def parcel(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Show how far a package is and its reports: by default those that are in the way."""
    return _page(request, parcel_id)


def _page(request: HttpRequest, parcel_id: int, faults: dict | None = None) -> HttpResponse:
    found = access.parcel_of(request.user, parcel_id)
    context = _state_of(found)
    shown = request.GET.get("shown")
    if shown not in parcels.SHOWN:
        shown = "open" if shown is None and context["counts"]["open"] and found.stage == "ready" else ""
    page = parcels.page_of_reports(found, shown, page_of(request))
    for row in page.object_list:
        row.said = request.POST.get(f"organ-{row.pk}", row.organ.name if row.organ else "")
        row.said_out = f"out-{row.pk}" in request.POST if faults else row.left_out
    organs = access.organs_parcelled(found)
    context |= {
        "shown": shown,
        "page": page,
        "query": urlencode({"shown": shown}),
        "names": organs.values_list("name", flat=True)[:_MOST_NAMES] if found.stage == "ready" else (),
        "faults": faults or {},
        "gone": parcels.gone_since(found)[:_MOST_LISTED],
        "lacking": parcels.without_report(found)[:_MOST_LISTED],
    }
    return render(request, "parcels/parcel.html", context, status=400 if faults else 200)


def _state_of(found) -> dict:
    counts = parcels.counted(found)
    lists = [(name, caption, counts[name]) for name, (caption, _) in parcels.SHOWN.items()]
    return {"parcel": found, "progress": parcels.progress(found), "counts": counts, "lists": lists,
            "ready": counts["new"] + counts["changed"] + counts["same"]}  # fmt: skip


@require_GET
def progress(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Return, for the page's script, the part of the page that changes, and how far the package is."""
    context = _state_of(access.parcel_of(request.user, parcel_id))
    part = render_to_string("parcels/progress.html", context, request)
    return JsonResponse({"state": context["parcel"].stage, "html": part})


@require_POST
def settle(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """Keep what was said of the reports on a page: which organ, what is left out."""
    rows = [pk for pk in map(number, request.POST.getlist("row")) if pk]
    said = {pk: _said(request.POST, pk) for pk in rows}
    try:
        faults = parcels.settle_reports(parcel_id, said, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("parcel", parcel_id)
    if faults:
        return _page(request, parcel_id, faults)
    messages.success(request, "已保存本页的选择。")
    asked = {name: request.GET[name] for name in ("shown", "page") if name in request.GET}
    return redirect(f"{reverse('parcel', args=[parcel_id])}?{urlencode(asked)}")


def _said(posted, pk: int) -> parcels.Said:
    organ = " ".join(posted.get(f"organ-{pk}", "").replace("\0", "").split())[:100]
    return parcels.Said(organ, f"out-{pk}" in posted)


@require_POST
def move(request: HttpRequest, parcel_id: int, move_id: str) -> HttpResponse:
    """Take the package as a whole, put it back as a whole, send it away, try again."""
    if moved(request, MOVES, move_id, parcel_id) and move_id in MORE_TO_DO:
        tasks.deliver(parcel_id, room=parcels)
    return redirect("parcel", parcel_id)


@require_GET
def report(request: HttpRequest, parcel_id: int, row_id: int) -> HttpResponse:
    """Show a report of a package: where it differs, what today's rules find, its files, its way."""
    row = access.parcel_report_of(request.user, parcel_id, row_id)
    look = parcels.look_at(row)
    context = {"row": row, "look": look, "comparison": look.comparison,
               "files": row.files.defer("content")}  # fmt: skip
    return render(request, "parcels/report.html", context)


@require_GET
def file(request: HttpRequest, parcel_id: int, row_id: int, file_id: int) -> HttpResponse:
    """Return a published file as it came, only ever as a download."""
    found = access.parcel_file_of(request.user, parcel_id, row_id, file_id)
    headers = {
        "Content-Disposition": content_disposition_header(True, found.name),
        "Cache-Control": "no-store",
    }
    content = bytes(found.content)
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
