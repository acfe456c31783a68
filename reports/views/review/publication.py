"""发布: what is public of a report; publishing, correcting and taking down, each with its own screen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import access, workflow
from reports.access import Power
from reports.forms.report import PublishForm, WithdrawForm
from reports.publishing import catalogue, own_site, publications, sealing
from reports.refusals import Already, Refused
from reports.rendering.formats import FORMATS
from reports.writing import judging

from ..clerk import checking
from ..common.paging import number
from ..common.refusing import refused_on, told_if_done_before


@require_safe
def publication(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show what is published of a report and what can be done now."""
    report = access.report_with(request.user, report_id, Power.PUBLISH)
    return _page(request, report, _form(report))


def _form(report, data=None) -> PublishForm:
    posting = access.posting_of(report)
    before = (
        ""
        if posting is None
        else "live"
        if posting.withdrawn_at is None
        else access.states.WITHDRAWN
    )
    initial = {
        "issued": report.issued or timezone.localdate(),
        "index_number": report.index_number,
        "seen": report.revision,
    }
    return PublishForm(data, initial=initial, before=before, open_ones=_open_ones(report, before))


def _open_ones(report, before: str) -> list:
    """Return what a correction may put right; nothing may be asked of what was never public."""
    return list(report.rectifications.to_answer()) if before else []


def _page(request: HttpRequest, report, form: PublishForm) -> HttpResponse:
    posting = access.posting_of(report)
    live = posting if posting and posting.withdrawn_at is None else None
    site = own_site.site_of(report)
    versions = report.publications.select_related("published_by").prefetch_related("files")
    context = {
        "report": report,
        "posting": live,
        "withdrawn": posting if posting and not live else None,
        "open_ones": _open_ones(report, "live" if posting else ""),
        "can_publish": report.is_approved or (report.is_published and not live),
        "unsigned": workflow.unsigned(report),
        "versions": versions,
        "formats": {form: made.caption for form, made in FORMATS.items()} | sealing.CAPTIONS,
        "seals": [seal for version in versions for seal in catalogue.seals(version)],
        "form": form,
        "site": site,
        "site_caption": own_site.CAPTIONS[site.state],
    }
    status = 400 if form.is_bound else 200
    return render(request, "review/publishing/publication.html", context, status=status)


@require_POST
def publish(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show what would be published, to be confirmed; publish once that is ticked."""
    report = access.report_with(request.user, report_id, Power.PUBLISH)
    form = _form(report, request.POST)
    try:
        # Before the form is read: what a second click lacks is no fault of its sender.
        publications.must_be_as_seen(report, number(request.POST.get("seen")))
        if not form.is_valid():
            return _page(request, report, form)
        if "back" in request.POST:
            return _again(request, report, form)
        if "confirmed" not in request.POST:
            return _confirmation(request, report, form)
        made = publications.publish(report_id, by=request.user, **form.cleaned_data)
        messages.success(request, f"已发布第{made.version}版。")
    except Already as done:
        messages.info(request, str(done))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.look_again(report.revision)
        return _page(request, report, form)
    return redirect("publication", report_id)


def _again(request: HttpRequest, report, form: PublishForm) -> HttpResponse:
    """Return the first page once more, with what was typed."""
    kept = _form(report)
    kept.initial |= {name: form.data.get(name, "") for name in ("issued", "index_number", "note")}
    kept.initial["answers"] = form.data.getlist("answers")
    return _page(request, report, kept)


def _confirmation(request: HttpRequest, report, form: PublishForm) -> HttpResponse:
    remarks = [remark for remark in workflow.remarks_of(report, request.user)
               if not (remark.closed_at or remark.inside)]  # fmt: skip
    context = {
        "report": report,
        "form": form,
        "proposal": publications.proposed(report.pk, by=request.user, **form.cleaned_data),
        "lines": checking.lines_of(report, judging.findings_of(report), may_write=False),
        "remarks": remarks,
        "answered": [words for pk, words in form.fields["answers"].choices
                     if pk in form.cleaned_data["answers"]] if "answers" in form.fields else [],
        "captions": [made.caption for made in FORMATS.values()],
        "unticked": "act" in request.POST,
    }
    status = 400 if context["unticked"] else 200
    return render(request, "review/publishing/publication_confirm.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Ask why a report is taken off the public site; do it."""
    report = access.report_with(request.user, report_id, Power.PUBLISH)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_on(form), told_if_done_before(request):
            publications.withdraw(report_id, form.cleaned_data["reason"], by=request.user)
            messages.success(request, "已撤下。各版本在公开网站上都打不开了。")
        if form.is_valid():
            return redirect("publication", report_id)
    context = {"report": report, "posting": access.live_posting(report), "form": form}
    status = 400 if form.errors or request.method == "POST" else 200
    return render(request, "review/publishing/publication_withdraw.html", context, status=status)


@require_POST
def seal(request: HttpRequest, report_id: int, version: int) -> HttpResponse:
    """Put a sealed file beside a published version, where it is nothing but that and signatures."""
    access.report_with(request.user, report_id, Power.PUBLISH)
    returned = request.FILES.get("file")
    try:
        if returned is None:
            raise Refused("没有选文件：请先选择签章系统盖好章的 PDF 或 OFD。")
        if not returned.size:
            raise Refused("这个文件是空的，里面什么也没有。请重新从签章系统取出来再传。")
        if returned.size > sealing.LARGEST:
            raise Refused(f"这个文件超过{sealing.LARGEST // 1_000_000}MB，没有收。请用公开网站上这一版的文件盖章。")
        made = sealing.seal(report_id, version, returned.read(), by=request.user)
        names = "、".join(one["who"] or "未写姓名" for one in made.signatures)
        messages.success(request, f"已添加盖章的文件，签章：{names}。签章是否有效以签章系统为准。")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("publication", report_id)
