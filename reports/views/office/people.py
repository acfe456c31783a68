"""People of an organ: invite them, give them roles, shut them out; and how the invited come in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, directory
from reports.forms.office import InvitationForm, JoinForm, RolesForm
from reports.refusals import Refused

from ..common.refusing import refused_as_page
from .organs import show_organ


@require_POST
def invite(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Make an invitation, send it where there is an address, and go where its link is shown."""
    access.organ_to_administer(request.user, organ_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return show_organ(request, organ_id, status=400, invitation=form)
    sender = {"by": request.user, "home": _home(request)}
    invitation = directory.invite(organ_id, **sender, **form.cleaned_data)
    return redirect(_shown(invitation))


def _shown(invitation) -> str:
    """Return the address that shows an invitation's link, so often as somebody opens it."""
    return f"{reverse('organ', args=[invitation.organ_id])}?invited={invitation.pk}"


def _home(request: HttpRequest) -> str:
    return (settings.SITE_URL or request.build_absolute_uri("/")).rstrip("/")


@require_POST
@refused_as_page("没有重新发送。")
def resend_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation once more and show its link again."""
    invitation = directory.send_again(invitation_id, by=request.user, home=_home(request))
    return redirect(_shown(invitation))


@require_POST
def cancel_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation's link useless."""
    organ = directory.cancel_invitation(invitation_id, by=request.user)
    messages.success(request, "已撤销邀请，原来的链接不能再用。")
    return redirect("organ", organ.pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@refused_as_page("邀请链接不能使用。")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person make their own account, or take the roles with the one they have."""
    invitation = directory.invitation_of(token)
    form = JoinForm(request.POST or None, invited=invitation.name)
    if request.method == "POST" and _joined(request, token, form):
        messages.info(request, f"已加入{invitation.organ}。")
        return redirect("home")
    context = {"invitation": invitation, "form": form}
    response = render(request, "office/organs/join.html", context, status=400 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _joined(request: HttpRequest, token: str, form: JoinForm) -> bool:
    if request.user.is_authenticated:
        directory.join_as(token, request.user)
        return True
    if not form.is_valid():
        return False
    names = ("username", "last_name", "first_name")
    try:
        person = directory.join(
            token,
            password=form.cleaned_data["password1"],
            **{name: form.cleaned_data[name] for name in names},
        )
    except directory.NameTaken as taken:
        form.add_error("username", str(taken))
        return False
    # They have just chosen the password. What else their roles demand (a second factor) comes
    # before every page, as after any log-in.
    login(request, person, backend=_BY_PASSWORD)
    return True


_BY_PASSWORD = "reportsite.accounts.backends.PasswordBackend"


@require_POST
def set_roles(request: HttpRequest, organ_id: int, person_id: int) -> HttpResponse:
    """Let a person hold exactly the ticked roles in the organ."""
    access.organ_to_administer(request.user, organ_id)
    form = RolesForm(request.POST)
    if not form.is_valid():
        return show_organ(request, organ_id, status=400, fault="没有这个角色，没有保存。")
    try:
        roles = form.cleaned_data["roles"]
        directory.set_roles(organ_id, person_id, roles, by=request.user)
    except Refused as refusal:
        return show_organ(request, organ_id, status=refusal.status, fault=str(refusal))
    messages.success(request, "已保存角色。")
    return redirect("organ", organ_id)


@require_POST
@refused_as_page("账号没有停用。")
def set_active(request: HttpRequest, person_id: int) -> HttpResponse:
    """Shut a person out, or let them in again."""
    active = request.POST.get("active") == "1"
    person = directory.set_active(person_id, active, by=request.user)
    name = access.person_name(person)
    messages.info(
        request, f"{name}的账号已恢复。" if active else f"{name}的账号已停用，不能再登录。"
    )
    organ = access.organs_administered(request.user).filter(membership__user=person).first()
    return redirect("organ", organ.pk)
