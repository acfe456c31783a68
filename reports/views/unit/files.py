"""The part on paper and as a workbook, and a workbook brought back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from reports import access, history
from reports.document import format_figure
from reports.editions.grid import printed_grids
from reports.forms.imports import TOO_LARGE, UploadForm
from reports.forms.report import column_classes
from reports.importing import read_guarded
from reports.refusals import Refused
from reports.rendering.formats import FORMATS
from reports.rendering.office.entry import entry_xlsx
from reports.rendering.page.title_lines import download_name
from reports.writing import parts

from ..common.alone import alone
from .door import Way
from .filling import show


@require_GET
def sheet(request: HttpRequest, way: Way) -> HttpResponse:
    """Show the part as a sheet to print, fill in by hand and sign, with what each figure counts."""
    assignment = way.assignment
    desk = parts.PartDesk(assignment)
    template = assignment.template
    tables = [
        (section, template.table(section.id), _grids(template.table(section.id), desk.figures, template))
        for section in template.sections if section.kind == "table"
    ]  # fmt: skip
    context = {
        "way": way,
        "assignment": assignment,
        "title": assignment.report.title,
        "holder": parts.holder_of(assignment),
        "giver": access.person_name(assignment.by),
        "tables": tables,
        "words": [(section, desk.narratives[section.id].html) for section in template.worded],
        "printed_at": timezone.localtime(),
    }
    return render(request, "unit/sheet.html", context)


def _grids(table, figures, template) -> list:
    def place(printed) -> tuple:
        name = printed.cell.id if printed.cell else ""
        text = format_figure(figures[name].value) if name else ""
        return printed, text, name in template.computed

    return [
        (grid, column_classes(grid), [[place(c) for c in line] for line in grid.body])
        for grid in printed_grids(table)
    ]


@require_GET
def workbook(request: HttpRequest, way: Way) -> HttpResponse:
    """Return the part as a workbook in which nothing else of the report stands."""
    assignment = way.assignment
    content = entry_xlsx(parts.document_of(assignment), assignment.part_ids)
    who = parts.holder_of(assignment)
    history.note(
        history.Action.EXPORTED, by=way.user, report=assignment.report, detail=f"分工 XLSX：{who}"
    )
    name = download_name(f"{assignment.report.title}-{who}", "-填报表.xlsx")
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=FORMATS["xlsx"].media_type, headers=headers)


@require_POST
def bring(request: HttpRequest, way: Way) -> HttpResponse:
    """Read a workbook that was filled in, or any other file with the part; say what came of it."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        status = 413 if form.has_error("__all__", TOO_LARGE) else 400
        return _refused(request, way, _said(form), status)
    assignment = way.assignment
    try:
        with alone(f"part {assignment.pk}"):
            reading = read_guarded(*form.cleaned_data["source"], year=assignment.report.year)
        brought = parts.bring(assignment.pk, reading)
    except Refused as refusal:
        return _refused(request, way, str(refusal), refusal.status)
    messages.success(request, brought.sentence)
    return redirect(way.url())


def _said(form) -> str:
    return "".join(sentence for sentences in form.errors.values() for sentence in sentences)


def _refused(request: HttpRequest, way: Way, remark: str, status: int) -> HttpResponse:
    if way.name == "assignment":
        messages.error(request, remark)
        return redirect(way.url())
    return show(request, way, status=status, remark=remark)
