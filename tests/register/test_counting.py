"""What the database counts is what reports/cases counts."""

import datetime
import random

import pytest
from django.db import IntegrityError, transaction

from reports import aggregation
from reports.cases import counting
from reports.editions import all_editions, edition_for, get_edition
from reports.models import Register, RegisteredRequest, RegisteredReview
from reports.models.authoring.register import GROUPS, REVIEW_OUTCOMES
from reports.register import captions, looking

from .conftest import DAY


def random_register(register: Register, seed: int, size: int = 60) -> None:
    """Fill a register with made-up cases around the turns of the years."""
    dice = random.Random(seed)
    RegisteredRequest.objects.bulk_create(
        RegisteredRequest(
            register=register, number=f"R{n}", applicant=dice.choice(list(captions.applicants())),
            **_course(dice, list(captions.outcomes())),
        )
        for n in range(size)
    )  # fmt: skip
    RegisteredReview.objects.bulk_create(
        RegisteredReview(register=register, number=f"F{n}", group=dice.choice(GROUPS),
                         **_course(dice, REVIEW_OUTCOMES))
        for n in range(size // 4)
    )  # fmt: skip


def _course(dice: random.Random, outcomes) -> dict:
    edges = [DAY(y, m, d) for y in (2023, 2024, 2025) for m, d in ((1, 1), (12, 31), (6, 15))]
    received = dice.choice(edges) + datetime.timedelta(dice.randrange(-2, 3))
    if dice.random() < 0.3:
        return {"received_on": received}
    closed = received + datetime.timedelta(dice.choice((0, 1, 20, 365, 400)))
    return {"received_on": received, "outcome": dice.choice(outcomes), "closed_on": closed}


@pytest.mark.parametrize("seed", range(8))
def test_every_year_and_edition_is_counted_as_the_cases_are(bureau, seed):
    register = Register.objects.create(organ=bureau)
    random_register(register, seed)
    requests = [looking.as_request(row) for row in register.requests.all()]
    reviews = [looking.as_review(row) for row in register.reviews.all()]

    for edition in all_editions():
        for year in range(2022, 2028):
            expected = counting.count(requests, reviews, year, edition)
            assert aggregation.counted(register, year, edition) == expected
    years = aggregation.counted_years(register, range(2022, 2028))
    assert years == {year: aggregation.counted(register, year, edition_for(year)) for year in range(2022, 2028)}


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_figure_opens_to_just_the_cases_that_it_counts(bureau, edition):
    register, edition = Register.objects.create(organ=bureau), get_edition(edition)
    random_register(register, 99)
    requests = [looking.as_request(row) for row in register.requests.all()]
    reviews = [looking.as_review(row) for row in register.reviews.all()]

    for cell in aggregation.counted(register, 2024, edition):
        found = aggregation.behind(register, edition.cells[cell], 2024, edition)
        expected = counting.cases_of(cell, requests, reviews, 2024, edition)
        assert sorted(row.number for row in found) == sorted(case.number for case in expected), cell


def test_the_requests_of_one_unit_are_counted_alone(enter, kept):
    enter("1", DAY(2025, 3, 5), body="办公室")
    enter("2", DAY(2025, 3, 6), body="法规处")

    counts = aggregation.counted(kept(), 2025, get_edition("2021"), body="办公室")

    assert counts["requests.new.total"] == 1


def test_an_organ_without_a_register_counts_nothing(kept):
    assert set(aggregation.counted(kept(), 2025, get_edition("2021")).values()) == {0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"applicant": "total"},
        {"applicant": "nobody"},
        {"outcome": "processed", "closed_on": DAY(2025, 4, 1)},
        {"outcome": "nothing", "closed_on": DAY(2025, 4, 1)},
        {"outcome": "granted"},
        {"closed_on": DAY(2025, 4, 1)},
        {"outcome": "granted", "closed_on": DAY(2025, 3, 1)},
        {"received_on": DAY(1900, 3, 1)},
        {"number": ""},
    ],
    ids=["total", "kind", "no result", "no row", "no day", "no outcome", "too early", "1900", "no number"],
)  # fmt: skip
def test_the_database_refuses_what_nobody_can_count(bureau, wrong):
    register = Register.objects.create(organ=bureau)
    sound = {"number": "1", "received_on": DAY(2025, 3, 5), "applicant": "natural_person"}

    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredRequest.objects.create(register=register, **sound | wrong)


def test_a_number_is_there_once_in_an_organ(some, kept):
    with pytest.raises(IntegrityError), transaction.atomic():
        kept().requests.create(number="2025-1", received_on=DAY(2025, 1, 1), applicant="other")
