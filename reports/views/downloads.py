"""The finished report as a file: PDF, web page, JSON."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports import access
from reports.document import Document
from reports.rendering.fonts import MissingGlyphs
from reports.rendering.html import document_html

from .printing import printed
from .problems import problem


def _json(document: Document) -> bytes:
    return json.dumps(document.to_json(), ensure_ascii=False, indent=1).encode()


FORMS: dict[str, tuple[str, Callable[[Document], bytes | str]]] = {
    "pdf": ("application/pdf", printed),
    "html": ("text/html; charset=utf-8", document_html),
    "json": ("application/json", _json),
}


@require_GET
def download(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    """Return the saved report as `{title}.{form}`; 404 with those that we make for another."""
    report = access.report_to_read(request.user, report_id)
    if form not in FORMS:
        return problem(
            request, 404, "没有这种格式的文件。", f"可以下载：{'、'.join(FORMS).upper()}。"
        )
    media_type, make = FORMS[form]
    try:
        content = make(report.document())
    except MissingGlyphs as missing:
        return problem(request, 422, "报告里有印不出的字。", str(missing))
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{report.title}.{form}"),
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
