"""Odd rows, bad files and files that want to do harm: each is told by its place, nothing half taken."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from reports.cases.case import problems
from reports.cases.reading import guard
from reports.cases.reading.door import read_register
from reports.cases.reading.guard import read_register_guarded
from reports.cases.reading.opening import texts, workbook
from reports.cases.reading.settling import settle
from reports.cases.reading.values import Reading
from reports.importing.values import Unreadable

from .shapes import KINDS, RESULTS, plain, requests_of, said
from .shapes import workbook as made

TODAY = date(2024, 12, 20)
HEAD = ["编号", "收到日期", "申请人类型", "答复结果", "答复日期"]
GOOD = ["A-1", "2024-03-05", "公民", "予以公开", "2024-03-20"]


def read(*rows: list[Any], head: list[str] = HEAD, sheet: str = "台账", answers: dict | None = None) -> Reading:
    return settle(read_register(made({sheet: [head, *rows]}), today=TODAY), answers, TODAY)


def told(reading: Reading) -> str:
    return "\n".join(notice.message for notice in reading.notices)


@pytest.mark.parametrize(
    ("row", "said", "is_read"),
    [
        pytest.param(["A-2", "", "公民", "信访", "2024-03-20"], "第3行：没有收到日期", False, id="no-receipt"),
        pytest.param(["A-2", "不详", "公民", "", ""], "B3：收到日期看不出", False, id="no-date"),
        pytest.param(["A-2", date(1900, 3, 1), "公民", "", ""], "B3：收到日期早于2008年", False, id="1900"),
        pytest.param(["A-2", date(2100, 1, 5), "公民", "", ""], "B3：收到日期在今天以后", False, id="2100"),
        pytest.param(["A-2", "2024-03-05", "公民", "信访", "2024-03-01"], "第3行：答复日期早于收到日期", True, id="early"),
        pytest.param(["A-2", "2024-03-05", "公民", "信访", ""], "第3行：有答复结果，没有答复日期", True, id="no-end"),
        pytest.param(["A-2", "2024-03-05", "公民", "", "2024-03-20"], "第3行：有答复日期，没有答复结果", True, id="no-result"),
        pytest.param(["A-2", "2024-03-05", "公民", "信访", "2024-12-24"], "E3：答复日期在今天以后", True, id="future-end"),
        pytest.param(["A-2", "2024-03-05", "公民", "信访", "下月"], "E3：答复日期看不出", True, id="bad-end"),
        pytest.param(["A-2", "#REF!", "公民", "", ""], "B3是公式的错误值", False, id="fault"),
        pytest.param(["A-2", "2024.3.5，2024.3.9", "公民", "", ""], "B3：收到日期看不出", False, id="two-dates"),
        pytest.param(["合计", "", "", "", "35"], "第3行是合计行", False, id="total"),
        pytest.param(["说明：本表由法规科填写"], "第3行：只有一格有内容", False, id="remark"),
        pytest.param(["", "2024-03-05", "公民", "", ""], "第3行：没有编号", True, id="no-number"),
        pytest.param(GOOD, "第3行：与前面同一编号的内容相同", False, id="twice"),
    ],
)  # fmt: skip
def test_an_odd_row_is_told_by_its_place(row, said, is_read):
    reading = read(GOOD, row)

    assert said in told(reading)
    assert len(reading.requests) == 1 + is_read
    assert reading.requests[-1].closed_on is None or not is_read
    assert [p for case in reading.requests for p in problems(case)] == []


def test_an_open_request_and_a_numbered_blank_row_are_nothing_odd():
    open_ones = ["2", "2024-11-05", "公民", "", ""], ["3"], ["4", "2024-11-06", "公民", "办理中", ""]
    reading = read(["1", *GOOD[1:]], *open_ones, head=["序号", *HEAD[1:]])

    assert [r.number for r in reading.requests] == ["2024-1", "2024-2", "2024-4"]
    assert reading.notices == ()


def test_the_same_number_with_other_contents_is_asked():
    other = ["A-1", "2024-04-05", "企业", "信访", "2024-04-20"]

    (asked,) = read(GOOD, other).asked
    kept = {answer: [r.number for r in read(GOOD, other, answers={"number": {"A-1": answer}}).requests] for answer in ("first", "last", "each")}

    assert (asked.column, asked.value, asked.rows) == ("number", "A-1", (2, 3))
    assert kept == {"first": ["A-1"], "last": ["A-1"], "each": ["A-1", "A-1(2)"]}


@pytest.mark.parametrize("words", ["不予公开", "第十四条", "第十六条第二款", "第三十六条", "无法提供", "不予处理", "按程序处理"])
def test_words_that_say_too_little_are_asked_once(words):
    rows = [[f"A-{n}", "2024-03-05", "公民", words, "2024-03-20"] for n in range(3)]

    (asked,) = read(*rows).asked
    settled = read(*rows, answers={"result": {words: "withheld_process"}})

    assert (asked.column, asked.value, asked.rows) == ("result", words, (2, 3, 4))
    assert {request.outcome for request in settled.requests} == {"withheld_process"}


@pytest.mark.parametrize("kind", ["高校", "协会", "社会团体", "法人", "其他组织", ""])
def test_kinds_that_say_too_little_are_asked(kind):
    (asked,) = read(["A-1", "2024-03-05", kind, "信访", "2024-03-20"], GOOD[:1] + ["2024-03-06", "公民", "", ""]).asked[:1]

    assert asked.column == "applicant"
    assert asked.value == (kind or "（空白）")


def test_an_answer_to_a_word_holds_where_its_reason_says_no_more():
    head = [*HEAD, "不予公开理由"]
    rows = [["A-1", "2024-03-05", "公民", "不予公开", "2024-03-20", reason] for reason in ("第十六条第二款", "第十五条", "")]
    rows = [[f"A-{n}", *row[1:]] for n, row in enumerate(rows)]

    asked = [a.value for a in read(*rows, head=head).asked]
    settled = read(*rows, head=head, answers={"result": {"不予公开": "withheld_process"}})

    assert asked == ["不予公开（第十六条第二款）", "不予公开"]
    assert [r.outcome for r in settled.requests] == ["withheld_process", "withheld_third_party", "withheld_process"]


def test_a_name_may_be_answered_as_a_kind():
    head = ["编号", "收到日期", "申请人姓名", "答复结果"]
    answers = {"applicant": {"…有限公司": "business"}}

    (request,) = read(["A-1", "2024-03-05", "青岚宏图建材有限公司", ""], head=head, answers=answers).requests

    assert request.applicant == "business"


def test_an_answer_goes_before_the_known_words():
    reading = read(GOOD, answers={"result": {"予以公开": "other_other"}})

    assert reading.requests[0].outcome == "other_other"


@pytest.mark.parametrize("words", ["办理中", "告知补正"])
def test_a_request_under_way_with_the_day_of_its_end_is_asked(words):
    row = ["A-1", "2024-03-05", "公民", words, "2024-03-20"]

    (asked,) = read(row).asked
    (request,) = read(row, answers={"result": {words: "open"}}).requests

    assert (asked.column, asked.value) == ("result", words)
    assert (request.outcome, request.closed_on) == (None, None)


def test_the_second_line_of_a_row_that_is_not_read_is_not_read_either():
    rows = [HEAD, GOOD, ["A-2", "不详", "公民", "告知补正", ""], ["", "", "", "信访", "2024-05-06"]]
    content = made({"台账": rows}, {"台账": ["A3:A4", "B3:B4"]})

    (request,) = settle(read_register(content, today=TODAY), today=TODAY).requests

    assert (request.number, request.outcome) == ("A-1", "granted")


def test_a_remark_with_a_date_changes_no_year():
    reading = read(["本表统计截至12月31日"], ["A-1", "3月5日", "公民", "信访", "3月8日"], sheet="2024")

    assert reading.requests[0].received_on == date(2024, 3, 5)


def test_a_row_answered_to_be_no_case_is_left_out():
    row = ["A-2", "2024-03-05", "公民", "作废", "2024-03-20"]

    assert len(read(GOOD, row, answers={"result": {"作废": "leave"}}).requests) == 1
    assert len(read(GOOD, row, answers={"result": {"作废": "open"}}).requests) == 2


def test_a_year_that_nothing_tells_is_asked():
    row = ["A-1", "3月5日", "公民", "信访", "1月8日"]

    (asked,) = read(row, sheet="表").asked
    reading = read(row, sheet="表", answers={"year": {"工作表“表”": "2023"}})

    assert (asked.column, asked.value) == ("year", "工作表“表”")
    assert (reading.requests[0].received_on, reading.requests[0].closed_on) == (date(2023, 3, 5), date(2024, 1, 8))
    assert "按收到以后的第一个这一天读入" in told(reading)


def test_months_within_a_sheet_give_its_rows_their_year():
    rows = [["2024年3月"], ["1", "3月5日", "公民", "信访", "3月8日"], ["4月份"], ["1", "4月6日", "公民", "信访", "4月8日"]]

    reading = read(*rows, head=["序号", *HEAD[1:]])

    assert [(r.number, r.received_on.month) for r in reading.requests] == [("2024-03-1", 3), ("2024-04-1", 4)]


def test_heads_repeated_on_every_page_are_passed_over():
    assert len(read(GOOD, HEAD, ["A-2", *GOOD[1:]], HEAD, ["A-3", *GOOD[1:]]).requests) == 3


def test_two_registers_in_one_file_are_told_by_where_they_stand():
    other = [["登记号", "答复时间", "办理结果", "申请人性质", "收件日期"], ["B-1", "2024-05-20", "信访", "企业", "2024-05-05"]]
    one_sheet = read(GOOD, *other)
    two_sheets = settle(read_register(made({"甲": [HEAD, GOOD], "乙": [["某局台账"], *other]}), today=TODAY))

    for reading in (one_sheet, two_sheets):
        assert [r.number for r in reading.requests] == ["A-1", "B-1"]
        assert reading.requests[1].received_on == date(2024, 5, 5)
    assert "第3行是重复的表头" in told(one_sheet)
    assert "2张台账，表头在工作表“甲”A1、工作表“乙”A2" in told(two_sheets)


def test_marks_under_the_names_of_kinds_are_read():
    head = ["编号", "收到日期", "申请人类型", "", "答复结果", "答复日期"]
    rows = [head, ["", "", "公民", "企业"], ["A-1", "2024-03-05", "", "√", "信访", "2024-03-08"]]
    merged = ["C1:D1", *(f"{column}1:{column}2" for column in "ABEF")]

    reading = settle(read_register(made({"台账": rows}, {"台账": merged}), today=TODAY))

    assert [r.applicant for r in reading.requests] == ["business"]


def test_a_sheet_of_reviews_is_read_as_reviews():
    rows = [["行政复议、行政诉讼案件台账"], ["案号", "类型", "受理日期", "审理结果", "结案日期", "关联申请编号"],
            ["复1", "行政复议", "2024-03-05", "维持", "2024-05-05", "A-1"],
            ["诉1", "行政诉讼", "2024-06-05", "驳回起诉", "2024-08-05", "A-1"]]  # fmt: skip
    register = read_register(made({"台账": [HEAD, GOOD], "复议诉讼": rows}), today=TODAY)

    asked = settle(register).asked
    reviews = settle(register, {"group": {"行政诉讼": "litigation_after_reconsideration"}}).reviews

    assert [(a.column, a.value, a.rows) for a in asked] == [("group", "行政诉讼", (4,))]
    assert [(r.number, r.group, r.outcome, r.request) for r in reviews] == [
        ("复1", "reconsideration", "upheld", "A-1"), ("诉1", "litigation_after_reconsideration", "other", "A-1"),
    ]  # fmt: skip


def test_many_rows_odd_alike_are_told_together():
    reading = read(GOOD, *([f"B-{n}", "", "公民", "信访", ""] for n in range(300)))

    assert len(reading.notices) == 21
    assert "280行也一样" in reading.notices[-1].message
    assert "23—302" in reading.notices[-1].message


def test_numbers_of_persons_are_struck_from_words_that_are_kept():
    row = ["A-1", "2024-03-05", "公民", "电话13800138000告知", "2024-03-20"]

    (asked,) = read(row).asked

    assert asked.value == "电话…告知"


def test_a_formula_that_was_never_counted_is_told():
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(["A-1", "=DATE(2024,3,5)", "公民", "信访", "2024-03-20"])
    book.active.append(GOOD)
    content = io.BytesIO()
    book.save(content)

    reading = settle(read_register(content.getvalue(), today=TODAY))

    assert "1个公式在文件里没有结果" in told(reading)
    assert len(reading.requests) == 1


def test_hidden_rows_are_read_and_told():
    book = Workbook()
    for row in (HEAD, GOOD, ["A-2", *GOOD[1:]]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    content = io.BytesIO()
    book.save(content)

    reading = settle(read_register(content.getvalue(), today=TODAY))

    assert len(reading.requests) == 2
    assert "1行是隐藏的" in told(reading)


def test_more_rows_than_an_office_has_are_refused_by_their_place(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 50)
    monkeypatch.setattr(texts, "MOST_ROWS", 50)
    rows = [HEAD, *([f"A-{n}", *GOOD[1:]] for n in range(60))]

    with pytest.raises(Unreadable, match="工作表“台账”第51行起"):
        read_register(made({"台账": rows}))
    with pytest.raises(Unreadable, match="第51行起"):
        read_register("\n".join(",".join(row) for row in rows).encode())


def test_a_hundred_thousand_rows_are_refused_within_the_limits():
    line = "A-{},2024-03-05,公民,予以公开,2024-03-20\n".format
    text = ",".join(HEAD) + "\n" + "".join(map(line, range(100_000)))

    with pytest.raises(Unreadable, match="第50001行起已超过50000行"):
        read_register_guarded(text.encode())


def test_the_process_apart_reads_the_same_and_tells_how_far_it_is():
    shape, heard = plain(), []

    apart = read_register_guarded(shape.content, shape.name, progress=lambda done, total: heard.append((done, total)))

    assert apart == read_register(shape.content, shape.name)
    assert heard[-1][0] == heard[-1][1] > 2 * len(shape.requests)


def test_what_listens_may_stop_the_reading():
    class Stopped(Exception):
        pass

    def stop(done: int, total: int):
        raise Stopped

    with pytest.raises(Stopped):
        read_register_guarded(plain().content, progress=stop)


def test_a_file_that_is_too_large_or_unfolds_too_far_is_refused(monkeypatch):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", "0" * 60_000_000)
    with pytest.raises(Unreadable, match="不像一份台账"):
        read_register_guarded(bomb.getvalue())
    monkeypatch.setattr(guard, "LARGEST", 10)
    with pytest.raises(Unreadable, match="请分年另存"):
        read_register_guarded(b"12345678901")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>", "文档类型声明", id="document-type"),
        pytest.param(b"<worksheet><sheetData><row", "损坏或不完整", id="torn"),
        pytest.param(b"\x00\xff" * 50, "损坏或不完整", id="no-xml"),
    ],
)
def test_a_sheet_that_is_damaged_or_means_harm_is_refused(part, said):
    whole, torn = zipfile.ZipFile(io.BytesIO(plain().content)), io.BytesIO()
    with zipfile.ZipFile(torn, "w") as package:
        for name in whole.namelist():
            package.writestr(name, part if name.endswith("sheet1.xml") else whole.read(name))

    with pytest.raises(Unreadable, match=said):
        read_register(torn.getvalue())


def _cases(n: int) -> list[list[Any]]:
    return [[c.number, f"{c.received_on}", said(KINDS, c.applicant, 0), said(RESULTS, c.outcome, 0), f"{c.closed_on or ''}"] for c in requests_of((2023,))][:n]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda rows: [row[::-1] for row in rows], id="backwards"),
        pytest.param(lambda rows: [["", "", *row] for row in rows], id="moved-right"),
        pytest.param(lambda rows: [[], [], *rows], id="moved-down"),
        pytest.param(lambda rows: [[cell for cell in row for _ in (0, 1)] for row in rows], id="doubled"),
    ],
)
def test_where_the_columns_stand_does_not_matter(damage):
    rows = [HEAD, *_cases(20)]
    straight = settle(read_register(made({"台账": rows})))

    assert settle(read_register(made({"台账": damage(rows)}))).requests == straight.requests


@pytest.mark.parametrize("bomb", ["第三十六条" + "一、" * 2000, "不" * 5000 + "公开", "2024-" * 3000, "（" * 3000], ids="abcd")
def test_words_without_end_are_told_and_no_more(bomb):
    reading = read(GOOD, ["A-2", "2024-03-05", bomb, bomb, bomb], ["A-3", bomb, bomb, bomb, bomb], [bomb, bomb, bomb])

    assert [r.number for r in reading.requests] == ["A-1"]
    assert "B4：收到日期看不出" in told(reading)
    assert max(len(asked.value) for asked in reading.asked) <= 40
