"""Who else is in a report just now, and what they did."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from reports import access
from reports.models import Figure, Narrative, Presence, Report
from reportsite.database import within

STILL_HERE = datetime.timedelta(seconds=20)


@dataclass(frozen=True)
class News:
    """What others did in a report since a revision, and where they are now (name, place)."""

    revision: int
    figures: list[Figure]
    narratives: list[Narrative]
    people: list[tuple[str, str]]


def meet(report: Report, *, by, place: str, since: int) -> News:
    """Note that `by` is at `place`, and return what is new since the revision they know."""
    now = timezone.now()
    Presence.objects.update_or_create(
        report=report, user=by, defaults={"place": place[:80], "seen_at": now}
    )
    others = report.presences.filter(within("seen_at", STILL_HERE, now)).exclude(user=by)
    return News(
        report.revision,
        list(report.figures.filter(revision__gt=since)),
        list(report.narratives.filter(revision__gt=since)),
        [(access.person_name(p.user), p.place) for p in others.select_related("user")],
    )
