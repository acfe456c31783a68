"""One file of a bulk import: its figures beside its source, put right before they are taken."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from reports import access, gathering
from reports.editions.grid import GridCell, printed_grids
from reports.forms.gathering import FiguresForm
from reports.forms.report import column_classes
from reports.importing import Reading, Unreadable
from reports.refusals import Refused
from reports.rules import SEVERITY_NAMES, with_blanks_together

_CACHE = "private, max-age=3600"  # what was brought never changes


@require_GET
def file(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Show the figures and words of a file beside what stood there, what to look at, what was found."""
    found = access.file_of(request.user, lot_id, file_id)
    reading = gathering.reading_of(found)
    return _page(request, found, reading, FiguresForm(reading) if reading else None)


def _page(request, found, reading: Reading | None, form, status: int = 200) -> HttpResponse:
    context = {
        "file": found,
        "lot_id": found.job_id,
        "reading": reading,
        "form": form,
        "may_correct": gathering.may_correct(found),
        "has_source": access.content_of(found) is not None,
    }
    if reading:
        edition = reading.document.edition
        findings = with_blanks_together(gathering.findings_of(found), edition)
        context |= {
            "parts": list(_parts(reading, form, found.corrected)),
            "findings": [(SEVERITY_NAMES[f.severity], f) for f in findings],
        }
    return render(request, "office/gathering/file.html", context, status=status)


def _parts(reading: Reading, form: FiguresForm, corrected: dict):
    document = reading.document
    for section in (document.edition.preface, *document.edition.sections):
        if section.kind == "narrative":
            yield section, document.narrative(section.id), []
        else:
            grids = [
                (grid, column_classes(grid), [[_cell(c, reading, form, corrected) for c in line] for line in grid.body])
                for grid in printed_grids(document.edition.table(section.id))
            ]
            yield section, "", grids


def _cell(printed: GridCell, reading: Reading, form: FiguresForm, corrected: dict) -> tuple:
    """Return a printed cell, its text, how it was read, why its text cannot stand, what it was before."""
    if printed.cell is None:
        return printed, "", None, "", None
    name = printed.cell.id
    before = (corrected[name][1] or "空白") if name in corrected else None
    return printed, form.typed(name), reading.cells[name], form.fault(name), before


@require_POST
def correct(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Keep the figures that were put right; show again what cannot stand, with what was typed."""
    found = access.file_of(request.user, lot_id, file_id)
    reading = gathering.reading_of(found)
    if reading is None:
        raise Http404
    form = FiguresForm(reading, request.POST)
    if not form.is_valid():
        return _page(request, found, reading, form, 400)
    try:
        changed = gathering.correct(lot_id, file_id, form.figures(), by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        told = f"已改正 {changed} 格，重新校核过了。" if changed else "没有改动。"
        messages.success(request, told)
    return redirect("gathered_file", lot_id, file_id)


@require_POST
def restore(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Put back every figure as it was read."""
    try:
        count = gathering.restore(lot_id, file_id, by=request.user)
        messages.success(request, f"已恢复为读到的数字，{count} 格。")
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect("gathered_file", lot_id, file_id)


@require_GET
def source(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Show the file's pages as pictures, or its tables as they stand."""
    found = access.file_of(request.user, lot_id, file_id)
    context, status = {"file": found, "lot_id": lot_id}, 200
    try:
        shown = gathering.source_of(found)
        context |= {"tables": shown.get("tables", []), "lines": shown.get("lines", []),
                    "pages": range(1, shown.get("pages", 0) + 1)}  # fmt: skip
    except Unreadable as refusal:
        context["fault"] = str(refusal)  # the page is there, and says so
    except Refused as refusal:
        context["fault"], status = str(refusal), refusal.status
    return render(request, "office/gathering/source.html", context, status=status)


@require_GET
def page(request: HttpRequest, lot_id: int, file_id: int, page: int) -> HttpResponse:
    """Return the picture of a page, counted from 1."""
    found = access.file_of(request.user, lot_id, file_id)
    if not 1 <= page <= 1000:
        raise Http404
    try:
        picture = gathering.page_of(found, page - 1)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8")
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": _CACHE})


@require_GET
def original(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Return the file as it was brought, only ever as a download."""
    found = access.file_of(request.user, lot_id, file_id)
    content = access.content_of(found)
    if content is None:
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(True, found.path.rsplit("/", 1)[-1]),
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
