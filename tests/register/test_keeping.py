"""Entering, changing, closing, taking out: each in the history, never over somebody else's change."""

import pytest
from django.http import Http404
from django.utils import timezone

from reports import history, register
from reports.models import AuditEvent, RegisterChange
from reports.refusals import Refused
from reports.register import Typed, looking, summing
from reports.register.looking import Wanted

from .conftest import DAY


def close(bureau, row, by, **more):
    closed = Typed(row.number, row.received_on, row.applicant, "granted", DAY(2025, 4, 1))
    return register.save_request(bureau.pk, closed, by=by, pk=row.pk, **more)


def test_what_is_done_to_a_request_is_in_its_history(enter, bureau, zhang, kept):
    row = close(bureau, enter("1", DAY(2025, 3, 5)), zhang)
    register.remove_request(bureau.pk, row.pk, by=zhang)

    newest, _, first = looking.changes_of(kept(), "request", "1")
    assert (first.old, newest.new) == ("", "")
    assert "outcome=granted" in newest.old
    assert history.verify_changes() == []


def test_a_change_of_the_history_is_noticed(enter):
    enter("1", DAY(2025, 3, 5))
    change = RegisterChange.objects.get()

    with pytest.raises(Exception, match="only ever added"):
        RegisterChange.objects.filter(pk=change.pk).update(new="x")


def test_what_a_request_is_about_is_kept_only_where_wanted(enter, bureau, zhang, kept):
    assert enter("1", DAY(2025, 3, 5), matter="补助").matter == ""

    register.set_up(bureau.pk, by=zhang, keeps_matter=True, shown_above=False, years_kept=10)
    assert enter("2", DAY(2025, 3, 5), matter="补助").matter == "补助"
    register.set_up(bureau.pk, by=zhang, keeps_matter=False, shown_above=False, years_kept=10)

    assert set(kept().requests.values_list("matter", flat=True)) == {""}
    assert not kept().changes.filter(new__contains="补助").exists()


def test_the_same_number_twice_is_refused(enter):
    enter("1", DAY(2025, 3, 5))

    with pytest.raises(Refused, match="已有编号“1”"):
        enter("1", DAY(2025, 3, 6))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": "granted"}, "要一起填"),
        ({"closed_on": DAY(2025, 4, 1)}, "要一起填"),
        ({"outcome": "granted", "closed_on": DAY(2025, 1, 1)}, "早于收到日期"),
        ({"outcome": "processed", "closed_on": DAY(2025, 4, 1)}, "办理结果"),
        ({"applicant": "total"}, "申请人类型"),
        ({"corrected_on": DAY(2025, 1, 1)}, "补正日期"),
        ({"body": "室" * 101}, "超过100字"),
        ({"corrected_on": DAY(2099, 12, 31)}, "今天以后"),
        ({"outcome": "granted", "closed_on": DAY(2099, 12, 31)}, "今天以后"),
    ],
    ids=[
        "no day", "no result", "too early", "no row", "no kind", "corrected early", "long",
        "corrected in the future", "closed in the future",
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_in_a_sentence(enter, typed, said):
    with pytest.raises(Refused, match=said):
        enter("1", DAY(2025, 3, 5), **typed)


def test_a_colleagues_change_is_not_overwritten(enter, bureau, zhang, li, kept):
    row, seen = enter("1", DAY(2025, 3, 5)), 1
    close(bureau, row, li)

    with pytest.raises(Refused, match="李红刚刚修改了"):
        register.save_request(bureau.pk, Typed("1", DAY(2025, 3, 6), "other"), by=zhang, pk=row.pk, seen=seen)


def test_a_case_with_a_new_number_is_not_overwritten_either(enter, bureau, zhang, li, kept):
    row = enter("2025-1", DAY(2025, 3, 5))
    seen = kept().revision
    renamed = Typed("2025-8", DAY(2025, 3, 5), "business")
    register.save_request(bureau.pk, renamed, by=li, pk=row.pk, seen=seen)

    with pytest.raises(Refused, match="刚刚修改"):
        register.save_request(
            bureau.pk, Typed("2025-1", DAY(2025, 3, 5), "research"), by=zhang, pk=row.pk, seen=seen
        )
    assert kept().changes.filter(place="request:2025-8").exists()


def test_a_stranger_and_a_supervisor_enter_nothing(bureau, zhao, wang):
    for person in (zhao, wang):
        with pytest.raises(Http404):
            register.save_request(bureau.pk, Typed("1", DAY(2025, 3, 5), "other"), by=person)


@pytest.mark.parametrize(
    ("last", "received", "proposed"),
    [
        ("2026-007", DAY(2026, 3, 5), "2026-008"),
        ("2025-119", DAY(2025, 12, 5), "2026-001"),
        ("依申请〔2026〕9号", DAY(2026, 3, 5), "依申请〔2026〕10号"),
        ("甲", DAY(2026, 3, 5), "甲-1"),
    ],
)
def test_the_next_number_is_proposed(enter, kept, last, received, proposed):
    enter(last, received)

    assert register.proposed_number(kept(), DAY(2026, 6, 1)) == proposed


def test_old_cases_are_removed_as_a_whole_and_told(enter, bureau, zhang, kept):
    enter("old", DAY(2010, 3, 5), outcome="granted", closed_on=DAY(2010, 4, 1))
    enter("old, open", DAY(2010, 3, 5))
    enter("new", DAY(2025, 3, 5), outcome="granted", closed_on=DAY(2025, 4, 1))

    assert register.clear_old(bureau.pk, by=zhang) == 1

    assert set(kept().requests.values_list("number", flat=True)) == {"old, open", "new"}
    event = AuditEvent.objects.get(action="register_cleared")
    assert "申请1件" in event.detail and event.organ == bureau
    with pytest.raises(Refused, match="不需要清理"):
        register.clear_old(bureau.pk, by=zhang)


def test_the_late_ones_are_those_whose_day_is_over(enter, kept, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: DAY(2025, 6, 20))
    for n, day in enumerate((1, 10, 19, 20, 21, 22, 23, 24, 30), 1):
        for extended in (False, True):
            for third in (False, True):
                enter(f"{n}{extended}{third}", DAY(2025, 5, day), extended=extended, third_party=third)
                enter(f"c{n}{extended}{third}", DAY(2025, 4, 1), corrected_on=DAY(2025, 4, day),
                      extended=extended, third_party=third)  # fmt: skip
    rows = list(kept().requests.all())
    for row in rows:
        looking.give_days(row, DAY(2025, 6, 20))

    late = set(looking.chosen(kept(), Wanted("overdue")).values_list("number", flat=True))

    assert late == {row.number for row in rows if row.late}
    assert 0 < len(late) < len(rows)


def test_the_months_and_quarters_add_up(some, kept):
    found = {period.caption: period for period in summing.periods(kept(), 2025)}

    assert (found["1月"].received, found["1月"].closed, found["1月"].left) == (0, 1, 0)
    assert (found["一季度"].received, found["一季度"].closed) == (1, 2)
    assert (found["四季度"].received, found["四季度"].left) == (1, 1)


def test_requests_are_found_by_state_year_result_kind_and_words(some, kept):
    def numbers(**wanted):
        rows = looking.chosen(kept(), Wanted(**wanted))
        return set(rows.values_list("number", flat=True))

    assert numbers(state="open") == {"2025-2"}
    assert numbers(state="closed", year=2024) == {"2024-9"}
    assert numbers(outcome="granted") == {"2024-9", "2025-1"}
    assert numbers(applicant="business") == {"2025-2"}
    assert numbers(search="2025") == {"2025-1", "2025-2"}
