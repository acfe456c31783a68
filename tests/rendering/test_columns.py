"""How wide the columns of a small table are."""

import io
import re
import zipfile

import pytest

from reports.rendering.columns import column_shares, table_type, wrapped_cells
from reports.rendering.office.word import document_docx
from reports.rendering.page.fragment import document_fragment
from reports.rendering.page.html import document_html
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


def test_only_what_takes_more_than_a_line_is_not_centred():
    rows = f"<tr><td>1</td><td>{LONG * 3}</td><td>门户网站</td><td>甲<br>乙</td></tr>"

    assert wrapped_cells(rows) == [False, True, False, True]


def test_the_cells_of_words_stand_alike_in_every_format(written):
    document = written(f"<table><tr><td>门户网站</td><td>{LONG * 3}</td></tr></table>")
    short, long = 'class="words">', f'class="words">{LONG}'

    page, pasted = document_html(document), document_fragment(document)
    word = zipfile.ZipFile(io.BytesIO(document_docx(document))).read("word/document.xml").decode()

    assert page.count(short) == page.count(long) == 1
    assert re.search(f'text-align: left[^<]*>{LONG}', pasted)
    assert re.search('text-align: center[^<]*>门户网站', pasted)
    assert re.search(f'<w:jc w:val="left"/></w:pPr>(?:(?!<w:p>).)*{LONG}', word)
    assert not re.search('<w:jc w:val="left"/></w:pPr>(?:(?!<w:p>).)*门户网站</w:t>', word)
