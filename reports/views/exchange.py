"""Bringing a report in from its JSON file: shown before it is taken."""

import json
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, editing
from reports.document import Document, NotAReport, plain_text
from reports.forms import ImportForm

from .problems import problem


@require_http_methods(["GET", "HEAD", "POST"])
def import_json(request: HttpRequest, report_id: int) -> HttpResponse:
    """Read a JSON file and lay it beside the report, to be looked at before it is taken."""
    report = access.report_to_write(request.user, report_id)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = read_document(form.cleaned_data["file"])
            incoming = editing.stage(report_id, document, by=request.user)
            return _show(request, report, document, incoming)
        except (NotAReport, editing.Refused, access.Frozen) as refusal:
            form.add_error("file", str(refusal))
    context = {"report": report, "form": form}
    return render(request, "reports/import.html", context, status=400 if form.errors else 200)


def read_document(content: bytes) -> Document:
    """Return the report in a JSON file's bytes; raise NotAReport with a Chinese sentence."""
    try:
        return Document.from_json(json.loads(content, parse_float=Decimal))
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, NotAReport):
            raise
        raise NotAReport("这不是 JSON 文件，或者文件不完整。请选择本系统下载的 JSON。") from None


def _show(request: HttpRequest, report, document: Document, incoming) -> HttpResponse:
    present = report.document()
    changes = [
        (cell, present.figure(cell.id), document.figure(cell.id))
        for cell in report.template.cells.values()
        if present.figure(cell.id) != document.figure(cell.id)
    ]
    sections = [
        (section, len(plain_text(old)), len(plain_text(new)))
        for section in (report.template.preface, *report.template.narratives)
        if (old := present.narrative(section.id)) != (new := document.narrative(section.id))
    ]
    context = {
        "report": report,
        "incoming": incoming,
        "document": document,
        "changes": changes,
        "replaced": sum(bool(old) for _, old, _ in changes),
        "sections": sections,
    }
    return render(request, "reports/import_look.html", context)


@require_POST
def take(request: HttpRequest, report_id: int, incoming_id: int) -> HttpResponse:
    """Take what was looked at into the report."""
    try:
        editing.take_staged(report_id, incoming_id, by=request.user)
    except (editing.Refused, access.Frozen) as refusal:
        return problem(request, 409, "没有导入。", str(refusal))
    return redirect("editor", report_id)
