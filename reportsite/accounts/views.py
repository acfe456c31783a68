"""Screens of the log-in: lock-out, second factor, password, the form kept over a log-in."""

from axes.helpers import get_client_username, get_cool_off
from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_http_methods
from django_otp import login as verified_login
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from .forms import CodeForm, LoginForm
from .policy import passwords, second_factor


class Login(auth.LoginView):
    """The log-in page, with the way through the organ's own provider where there is one."""

    form_class = LoginForm
    redirect_authenticated_user = True
    extra_context = {"sign_on": bool(settings.OIDC_RP_CLIENT_ID)}


class PasswordChange(auth.PasswordChangeView):
    """A new password; says why where one is due."""

    def get_context_data(self, **kwargs) -> dict:
        """Return the form and the reason."""
        reason = passwords.reason_to_change(self.request.user)
        return super().get_context_data(reason=reason, **kwargs)


def locked_out(request: HttpRequest, response, credentials: dict | None) -> HttpResponse:
    """Return the page that says until when an account is locked and whom to ask (axes)."""
    name = get_client_username(request, credentials)
    context = {
        "until": passwords.locked_since(name) + get_cool_off(request),
        "limit": settings.AXES_FAILURE_LIMIT,
        "contact": settings.HELP_CONTACT,
    }
    return render(request, "accounts/locked.html", context, status=429)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code; people without a device are led to set one up."""
    if request.user.is_verified():
        return redirect("home")
    if not second_factor.has_device(request.user):
        return redirect("second_factor_setup")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (device := form.device_of(request.user)):
        verified_login(request, device)
        return redirect(_after(request))
    context = {"form": form, "contact": settings.HELP_CONTACT}
    return render(request, "accounts/verify.html", context, status=400 if form.errors else 200)


def _after(request: HttpRequest) -> str:
    wanted = request.session.pop("wanted", "home")
    return "held" if "held" in request.session else wanted


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the QR code of a new device; once a code proves it, show the backup codes once."""
    user = request.user
    if second_factor.has_device(user) and not user.is_verified():
        return redirect("second_factor")
    device = second_factor.device_to_set_up(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.confirm(device, form.cleaned_data["code"])
        if codes:
            verified_login(request, device)
            after = resolve_url(_after(request))
            return render(request, "accounts/codes.html", {"codes": codes, "next": after})
        form.add_error("code", "验证码不正确。请确认手机时间准确，等新的验证码出现再输入。")
    context = {
        "form": form,
        "picture": second_factor.picture(device),
        "secret": second_factor.secret(device),
        "required": second_factor.needs_second_factor(user),
        "codes_left": second_factor.codes_left(user),
    }
    return render(request, "accounts/set_up.html", context, status=400 if form.errors else 200)


@require_GET
def held(request: HttpRequest) -> HttpResponse:
    """Offer to send again the form that came after the session had ended."""
    form = request.session.pop("held", None)
    if form is None:
        return redirect("home")
    return render(request, "accounts/held.html", {"held": form})


def _only_with_provider(view):
    def checked(request: HttpRequest) -> HttpResponse:
        if not settings.OIDC_RP_CLIENT_ID:
            raise Http404
        return view(request)

    return login_not_required(checked)


sign_on = _only_with_provider(OIDCAuthenticationRequestView.as_view())
signed_on = _only_with_provider(OIDCAuthenticationCallbackView.as_view())


@require_GET
@login_not_required
def sign_on_failed(request: HttpRequest) -> HttpResponse:
    """Say that the provider's answer led to no account here."""
    context = {"contact": settings.HELP_CONTACT}
    return render(request, "accounts/sign_on_failed.html", context, status=403)
