"""What a figure may be, to the last place on either side of each limit."""

import re
from decimal import Decimal

import pytest

from reports.document import BadFigure, faults, read_figure
from reports.editions import AMOUNT, COUNT, SIGNED, all_editions


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("999999999999", COUNT, "999999999999"),
        ("-999999999999", SIGNED, "-999999999999"),
        ("999999999999.999999", AMOUNT, "999999999999.999999"),
        ("0.000001", AMOUNT, "0.000001"),
        ("1.2500000", AMOUNT, "1.25"),
    ],
)
def test_a_figure_just_within_its_limits_is_taken(typed, kind, value):
    assert read_figure(typed, kind).value == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "kind", "rule"),
    [
        ("1000000000000", COUNT, "range"),
        ("-1000000000000", SIGNED, "range"),
        ("1000000000000", AMOUNT, "range"),
        ("0.0000001", AMOUNT, "decimals"),
        ("1.1", COUNT, "whole"),
        ("-1", COUNT, "negative"),
    ],
)
def test_a_figure_just_beyond_its_limits_is_refused(typed, kind, rule):
    with pytest.raises(BadFigure) as refusal:
        read_figure(typed, kind)

    assert refusal.value.rule == rule


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        ("3万", COUNT, "请写全数字：3万请填 30000。"),
        ("1.25万件", COUNT, "请写全数字：1.25万件请填 12500。"),
        ("３．５万", AMOUNT, "本格单位已是万元：３．５万请填 3.5。"),
        ("1.23456万", COUNT, "“1.23456万”不是数字，请只填阿拉伯数字。"),
    ],
)
def test_ten_thousands_are_never_guessed_but_told_what_to_fill_in(typed, kind, sentence):
    with pytest.raises(BadFigure, match=f"^{re.escape(sentence)}$"):
        read_figure(typed, kind)


@pytest.mark.parametrize(
    ("value", "broken"),
    [("999999999999", []), ("1000000000000", ["cell.range"]), ("-1000000000000", ["cell.range"])],
)
def test_a_stored_figure_is_as_large_as_it_may_be_on_both_sides_of_nought(value, broken):
    cells = [cell for edition in all_editions() for cell in edition.cells.values()]
    signed = next(cell for cell in cells if cell.kind == SIGNED)

    assert faults(Decimal(value), signed) == broken
