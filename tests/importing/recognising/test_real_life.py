"""Every oddity that posted reports have in their numbers and tables."""

from decimal import Decimal
from html import escape

import pytest

from reports.editions import AMOUNT, COUNT, SIGNED, get_edition
from reports.importing import read
from reports.importing.fitting.cell_words import read_cell, split_digits

from ..making import styles
from ..making.pages import BUREAU, CITY, messages, page, table_two
from ..making.printed import figures


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("251000元", AMOUNT, "25.1"),
        ("1,520,000元", AMOUNT, "152"),
        ("113.96万元", AMOUNT, "113.96"),
        ("1424.4 万元", AMOUNT, "1424.4"),
        ("1.2亿元", AMOUNT, "12000"),
        ("190.457379", AMOUNT, "190.457379"),
        ("８０４０", AMOUNT, "8040"),
        ("+1", SIGNED, "1"),
        ("＋19", SIGNED, "19"),
        ("减4", SIGNED, "-4"),
        ("减少4项", SIGNED, "-4"),
        ("增3", SIGNED, "3"),
        ("−2", SIGNED, "-2"),
        ("+(0) -(0)", SIGNED, "0"),
        ("0/0", SIGNED, "0"),
        ("22（其中修订16件）", COUNT, "22"),
        ("\t 34\n", COUNT, "34"),
        ("　12　", COUNT, "12"),
        ("1,234", COUNT, "1234"),
        ("1，234", COUNT, "1234"),
        ("12 345", COUNT, "12345"),
        ("105件", COUNT, "105"),
        ("零", COUNT, "0"),
        ("３.0", COUNT, "3"),
    ],
)
def test_a_figure_is_read_as_it_is_written(typed, kind, value):
    assert read_cell(typed, kind).value == Decimal(value)


@pytest.mark.parametrize("typed", ["/", "-", "_", "—", "——", "无", "\\", "－"])
def test_a_mark_for_nothing_is_blank_and_told(typed):
    figure = read_cell(typed, COUNT)

    assert figure.value is None and not figure.sure
    assert typed in figure.message


@pytest.mark.parametrize("typed", ["&nbsp;", "　", "", " \n "])
def test_a_blank_cell_is_not_zero(typed):
    content = table_two(f"规章|{typed}|0|11")

    reading = read(page(proactive=content))

    assert reading.document.cells["proactive.rules.issued"] is None
    assert reading.document.cells["proactive.rules.repealed"] == 0
    assert reading.cells["proactive.rules.issued"].state == "missing"


@pytest.mark.parametrize("typed", ["见附件", "12+3", "3/4", "约20", "1.5", "-3", "0/0", "1 2"])
def test_what_is_no_count_stays_blank_and_is_told(typed):
    figure = read_cell(typed, COUNT)

    assert figure.value is None and not figure.sure and figure.message


def test_converted_yuan_is_said():
    assert read_cell("251000元", AMOUNT).message == "本栏单位为万元：“251000元”已换算为 25.1 万元。"


@pytest.mark.parametrize("typed", ["+19", "＋19"])
def test_a_number_that_grew_in_a_column_of_all_is_unsure(typed):
    figure = read_cell(typed, COUNT)

    assert (figure.value, figure.sure) == (19, False)
    assert "请核对" in figure.message


def test_a_note_under_a_figure_is_said_and_unsure():
    figure = read_cell("22（其中修订16件）", COUNT)

    assert not figure.sure and "其中修订16件" in figure.message


def test_digits_run_together_are_parted_only_when_there_is_one_way():
    assert split_digits("000", 3) == ["0", "0", "0"]
    assert split_digits("0010", 3) == ["0", "0", "10"]
    assert split_digits("100", 2) == ["10", "0"]
    assert split_digits("1212", 3) is None


