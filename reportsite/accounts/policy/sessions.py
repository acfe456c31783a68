"""The session policy, in one place.

A session ends when the person logs out, changes the password (all others end), has done nothing
for SESSION_IDLE_MINUTES, or SESSION_HOURS after the log-in. What a page asks by itself (the
editor's pulse) is not activity. Keys in the session: `begun`, `seen` (seconds), `gates`.
"""

import time
from contextlib import suppress

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.http import HttpRequest

from reportsite.database import PATIENCE, optional
from reportsite.database.shared_commits import shared_commit

from . import passwords, second_factor

NOTED_EVERY = 60  # seconds: activity is written down no oftener, to spare the database
HELD_LARGEST = 1_000_000  # bytes of a form that is kept over a log-in
PASSWORD_BACKEND = "reportsite.accounts.backends.PasswordBackend"


def begin(sender, request: HttpRequest, user, **kwargs) -> None:
    """Note the time and what stands between this log-in and the pages (`user_logged_in`)."""
    session = request.session
    session["begun"] = session["seen"] = int(time.time())
    session["gates"] = gates(user, session.get(BACKEND_SESSION_KEY))
    held = session.get("held")
    if held and held["user"] != user.pk:
        del session["held"]


def gates(user, backend: str | None) -> list[str]:
    """Return what the person must do first: "second_factor", "password".

    A password kept elsewhere (LDAP, OpenID Connect) has its age elsewhere.
    """
    due = []
    if second_factor.needs_second_factor(user) or second_factor.has_device(user):
        due.append("second_factor")
    if backend == PASSWORD_BACKEND and passwords.reason_to_change(user):
        due.append("password")
    return due


def is_over(session, now: float) -> bool:
    """Return whether the session has idled or lasted too long."""
    idle = now - session.get("seen", now)
    age = now - session.get("begun", now)
    return idle > settings.SESSION_IDLE_MINUTES * 60 or age > settings.SESSION_HOURS * 3600


def note_activity(request: HttpRequest, now: float) -> None:
    """Write down that the person did something, once a minute."""
    if request.resolver_match.view_name in settings.SESSION_PASSIVE:
        return
    seen = request.session.get("seen", 0)
    # A clock that was set back would else count nothing as activity until it has caught up.
    if not 0 <= now - seen < NOTED_EVERY:
        # Nor may a session last the longer that was begun by a clock that went ahead.
        begun = min(request.session.get("begun", now), now)
        keep_if_possible(request.session, begun=int(begun), seen=int(now))


def keep_if_possible(session, **values) -> None:
    """Put values into the session and store it now; no page fails where that cannot be done."""
    modified = session.modified
    session.update(values)
    with suppress(OperationalError):
        _store(session)
    session.modified = modified


def _stored(session) -> None:
    # Logged out in another tab meanwhile: nothing comes back to life.
    with optional("session"), suppress(UpdateError):
        session.save()


# Beside a hundred saves that take turns it would never find the database free.
_store = shared_commit(_stored, patience=PATIENCE / 1000)


def end(request: HttpRequest) -> None:
    """End the session; a form that was just sent is kept for the same person's next log-in."""
    held = _form_of(request)
    logout(request)
    if held:
        request.session["held"] = held


def _form_of(request: HttpRequest) -> dict | None:
    form = request.content_type == "application/x-www-form-urlencoded"
    if request.method != "POST" or not form or len(request.body) > HELD_LARGEST:
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if any("password" in name for name, _ in fields):
        return None
    return {"user": request.user.pk, "path": request.path, "fields": fields}
