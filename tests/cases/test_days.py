"""The day by which a request is answered, by working days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reports.cases import days
from reports.cases.case import Request

REQUEST = Request("1", date(2024, 3, 5), "business")


def test_twenty_working_days_begin_the_day_after_receipt():
    # 清明: 4 to 6 April off, 7 April a make-up Sunday.
    assert days.due(REQUEST) == days.Due(date(2024, 4, 2))
    assert days.due(replace(REQUEST, received_on=date(2024, 3, 8))).day == date(2024, 4, 8)


def test_holidays_and_make_up_days_are_those_of_the_notices():
    spring = replace(REQUEST, received_on=date(2024, 1, 29))

    # 10 to 17 February off, 4 and 18 February worked.
    assert days.due(spring).day == date(2024, 2, 29)
    assert days.after(date(2024, 2, 9), 1) == date(2024, 2, 18)


@pytest.mark.parametrize(
    ("changed", "last", "remark"),
    [
        ({"extended": True}, "2024-04-30", "已延期20个工作日"),
        ({"corrected_on": date(2024, 3, 20)}, "2024-04-18", "收到补正之日起算"),
        ({"third_party": True}, "2024-04-24", "征求第三方意见，按15个工作日不计"),
    ],
)
def test_what_is_extended_corrected_or_asked_of_others_has_more_time(changed, last, remark):
    assert days.due(replace(REQUEST, **changed)) == days.Due(date.fromisoformat(last), (remark,))


def test_a_year_without_known_holidays_counts_monday_to_friday_and_says_so():
    year = next(year for year in range(2020, 2100) if not days.knows(year))
    request = replace(REQUEST, received_on=date(year, 9, 30))

    due = days.due(request)

    assert len([d for d in days.working_days(year) if d.weekday() > 4]) == 0
    assert days.between(request.received_on, due.day) == 20
    assert due.remarks == (f"{year}年的节假日安排还不知道，按周一至周五计算",)


def test_days_left_run_down_to_nought_and_below():
    last = date(2024, 4, 2)
    left = [days.days_left(REQUEST, last + timedelta(n)) for n in (-1, 0, 1, 2, 5)]

    # 3 April is worked; 4 to 6 are off, 7 is worked.
    assert left == [1, 0, -1, -1, -2]
    assert days.days_left(REQUEST, date(2024, 3, 5)) == 20
    assert days.days_left(replace(REQUEST, outcome="granted", closed_on=last), last) is None


def test_a_request_received_on_a_holiday_is_late_only_after_its_last_day():
    closed = replace(REQUEST, outcome="granted", closed_on=date(2024, 4, 2))

    assert (days.taken(closed), days.in_time(closed)) == (20, True)
    assert days.in_time(replace(closed, closed_on=date(2024, 4, 3))) is False
    assert (days.taken(REQUEST), days.in_time(REQUEST)) == (None, None)


def test_counting_on_and_counting_between_agree():
    for n in range(0, 900, 13):
        day = date(2022, 12, 1) + timedelta(n)
        for count in (1, 19, 20, 60, 300):
            assert days.between(day, days.after(day, count)) == count


@pytest.mark.parametrize("count", [1, 5, 20, 55], ids=str)
def test_in_time_is_up_to_the_last_day_and_no_later(count):
    """Around holidays and make-up days, for every day from which a term may begin."""
    for at in range(0, 400, 3):
        start = date(2024, 9, 1) + timedelta(at)
        last = days.after(start, count)
        for end in (start - timedelta(3), start, *(last + timedelta(n) for n in range(-3, 4))):
            assert days.is_within(start, end, count) == (end <= last), (start, end)
