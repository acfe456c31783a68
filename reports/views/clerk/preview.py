"""预览: the finished sheets, page by page, as they will be printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from reports import access
from reports.rendering.page.page_images import page_count, page_image
from reports.rendering.typesetting.fonts import MissingGlyphs

from ..common.printing import key_of, printed


@require_GET
@cache_control(no_store=True)
@xframe_options_sameorigin
def preview(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the pages of the report as it is saved."""
    report = access.report_to_read(request.user, report_id)
    document = report.document()
    try:
        pdf = printed(document)
    except MissingGlyphs as missing:
        # Inside the editor's frame: no way out but back to the words.
        context = {"report": report, "trouble": str(missing)}
        return render(request, "clerk/preview.html", context, status=422)
    context = {
        "report": report,
        "pages": range(1, page_count(pdf) + 1),
        "version": key_of(document)[:12],
    }
    return render(request, "clerk/preview.html", context)


@require_GET
@cache_control(no_store=True)
def page(request: HttpRequest, report_id: int, page: int) -> HttpResponse:
    """Return one page of the report as a PNG."""
    report = access.report_to_read(request.user, report_id)
    try:
        pdf = printed(report.document())
        image = page_image(pdf, page)
    except (IndexError, MissingGlyphs):
        raise Http404 from None
    return HttpResponse(image, content_type="image/png")
