"""Who came in, who left, who knocked with a wrong password, and what was done in the back office."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from reports.models import AuditEvent, Organ

from .audit import Action, note
from .origin import address

MOST_FAILURES = 100  # of one address in an hour that are kept one by one
LOOKED_AT = 5  # times as many events are looked at for them


def logged_in(sender, user, **signal) -> None:
    """Keep a log-in."""
    note(Action.LOGGED_IN, by=user, organ=_home_of(user))


def logged_out(sender, user, **signal) -> None:
    """Keep a log-out; nobody may have been logged in."""
    if user is not None:
        note(Action.LOGGED_OUT, by=user, organ=_home_of(user))


def login_failed(sender, credentials, **signal) -> None:
    """Keep a refused log-in. A name that nobody has may be a password: it is not kept.

    What goes on by the thousand is not kept one by one: the trail must not be flooded until nobody
    finds anything in it. The request log has every one.
    """
    before = _failures_of_now()
    if before > MOST_FAILURES:
        return
    if before == MOST_FAILURES:
        note(
            Action.LOGIN_FAILED,
            detail=f"这个来源一小时内登录失败超过{MOST_FAILURES}次，此后的不再逐次记录",
        )
        return
    name = credentials.get("username") or ""
    person = get_user_model().objects.filter(username=name[:150]).first()
    note(
        Action.LOGIN_FAILED,
        name=name if person else "",
        organ=_home_of(person) if person else None,
        detail="" if person else "用户名不存在",
    )


def _failures_of_now() -> int:
    """Return how many log-ins from this address have failed within an hour, of the last events."""
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    last = AuditEvent.objects.order_by("-number").values_list("action", "address", "at")
    recent = last[: MOST_FAILURES * LOOKED_AT]
    return sum(
        action == Action.LOGIN_FAILED and where == address() and abs(now - at) < hour
        for action, where, at in recent
    )


def done_behind(sender, instance, created, **signal) -> None:
    """Keep what Django's admin writes in its own log, from which it can be deleted."""
    if not created:
        return
    # An event about an organ keeps it from being deleted: not one that was just made by mistake.
    what = instance.get_edited_object() if instance.is_change() else None
    is_organ = instance.content_type.model_class() is Organ
    note(
        Action.BACK_OFFICE,
        by=instance.user,
        organ=what if is_organ else _home_of(what) if isinstance(what, get_user_model()) else None,
        detail=f"后台（{instance.content_type.name}）：{instance}",
    )


def _home_of(user) -> Organ | None:
    return Organ.objects.filter(membership__user=user).first()
