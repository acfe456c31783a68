"""By which day what is due: the one answer that every list, letter, chart and calendar gives.

The template's notice and the law are data of the edition; inside them an organ may set days for
itself and all below it (a `Calendar`). For each step the nearest calendar above that names a day
counts, in it the line for the very organ before that of its type before that of all.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Case, CharField, Expression, F, IntegerField, Q, Value, When
from django.db.models.functions import Substr
from django.utils import timezone

from reports.editions import OrganType, edition_for, organ_type
from reports.editions.days import caption
from reports.models import Calendar, CalendarLine, Organ, Posting, states
from reports.models.office.calendar import STEPS

BEFORE, AFTER = (7, 1), (1, 7)  # days of the reminders where no calendar says otherwise


@dataclass(frozen=True)
class Days:
    """The days of one report. `named`: those that calendars set, by step, each with who set it.

    `ordered`: by when it is to be public by the notice of its template; `law`: by the law.
    `before`, `after`: how many days off reminders go out. `late_reason`: why later than the law.
    """

    ordered: datetime.date
    law: datetime.date
    named: dict[str, tuple[datetime.date, str]] = field(default_factory=dict)
    before: tuple[int, ...] = BEFORE
    after: tuple[int, ...] = AFTER
    late_reason: str = ""

    def named_day(self, step: str) -> datetime.date | None:
        """Return the day that a calendar names for the step, if one does."""
        return self.named[step][0] if step in self.named else None

    @property
    def publish(self) -> datetime.date:
        """The day by which it is to be public: as a calendar has it, else as the notice orders."""
        return self.named_day("publish") or self.ordered

    @property
    def report(self) -> datetime.date:
        """The day by which it is to be handed in: never after it is to be public."""
        return min(self.named_day("report") or self.publish, self.publish)

    def due(self, state: str) -> datetime.date | None:
        """Return the day that counts for a report in that state; None where nothing is due."""
        if state == states.Status.RETURNED:
            return max(self.report, self.named_day("mend") or self.report)
        if state in states.UNDONE:
            return self.report
        return None if state in states.PUBLIC_SOMEWHERE else self.publish

    @cached_property
    def parts(self) -> list[tuple[str, datetime.date]]:
        """Every day with what it is, in the order of the way; the law's last."""
        found = [(words, self.named[step][0]) for step, words in STEPS.items() if step in self.named]
        if self.ordered != self.law:
            found.append(("上级要求", self.ordered))
        return [*found, ("法定", self.law)]

    @cached_property
    def in_words(self) -> str:
        """All days in one line: 报送 1月26日，发布 1月28日，上级要求 2月20日，法定 3月31日."""
        words = "，".join(f"{what} {caption(day)}" for what, day in self.parts)
        if self.publish > self.law:
            words += f"（发布晚于法定期限：{self.late_reason or '没有写明原因'}）"
        return words

    @property
    def whence(self) -> str:
        """Who set the days, if anybody has."""
        return "、".join(dict.fromkeys(organ for _, organ in self.named.values()))


class Calendars:
    """The calendars of some years that count for organs at or below some paths: one query."""

    def __init__(self, years: Iterable[int], paths: Iterable[str]):
        """Read the calendars of `years` at, below and above each of `paths`."""
        over, within = set(), Q(pk__in=[])
        for path in paths:
            over |= {path[:end] for end in range(Organ.steplen, len(path), Organ.steplen)}
            within |= Q(organ__path__startswith=path)
        calendars = Calendar.objects.filter(within | Q(organ__path__in=over), year__in=list(years))
        self._at = {
            (calendar.year, calendar.organ.path): calendar
            for calendar in calendars.select_related("organ").prefetch_related("lines")
        }
        for calendar in self._at.values():
            calendar.by_key = {(n.only_id or n.type, n.kind): n for n in calendar.lines.all()}
        self._single = {n.only_id for calendar in self._at.values() for n in calendar.lines.all()}
        self._known: dict[tuple, Days] = {}

    def of(self, organ, year: int, kind: str = "") -> Days:
        """Return the days of an organ's report; `organ` has pk, path, type. Empty `kind`: the main one."""
        type = organ_type(organ.type)
        kind = kind or type.kinds[0]
        above = self._above(organ.path, year)
        # Organs of one type under one nearest calendar have the same days, but for those named singly.
        alone = organ.pk if organ.pk in self._single else None
        key = (year, above[0].pk if above else None, type.id, kind, alone)
        if key not in self._known:
            self._known[key] = self._days(organ, type, year, kind, above)
        return self._known[key]

    def parting(self) -> dict[str, Expression]:
        """Return what parts organs by their days: those alike in all of it and in type have the same.

        `branch`: the beginning of the path, as far down as calendars go; `alone`: the key of one that is
        named singly. An organ that has these as path and pk stands for all of them.
        """
        deepest = max((len(path) for _, path in self._at), default=0)
        branch = Substr("path", 1, deepest) if deepest else Value("", output_field=CharField())
        nobody = Value(None, output_field=IntegerField())
        single = [pk for pk in self._single if pk]
        return {"branch": branch, "alone": Case(When(pk__in=single, then=F("pk")), default=nobody)}

    def _days(self, organ, type: OrganType, year: int, kind: str, above: list[Calendar]) -> Days:
        named, late = {}, ""
        for calendar, line in _lines(above, organ, kind):
            for step, day in line.days.items():
                if step == "publish" and step not in named:
                    late = calendar.late_reason
                named.setdefault(step, (day, calendar.organ.name))
        off = (days_of(above[0].before), days_of(above[0].after)) if above else (BEFORE, AFTER)
        fixed = edition_for(year).ordered(type, year, kind), type.law(year, kind)
        return Days(*fixed, named, *off, late)

    def _above(self, path: str, year: int) -> list[Calendar]:
        """Return the calendars that count for an organ, the nearest first."""
        ends = range(len(path), 0, -Organ.steplen) if self._at else ()
        return [self._at[year, path[:end]] for end in ends if (year, path[:end]) in self._at]


def _lines(
    calendars: list[Calendar], organ, kind: str
) -> Iterable[tuple[Calendar, CalendarLine]]:
    """Yield what the calendars say of the organ, the most particular of each first."""
    for calendar in calendars:
        for key in (organ.pk, organ.type, ""):
            if line := calendar.by_key.get((key, kind)):
                yield calendar, line


def days_of(text: str) -> tuple[int, ...]:
    """Return numbers of days as a calendar keeps them: `7,1`."""
    return tuple(int(part) for part in text.split(",") if part)


def of_reports(reports: Iterable) -> dict[int, Days]:
    """Return the days of each report, by its key."""
    reports = list(reports)
    years, paths = {r.year for r in reports}, {r.organ.path for r in reports}
    calendars = Calendars(years, paths)
    return {report.pk: calendars.of(report.organ, report.year, report.days_kind) for report in reports}


def due_of(reports: Iterable, days: dict[int, Days]) -> dict[int, datetime.date | None]:
    """Return by when each report is due, None where nothing is: a correction of a public one has no day."""
    reports = list(reports)
    public = set(Posting.objects.live().filter(report__in=[r.pk for r in reports]).values_list("report", flat=True))
    return {r.pk: None if r.pk in public else days[r.pk].due(r.status) for r in reports}


def left_until(day: datetime.date) -> int:
    """Return how many days there are until `day`; below zero: how many are past."""
    return (day - timezone.localdate()).days


