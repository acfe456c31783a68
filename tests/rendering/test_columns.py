"""How wide the columns of a small table are."""

import pytest

from reports.rendering.columns import column_shares, table_type
from reports.rendering.page.layout import style_sheet
from reports.rendering.typesetting.fonts import faces

LONG = "这一格的文字很长，横跨两列，不应当把其中任何一列撑宽"


def test_a_cell_over_two_columns_makes_neither_wider():
    rows = f'<tr><td colspan="2">{LONG}</td></tr><tr><td>甲</td><td>乙</td></tr>'

    assert column_shares(rows) == [50.0, 50.0]


def test_a_column_of_long_words_is_wider():
    first, second = column_shares(f"<tr><td>{LONG}</td><td>乙</td></tr>")

    assert first > 2 * second


def test_a_cell_beside_one_that_reaches_down_stands_in_the_next_column():
    rows = f'<tr><td rowspan="2">甲</td><td>乙</td></tr><tr><td>{LONG}</td></tr>'

    first, second = column_shares(rows)

    assert second > 2 * first


@pytest.mark.parametrize("columns", [7, 13])
def test_columns_are_measured_in_the_size_that_they_are_printed_in(columns):
    kind = table_type(columns)
    style = style_sheet(faces().css)

    assert f".{kind.look} {{ font-size: {kind.points:g}pt; line-height: {kind.leading:g}pt" in style
