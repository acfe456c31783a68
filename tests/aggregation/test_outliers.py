"""What stands out is told with a reason; what is merely different is left in peace."""

import random

import pytest

from reports import aggregation
from reports.management.district import sound_document

from .conftest import YEAR

PENALTIES, NEW, FEES = (
    "proactive.penalties.decisions",
    "requests.new.total",
    "proactive.fees.amount",
)


@pytest.fixture
def told(gather):
    """Return what is said of each organ by name."""

    def outliers(**choice) -> dict[str, str]:
        found = aggregation.outliers(gather(**choice)[1])
        return {o.member.report.organ.name: " ".join(s for _, s in o.reasons) for o in found}

    return outliers


@pytest.fixture
def ordinary(write):
    """Ten bureaus with quite ordinary figures."""
    for number in range(10):
        write(f"{number}局", {PENALTIES: 40 + number, NEW: number, FEES: "3.5"})


def test_ordinary_figures_are_left_in_peace(ordinary, told):
    assert told() == {}


def test_yuan_for_wan_yuan_stands_out(ordinary, write, told):
    write("财政局", {PENALTIES: 45, FEES: "35000"})

    assert list(told()) == ["财政局"]
    assert "中位数 3.5" in told()["财政局"] and "35000" in told()["财政局"]


def test_a_figure_that_is_usual_there_is_not_told(ordinary, write, told):
    write("公安局", {PENALTIES: 90000}, year=YEAR - 1)
    write("公安局", {PENALTIES: 95000})

    assert told() == {}


def test_more_than_half_of_a_sum_is_told_once(write, told):
    for number in range(6):
        write(f"{number}局", {PENALTIES: 60})
    write("公安局", {PENALTIES: 900})

    assert list(told()) == ["公安局"]
    assert "一半以上" in told()["公安局"]


def test_half_of_a_small_sum_is_nothing(write, told):
    for number in range(6):
        write(f"{number}局", {PENALTIES: 1})
    write("公安局", {PENALTIES: 49})

    assert told() == {}


def test_a_tenfold_swing_is_told_without_company(write, told):
    write("教育局", {PENALTIES: 3}, year=YEAR - 1)
    write("教育局", {PENALTIES: 30})

    assert told()["教育局"].endswith("上年为 3，本年为 30，相差十倍以上。请核对。")


def test_all_noughts_among_busy_ones_are_told(ordinary, write, told):
    write("教育局", {})

    assert "全部填 0" in told()["教育局"]


def test_noughts_among_noughts_are_nothing(write, told):
    for number in range(10):
        write(f"{number}局", {})

    assert told() == {}


def test_a_blank_is_not_a_nought(ordinary, write, told):
    write("教育局", {NEW: None})

    assert told() == {}


def test_kinds_are_compared_among_themselves(ordinary, write, told):
    for number in range(8):
        write(f"{number}镇", {PENALTIES: 4000 + number, NEW: 2}, type="town")

    assert told() == {}


def test_a_sound_district_raises_no_alarm(write, told):
    dice = random.Random(7)
    for number in range(30):
        kind = dice.choice(("department", "department", "town"))
        write(f"{number}办", sound_document("某局", kind, YEAR, seed=number).cells, type=kind)

    assert told() == {}


def test_what_is_found_does_not_depend_on_chance(ordinary, write, told):
    write("财政局", {FEES: "35000"})

    assert told() == told()
