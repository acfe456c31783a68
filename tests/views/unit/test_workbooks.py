"""A part as a workbook: nothing else in it, and back again."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reports.models import Assignment
from tests import factories

from ..conftest import words
from .test_parts import CELL, OTHER, given, link, unit  # noqa: F401

REQUESTS = "requests.new.natural_person"


def book_of(browser, path):
    return load_workbook(io.BytesIO(browser.get(f"{path}workbook/").content))


def written(book) -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("填好.xlsx", out.getvalue())


def cell_of(book, name):
    sheet, at = book.defined_names[name].attr_text.replace("$", "").replace("'", "").split("!")
    return book[sheet][at]


def test_only_the_part_is_in_the_workbook_and_open(unit, link, report, zhang):  # noqa: F811
    factories.type_in(report, OTHER, "77.5", by=zhang)
    book = book_of(unit, link[1])

    names = [name for name in book.defined_names if name.startswith(("cell__", "words__"))]
    assert names == ["words__problems", "cell__proactive__licensing__decisions"]
    assert not cell_of(book, "cell__proactive__licensing__decisions").protection.locked
    assert cell_of(book, "detail__title").protection.locked
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "77.5" not in said and not any("行政处罚" in text for text in said)


def test_the_filled_workbook_comes_back_into_the_part(unit, link):  # noqa: F811
    book = book_of(unit, link[1])
    cell_of(book, "cell__proactive__licensing__decisions").value = 31
    head = cell_of(book, "words__problems")
    head.offset(1, 0).value, head.offset(1, 1).value = "正文", "存在不足。"

    answer = unit.post(f"{link[1]}bring/", {"file": written(book)})

    assert answer.status_code == 302
    assert Assignment.objects.get().text_of == {CELL: "31", "problems": "<p>存在不足。</p>"}
    assert "已读入 1 个数字、1 段文字" in words(unit.get(link[1]))


def test_table_three_comes_back_with_its_totals_computed(client_of, report, zhang, bureau):
    sun = factories.give(factories.clerk("sun"), bureau, "reviewer")
    assignment, _ = given(report, zhang, "requests", person=sun)
    browser, path = client_of(sun), f"/part/{assignment.pk}/"
    book = book_of(browser, path)
    cell_of(book, "cell__requests__new__natural_person").value = 4

    browser.post(f"{path}bring/", {"file": written(book)})

    assert Assignment.objects.get().text_of == {REQUESTS: "4"}


def test_the_clerk_brings_a_workbook_for_a_unit_and_hands_it_in(link, client, report, unit):  # noqa: F811
    book = book_of(unit, link[1])
    cell_of(book, "cell__proactive__licensing__decisions").value = 9
    home = f"/reports/{report.pk}/assignments/{link[0].pk}/"

    client.post(f"{home}bring/", {"file": written(book)})
    client.post(f"{home}hand_in/")

    row = Assignment.objects.get()
    assert (row.text_of, row.is_handed_in) == ({CELL: "9"}, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空"), (b"PK\x03\x04broken", "无法读取"), ("今天天气很好".encode(), "没有读到")],
    ids=["empty", "broken", "something else"],
)
def test_what_is_no_part_is_refused_on_the_page(unit, link, content, sentence):  # noqa: F811
    answer = unit.post(f"{link[1]}bring/", {"file": SimpleUploadedFile("x.xlsx", content)})

    assert answer.status_code in (400, 422)
    assert re.search(r'role="alert">✕ [^<]+', words(answer))
    assert Assignment.objects.get().text_of == {}


def test_a_workbook_of_another_year_is_not_taken(unit, link, report):  # noqa: F811
    book = book_of(unit, link[1])
    cell_of(book, "detail__year").value = "2024"
    cell_of(book, "cell__proactive__licensing__decisions").value = 9

    answer = unit.post(f"{link[1]}bring/", {"file": written(book)})

    assert answer.status_code == 422 and "2024年度" in words(answer)


def test_a_partial_workbook_can_be_imported_into_the_report_too(unit, link, client, report):  # noqa: F811
    book = book_of(unit, link[1])
    cell_of(book, "cell__proactive__licensing__decisions").value = 9

    client.post(f"/reports/{report.pk}/import/", {"file": written(book)})
    page = words(client.get("/import/look/"))

    assert "已从工作表中删除" not in page and 'value="9"' in page
