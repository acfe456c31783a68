"""The same register in every kind of file that an office may have it in."""

import io

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reports.cases.reading.door import read_register
from reports.cases.reading.guard import read_register_guarded
from reports.cases.reading.settling import settle
from reports.importing.values import Unreadable
from tests.libreoffice import converted

from .shapes import KINDS, RESULTS, requests_of, said, workbook

CASES = requests_of((2024,))
ROWS = [["编号", "收到日期", "申请人类型", "联系电话", "答复结果", "答复日期"]] + [
    [c.number, c.received_on, said(KINDS, c.applicant, n), "13800138000", said(RESULTS, c.outcome, n), c.closed_on or ""]
    for n, c in enumerate(CASES)
]  # fmt: skip


def cases(content: bytes, guarded: bool = False) -> list:
    read = read_register_guarded if guarded else read_register
    reading = settle(read(content, "台账"))
    assert reading.left_out == ("联系电话",)
    return list(reading.requests)


def test_of_a_column_of_kinds_only_the_names_are_told_as_left_out():
    rows = [["编号", "收到日期", "申请人", "答复结果", "答复日期"], ["1", "2024-03-01", "自然人", "予以公开", "2024-03-05"]]

    reading = settle(read_register(workbook({"2024": rows}), "台账"))

    assert reading.requests[0].applicant == "natural_person"
    assert reading.left_out == ("申请人的姓名",)


@pytest.fixture(scope="module")
def book() -> bytes:
    return workbook({"2024": ROWS})


def text(parted: str) -> str:
    return "\n".join(parted.join(str(cell) for cell in row) for row in ROWS)


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><head><meta charset='gb2312'></head><body><h3>台账</h3><table>{rows}</table></body></html>".encode("gbk")


def word() -> bytes:
    document = Document()
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for line, row in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(line.cells, row, strict=True):
            cell.text = str(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_an_old_workbook_is_read_by_way_of_libreoffice(book):
    assert cases(converted(book, "xlsx", "xls"), guarded=True) == CASES


def test_a_workbook_that_libreoffice_wrote_is_read(book):
    assert cases(converted(book, "xlsx")) == CASES
    assert cases(converted(book, "xlsx", "ods")) == CASES


@pytest.mark.parametrize("make", [word, html], ids=["word", "an-export-that-is-a-page"])
def test_a_table_in_another_file_is_read(make):
    assert cases(make()) == CASES


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("parted", ["\t", ",", ";"], ids=["tabs", "commas", "semicolons"])
def test_a_text_is_read_whatever_its_coding_and_what_parts_it(coding, parted):
    assert cases(text(parted).encode(coding)) == CASES


def test_an_old_workbook_without_libreoffice_says_what_to_do(book, monkeypatch):
    monkeypatch.setenv("OFFICE_PROGRAM", "off")

    with pytest.raises(Unreadable, match="另存为 XLSX"):
        read_register_guarded(converted(book, "xlsx", "xls"))


def test_days_counted_from_1904_are_the_same_days():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in ROWS:
        book.active.append([cell or None for cell in row])
    made = io.BytesIO()
    book.save(made)

    assert cases(made.getvalue()) == CASES