def test_cells_run_together_without_a_separator():
    reading = read(page(proactive="<p>规章000</p><p>行政规范性文件1212</p><p>行政许可7</p>"))
    cells = reading.document.cells

    assert [cells[f"proactive.rules.{c}"] for c in ("issued", "repealed", "in_force")] == [0, 0, 0]
    assert cells["proactive.normative_documents.issued"] is None
    assert cells["proactive.licensing.decisions"] == 7


def test_a_row_with_fewer_numbers_than_cells_stays_unknown():
    reading = read(page(proactive="<p>规章</p><p>0</p><p>0</p><p>行政规范性文件 1 2 3</p>"))
    cells = reading.cells

    assert cells["proactive.rules.issued"].value is None
    assert cells["proactive.rules.issued"].read == "0 0"
    assert cells["proactive.normative_documents.repealed"].value == 2
    assert "应有3个数字，这里有2个" in messages(reading)


def test_a_printed_total_is_kept_as_printed():
    wrong = styles.clipboard(CITY).decode().replace(">3646<", ">9999<").replace(">3521<", ">1<")
    document = read(wrong.encode()).document

    assert document.cells == read(styles.clipboard(CITY)).document.cells | {
        cell: Decimal(9999) if value == 3646 else Decimal(1) if value == 3521 else value
        for cell, value in CITY.cells.items()
    }


def test_an_extra_row_is_told_and_not_read():
    reading = read(page(proactive=table_two("规章|0|0|0", "其他主动公开文件|1|2|3")))

    assert "其他主动公开文件" in messages(reading)
    assert reading.document.cells["proactive.rules.in_force"] == 0


def test_an_empty_row_is_no_row():
    reading = read(page(proactive=table_two("规章|4|5|6", "|||", "行政规范性文件|1|2|3")))

    assert reading.document.cells["proactive.rules.issued"] == 4
    assert reading.document.cells["proactive.normative_documents.in_force"] == 3


def test_three_cells_under_one_header_give_the_one_that_is_written():
    rows = "<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr><tr><td>行政许可</td><td></td><td>12</td><td></td></tr>"
    several = rows.replace("<td></td>", "<td>3</td>")

    one, many = (read(page(proactive=f"<table>{r}</table>")) for r in (rows, several))

    assert one.document.cells["proactive.licensing.decisions"] == 12
    assert many.document.cells["proactive.licensing.decisions"] is None
    assert "行政许可" in messages(many)


def test_one_merged_cell_over_several_is_nobodys():
    rows = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td colspan=3>5</td></tr>"
    reading = read(page(proactive=f"<table>{rows}</table>"))

    assert reading.document.cells["proactive.rules.issued"] is None
    assert reading.document.cells["proactive.rules.in_force"] is None
    assert "5" in messages(reading)


def test_a_column_head_cut_twice_is_read_by_its_order():
    old = styles.clipboard(BUREAU).decode()
    cut = old.replace("本年新制作数量", "本年新").replace("本年新公开数量", "本年新")

    assert read(cut.encode()).document.cells == BUREAU.cells


def test_numerals_lost_from_captions_and_definitions_in_them_do_not_matter():
    page_ = styles.clipboard(CITY).decode()
    page_ = page_.replace("第二十条第（一）项", "第二十条第（ ）项").replace(
        "1.属于国家秘密", "属于国家秘密"
    )
    page_ = page_.replace(
        ">行政强制<", ">行政强制（指《行政强制法》规定的行政强制措施和行政强制执行）<"
    )

    assert read(page_.encode()).document.cells == CITY.cells


def test_captions_with_spaces_or_without_their_first_character_are_read():
    page_ = styles.clipboard(CITY).decode()
    page_ = page_.replace("第二十条第（八）项", "第二十条(八)项").replace(
        "三、本年度办理结果", "三 、本 年 度办理结果"
    )

    assert read(page_.encode()).document.cells == CITY.cells


