"""订阅日历: a private address at which a calendar on a desk or a telephone follows one's days."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import directory
from reports.oversight import agenda
from reports.rendering.calendar_file import MEDIA_TYPE, calendar_file

_NAME = "政府信息公开工作年度报告"


@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest) -> HttpResponse:
    """Show the days of this person; make a private address and show it, once."""
    address = ""
    if request.method == "POST":
        secret = directory.subscribe(by=request.user)
        address = request.build_absolute_uri(reverse("days_feed", args=[secret]))
    context = {
        "address": address,
        "subscription": directory.subscription_of(request.user),
        "events": agenda.events_of(request.user),
    }
    return render(request, "clerk/subscription.html", context)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Let the private address serve no more."""
    gone = directory.unsubscribe(by=request.user)
    messages.info(request, "订阅地址已撤销，用它的日历不再更新。" if gone else "没有订阅地址。")
    return redirect("subscription")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return a person's days to whoever has the secret; Http404 where nobody's has it."""
    user = directory.subscriber(secret)
    if user is None:
        raise Http404
    return HttpResponse(calendar_file(_NAME, agenda.events_of(user)), content_type=MEDIA_TYPE)
