"""Reminders before and after a request's last day: to its keepers, never twice a day."""

import datetime

import pytest
from django.utils import timezone

from reports import register
from reports.cases import days
from reports.models import Notice

from .conftest import DAY

RECEIVED = DAY(2025, 5, 6)
LAST = days.after(RECEIVED, days.TERM)


@pytest.fixture
def on(monkeypatch):
    """Return a function that lets it be nine o'clock of a day."""

    def set_to(day, hour=9):
        now = datetime.datetime.combine(day, datetime.time(hour), timezone.get_current_timezone())
        monkeypatch.setattr(timezone, "localtime", lambda *a: now)
        monkeypatch.setattr(timezone, "localdate", lambda *a: day)

    return set_to


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (days.after(RECEIVED, days.TERM - 5), "甲1还剩5个工作日"),
        (days.after(RECEIVED, days.TERM - 1), "甲1还剩1个工作日"),
        (LAST, "甲1今天到期"),
        (days.after(LAST, 1), "甲1已超期"),
        (days.after(LAST, 5), "甲1已超期"),
    ],
    ids=["five before", "the day before", "the day", "the day after", "five after"],
)
def test_the_keeper_is_reminded_once(enter, zhang, on, day, said):
    enter("甲1", RECEIVED)
    on(day)

    assert (register.remind(), register.remind()) == (1, 0)

    notice = Notice.objects.get(user=zhang)
    assert said in notice.text and notice.mail and notice.kind == "register"


@pytest.mark.parametrize(
    ("day", "hour"),
    [(days.after(LAST, 2), 9), (LAST, 7), (DAY(2025, 5, 31), 9)],
    ids=["another day", "too early", "a holiday"],
)
def test_at_other_times_nobody_is(enter, on, day, hour):
    enter("甲1", RECEIVED)
    on(day, hour)

    assert register.remind() == 0


def test_what_is_closed_reminds_nobody(enter, on):
    enter("甲1", RECEIVED, outcome="granted", closed_on=LAST)
    on(LAST)

    assert register.remind() == 0