def test_the_captions_of_a_group_dropped_are_taken_by_order_and_unsure():
    page_ = styles.clipboard(CITY).decode()
    for number, words in enumerate(
        ("属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”"), 1
    ):
        page_ = page_.replace(f"{number}.{escape(words, quote=False)}", "")

    reading = read(page_.encode())

    assert reading.document.cells == CITY.cells
    assert reading.cells["requests.withheld_other_law.total"].state == "unsure"
    assert reading.cells["requests.granted.total"].state == "sure"


def test_other_handling_as_one_row_in_a_2021_report_is_told():
    page_ = styles.clipboard(CITY).decode()
    start = page_.index('<tr><td rowspan="3">（六）其他处理')
    end = page_.index('<tr><td colspan="2">（七）总计')
    row = "<td colspan=2>（六）其他处理</td>" + "<td>9</td>" * 7

    reading = read(f"{page_[:start]}<tr>{row}</tr>{page_[end:]}".encode())

    assert reading.document.edition_id == "2021"
    assert reading.document.cells["requests.other_other.total"] is None
    assert "（六）其他处理" in messages(reading)


def test_columns_of_both_editions_mixed_are_not_read_by_place():
    mixed = styles.clipboard(CITY).decode().replace("本年制发件数", "本年新制作数量")
    mixed = mixed.replace("本年废止件数", "本年新公开数量").replace(
        "现行有效件数", "对外公开总数量"
    )

    reading = read(mixed.encode())

    assert reading.document.edition_id == "2021"
    assert reading.document.cells["proactive.rules.in_force"] is None
    assert reading.document.cells["proactive.licensing.decisions"] is not None
    assert "表二“规章”行" in messages(reading)


def test_a_report_on_the_template_of_another_edition_keeps_it_and_says_so():
    old = styles.portal(BUREAU).decode("gb18030").replace("2020年", "2022年")

    reading = read(old.encode("gb18030"))

    assert (reading.document.year, reading.document.edition_id) == (2022, "2019")
    assert reading.document.cells == BUREAU.cells
    assert "2021年版" in messages(reading)


def test_table_four_as_one_line_of_fifteen_numbers():
    numbers = [n for _, row in figures(CITY, CITY.edition.table("review")) for n in row]
    heads = "结果维持 结果纠正 其他结果 尚未审结 总计 " * 3

    reading = read(page(review=f"<p>行政复议 行政诉讼</p><p>{heads}</p><p>{' '.join(numbers)}</p>"))

    assert reading.document.cells == CITY.cells


def test_fourteen_of_fifteen_numbers_stay_unknown():
    heads = "结果维持 结果纠正 其他结果 尚未审结 总计 " * 3

    reading = read(page(review=f"<p>{heads}</p><p>{'0 ' * 14}</p>"))

    assert reading.document.cells["review.reconsideration.upheld"] is None
    assert "应有15个数字，这里有14个" in messages(reading)


def test_tables_as_pictures_are_said():
    reading = read(page(requests="<p><img src='/files/table3.png'></p>"))

    assert reading.document.cells["requests.new.total"] is None
    assert "图片" in messages(reading)


def test_tables_only_in_an_appendix_are_found_there():
    body = styles.clipboard(CITY).decode()
    tables = "".join(f"<p>附表{n}</p><table>{t.split('</table>')[0]}</table>"
                     for n, t in enumerate(body.split("<table")[1:], 1)).replace("<table> ", "<table ")  # fmt: skip
    empty = "<p>详见附表。</p>"
    words = page(proactive=empty, requests=empty, review=empty).decode()

    reading = read(words.replace("<!--End", f"{tables}<!--End").encode())

    assert reading.document.cells == CITY.cells
    assert "附表" not in reading.document.narrative("other_matters")


def test_sentences_between_heading_and_table_are_told():
    content = "<p>1.本年度制发规范性文件若干件，均已公开。</p>" + table_two("规章|0|0|0")

    assert "均已公开" in messages(read(page(proactive=content)))


def test_every_cell_of_the_edition_has_a_reading():
    reading = read(styles.portal(BUREAU))

    assert list(reading.cells) == list(get_edition("2019").cells)
