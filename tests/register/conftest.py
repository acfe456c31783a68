"""The bureau's register with a few cases, its supervisor, and its report of 2025."""

import datetime

import pytest

from reports import access, register
from reports.register import Typed, TypedReview
from tests import factories

DAY = datetime.date


@pytest.fixture
def enter(bureau, zhang):
    """Return a function that enters a request: number, receipt, and what is special of it."""

    def entered(number: str, received_on, applicant="natural_person", **more):
        return register.save_request(
            bureau.pk, Typed(number, received_on, applicant, **more), by=zhang
        )

    return entered


@pytest.fixture
def sue(bureau, zhang):
    """Return a function that enters a review."""

    def entered(number: str, received_on, group="reconsideration", **more):
        return register.save_review(bureau.pk, TypedReview(number, group, received_on, **more), by=zhang)

    return entered


@pytest.fixture
def some(enter, sue):
    """One request carried over and granted, one new and granted, one open; one review."""
    return [
        enter("2024-9", DAY(2024, 12, 20), outcome="granted", closed_on=DAY(2025, 1, 10)),
        enter("2025-1", DAY(2025, 3, 5), outcome="granted", closed_on=DAY(2025, 3, 20)),
        enter("2025-2", DAY(2025, 12, 30), "business"),
        sue("复1", DAY(2025, 5, 1), outcome="upheld", closed_on=DAY(2025, 6, 1), request="2025-1"),
    ]


@pytest.fixture
def kept(bureau, zhang):
    """Return a function that fetches the register as the clerk sees it."""
    return lambda: access.register_to_count(zhang, bureau.pk)


@pytest.fixture
def wang(bureau):
    """The supervisor of the bureau."""
    return factories.give(factories.clerk("wang", "芳", "王"), bureau, "supervisor")
