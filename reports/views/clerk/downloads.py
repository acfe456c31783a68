"""The finished report as a file, in every form that we make."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports import access, history
from reports.rendering.formats import FORMATS
from reports.rendering.office.entry import entry_xlsx
from reports.rendering.page.title_lines import download_name
from reports.rendering.typesetting.fonts import MissingGlyphs

from ..common.printing import printed
from ..common.problems import problem

# The preview has often printed the PDF a moment ago.
_OWN = replace(
    FORMATS["xlsx"],
    caption="填报底稿",
    use="Excel，带填报说明，发给科室填、导回",
    suffix="-填报底稿.xlsx",
    make=entry_xlsx,
)
# What those who write the report get; only FORMATS is published.
FORMS = {**FORMATS, "pdf": replace(FORMATS["pdf"], make=printed), "entry": _OWN}


@require_GET
def download(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    """Return the saved report in one of the forms; 404 with those that we make for another."""
    report = access.report_to_read(request.user, report_id)
    if form not in FORMS:
        return problem(
            request,
            404,
            "没有这种格式的文件。",
            f"可以下载：{'、'.join(made.caption for made in FORMS.values())}。",
        )
    made = FORMS[form]
    try:
        content = made.bytes_of(report.document())
    except MissingGlyphs as missing:
        return problem(request, 422, "报告里有印不出的字。", str(missing))
    history.note(history.Action.EXPORTED, by=request.user, report=report, detail=form.upper())
    headers = {
        "Content-Disposition": content_disposition_header(
            True, download_name(report.title, made.suffix)
        ),
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=made.media_type, headers=headers)
