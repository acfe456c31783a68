"""行政执法统计年报: read in, kept beside the report, its three figures proposed for table 二."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports import access
from reports.forms.enforcement import TypedForm
from reports.forms.imports import TOO_LARGE, UploadForm
from reports.importing.enforcement import read_statistics_guarded
from reports.refusals import Refused
from reports.writing import enforcing

from ...common.alone import alone
from ...common.paging import number
from ...common.refusing import refused_as_page


@require_http_methods(["GET", "HEAD", "POST"])
@refused_as_page("没有办理。")
def enforcement(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show what is kept beside the report's figures; read a file, take typed numbers, fill, forget."""
    report = access.report_to_write(request.user, report_id)
    if request.method != "POST":
        return _show(request, report)
    act = next((act for name, act in _ACTS.items() if name in request.POST), _read)
    try:
        return act(request, report)
    except access.Frozen:
        raise
    except Refused as refusal:
        return _show(request, report, refusal.status, str(refusal))


def _show(
    request: HttpRequest, report, status: int = 200, remark: str = "", typed=None
) -> HttpResponse:
    report = access.report_to_write(request.user, report.pk)
    told = enforcing.told_of(report)
    context = {
        "report": report,
        "kept": enforcing.statistics_of(report),
        "told": told,
        "differing": [one for one in told if one.differs],
        "upload": UploadForm(),
        "typed": typed or TypedForm(),
        "remark": remark,
    }
    return render(request, "clerk/enforcement.html", context, status=status)


def _read(request: HttpRequest, report) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        status = 413 if form.has_error("__all__", TOO_LARGE) else 400
        said = "".join(sentence for sentences in form.errors.values() for sentence in sentences)
        return _show(request, report, status, said)
    content, name = form.cleaned_data["source"]
    with alone(request.user.pk):
        told = read_statistics_guarded(content, name)
    enforcing.keep(report.pk, told, name, by=request.user)
    return _done(request, report, "已读入，请核对下面的数字。报告还没有变化。")


def _type(request: HttpRequest, report) -> HttpResponse:
    form = TypedForm(request.POST)
    if not form.is_valid():
        return _show(request, report, 400, typed=form)
    enforcing.keep(report.pk, form.statistics(), "", by=request.user)
    return _done(request, report, "已记下，请核对。报告还没有变化。")


def _take(request: HttpRequest, report) -> HttpResponse:
    seen = number(request.POST.get("seen")) or 0
    enforcing.take(report.pk, request.POST.getlist("matter"), by=request.user, seen=seen)
    return redirect("editor", report.pk)


def _forget(request: HttpRequest, report) -> HttpResponse:
    enforcing.forget(report.pk, by=request.user)
    return _done(request, report, "已去掉，不再比对。")


def _done(request: HttpRequest, report, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("enforcement", report.pk)


_ACTS = {"typed": _type, "take": _take, "forget": _forget}
