"""Cases are counted as tables 三 and 四 ask, year by year, in either edition."""

from dataclasses import replace
from datetime import date

import pytest

from reports.cases.case import Request, Review, problems
from reports.cases.counting import cases_of, count
from reports.editions import edition_for, get_edition
from reports.refusals import Refused

from ..editions.varied import variants
from .conftest import random_register

E2021, E2019 = get_edition("2021"), get_edition("2019")
REQUEST = Request("1", date(2024, 3, 5), "business", "granted", date(2024, 3, 20))
REVIEW = Review("复1", "reconsideration", date(2024, 5, 6), "upheld", date(2024, 6, 7))


def counted(case, year=2024, edition=E2021) -> dict[str, int]:
    """Return the figures above nought."""
    is_request = isinstance(case, Request)
    cells = count([case] if is_request else [], [] if is_request else [case], year, edition)
    return {cell: n for cell, n in cells.items() if n}


def both(*rows: str) -> dict[str, int]:
    return {f"requests.{row}.{column}": 1 for row in rows for column in ("business", "total")}


def test_every_cell_of_both_tables_is_counted():
    for edition, cells in ((E2021, 190), (E2019, 176)):
        counts = count([], [], 2024, edition)

        assert len(counts) == cells
        assert set(counts) <= set(edition.cells)
        assert set(counts.values()) == {0}


@pytest.mark.parametrize(
    ("received", "closed", "rows"),
    [
        pytest.param("2024-01-01", "2024-12-31", ("new", "granted", "processed"), id="within"),
        pytest.param("2023-12-31", "2024-01-01", ("carried_over", "granted", "processed"), id="over"),
        pytest.param("2024-12-31", "2025-01-01", ("new", "carried_forward"), id="forward"),
        pytest.param("2023-05-01", "2025-01-01", ("carried_over", "carried_forward"), id="through"),
        pytest.param("2022-05-01", None, ("carried_over", "carried_forward"), id="open"),
        pytest.param("2023-05-01", "2023-12-31", (), id="before"),
        pytest.param("2025-01-01", None, (), id="after"),
    ],
)  # fmt: skip
def test_a_request_counts_where_its_two_days_put_it(received, closed, rows):
    closed_on = closed and date.fromisoformat(closed)
    case = replace(
        REQUEST,
        received_on=date.fromisoformat(received),
        closed_on=closed_on,
        outcome="granted" if closed else None,
    )

    assert counted(case) == both(*rows)


@pytest.mark.parametrize("outcome", ["other_no_correction", "other_fee_unpaid", "other_other"])
def test_the_trial_edition_counts_other_handling_in_its_one_row(outcome):
    case = replace(REQUEST, outcome=outcome)

    assert counted(case, edition=E2019) == both("new", "other_handling", "processed")


@pytest.mark.parametrize(
    ("closed", "column"),
    [("2024-06-07", "upheld"), ("2025-01-02", "pending"), (None, "pending"), ("2023-06-07", "")],
)
def test_a_review_counts_in_its_year_or_is_pending(closed, column):
    closed_on = closed and date.fromisoformat(closed)
    case = replace(REVIEW, received_on=date(2023, 2, 1), closed_on=closed_on)
    total = {f"review.reconsideration.{c}": 1 for c in (column, "total")}

    assert counted(case) == (total if column else {})


def test_a_figure_opens_to_its_cases():
    other = replace(REQUEST, number="2", applicant="research", outcome=None, closed_on=None)
    cases = [REQUEST, other]

    assert cases_of("requests.new.total", cases, [REVIEW], 2024, E2021) == (REQUEST, other)
    assert cases_of("requests.carried_forward.total", cases, [], 2024, E2021) == (other,)
    assert cases_of("review.reconsideration.upheld", cases, [REVIEW], 2024, E2021) == (REVIEW,)
    assert cases_of("proactive.rules.issued", cases, [REVIEW], 2024, E2021) == ()


def test_every_figure_of_a_thousand_registers_adds_up_in_every_year():
    for seed in range(1000):
        requests, reviews = random_register(seed)
        assert not [p for case in (*requests, *reviews) for p in problems(case)]
        for year in range(2019, 2027):
            edition = edition_for(year)
            counts = count(requests, reviews, year, edition)
            broken = [
                equation.id
                for equation in edition.equations
                if equation.cells[0] in counts and _differs(equation, counts)
            ]
            assert broken == [], (seed, year)


def _differs(equation, counts) -> bool:
    left, right = (sum(counts[cell] for cell in side) for side in (equation.left, equation.right))
    return left != right


def test_what_goes_forward_comes_over_next_year():
    for seed in range(100):
        requests, _ = random_register(seed)
        for year in range(2019, 2026):
            this = count(requests, [], year, edition_for(year))
            following = count(requests, [], year + 1, edition_for(year + 1))
            columns = ("natural_person", "business", "other", "total")
            assert [this[f"requests.carried_forward.{c}"] for c in columns] == [
                following[f"requests.carried_over.{c}"] for c in columns
            ]


def test_other_editions_are_counted_by_the_roles_of_their_rows():
    editions = [edition for _, edition in variants()]

    for edition in editions:
        assert set(count([], [], 2024, edition)) <= set(edition.cells)
    fewer = [edition for edition in editions if "requests.carried_over.total" not in edition.cells]
    assert counted(replace(REQUEST, received_on=date(2023, 9, 9)), edition=fewer[0]) == both("granted", "processed")


def test_an_outcome_that_no_row_counts_is_refused_not_lost():
    with pytest.raises(Refused, match="没有与“lost”对应"):
        counted(replace(REQUEST, outcome="lost"))


def test_a_kind_of_applicant_that_no_column_counts_is_refused_not_lost():
    with pytest.raises(Refused, match="编号1不能统计"):
        counted(replace(REQUEST, applicant="martian"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"number": ""}, "没有编号"),
        ({"closed_on": None}, "没有办结日期"),
        ({"outcome": None}, "没有结果"),
        ({"closed_on": date(2024, 3, 4)}, "早于收到日期"),
        ({"corrected_on": date(2024, 3, 4)}, "补正日期"),
    ],
)
def test_an_unsound_case_says_what_is_wrong(changed, told):
    assert list(problems(REQUEST)) == []
    assert [told in said for said in problems(replace(REQUEST, **changed))] == [True]
