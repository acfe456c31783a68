"""What this person has been told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reports.oversight import notices


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List the newest notices, the unread ones marked."""
    return render(request, "office/notices.html", {"notices": notices.latest_of(request.user)})


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Note that all of them have been looked at."""
    notices.mark_read(request.user)
    return redirect("notices")
