"""Lists of thousands of rows, written past openpyxl: they are still sound XML, and exact."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from reports.document import Document
from reports.rendering.office.sums import Sheet, sums_xlsx


def read_back(row: list) -> tuple:
    """Return a row as a spreadsheet reads it."""
    document = Document.from_json({"organ": "瀍水区", "year": 2025})
    sheet = Sheet("逐份", ["机关", "数字"], [row])
    book = load_workbook(io.BytesIO(sums_xlsx(document, [("说明", "合计")], [sheet])))
    return tuple(cell.value for cell in book["逐份"][2])


@pytest.mark.parametrize("name", ["甲&乙局", "<b>甲局</b>", '“甲"局', "甲&amp;乙"])
def test_a_name_is_words_not_mark_up(name):
    assert read_back([name, 1]) == (name, 1)


def test_an_amount_that_a_spreadsheet_would_round_is_kept_as_a_text():
    assert read_back(["甲局", Decimal("123456789012.345678")])[1] == "123456789012.345678"


def test_an_amount_of_fifteen_digits_is_a_number():
    assert read_back(["甲局", Decimal("123456789.123456")])[1] == 123456789.123456


def test_a_blank_is_an_empty_cell():
    assert read_back(["甲局", None])[1] is None
