"""Registers that were written down before the reader was tried on them, with what they hold."""

import random
from datetime import date

from reports.cases.case import problems
from reports.cases.counting import count
from reports.cases.reading.door import read_register
from reports.cases.reading.settling import settle
from reports.cases.reading.values import Reading
from reports.editions import get_edition
from reports.importing.values import Unreadable

from .shapes import workbook

TODAY = date(2025, 2, 1)


def read(rows: list, merged: tuple = (), answers: dict | None = None, **sheets: list) -> Reading:
    content = workbook({"台账": rows, **sheets}, {"台账": list(merged)})
    return settle(read_register(content, today=TODAY), answers, TODAY)


def figures(reading: Reading) -> dict[str, int]:
    """Return the figures of 2024 above nought, without totals."""
    counts = count(reading.requests, reading.reviews, 2024, get_edition("2021"))
    return {cell: n for cell, n in counts.items() if n and not cell.endswith(".total") and ".processed." not in cell}


def test_the_list_of_an_old_system():
    reading = read([
        ["信息公开一体化 > 事项查看列表"],
        ["事项流水号", "申请信息描述", "申请时间", "受理方式", "申请人类型", "处理部门", "处理结果", "申请完成时间", "是否超时"],
        ["SQ001", "某批文", "2024-01-05", "网上申请", "公民", "规土局", "同意公开", "2024-01-20", "否"],
        ["SQ002", "某批文", "2024-01-06", "信函申请", "法人/其他组织", "规土局", "政府信息不存在", "2024-01-21", "否"],
        ["SQ003", "某批文", "2024-02-06", "现场申请", "公民", "规土局", "补正申请告知", "", "否"],
        ["SQ004", "某批文", "2024-12-06", "现场申请", "公民", "规土局", "处理中", "", "否"],
    ])  # fmt: skip

    assert [(a.column, a.value, a.rows) for a in reading.asked] == [("applicant", "法人/其他组织", (4,))]
    assert figures(reading) == {
        "requests.new.natural_person": 3, "requests.granted.natural_person": 1, "requests.carried_forward.natural_person": 2,
    }  # fmt: skip


def test_parts_by_title_two_columns_of_kinds_and_the_day_among_the_words():
    reading = read([
        ["2024年度依申请公开台账（共4件）"], ["单位：青岚县自然资源局", "", "", "", "制表日期：2025年1月3日"],
        ["序号", "收件日期", "申请人类别", "组织类别", "申请内容", "答复情况", "备注"],
        ["一、上年结转"], [1, "2023年12月20日", "公民", "", "某某", "2024年1月12日答复，予以公开"], ["二、本年新收"],
        [1, "2024年2月1日", "法人或其他组织", "商业企业", "某某", "2024年2月20日答复，信息不存在"],
        [2, "2024年3月1日", "法人或其他组织", "公益组织", "某某", "2024年3月12日不予公开（个人隐私）"],
        [3, "2024年12月30日", "公民", "", "某某", "正在办理"], ["审核人：", "", "填表人："],
    ])  # fmt: skip

    assert reading.asked == ()
    assert figures(reading) == {
        "requests.carried_over.natural_person": 1, "requests.granted.natural_person": 1, "requests.new.business": 1,
        "requests.unavailable_not_held.business": 1, "requests.new.public_interest": 1,
        "requests.withheld_third_party.public_interest": 1, "requests.new.natural_person": 1,
        "requests.carried_forward.natural_person": 1,
    }  # fmt: skip


def test_marks_under_kinds_and_results_as_on_the_form():
    rows = [
        ["青岚镇2024年政府信息公开申请登记簿"],
        ["序号", "登记日期", "申请人（打√）", "", "", "答复结果（打√）", "", "", "", "答复时间"],
        ["", "", "公民", "商业企业", "科研机构", "予以公开", "部分公开", "不予公开", "信息不存在", ""],
        [1, "3.5", "√", "", "", "√", "", "", "", "3.20"], [2, "4.5", "", "√", "", "", "", "", "√", "4.20"],
        [3, "5.5", "", "", "√", "", "√", "", "", "5.20"], [4, "6.5", "√", "", "", "", "", "√", "", "6.20"],
    ]  # fmt: skip
    merged = ("A1:J1", "C2:E2", "F2:I2", "A2:A3", "B2:B3", "J2:J3")
    answers = {"result": {"不予公开": "withheld_process"}}

    assert [(a.value, a.rows) for a in read(rows, merged).asked] == [("不予公开", (7,))]
    assert figures(read(rows, merged, answers)) == {
        "requests.new.natural_person": 2, "requests.granted.natural_person": 1, "requests.new.business": 1,
        "requests.unavailable_not_held.business": 1, "requests.new.research": 1, "requests.partially_granted.research": 1,
        "requests.withheld_process.natural_person": 1,
    }  # fmt: skip


