"""Reading the trail: by whoever administers the organs that it speaks of."""

import datetime

from django.db.models import F, QuerySet

from reports import access
from reports.models import AuditEvent, Change, Organ, Report

from .audit import Action


def events_seen_by(
    user, *, action: str = "", name: str = "", since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> QuerySet[AuditEvent]:  # fmt: skip
    """Return the events about organs that `user` administers, newest first."""
    events = AuditEvent.objects.select_related("user", "organ", "report").order_by("-number")
    if not user.is_superuser:
        events = events.filter(organ__in=Organ.objects.within(access.administrator_paths(user)))
    if action:
        events = events.filter(action=action)
    if name:
        events = events.filter(name=name)
    if since:
        events = events.filter(at__date__gte=since)
    if until:
        events = events.filter(at__date__lte=until)
    return events


_PARTS = [
    Action.ASSIGNED, Action.PART_HANDED_IN, Action.PART_TAKEN, Action.PART_SENT_BACK,
    Action.PART_RECALLED, Action.PART_CHANGED,
]  # fmt: skip


def parts_of(report: Report) -> list[AuditEvent]:
    """Return what became of the report's parts in other hands, newest first, each `by` whom."""
    events = AuditEvent.objects.filter(report=report, action__in=_PARTS).select_related("user")
    found = list(events.order_by("-number"))
    for event in found:  # nobody, where it was done by link and code
        event.by = access.person_name(event.user) if event.user else ""
    return found


def every_change_of(report: Report) -> QuerySet[Change]:
    """Return every change of the report, newest first, with its user."""
    return report.changes.select_related("user").order_by("-number")


def seen_changes_of(report: Report) -> QuerySet[Change]:
    """Return the changes that changed something to be seen, newest first.

    Earlier versions kept a step that left the state as it was as a change of the state.
    """
    return every_change_of(report).exclude(place="status", old=F("new"))
