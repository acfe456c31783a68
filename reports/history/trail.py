"""Reading the trail: by whoever administers the organs that it speaks of."""

import datetime

from django.db.models import F, QuerySet

from reports import access
from reports.models import AuditEvent, Change, Organ, Report


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


def every_change_of(report: Report) -> QuerySet[Change]:
    """Return every change of the report, newest first, with its user."""
    return report.changes.select_related("user").order_by("-number")


def seen_changes_of(report: Report) -> QuerySet[Change]:
    """Return the changes that changed something to be seen, newest first.

    Earlier versions kept a step that left the state as it was as a change of the state.
    """
    return every_change_of(report).exclude(place="status", old=F("new"))
