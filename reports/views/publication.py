"""发布: put a report on the public site, correct it, take it down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import access, publishing
from reports.access import Power
from reports.forms import PublishForm, WithdrawForm


@require_safe
def publication(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show what is published of a report and what can be done now."""
    return _page(request, access.report_with(request.user, report_id, Power.PUBLISH))


@require_http_methods(["POST"])
def publish(request: HttpRequest, report_id: int) -> HttpResponse:
    """Publish a report, or its correction where it is public already."""
    report = access.report_with(request.user, report_id, Power.PUBLISH)
    form = PublishForm(request.POST, is_correction=access.live_posting(report) is not None)
    if not form.is_valid():
        return _page(request, report, form)
    note = form.cleaned_data.pop("note", None)
    try:
        if note is None:
            publishing.publish(report_id, by=request.user, **form.cleaned_data)
        else:
            publishing.correct(report_id, note, by=request.user, **form.cleaned_data)
    except publishing.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, report, form)
    return redirect("publication", report_id)


@require_POST
def withdraw(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take a report off the public site."""
    report = access.report_with(request.user, report_id, Power.PUBLISH)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            publishing.withdraw(report_id, form.cleaned_data["reason"], by=request.user)
            return redirect("publication", report_id)
        except publishing.Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, report, withdraw_form=form)


def _page(request: HttpRequest, report, form=None, withdraw_form=None) -> HttpResponse:
    posting = access.live_posting(report)
    initial = {
        "issued": report.issued or timezone.localdate(),
        "index_number": report.index_number,
    }
    context = {
        "report": report,
        "posting": posting,
        "can_publish": report.status == "approved"
        or (report.status == "published" and not posting),
        "versions": report.publications.select_related("published_by"),
        "form": form or PublishForm(initial=initial, is_correction=posting is not None),
        "withdraw_form": withdraw_form or WithdrawForm(),
    }
    status = 400 if form or withdraw_form else 200
    return render(request, "reports/publication.html", context, status=status)
