"""A change in percent is of the size of what was there, whatever its sign."""

from decimal import Decimal

import pytest

from reports.aggregation import Change
from reports.editions import get_edition

CELL = get_edition("2021").cells["requests.new.total"]


@pytest.mark.parametrize(
    ("before", "now", "difference", "percent"),
    [
        ("40", "50", "+10", "+25.0%"),
        ("50", "40", "-10", "-20.0%"),
        ("-10", "-5", "+5", "+50.0%"),
        ("-10", "-20", "-10", "-100.0%"),
        ("7", "7", "0", "0.0%"),
    ],
)
def test_what_has_grown_has_a_plus_and_what_has_shrunk_a_minus(before, now, difference, percent):
    change = Change(CELL, (Decimal(before), Decimal(now)))

    assert (change.difference_text, change.percent) == (difference, percent)


def test_what_is_not_comparable_has_no_percentage():
    change = Change(CELL, (Decimal(40), Decimal(50)), comparable=False)

    assert (change.difference_text, change.percent) == ("不可比", "")
