"""A person's days: of the reports of their organs, of the districts that they supervise."""

import hashlib

from django.utils import timezone

from reports import access
from reports.editions import ORGAN_TYPES, organ_type
from reports.editions.days import KINDS
from reports.models import Membership, Organ
from reports.models.office.calendar import STEPS
from reports.models.report import OWN_ROLES
from reports.rendering.calendar_file import Event

from .days import Calendars, Days

MOST_OWN, MOST_ABOVE = 100, 20  # organs of one person


def events_of(user) -> list[Event]:
    """Return the days of last year's reports and of this year's, the earliest first.

    They name organs, never people.
    """
    this = timezone.localdate().year
    years = (this - 1, this)
    own = Organ.objects.filter(
        pk__in=Membership.objects.filter(user=user, role__in=OWN_ROLES).values("organ")
    )[:MOST_OWN]
    over = access.organs_supervised(user).filter(
        pk__in=Membership.objects.filter(user=user, role=access.Role.SUPERVISOR).values("organ")
    )[:MOST_ABOVE]
    calendars = Calendars(years, [organ.path for organ in (*own, *over)])
    events = []
    for year in years:
        owing = set(Organ.objects.filter(pk__in=[o.pk for o in own]).owing_in(year).values_list("pk", flat=True))  # fmt: skip
        for organ in own:
            if organ.pk in owing:
                events += _of_reports(organ, year, calendars)
        for organ in over:
            events += _of_district(organ, year, calendars)
    return sorted(events, key=lambda event: event.day)


def _steps(days: Days) -> dict[str, object]:
    """Return the days worth an entry, by step: those named, and in any case the publication."""
    named = {step: day for step, (day, _) in days.named.items()}
    return {step: day for step in STEPS if (day := (named | {"publish": days.publish}).get(step))}


def _of_reports(organ: Organ, year: int, calendars: Calendars) -> list[Event]:
    kinds, events = organ.kind.kinds, []
    for kind in kinds:
        days = calendars.of(organ, year, kind)
        which = f"（{KINDS[kind]}）" if len(kinds) > 1 else ""
        for step, day in _steps(days).items():
            title = f"{STEPS[step]}：{organ.name}{year}年度报告{which}"
            events.append(Event(_uid(organ, year, kind, step), day, title, _words(days)))
    return events


def _of_district(organ: Organ, year: int, calendars: Calendars) -> list[Event]:
    """Return the days of those below, each once for all types whose day it is."""
    found = set(Organ.objects.within([organ.path]).order_by().values_list("type", flat=True))
    on: dict[tuple, list[str]] = {}
    for type in (type for type in ORGAN_TYPES if type in found):
        for kind in organ_type(type).kinds:
            days = calendars.of(Organ(path=organ.path, type=type), year, kind)
            of = f"{ORGAN_TYPES[type].caption}{KINDS[kind] if len(organ_type(type).kinds) > 1 else ''}"
            for step, day in _steps(days).items():
                on.setdefault((step, day), []).append(of)
    return [
        Event(
            _uid(organ, year, "below", step, *of), day,
            f"{STEPS[step]}：{organ.name}及下级{year}年度报告", "、".join(of),
        )
        for (step, day), of in on.items()
    ]  # fmt: skip


def _words(days: Days) -> str:
    whence = f"（{days.whence}的日程）" if days.whence else ""
    return days.in_words + whence


def _uid(organ: Organ, year: int, *parts: str) -> str:
    of = "-".join((str(organ.pk), str(year), *parts))
    return f"{hashlib.sha256(of.encode()).hexdigest()[:32]}@nianbao"
