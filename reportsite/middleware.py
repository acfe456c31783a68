"""Every page asks for a log-in unless it says otherwise."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse


class PrivateByDefault(LoginRequiredMiddleware):
    """Send people to the log-in page; tell scripts with a 401, so that nothing typed is lost."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponseBase:
        """Return a redirect to the log-in page, or a JSON 401 for a script."""
        if "application/json" in request.headers.get("Accept", ""):
            message = "登录已过期，重新登录后继续（内容已保留）。"
            return JsonResponse({"message": message}, status=401)
        if "held" in request.session:  # a form that came too late: accounts/sessions.py
            return redirect_to_login(reverse("held"))
        return super().handle_no_permission(request, view_func)
