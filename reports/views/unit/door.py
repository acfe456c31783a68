"""The two doors to a part of a report: an account that has it in hand, a link with its code.

Behind both are the same pages. Who has only the link is remembered in the session, for that part and
as long as its link is the same.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from reports import access

_HELD = "units"  # in the session: assignment → the beginning of its link's hash, seconds
_STAMP = 16
_MOST_HELD = 20
OVER = "验证码已过期，请重新输入验证码后继续（内容已保留）。"


@dataclass(frozen=True)
class Way:
    """How somebody came to a part: `user` is None for a link; `name` and `args` make its addresses."""

    assignment: Any
    user: Any
    name: str
    args: tuple

    def url(self, what: str = "") -> str:
        """Return the address of the part's page, or of what belongs to it."""
        return reverse(f"{self.name}_{what}" if what else self.name, args=self.args)

    @property
    def is_link(self) -> bool:
        """Whether whoever came has no account."""
        return self.user is None

    @property
    def urls(self) -> dict[str, str]:
        """The addresses that the page leads to."""
        names = ("hand_in", "take_back", "bring", "sheet", "workbook")
        return {name: self.url(name) for name in names}


View = Callable[[HttpRequest, Way], HttpResponse]


def by_person(view: View) -> Callable[..., HttpResponse]:
    """Open a view to the person whose part it is, by their account; 404 for everyone else."""

    @wraps(view)
    def opened(request: HttpRequest, assignment_id: int) -> HttpResponse:
        assignment = access.assignment_to_fill(request.user, assignment_id)
        return view(request, Way(assignment, request.user, "part", (assignment_id,)))

    return opened


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Open a view to whoever has the link and has given its code; 404 where it leads to nothing."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        way = Way(access.assignment_of_link(token), None, "unit", (token,))
        if has_entered(request, way.assignment):
            return _private(view(request, way))
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"message": OVER}, status=401)
        return redirect("unit_code", token)

    return opened


def by_clerk(view: View) -> Callable[..., HttpResponse]:
    """Open a view to the clerks of the report; 404 for everyone else."""

    @wraps(view)
    def opened(request: HttpRequest, report_id: int, assignment_id: int) -> HttpResponse:
        assignment = access.assignment_to_manage(request.user, report_id, assignment_id)
        return view(request, Way(assignment, request.user, "assignment", (report_id, assignment_id)))

    return opened


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response


def has_entered(request: HttpRequest, assignment) -> bool:
    """Whether the code of this very link was given in this session, and not too long ago."""
    held = request.session.get(_HELD, {}).get(str(assignment.pk))
    if not held or held[0] != assignment.token[:_STAMP]:
        return False
    return 0 <= time.time() - held[1] <= settings.SESSION_HOURS * 3600


def remember(request: HttpRequest, assignment) -> None:
    """Let this session in from now on; with another session id, as after a log-in."""
    held = list(request.session.get(_HELD, {}).items())[-_MOST_HELD:]
    request.session.cycle_key()
    request.session[_HELD] = dict(held) | {str(assignment.pk): [assignment.token[:_STAMP], time.time()]}


def forget(request: HttpRequest, assignment) -> None:
    """Let this session in no longer."""
    held = dict(request.session.get(_HELD, {}))
    held.pop(str(assignment.pk), None)
    request.session[_HELD] = held
