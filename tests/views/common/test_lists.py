"""What every list as a file has in common."""

from decimal import Decimal

import pytest

from reports.views.common.lists import csv_lines, number


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_takes_a_text_for_a_formula(sign):
    lines = list(csv_lines(["机关"], [[f"{sign}1+1"]]))

    assert f"'{sign}1+1" in lines[1]


def test_a_negative_figure_stays_a_number():
    assert list(csv_lines(["差"], [[Decimal("-5.50")]]))[1] == "-5.5\r\n"


def test_a_blank_is_an_empty_place():
    assert list(csv_lines(["甲", "乙"], [[None, "x"]]))[1] == ",x\r\n"


@pytest.mark.parametrize(("text", "read"), [("7", 7), ("999999999", 999_999_999)])
def test_a_number_in_an_address_is_read(text, read):
    assert number(text) == read


@pytest.mark.parametrize("text", [None, "", "-1", "1.5", "x", "٣", "1" * 10])
def test_what_is_no_number_in_an_address_is_none(text):
    assert number(text) is None
