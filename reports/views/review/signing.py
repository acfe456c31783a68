"""审签: the steps before a report is published, signed here or on paper; what is printed for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from reports import access, history, workflow
from reports.refusals import Refused
from reports.rendering.page.pdf import draft_pdf
from reports.rendering.typesetting.fonts import MissingGlyphs

from ..common.refusing import told_if_done_before


@require_GET
def signing(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show which steps are on, who signed what, and the form of the next."""
    return _page(request, access.report_to_read(request.user, report_id))


def _page(request: HttpRequest, report, status: int = 200, fault: str = "") -> HttpResponse:
    context = _context(request, report) | {"fault": fault, "said": request.POST}
    return render(request, "review/signing/signing.html", context, status=status)


def _context(request: HttpRequest, report) -> dict:
    return {
        "report": report,
        "standings": workflow.standings_of(report, request.user),
        "content": workflow.fingerprint_of(report),
        "handed_in": report.transitions.filter(action="submit").exists(),
        "printed_at": timezone.localtime(),
        "printed_by": access.person_name(request.user),
    }


@require_POST
def sign(request: HttpRequest, report_id: int, step_id: str) -> HttpResponse:
    """Sign a step here, or keep the photograph of what was signed on paper."""
    given = {name: request.POST.get(name, "") for name in ("seen", "words", "code", "signer")}
    file = request.FILES.get("photo")
    if "paper" in request.POST:
        given["photo"] = file.read() if file else b""
    else:
        given["signer"] = ""
    try:
        with told_if_done_before(request):
            made = workflow.sign(report_id, step_id, by=request.user, **given)
            messages.success(request, f"已签“{made.get_step_display()}”。")
    except Refused as refusal:
        report = access.report_to_read(request.user, report_id)
        return _page(request, report, status=refusal.status, fault=str(refusal))
    return redirect("signing", report_id)


@require_GET
def photo(request: HttpRequest, report_id: int, signature_id: int) -> HttpResponse:
    """Return the photograph of a sheet that was signed on paper."""
    report = access.report_to_read(request.user, report_id)
    found = workflow.photograph_of(report, signature_id)
    answer = HttpResponse(bytes(found.photo), content_type=found.photo_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
def sheet(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the 报送审签表, to be printed and signed on paper."""
    report = access.report_to_read(request.user, report_id)
    return render(request, "review/signing/signing_sheet.html", _context(request, report))


@require_GET
def draft(request: HttpRequest, report_id: int) -> HttpResponse:
    """Return the 送审稿: the report as it is, each page marked with its fingerprint."""
    report = access.report_to_read(request.user, report_id)
    mark = f"送审稿 {workflow.fingerprint_of(report)[:16]}"
    try:
        content = draft_pdf(report.document(), mark)
    except MissingGlyphs as missing:
        return _page(request, report, status=409, fault=f"报告里有印不出的字，请先改正。{missing}")
    history.note(history.Action.EXPORTED, by=request.user, report=report, detail="送审稿")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{report.title}（送审稿）.pdf")
    return answer


@require_GET
def receipt(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the receipt for the report that was handed in last."""
    report = access.report_to_read(request.user, report_id)
    context = {"report": report, "receipt": workflow.receipt_of(report)}
    return render(request, "review/signing/receipt.html", context)
