"""Between the log-in and the pages: idle sessions end, what is due comes first, nothing is stored."""

import time

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from .policy import passwords, sessions
from .policy.second_factor import needs_second_factor

ALWAYS_OPEN = {"logout", "second_factor", "second_factor_setup", "home"}
ROOMS = {"second_factor": "second_factor", "password": "password_change"}
SENTENCES = {
    "second_factor": "请先完成两步验证，再继续（内容已保留）。",
    "password": "请先修改密码，再继续（内容已保留）。",
}


def is_private(view) -> bool:
    """Return whether a view is behind the log-in."""
    return getattr(view, "login_required", True)


class SessionPolicy:
    """Ends sessions that idled or lasted too long; stands before PrivateByDefault."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """End the session, or note that its person is active."""
        # Who reads a public page is nobody's business, and no cache needs to keep people apart.
        if not is_private(view) or not request.user.is_authenticated:
            return
        now = time.time()
        if sessions.is_over(request.session, now) or not request.user.is_active:
            sessions.end(request)
        else:
            sessions.note_activity(request, now)


class Gates:
    """First the second factor, then a new password where one is due; then the pages.

    Every page behind the log-in, and every answer that asked who somebody is, is for no cache.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Forbid to keep private answers, on disks of shared computers above all."""
        response = self.get_response(request)
        view = request.resolver_match and request.resolver_match.func
        if view is None or is_private(view) or request.session.accessed:
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponseBase | None:
        """Send the person to what is due first; tell scripts with a 401."""
        name = request.resolver_match.view_name
        if not is_private(view) or not request.user.is_authenticated or name in ALWAYS_OPEN:
            return None
        gate = due(request)
        if gate is None or name == ROOMS[gate]:
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"message": SENTENCES[gate]}, status=401)
        if request.method == "GET":
            sessions.keep_if_possible(request.session, wanted=request.get_full_path())
        return redirect(ROOMS[gate])


def due(request: HttpRequest) -> str | None:
    """Return the first gate that is still shut; open those whose duty is done.

    A role that comes during a session brings its second factor at once, not at the next log-in.
    """
    user = request.user
    if not user.is_verified() and needs_second_factor(user):
        return "second_factor"
    shut = request.session.get("gates", [])
    still = [gate for gate in shut if not _done(gate, user)]
    if still != shut:
        sessions.keep_if_possible(request.session, gates=still)
    return still[0] if still else None


def _done(gate: str, user) -> bool:
    if gate == "second_factor":
        return user.is_verified()
    return not passwords.reason_to_change(user)
