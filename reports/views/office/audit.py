"""The audit trail, for whoever administers the organs that it speaks of."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from reports import access, history
from reports.forms.office import AuditForm

from ..common.lists import csv_file


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show a page of the events."""
    form = _asked(request)
    if not form.is_valid():
        context = {"form": form, "events": Paginator([], 100).get_page(1)}
        return render(request, "office/audit.html", context, status=400)
    events = history.events_seen_by(request.user, **form.cleaned_data)
    page = Paginator(events, 100).get_page(request.GET.get("page"))
    for event in page.object_list:
        event.by = access.person_name(event.user) if event.user else event.name or "—"
    query = urlencode({name: value for name, value in form.data.items() if name != "page"})
    context = {"form": form, "events": page, "query": query}
    return render(request, "office/audit.html", context)


def _asked(request: HttpRequest) -> AuditForm:
    if not access.administers_anything(request.user):
        raise Http404
    return AuditForm(request.GET)


@require_GET
def audit_csv(request: HttpRequest) -> HttpResponse:
    """Return the events as CSV, with the links of their chain."""
    form = _asked(request)
    if not form.is_valid():
        raise Http404
    events = history.events_seen_by(request.user, **form.cleaned_data)
    head = ["序号", "时间", "用户名", "来源地址", "事项", "机关", "报告", "说明", "链值"]
    rows = (
        [e.number, f"{timezone.localtime(e.at):%Y-%m-%d %H:%M:%S}", e.name, e.address,
         e.get_action_display(), e.organ, e.report, e.detail, e.hash]
        for e in events.iterator(chunk_size=1000)
    )  # fmt: skip
    trees = access.trees_administered(request.user)
    history.note_over(history.Action.EXPORTED, trees, by=request.user, detail="审计记录 CSV")
    return csv_file("审计记录.csv", head, rows)
