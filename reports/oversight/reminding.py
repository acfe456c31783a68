"""Reminders that go out by themselves: some days before and after a day, to nobody twice a day."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from reports import history
from reports.document.which import MAIN, OFFICE
from reports.editions.days import caption
from reports.models import Organ, Rectification, Reminding, states

from . import notices, supervision
from .days import Calendars, Days

FROM = 8  # o'clock: nobody is woken
MISSED = datetime.timedelta(days=7)  # so far back is made up for what was not sent
_WAITING = (states.NONE, states.Status.DRAFT, states.Status.RETURNED, states.Status.APPROVED)


@transaction.atomic
def remind() -> int:
    """Send the reminders of today, if it is time and nobody has; return how many people were told.

    Of the days that passed while nobody looked, those of the last week are made up for.
    """
    today = timezone.localdate()
    if timezone.localtime().hour < FROM or Reminding.objects.filter(day=today).exists():
        return 0
    last = Reminding.objects.order_by("-day").values_list("day", flat=True).first()
    mark, is_mine = Reminding.objects.get_or_create(day=today)
    if not is_mine:
        return 0
    since = max(last or today - datetime.timedelta(days=1), today - MISSED)
    year = supervision.current_year()
    lines = _lines(year, since, today)
    texts, _ = supervision.messages(lines, f"自动提醒，{year}年度报告：")
    mark.told = len(notices.chase(texts, reverse("my_reports")))
    mark.save(update_fields=["told"])
    if lines:
        detail = f"自动提醒：{year}年度，{len(lines)}个机关，通知{mark.told}人"
        history.note(history.Action.CHASED, detail=detail)
    return mark.told


def _lines(year: int, since: datetime.date, today: datetime.date) -> dict[int, str]:
    """Return what is to be said of each organ for which a reminder falls after `since`."""
    calendars, lines = Calendars([year], [""]), {}
    for kind in (MAIN, OFFICE):
        owing = Organ.objects.with_report_of(year, kind).owing().filter(state__in=_WAITING, public=False)
        if kind == OFFICE:
            # A government may have left its own report to an office that is an organ of its own.
            theirs = Organ.objects.for_their_office().order_by().values("pk")
            owing = owing.exclude(~Q(pk__in=theirs), state=states.NONE)
            owing = owing.filter(type__in=supervision.WITH_TWO)
        for organ in owing.iterator(chunk_size=2000):
            days = calendars.of(organ, year, supervision.days_kind(kind))
            if any(since < day <= today for day in _reminders(days, organ.state)):
                line = supervision.line_of(organ, days)
                line = f"机关本级：{line}" if kind == OFFICE else line
                lines[organ.pk] = "；".join(filter(None, [lines.get(organ.pk), line]))
    for organ_id, line in _to_rectify(calendars, since, today):
        lines[organ_id] = "；".join(filter(None, [lines.get(organ_id), line]))
    return lines


def _to_rectify(
    calendars: Calendars, since: datetime.date, today: datetime.date
) -> Iterator[tuple[int, str]]:
    """Yield what is to be said of each thing to be put right, of whatever year, by its organ."""
    waiting = Rectification.objects.to_answer().select_related("report__organ")
    for one in waiting.order_by("due", "pk").iterator(chunk_size=2000):
        report = one.report
        its = calendars.of(report.organ, report.year, report.days_kind)
        off = [*(-n for n in its.before), *its.after]
        if any(since < one.due + datetime.timedelta(days=n) <= today for n in off):
            late = one.days_late
            left = f"已过{late}天" if late else f"还有{one.days_left}天"
            yield report.organ_id, f"{report.title}的整改（{caption(one.due)}到期，{left}）"


def _reminders(days: Days, state: str) -> list[datetime.date]:
    due = days.due(state)
    off = [*(-n for n in days.before), *days.after]
    return [due + datetime.timedelta(days=n) for n in off]