def test_reviews_told_in_one_cell_each():
    reading = read([
        ["编号", "收到申请时间", "申请人性质", "办理结果", "办结时间", "是否复议", "复议情况", "是否诉讼", "诉讼情况"],
        ["青公〔2024〕1号", "2024/1/8", "个人", "予以公开", "2024/1/30", "否", "", "否", ""],
        ["青公〔2024〕2号", "2024/2/8", "个人", "信息不存在", "2024/2/28", "是", "2024.5.6维持", "是", "2024年9月8日驳回诉讼请求"],
        ["青公〔2024〕3号", "2024/3/8", "公司", "过程性信息不予公开", "2024/3/28", "是", "审理中", "否", "无"],
    ])  # fmt: skip

    assert {cell: n for cell, n in figures(reading).items() if cell.startswith("review")} == {
        "review.reconsideration.upheld": 1, "review.litigation_after_reconsideration.upheld": 1,
    }  # fmt: skip
    assert "第4行：写有复议、诉讼，没有日期" in reading.notices[-1].message


def test_a_case_carried_into_next_years_sheet_is_read_once():
    head = ["编号", "申请日期", "申请人类型", "答复类型", "答复日期"]
    reading = read(
        [head, ["2023-1", "2023-05-06", "公民", "予以公开", "2023-05-20"], ["2023-2", "2023-12-26", "企业", "", ""]],
        下年=[head, ["2023-2", "2023-12-26", "企业", "部分公开", "2024-01-10"]],
        统计=[["年份", "收到", "办结"], ["2023", 2, 1]],
    )

    assert reading.asked == ()
    assert [(r.number, r.outcome) for r in reading.requests] == [("2023-1", "granted"), ("2023-2", "partially_granted")]
    assert "与另一行是同一件" in reading.notices[-1].message


def test_a_row_that_says_it_is_several_is_told():
    reading = read([["编号", "收到日期", "申请人类型", "申请件数"], ["1", "2024-05-06", "公民", 3]])

    assert len(reading.requests) == 1
    assert "D2：写着不止一件" in reading.notices[0].message


NASTY = [
    "", "", "", "2024-03-05", "3月5日", 45356, 0, -1, 1e300, "2100-01-01", date(1901, 2, 3), "#REF!", "合计", "公民", "企业", "予以公开", "不予公开",
    "编号", "收到日期", "答复日期", "2024年3月", "复议", "维持", "√", "是", "无", "赵甲", "某某有限公司", "第三十六条", "(", "（", "条", "A" * 300,
    "第三十六条第", "年月日", "2024-", "--", "\u3000", "😀", "=1+1", "1.5", "12", "二〇二四年", "十十月十十日", "行政诉讼", "其他",
]  # fmt: skip
HEADS = [
    "编号", "序号", "收到日期", "申请人类型", "申请人", "姓名", "答复结果", "处理方式", "依据", "答复日期", "补正日期", "是否延期", "征求第三方意见", "承办单位",
    "复议日期", "复议结果", "复议结案日期", "诉讼情况", "行政复议诉讼情况", "案号", "类型", "办理状态", "件数", "备注", "", "公民",
]  # fmt: skip


def test_whatever_stands_in_a_register_it_is_read_told_or_refused():
    for seed in range(150):
        chance = random.Random(seed)
        heads = chance.sample(HEADS, chance.randint(3, 16))
        rows = [[chance.choice(NASTY) for _ in range(chance.randint(0, 17))] for _ in range(25)]
        rows.insert(chance.randint(0, 4), heads)
        if chance.random() < 0.3:
            rows.insert(chance.randint(5, 20), chance.sample(HEADS, 8))
        places = [f"{'ABCDEFGH'[c]}{r}:{'ABCDEFGHIJ'[c + chance.randint(0, 2)]}{r + chance.randint(0, 2)}"
                  for c, r in ((chance.randint(0, 7), 4 * n + 1) for n in range(1, 5))]  # fmt: skip
        try:
            reading = read(rows, tuple(places), {"result": {"不予公开": "withheld_process"}, "year": {"工作表“台账”": "2024"}})
        except Unreadable:
            continue
        assert [p for case in (*reading.requests, *reading.reviews) for p in problems(case)] == [], seed
        cells = count(reading.requests, reading.reviews, 2024, get_edition("2021"))
        came = cells["requests.new.total"] + cells["requests.carried_over.total"]
        assert came == cells["requests.processed.total"] + cells["requests.carried_forward.total"]
