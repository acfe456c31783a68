"""Sums over the years: change in number and percent, over the cells that all editions have."""

import pytest

from reports import aggregation
from reports.rendering.charts.years import charts_of

from .conftest import YEAR

NEW = "requests.new.total"


@pytest.fixture
def compare(gather, government):
    """Return the comparison of years."""

    def compared(*years, **options):
        choice = aggregation.Choice(government, YEAR)
        return aggregation.compared(gather()[0], choice, years, **options)

    return compared


def change(found, cell):
    return next(one for one in found.changes if one.cell.id == cell)


def test_a_change_has_number_and_percent(write, compare):
    write("教育局", {NEW: 40}, year=2024)
    write("教育局", {NEW: 50})

    one = change(compare(2025, 2024), NEW)

    assert (one.texts, one.difference_text, one.percent) == (["40", "50"], "+10", "+25.0%")


def test_nothing_grows_by_a_percentage_from_nought(write, compare):
    write("教育局", {NEW: 0}, year=2024)
    write("教育局", {NEW: 5})

    assert (
        change(compare(2024, 2025), NEW).difference,
        change(compare(2024, 2025), NEW).percent,
    ) == (5, "")


def test_a_year_without_an_answer_is_not_compared(write, compare):
    write("教育局", {NEW: 5})

    assert change(compare(2024, 2025), NEW).difference_text == ""


def test_across_editions_only_shared_cells_are_compared(write, compare):
    write("教育局", {NEW: 4}, year=2020)
    write("教育局", {NEW: 5})

    found = compare(2020, 2025)

    assert change(found, NEW).texts == ["4", "5"]
    assert found.unshared > 0
    assert not [c for c in found.changes if c.cell.id.startswith("requests.other_")]


def test_the_same_organs_may_be_asked_for(write, compare):
    write("教育局", {NEW: 4}, year=2024)
    write("教育局", {NEW: 5})
    write("民政局", {NEW: 100})

    assert list(compare(2024, 2025).apart) == [2024]
    assert compare(2024, 2025, same=True).apart == {}
    assert change(compare(2024, 2025, same=True), NEW).texts == ["4", "5"]


def test_the_charts_draw_the_shared_sums(write, compare):
    write("教育局", {NEW: 4}, year=2024)
    write("教育局", {NEW: 5})

    received = charts_of(compare(2024, 2025).sums)[0]

    assert received.columns == (2024, 2025)
    assert received.lines[0][1] == ["4", "5"]
