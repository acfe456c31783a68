"""通报: how the reports of a district stand, on a sheet to be signed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from reports import access, history
from reports.oversight import circular as oversight
from reports.refusals import Refused
from reports.rendering.formats import FORMATS
from reports.rendering.page.title_lines import download_name
from reports.rendering.typesetting.fonts import MissingGlyphs

from ...common.refusing import refused_as_page
from .supervision import choice_of, must_supervise

_FORMS = ("pdf", "docx")


@require_GET
@refused_as_page("没有生成。")
def circular(request: HttpRequest, form: str) -> HttpResponse:
    """Return the circular on how the reports of the list stand, as a PDF or for Word."""
    must_supervise(request.user)
    if form not in _FORMS:
        raise Http404
    choice = choice_of(request.GET)
    document = oversight.circular(request.user, choice)
    try:
        content = FORMATS[form].bytes_of(document)
    except MissingGlyphs as missing:
        raise Refused(str(missing)) from None
    detail = f"{choice.year}年度通报 {form.upper()}"
    history.note_over(history.Action.EXPORTED, access.trees_supervised(request.user), by=request.user, detail=detail)
    name = download_name(document.title, FORMATS[form].suffix)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=FORMATS[form].media_type, headers=headers)
