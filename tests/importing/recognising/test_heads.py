"""Heads and captions say where a figure goes; their order counts only where they say nothing."""

from decimal import Decimal

import pytest

from reports.importing import read

from ..making.pages import CITY, messages, page, table_two

TITLE = "青岚县水务局2024年政府信息公开工作年度报告"
FEES = "proactive.fees.amount"


def text(*lines: str):
    return read("\n".join([TITLE, "一、总体情况", "全年平稳。", *lines]).encode())


def row(reading, name: str) -> list:
    cells = reading.document.edition.cells
    return [reading.document.cells[cell] for cell in cells if cell.startswith(f"{name}.")]


IN_FORCE_FIRST = "现行有效件数|本年制发件数|本年废止件数"


def test_columns_of_a_table_in_another_order_follow_their_heads():
    reading = read(page(proactive=table_two("行政规范性文件|31|7|2", header=IN_FORCE_FIRST)))

    assert row(reading, "proactive.normative_documents") == [7, 2, 31]


@pytest.mark.parametrize("parting", ["\t", "\n", "|"])
def test_columns_of_copied_text_in_another_order_follow_their_heads(parting):
    heads = ["信息内容", *IN_FORCE_FIRST.split("|")]
    lines = [heads, ["规章", "0", "0", "0"], ["行政规范性文件", "31", "7", "2"]]

    reading = text("二、主动公开政府信息情况", *(parting.join(line) for line in lines))

    assert row(reading, "proactive.normative_documents") == [7, 2, 31]


def test_applicants_in_another_order_follow_their_heads():
    kinds = "社会公益组织\t商业企业\t科研机构\t法律服务机构\t其他"
    reading = text(
        "三、收到和处理政府信息公开申请情况",
        "申请人情况\n自然人\t法人或其他组织\t总计",
        kinds,
        "一、本年新收政府信息公开申请数量\t1\t40\t2\t3\t0\t0\t46",
    )

    assert row(reading, "requests.new") == [1, 2, 3, 40, 0, 0, 46]


def test_a_figure_under_a_strange_head_stays_blank_and_is_told():
    header = "本年制发件数|本年废止件数|网站浏览人次"

    reading = read(page(proactive=table_two("规章|3|1|9000", header=header)))

    assert row(reading, "proactive.rules") == [3, 1, None]
    assert reading.cells["proactive.rules.in_force"].read == "9000"
    assert "这一栏的表头是“网站浏览人次”" in messages(reading)


def test_rows_in_another_order_follow_their_captions():
    reading = text(
        "三、收到和处理政府信息公开申请情况",
        "二、上年结转政府信息公开申请数量\t5\t3\t6\t6\t4\t3\t27",
        "一、本年新收政府信息公开申请数量\t78\t110\t81\t75\t62\t88\t494",
    )

    assert row(reading, "requests.new")[-1] == 494
    assert row(reading, "requests.carried_over")[-1] == 27


def test_rows_of_a_table_in_another_order_follow_their_captions():
    rows = ("行政规范性文件|7|2|31", "规章|3|0|11")

    reading = read(page(proactive=table_two(*rows)))

    assert row(reading, "proactive.rules") == [3, 0, 11]
    assert row(reading, "proactive.normative_documents") == [7, 2, 31]


REVIEW_HEADS = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"


def test_groups_of_table_four_in_another_order_follow_their_heads():
    numbers = "\t".join(str(n) for n in (6, 1, 4, 2, 13, 5, 2, 3, 1, 11, 4, 3, 2, 1, 10))
    reading = text(
        "四、政府信息公开行政复议、行政诉讼情况",
        "行政诉讼\t行政复议\n复议后起诉\t未经复议直接起诉",
        "\t".join([REVIEW_HEADS] * 3),
        numbers,
    )

    assert row(reading, "review.reconsideration")[-1] == 10
    assert row(reading, "review.litigation_direct")[-1] == 11
    assert row(reading, "review.litigation_after_reconsideration")[-1] == 13


