"""What this person has been told, and how they want it by e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reports.oversight import notices
from reports.workflow.personal import digesting

from ..common.refusing import refused_as_page


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List the newest notices, the unread ones marked."""
    context = {
        "notices": notices.latest_of(request.user),
        "mode": digesting.mode_of(request.user),
        "modes": digesting.MODES,
        "sends_mail": notices.sends_mail(),
    }
    return render(request, "office/notices.html", context)


@require_POST
@refused_as_page("邮件方式没有改变。")
def letters(request: HttpRequest) -> HttpResponse:
    """Keep how this person wants letters."""
    chosen = digesting.choose(request.POST.get("mode", ""), by=request.user)
    messages.success(request, f"邮件：{chosen}。")
    return redirect("notices")


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Note that all of them have been looked at."""
    notices.mark_read(request.user)
    return redirect("notices")
