"""The yearly statistics of administrative enforcement, in the shapes that organs publish them in."""

import io

import pytest
from openpyxl import Workbook

from reports.importing import Unreadable
from reports.importing.enforcement import Statistics, read_statistics_guarded
from reports.importing.enforcement.process import answer
from reports.importing.enforcement.rows import statistics_in
from reports.importing.readers.office.packages import Package
from reports.importing.readers.office.workbook import read_xlsx
from reports.importing.readers.plain import read_text
from reports.importing.readers.web_page import read_html

PENALTIES = ("警告、通报批评", "罚款", "没收违法所得、没收非法财物", "吊销许可证件", "其他行政处罚", "合计（宗）", "罚没金额（万元）")
LICENCES = ("申请数量", "受理数量", "许可数量", "不予许可数量", "撤销许可数量")


def table(*rows) -> str:
    """Return a table of HTML; a cell (text, columns, lines) spans."""
    lines = []
    for row in rows:
        cells = (cell if isinstance(cell, tuple) else (cell, 1, 1) for cell in row)
        lines.append("".join(f'<td colspan="{c}" rowspan="{r}">{text}</td>' for text, c, r in cells))
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def page(*parts: str) -> Statistics:
    return statistics_in(read_html(f"<html><body>{''.join(parts)}</body></html>".encode()))


def text(words: str) -> Statistics:
    return statistics_in(read_text(words.encode()))


def book(*sheets) -> Statistics:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return statistics_in(read_xlsx(Package(out.getvalue())))


