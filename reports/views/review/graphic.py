"""图解 of a published report: made on request, looked at, approved, taken down, downloaded."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from reports import access
from reports.access import Power
from reports.publishing import graphics
from reports.refusals import Already, Refused


@require_safe
def graphic(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the 图解 of a report, what it says, and what can be done with it now."""
    report = access.report_to_read(request.user, report_id)
    powers = access.powers_over(request.user, report)
    graphics_of = list(graphics.graphics_of(report))
    standing = next((one for one in graphics_of if not one.withdrawn_at), None)
    context = {
        "report": report,
        "posting": access.live_posting(report),
        "standing": standing,
        "gone": [one for one in graphics_of if one.withdrawn_at],
        "may_make": bool(powers & {Power.WRITE, Power.PUBLISH}),
        "may_judge": Power.PUBLISH in powers,
        "longest": graphics.LONGEST_REASON,
    }
    return render(request, "review/publishing/graphic.html", context)


@require_safe
def picture(request: HttpRequest, report_id: int, graphic_id: int) -> HttpResponse:
    """Return the picture of a 图解, to look at or to keep."""
    report = access.report_to_read(request.user, report_id)
    found = report.graphics.filter(pk=graphic_id).first()
    if found is None:
        raise Http404
    name = content_disposition_header("keep" in request.GET, f"{found.words['title']}图解.png")
    headers = {"Content-Disposition": name, "Cache-Control": "private, max-age=600"}
    return HttpResponse(bytes(found.content), content_type="image/png", headers=headers)


@require_POST
def make(request: HttpRequest, report_id: int) -> HttpResponse:
    """Draw the 图解 of what is public now."""
    access.report_with(request.user, report_id, Power.WRITE, Power.PUBLISH)
    return _done(request, report_id, "已生成图解，审定以后公开。",
                 lambda: graphics.make(report_id, by=request.user))  # fmt: skip


@require_POST
def approve(request: HttpRequest, report_id: int, graphic_id: int) -> HttpResponse:
    """Let a 图解 be public."""
    access.report_with(request.user, report_id, Power.PUBLISH)
    return _done(request, report_id, "图解已公开。",
                 lambda: graphics.approve(report_id, graphic_id, by=request.user))  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, report_id: int, graphic_id: int) -> HttpResponse:
    """Take a 图解 down, or refuse one that waits."""
    access.report_with(request.user, report_id, Power.PUBLISH)
    reason = request.POST.get("reason", "")
    return _done(request, report_id, "图解已撤下。",
                 lambda: graphics.withdraw(report_id, graphic_id, reason, by=request.user))  # fmt: skip


def _done(request: HttpRequest, report_id: int, said: str, act) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except Already as done:
        messages.info(request, str(done))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("graphic", report_id)
