"""A scan being read in the background: how far it is, and what to do where it was in vain."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from reports import scanning, tasks
from reports.jobs import progress_of
from reports.refusals import Refused
from reports.writing import intake


@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    """Show how far the person's scan is; lead to what was read when it is through."""
    scan = scanning.scan_of(request.user)
    if scan is None:
        incoming = intake.incoming_of(request.user)
        if incoming is None:
            return redirect("import_new")
        return redirect("import_look" if incoming.organ else "import_aim")
    return render(request, "importing/scan.html", _state_of(scan))


def _state_of(scan) -> dict:
    failed = scan.items.filter(state="failed").values_list("error", flat=True)
    return {"job": scan, "progress": progress_of(scan), "failed": list(failed[:10])}


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Return, for the page's script, the part of the page that changes; Http404 when there is none."""
    scan = scanning.scan_of(request.user)
    if scan is None and intake.incoming_of(request.user):
        return JsonResponse({"state": "through", "html": ""})
    if scan is None:
        raise Http404
    part = render_to_string("importing/scan_progress.html", _state_of(scan), request)
    return JsonResponse({"state": scan.state, "html": part})


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Let the pages that could not be read be tried again."""
    with suppress(Refused):  # the page shows how it stands
        tasks.deliver(scanning.retry(by=request.user).pk, room=scanning)
    return redirect("import_scan")
