"""本机关网站: the address of a public report there, and a saved page of it beside the publication."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access
from reports.forms.saved_page import TOO_LARGE, SavedPageForm
from reports.importing import Scanned, Unreadable, read_guarded
from reports.publishing import own_site as sites
from reports.refusals import Refused

from ..common.alone import alone


@require_http_methods(["GET", "HEAD", "POST"])
def own_site(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show how the report stands on its organ's own site; keep another address."""
    if request.method != "POST":
        return _page(request, access.report_to_read(request.user, report_id))
    report = access.report_with(request.user, report_id, *sites.OWN)
    try:
        address = sites.set_address(report_id, request.POST.get("address", ""), by=request.user)
    except Refused as refusal:
        return _page(request, report, refusal.status, address_fault=str(refusal))
    messages.success(request, "已保存网址。" if address else "已去掉网址。")
    return redirect("own_site", report_id)


def _page(request: HttpRequest, report, status: int = 200, **more) -> HttpResponse:
    standing = sites.site_of(report)
    powers = access.powers_over(request.user, report)
    context = {
        "report": report,
        "posting": access.live_posting(report),
        "standing": standing,
        "caption": sites.CAPTIONS[standing.state],
        "typed": request.POST.get("address", standing.address),
        "may_set": bool(powers & set(sites.OWN)),
        "may_check": bool(powers & set(sites.ANYBODY)),
        "may_undo_all": access.Power.JUDGE in powers,
        "form": SavedPageForm(report_id=report.pk),
    }
    return render(request, "review/publishing/own_site.html", context | more, status=status)


@require_POST
def check(request: HttpRequest, report_id: int) -> HttpResponse:
    """Read a saved page and say whether it agrees with the publication, cell by cell."""
    report = access.report_with(request.user, report_id, *sites.ANYBODY)
    form = SavedPageForm(request.POST, request.FILES, report_id=report.pk)
    if not form.is_valid():
        status = 413 if form.has_error("__all__", TOO_LARGE) else 400
        return _page(request, report, status, form=form)
    try:
        made = _checked(request, report, form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, report, refusal.status, form=form)
    if made.agrees:
        messages.success(request, "核对一致：机关、年度、各格数字、各部分文字都与公开的版本相同。")
    else:
        messages.warning(request, "有出入，见下面逐处列出的内容。")
    return redirect("own_site", report_id)


def _checked(request: HttpRequest, report, given: dict):
    if given.get("pages"):
        raise Refused(_PICTURES, 422)
    content, name = given["source"]
    try:
        with alone(request.user.pk):
            reading = read_guarded(content, name, year=report.year)
    except Scanned:
        raise Refused(_PICTURES, 422) from None
    if not reading.found:
        raise Unreadable("没有读到年报的内容，没有核对。请检查是否选错了文件，或者整页没有保存下来。")
    return sites.check_page(report.pk, content, name, reading, by=request.user)


_PICTURES = "这一页是图片，不能逐格核对。请保存网页本身，或者下载网站上的 PDF、Word 文件再选择。"


@require_POST
def undo(request: HttpRequest, report_id: int, check_id: int) -> HttpResponse:
    """Take a check back."""
    report = access.report_with(request.user, report_id, *sites.ANYBODY)
    try:
        sites.undo_check(report_id, check_id, by=request.user)
    except Refused as refusal:
        return _page(request, report, refusal.status, fault=str(refusal))
    messages.success(request, "已撤销这次核对。")
    return redirect("own_site", report_id)
