"""Next month's register against this month's."""

from dataclasses import replace
from datetime import date

from reports.cases.case import Request, Review
from reports.cases.comparing import Change, compare

OPEN = Request("1", date(2024, 3, 5), "business", extended=True, body="办公室")
DONE = Request("2", date(2024, 3, 6), "research", "granted", date(2024, 3, 7))
GONE = Request("3", date(2024, 3, 8), "other")
REVIEW = Review("1", "reconsideration", date(2024, 5, 6))


def test_cases_are_told_apart_by_number_and_kind():
    closed = replace(OPEN, outcome="granted", closed_on=date(2024, 4, 1))
    new = Request("4", date(2024, 4, 2), "other")

    found = compare([OPEN, DONE, GONE, REVIEW], [closed, DONE, new, REVIEW])

    assert found.new == (new,)
    assert found.changed == (Change(OPEN, closed, ("outcome", "closed_on")),)
    assert found.gone == (GONE,)
    assert found.same == (DONE, REVIEW)


def test_a_register_without_a_column_says_nothing_of_it():
    bare = replace(OPEN, extended=False, body="", received_on=date(2024, 3, 4))

    (change,) = compare([OPEN], [bare]).changed

    assert change.fields == ("received_on",)
    assert change.new == replace(OPEN, received_on=date(2024, 3, 4))


def test_a_column_that_others_fill_is_compared():
    bare = replace(OPEN, extended=False, body="")
    other = replace(GONE, extended=True, body="法规科")

    assert [c.fields for c in compare([OPEN, GONE], [bare, other]).changed] == [
        ("extended", "body"), ("extended", "body"),
    ]  # fmt: skip


def test_an_empty_register_lets_all_go():
    assert compare([OPEN, REVIEW], []).gone == (OPEN, REVIEW)
    assert compare([], [OPEN]).new == (OPEN,)
