"""Reports that nobody should write must neither crash nor hang."""

import dataclasses

import pytest

from reports.document import Document
from reports.rendering.page.html import document_html
from reports.rendering.page.pdf import document_pdf

from .reading import LEFT, WIDTH, Sheets


@pytest.mark.parametrize("year", [2020, 2024])
def test_an_empty_report_prints_with_empty_cells(year):
    document = Document.from_json({"organ": "瀍水区文化局", "year": year})

    sheets = Sheets(document_pdf(document))

    assert sheets.failures() == []
    assert document.edition.sections[-1].caption in sheets.text()
    assert ">None<" not in document_html(document)


def test_a_table_of_forty_columns_stays_in_the_type_area(written):
    cells = "".join(f"<td>第{n}列1234</td>" for n in range(40))

    sheets = Sheets(document_pdf(written(f"<table><tr>{cells}</tr></table>")))

    rights = [mark.right for page in sheets.pages for mark in page]
    assert max(rights) <= LEFT + WIDTH + 1


def test_a_word_of_ten_thousand_letters_is_broken(written):
    sheets = Sheets(document_pdf(written(f"<p>{'x' * 10_000}</p>")))

    assert sheets.text().count("x") == 10_000
    assert max(mark.right for page in sheets.pages for mark in page) <= LEFT + WIDTH + 1


def test_three_hundred_pages_are_printed(written):
    paragraph = f"<p>{'政府信息公开，' * 40}</p>"

    sheets = Sheets(document_pdf(written(paragraph * 600)))

    assert len(sheets.pages) > 280


@pytest.mark.parametrize(
    "words",
    [
        "<table></table>",
        "<table><tr></tr></table>",
        "<table><tr><td><table><tr><td>内</td></tr></table></td></tr></table>",
        '<table><tr><td colspan="99" rowspan="99">大</td></tr></table>',
        "<ul></ul><h3></h3><p>\x0b\x1f</p><p>&amp;lt; &lt;b&gt; &quot;</p>",
        "<h4>甲</h4><h3>乙</h3><h4>丙</h4><li>散</li>",
        '<p><a href="javascript:x">甲</a><a href="https://example.org/?a=1&amp;b=&quot;>">乙</a></p>',
    ],
    ids=range(7),
)
def test_odd_mark_up_does_not_stop_the_press(written, words):
    document = written(words)

    page = document_html(document)

    assert document_pdf(document)
    assert "<script" not in page and "javascript:" not in page


@pytest.mark.parametrize("title", ["字" * 150, "x" * 200, "年", "A B C " * 20, "<b>&amp;"])
def test_any_title_can_be_printed(written, title):
    document = dataclasses.replace(written(), title=title)

    assert Sheets(document_pdf(document)).failures() == []