# As Zhejiang and Guangdong print it: each form under a caption, groups above the columns.
ZHEJIANG = page(
    "<p>瀍水区文化和旅游局2025年度行政执法统计年报</p><p>表一 行政处罚实施情况统计表</p>",
    table([("行政处罚实施数量（宗）", 7, 1)], PENALTIES, (3, "1,204", 5, 1, 2, "1,215", "88.6")),
    "<p>表二 行政许可实施情况统计表</p>",
    table([("行政许可实施数量（宗）", 5, 1)], LICENCES, (90, 88, 80, 5, 1)),
    "<p>表三 行政强制实施情况统计表</p>",
    table(
        [("行政强制措施实施数量（宗）", 2, 1), ("行政强制执行实施数量（宗）", 3, 1), ("合计（宗）", 1, 3)],
        [("查封场所、设施或者财物", 1, 2), ("扣押财物", 1, 2), ("行政机关强制执行", 2, 1), ("申请法院强制执行", 1, 2)],
        ["拍卖或者依法处理查封、扣押的财物", "代履行"],
        (4, 6, 1, 2, 3, 16),
    ),
    "<p>表四 其他行政执法行为实施情况统计表</p>",
    table([("其他行政执法行为实施数量（宗）", 3, 1)], ("行政征收", "行政检查", "行政确认"), (0, 500, 7)),
)
# As Hubei does: a line a unit, the sum below; headers broken in two.
UNITS = page(
    "<p>2025年行政处罚实施情况统计表</p>",
    table(("单位名称", *PENALTIES), ("局机关", 0, 2, 0, 0, 0, 2, "1.2"), ("执法支队", 1, 7, 1, 0, 0, 9, "3"),
          ("合计", 1, 9, 1, 0, 0, 11, "4.2")),
    "<p>2025年行政许可实施情况统计表</p>",
    table(("单位名称", *LICENCES), ("局机关", 5, 5, 4, 1, 0), ("不动产中心", 7, 7, 7, 0, 0)),
)  # fmt: skip
# As Chongqing does: numbered lines, checks and procedures counted beside, the sum below.
_MORE = ("审核数量", "纠错数量")
CHONGQING = page(
    "<p>2025年行政执法年度数据统计公示</p><p>(表1)行政许可实施情况统计表</p>",
    table([("序号", 1, 2), ("单位名称", 1, 2), ("行政许可实施数量(件)", 4, 1), ("撤销行政许可数量(件)", 1, 2), ("法制审核数量(件)", 2, 1)],
          [*LICENCES[:4], *_MORE], (1, "某区市场监管局", 813, 797, 717, 57, 2, 900, 4), (2, "", "", "", "", "", "", "", ""),
          [("合 计", 2, 1), 813, 797, 717, 57, 2, 900, 4]),
    "<p>(表2)行政处罚实施情况统计表</p>",
    table([("序号", 1, 2), ("单位名称", 1, 2), ("行政处罚实施数量(件)", 4, 1), ("罚没金额(万元)", 1, 2), ("简易程序数量(件)", 1, 2),
           ("一般程序数量(件)", 1, 2), ("法制审核数量(件)", 2, 1), ("涉嫌犯罪移送案件数量(件)", 1, 2)],
          ["警告", "罚款", "其他行政处罚", "合计", *_MORE],
          (1, "某区市场监管局", 38, 702, 9, 749, "998.73", 17, 732, 888, 1, 6), [("合计", 2, 1), 38, 702, 9, 749, "998.73", 17, 732, 888, 1, 6]),
)  # fmt: skip
# A form with a line a kind, in a workbook.
UPRIGHT = book(
    ("行政许可", [["行政许可情况统计表"], ["项目", "本年数", "上年数"], ["受理", 31, 99], ["准予许可", 28, 97], ["不予许可", 3, 2]]),
    ("行政处罚", [["行政处罚情况统计表"], ["种类", "件数"], ["警告", 2], ["罚款", 11], ["合计", 13], ["罚没金额（元）", 52000]]),
    ("行政强制", [["行政强制情况统计表"], ["种类", "件数"], ["行政强制措施", 6], ["行政强制执行", 0], ["申请人民法院强制执行", 2]]),
)  # fmt: skip
# Pasted: one cell a line, and blanks among the numbers.
PASTED = text(
    "某区公安分局2025年度行政执法统计年报\n\n行政处罚实施数量(宗)\n\n警告\n\n罚款\n\n没收违法\n\n所得\n\n行政拘留\n\n合计(宗)\n\n罚没金额(万元)\n\n"
    "31\n\n54\n\n—\n\n—\n\n59\n\n144\n\n4.1\n\n说明:\n\n1.统计范围为统计年度1月1日至12月31日。\n\n"
    "行政许可实施数量(宗)\n\n申请数量\n\n受理数量\n\n许可数量\n\n不予许可数量\n\n撤销许可数量\n\n20\n\n20\n\n18\n\n2\n\n0\n"
)
WORDS = text(
    "2025年度行政执法情况。全年作出行政许可决定 36 件，不予行政许可 2 件；办理行政处罚案件 15 件；采取行政强制措施 4 次。"
)
NO_TOTAL = page("<p>行政处罚实施情况</p>", table(("警告", "罚款", "罚没金额（元）"), (2, 5, 9000)))
SHAPES = {
    "forms of a province": (ZHEJIANG, {"licensing": 85, "penalties": 1215, "coercion": 16}),
    "a line a unit": (UNITS, {"licensing": 12, "penalties": 11}),
    "with checks beside": (CHONGQING, {"licensing": 774, "penalties": 749}),
    "a line a kind": (UPRIGHT, {"licensing": 31, "penalties": 13, "coercion": 8}),
    "pasted cell by cell": (PASTED, {"licensing": 20, "penalties": 144}),
    "words alone": (WORDS, {"licensing": 38, "penalties": 15, "coercion": 4}),
    "without a total": (NO_TOTAL, {"penalties": 7}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_gives_its_numbers(shape):
    told, truth = SHAPES[shape]

    assert told.counts == truth


def test_what_a_count_is_made_of_is_told():
    matters = ZHEJIANG.matters

    assert matters["licensing"].numbers == {"granted": 80, "refused": 5, "revoked": 1}
    assert matters["coercion"].numbers == {"measures": 10, "execution": 3, "court": 3, "total": 16}
    assert matters["licensing"].told == "准予许可 80，不予许可 5，撤销许可 1"


def test_the_year_is_read_where_it_is_told():
    assert (ZHEJIANG.year, PASTED.year, NO_TOTAL.year) == (2025, 2025, None)


@pytest.mark.parametrize(
    ("told", "matter", "words"),
    [(PASTED, "penalties", "没有框线"), (WORDS, "licensing", "从文字里读到"), (NO_TOTAL, "penalties", "没有合计")],
    ids=["unruled", "words", "no total"],
)
def test_what_is_less_than_sure_says_so(told, matter, words):
    assert words in told.matters[matter].doubt


def test_a_total_that_its_parts_do_not_make_is_told():
    told = page("<p>行政强制</p>", table(("行政强制措施", "行政强制执行", "合计"), (3, 1, 9)))

    assert "合计 9 与各项之和 4 不等" in told.matters["coercion"].doubt


def test_other_acts_are_no_licences_and_no_penalties():
    told = page("<p>行政检查实施情况统计表</p>", table(("检查次数", "合计"), (40, 40)))

    assert told.matters == {}


@pytest.mark.usefixtures("fresh_processes")
def test_it_is_read_in_a_process_apart():
    told = read_statistics_guarded("行政许可实施数量\t许可数量\t不予许可数量\n\t5\t1\n".encode(), "a.txt")

    assert told.counts == {"licensing": 6}


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"%PDF-1.4 broken", "今天天气很好".encode(), b"\0" * 5000],
    ids=["empty", "zip", "pdf", "words", "zeros"],
)
def test_what_is_none_is_refused_in_words(content):
    request = b"\0\0\0\x1b" + b'{"name": "", "office": "" }' + content

    assert answer(request, offline=True)["refusal"].endswith("。")


def test_a_file_too_large_is_not_read():
    with pytest.raises(Unreadable, match="20MB"):
        read_statistics_guarded(b"x" * (20 * 1024 * 1024 + 1))


def test_what_was_read_survives_its_json():
    assert Statistics.from_json(ZHEJIANG.to_json()) == ZHEJIANG
