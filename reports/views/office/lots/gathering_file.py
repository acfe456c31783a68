"""One file of a bulk import: its figures beside its source, put right before they are taken."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from reports import access, gathering
from reports.document import format_figure
from reports.editions.grid import GridCell, printed_grids
from reports.forms.gathering import FiguresForm
from reports.forms.report import column_classes
from reports.importing import CellReading, Reading, Unreadable, keeping
from reports.refusals import Refused
from reports.rules import SEVERITY_NAMES, with_blanks_together

from .gathering import back_to, list_asked

_CACHE = "private, max-age=3600"  # what was brought never changes


@require_GET
def file(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Show the figures and words of a file beside what stood there, what to look at, what was found."""
    found = access.file_of(request.user, lot_id, file_id)
    reading = gathering.reading_of(found)
    return _page(request, found, reading, FiguresForm(reading) if reading else None)


@dataclass(frozen=True)
class _Shown:
    """A printed cell as the page shows it: `was` what it was before it was put right."""

    printed: GridCell
    text: str = ""
    got: CellReading | None = None
    fault: str = ""
    was: str = ""
    is_right: bool = False  # found right by a person
    is_doubtful: bool = False  # has a figure that is to be looked at
    is_looked: bool = False
    agrees: bool = False  # its row's and column's sums hold
    agreeing: int = 0  # of a caption: how many doubtful figures of its row agree


def _page(request, found, reading: Reading | None, form, status: int = 200) -> HttpResponse:
    context = {
        "file": found,
        "lot_id": found.job_id,
        "back": back_to(request, found.job_id),
        "asked": list_asked(request),
        "reading": reading,
        "form": form,
        "may_correct": gathering.may_correct(found),
        "has_source": access.content_of(found) is not None,
    }
    if reading:
        edition = reading.document.edition
        findings = with_blanks_together(gathering.findings_of(found), edition)
        cells = reading.document.cells
        put_right = [c for c, (_, text) in found.corrected.items() if text != format_figure(cells[c])]
        context |= {
            "parts": list(_parts(reading, form, found.corrected)),
            "doubtful": len(keeping.doubtful(reading)),
            "put_right": len(put_right),
            "found_right": len(found.corrected) - len(put_right),
            "findings": [(SEVERITY_NAMES[f.severity], f) for f in findings],
        }
    return render(request, "office/gathering/file.html", context, status=status)


def _parts(reading: Reading, form: FiguresForm, corrected: dict):
    document, sums = reading.document, keeping.doubtful_but_agreeing(reading)
    for section in (document.edition.preface, *document.edition.sections):
        if section.kind == "narrative":
            yield section, document.narrative(section.id), []
        else:
            grids = [
                (grid, column_classes(grid), [_line(line, reading, form, corrected, sums) for line in grid.body])
                for grid in printed_grids(document.edition.table(section.id))
            ]
            yield section, "", grids


def _line(line: tuple[GridCell, ...], reading: Reading, form, corrected: dict, sums: set[str]) -> list[_Shown]:
    """Return a row's cells; its last caption with how many of them one press finds right."""
    agreeing = sum(c.cell is not None and c.cell.id in sums for c in line)
    caption = [c for c in line if c.cell is None][-1:]
    return [
        _Shown(c, agreeing=agreeing * (c in caption)) if c.cell is None else _shown(c, reading, form, corrected, sums)
        for c in line
    ]


def _shown(printed: GridCell, reading: Reading, form: FiguresForm, corrected: dict, sums: set[str]) -> _Shown:
    name = printed.cell.id
    got, text = reading.cells[name], form.typed(name)
    before = corrected[name][1] if name in corrected else None
    is_right = before is not None and before == format_figure(got.value)
    return _Shown(
        printed, text, got, form.fault(name), was="" if before is None or is_right else before or "空白",
        is_right=is_right, is_doubtful=got.state == "unsure" and got.value is not None,
        is_looked=name in form.looked(), agrees=name in sums,
    )  # fmt: skip


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
        kept = gathering.correct(lot_id, file_id, form.figures(), form.looked(), by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _told(kept))
    return redirect(_here(request, lot_id, file_id))


def _here(request: HttpRequest, lot_id: int, file_id: int) -> str:
    return f"{reverse('gathered_file', args=[lot_id, file_id])}?{list_asked(request)}"


def _told(kept: gathering.Kept) -> str:
    acts = [f"改正 {kept.changed} 格"] if kept.changed else []
    acts += [f"核对 {kept.looked} 格"] if kept.looked else []
    return f"已{'、'.join(acts)}，重新校核过了。" if acts else "没有改动。"


@require_POST
def restore(request: HttpRequest, lot_id: int, file_id: int) -> HttpResponse:
    """Put back every figure as it was read."""
    try:
        count = gathering.restore(lot_id, file_id, by=request.user)
        messages.success(request, f"已恢复为读到的数字，{count} 格。")
    except Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(_here(request, lot_id, file_id))


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