def test_groups_of_a_table_four_of_cells_follow_their_heads():
    def cells(words, span=1):
        return "".join(f"<td colspan={span}>{word}</td>" for word in words)

    lines = [
        "<td colspan=10>行政诉讼</td><td rowspan=2 colspan=5>行政复议</td>",
        cells(("复议后起诉", "未经复议直接起诉"), 5),
        cells(REVIEW_HEADS.split("\t") * 3),
        cells((6, 1, 4, 2, 13, 5, 2, 3, 1, 11, 4, 3, 2, 1, 10)),
    ]

    reading = read(page(review=f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"))

    assert row(reading, "review.reconsideration") == [4, 3, 2, 1, 10]
    assert row(reading, "review.litigation_after_reconsideration") == [6, 1, 4, 2, 13]


@pytest.mark.parametrize(
    ("head", "printed", "value"),
    [
        ("本年收费金额（单位：元）", "1904573.79", "190.457379"),
        ("本年收费金额（亿元）", "0.5", "5000"),
        ("本年收费金额（单位：千元）", "250", "25"),
        ("本年收费金额（单位：万元）", "250", "250"),
        ("本年收费金额", "250", "250"),
        ("本年收费金额（单位：元）", "3.5万元", "3.5"),
    ],
)
def test_an_amount_is_in_the_unit_of_its_head_or_its_own(head, printed, value):
    reading = text("二、主动公开政府信息情况", f"信息内容\t{head}", f"行政事业性收费\t{printed}")

    assert reading.document.cells[FEES] == Decimal(value)


@pytest.mark.parametrize("note", ["<p>单位：元</p>{}", "{}"])
def test_an_amount_is_in_the_unit_that_stands_over_the_table(note):
    inside = "" if "单位" in note else "<tr><td colspan=4>（单位：元）</td></tr>"
    head = "<tr><td>信息内容</td><td colspan=3>本年收费金额</td></tr>"
    table = f"<table>{inside}{head}<tr><td>行政事业性收费</td><td colspan=3>25000</td></tr></table>"

    reading = read(page(proactive=note.format(table)))

    assert reading.document.cells[FEES] == Decimal("2.5")
    assert "单位是元" in messages(reading)


def test_a_row_that_is_parted_into_several_stays_blank_and_is_told():
    reading = read(
        "\n".join(
            [
                "青岚县水务局2020年政府信息公开工作年度报告",
                "一、总体情况\n平稳。",
                "二、主动公开政府信息情况",
                "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0",
                "三、收到和处理政府信息公开申请情况",
                "（六）其他处理\t1.逾期不补正\t10\t0\t0\t0\t0\t0\t10",
                "2.逾期不缴费\t20\t0\t0\t0\t0\t0\t20",
                "（七）总计\t30\t0\t0\t0\t0\t0\t30",
            ]
        ).encode()
    )

    assert row(reading, "requests.other_handling") == [None] * 7
    assert row(reading, "requests.processed")[-1] == 30
    assert "分成几行" in messages(reading)


NEW = "一、本年新收政府信息公开申请数量"
GRANTED = "（一）予以公开"


@pytest.mark.parametrize("mark", ["— 6 —", "-6-", "第6页", "6"])
def test_a_page_number_among_rows_is_no_figure(mark):
    reading = text(
        "三、收到和处理政府信息公开申请情况",
        f"{NEW} 78 110 81 75 62 88 494",
        mark,
        f"{GRANTED} 1 8 2 0 3 6 20",
    )

    assert row(reading, "requests.new") == [78, 110, 81, 75, 62, 88, 494]
    assert row(reading, "requests.granted") == [1, 8, 2, 0, 3, 6, 20]


def test_a_number_under_a_row_that_lost_one_is_not_taken_for_it():
    reading = text("三、收到和处理政府信息公开申请情况", f"{GRANTED} 3 6 8 5 6 28", "5")

    assert row(reading, "requests.granted") == [None] * 7
    assert reading.cells["requests.granted.total"].read == "3 6 8 5 6 28 5"


def test_a_total_alone_on_the_next_line_is_taken_where_it_adds_up():
    reading = text("三、收到和处理政府信息公开申请情况", f"{GRANTED} 3 6 8 5 6 0", "28")

    assert row(reading, "requests.granted") == [3, 6, 8, 5, 6, 0, 28]


def test_figures_that_do_not_add_up_are_told():
    reading = text("三、收到和处理政府信息公开申请情况", f"{GRANTED} 3 6 8 5 6 0 29")

    assert row(reading, "requests.granted")[-1] == 29
    assert "前后不符" in messages(reading) and "应为 28，现为 29" in messages(reading)


@pytest.mark.parametrize("printed", ["1.2万", "约238", "（17）", "12余件", "3:5"])
def test_what_stands_in_a_figures_place_is_told_as_it_stands(printed):
    lines = ("二、主动公开政府信息情况", f"行政许可\t{printed}")
    row_ = f"<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>{printed}</td></tr></table>"

    for reading in (text(*lines), read(page(proactive=row_))):
        got = reading.cells["proactive.licensing.decisions"]
        assert (got.value, got.read) == (None, printed)
        assert "是空白" not in messages(reading).split("表三")[0]


def test_a_table_of_copied_text_that_comes_twice_is_in_dispute_where_it_differs():
    table = ["规章\t0\t0\t0", "行政规范性文件\t7\t2\t31"]
    reading = text("二、主动公开政府信息情况", *table, table[0], "行政规范性文件\t7\t3\t31")

    assert row(reading, "proactive.normative_documents") == [7, None, 31]
    assert "2 / 3" in messages(reading)


def test_a_table_four_of_copied_text_that_comes_twice_is_in_dispute_where_it_differs():
    numbers = [4, 3, 2, 1, 10, 5, 2, 3, 1, 11, 6, 1, 4, 2, 13]
    table = "\t".join([REVIEW_HEADS] * 3)
    lines = [table, "\t".join(map(str, numbers)), table, "\t".join(map(str, [9, *numbers[1:]]))]

    reading = text("四、政府信息公开行政复议、行政诉讼情况", *lines)

    assert row(reading, "review.reconsideration") == [None, 3, 2, 1, 10]
    assert "不止一张表四" in messages(reading)


def test_a_sites_line_is_no_row_and_takes_no_section():
    body = "二、主动公开政府信息情况\n规章\n0\n0\n0\n五、存在的主要问题及改进情况\n人手不足。"
    lines = f"政府信息公开\n{TITLE}\n一、总体情况\n全年公开465条。\n{body}"

    document = read(lines.encode()).document

    assert (document.organ, document.year) == ("青岚县水务局", 2024)
    assert "465" in document.narrative("overview")


TRADITIONAL = str.maketrans("总体情况规章现处给数务条报开题进", "總體情況規章現處給數務條報開題進")


def test_traditional_characters_are_the_same_words():
    lines = [
        TITLE,
        "一、总体情况\n规章有序。",
        "二、主动公开政府信息情况\n第二十条第（一）项",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t2\t3",
        "五、存在的主要问题及改进情况\n不足。",
    ]
    reading = read("\n".join(lines).translate(TRADITIONAL).encode())

    assert reading.document.organ == "青岚县水務局"
    assert row(reading, "proactive.rules") == [1, 2, 3]
    assert reading.document.narrative("overview") == "<p>規章有序。</p>"


def test_the_whole_report_still_comes_back():
    assert read(page()).document.cells == CITY.cells
