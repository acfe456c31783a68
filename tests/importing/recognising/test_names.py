"""Whose report it is and for which year: what names them, and what only looks as if it did."""

import datetime

import pytest

from reports.importing import read
from reports.importing.recognising.organ_names import looks_like_organ, organ_of
from tests.factories import FIXTURES

from ..making.pages import messages

TITLES = (FIXTURES / "titles.txt").read_text().splitlines()
BODY = "一、总体情况\n（一）主动公开。全年平稳。\n六、其他需要报告的事项\n没有收取信息处理费。"
WITHOUT = "2024年政府信息公开工作年度报告"


def organ(*lines: str) -> str:
    return read("\n".join(lines).encode()).document.organ


@pytest.mark.parametrize("printed", TITLES)
def test_a_title_over_several_lines_has_the_whole_name(printed):
    lines = printed.split(" / ")

    document = read("\n".join([*lines, BODY]).encode()).document

    assert (document.organ, document.year) == ("".join(lines).removesuffix(WITHOUT), 2024)
    assert document.preface == ""


@pytest.mark.parametrize("printed", [TITLES[0], TITLES[1], TITLES[-2]])
def test_a_signature_over_several_lines_leaves_none_of_them_in_the_text(printed):
    lines = printed.split(" / ")

    document = read("\n".join([*lines, BODY, *lines[:-1], "2025年1月20日"]).encode()).document

    assert document.narrative("other_matters") == "<p>没有收取信息处理费。</p>"
    assert document.issued == datetime.date(2025, 1, 20)


def test_what_stands_after_the_date_is_told():
    reading = read(f"{WITHOUT}\n{BODY}\n2025年1月20日\n（此件主动公开）".encode())

    assert "（此件主动公开）" in messages(reading)


def test_a_sites_name_over_a_title_is_no_part_of_it():
    title = "青岚县水务局2024年政府信息公开工作年度报告"

    assert organ("青岚县人民政府", title, BODY) == "青岚县水务局"
    assert organ("青岚县人民政府", "青岚县水务局2024年", "政府信息公开工作年度报告", BODY) == (
        "青岚县水务局"
    )


@pytest.mark.parametrize(
    "last", ["本年度未收取信息处理费", "特此报告", "初审张三复审李四", "没有其他需要报告的事项"]
)
def test_the_last_line_of_the_text_is_no_organ_and_stays(last):
    reading = read(f"{WITHOUT}\n一、总体情况\n平稳。\n六、其他需要报告的事项\n{last}".encode())

    assert reading.document.organ == ""
    assert reading.document.narrative("other_matters") == f"<p>{last}</p>"
    assert "没有机关名称" in messages(reading)


def test_a_signature_names_the_organ_and_is_told():
    reading = read(f"{WITHOUT}\n{BODY}\n青岚县水务局\n2025年1月20日".encode())

    assert reading.document.organ == "青岚县水务局"
    assert "按落款读作“青岚县水务局”" in messages(reading)


@pytest.mark.parametrize(
    "opening",
    [
        "根据《中华人民共和国政府信息公开条例》要求，特向社会公布2024年青岚县水务局政府信息公开工作年度报告。",
        "根据条例规定，现公布青岚县水务局2024年政府信息公开工作年度报告。",
        "《青岚县水务局2024年政府信息公开工作年度报告》按照条例编制，全文如下。",
        "本报告由青岚县水务局编制。",
        "青岚县水务局根据《中华人民共和国政府信息公开条例》编制本报告。",
        "如对报告有疑问，请与青岚县水务局联系，电话0000-0000000。",
        "如有疑问，可与青岚县水务局办公室联系（地址：水务路1号）。",
        "根据条例要求,青岚县水务局现向社会公开《2024年政府信息公开工作年度报告》。",
        "如有疑问，请与青岚县水务局政府信息公开领导小组办公室联系。",
    ],
)
def test_an_opening_names_the_organ(opening):
    assert organ(WITHOUT, opening, BODY) == "青岚县水务局"


@pytest.mark.parametrize(
    "details",
    ["发布机构：青岚县水务局", "发布机构 | 青岚县水务局 | 日期 | 2025-01-20", "信息来源：青岚县水务局　浏览次数：5",
     "发布来源：青岚县水务局　发布时间：2025-01-20"],
)  # fmt: skip
def test_the_rows_over_a_report_name_the_organ(details):
    assert organ(details, WITHOUT, BODY) == "青岚县水务局"


def test_a_title_about_the_work_of_a_year_names_the_organ():
    assert organ("青岚县水务局关于2024年政府信息公开工作的年度报告", BODY) == "青岚县水务局"


def test_the_first_sentence_speaks_of_the_organ():
    first = "一、总体情况\n2024年,在县委的正确领导下,青岚县水务局认真贯彻条例。"

    assert organ(WITHOUT, first) == "青岚县水务局"


def test_a_row_with_the_title_in_it_is_no_part_of_the_name():
    line = "标 题 | 青岚县水务局政府信息公开工作2024年度报告 | ||"

    assert organ(line, BODY) == "青岚县水务局"


@pytest.mark.parametrize(
    "words", ["特向社会", "本年度未收取信息处理费", "全县", "我局", "本机关", "没有", "标题|青岚县水务局",
              "根据县政府办公室", "做好信息公开工作。青岚县水务局"]
)  # fmt: skip
def test_words_of_a_sentence_are_no_organ(words):
    assert not looks_like_organ(words)


PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
NAMELESS = "青岚县水务局政府信息公开工作年度报告"


def test_without_a_year_in_the_title_the_period_gives_it():
    reading = read(f"{NAMELESS}\n{PERIOD}\n{BODY}\n青岚县水务局\n2024年1月20日".encode())

    assert reading.document.year == 2023
    assert "按统计期限读作2023年" in messages(reading)


def test_without_a_period_the_date_gives_the_year_and_then_the_files_name():
    dated = read(f"{NAMELESS}\n{BODY}\n青岚县水务局\n2024年1月20日".encode(), "2021年报.txt")
    named = read(f"{NAMELESS}\n{BODY}".encode(), "水务局2022.txt")

    assert (dated.document.year, dated.document.issued) == (2023, datetime.date(2024, 1, 20))
    assert named.document.year == 2022


def test_years_that_disagree_are_told():
    title = "青岚县水务局2024年政府信息公开工作年度报告"

    reading = read(f"{title}\n{PERIOD}\n{BODY}".encode(), "2021年报.txt")

    assert reading.document.year == 2024
    assert "标题是2024年，统计期限是2023年、文件名是2021年" in messages(reading)


def test_the_template_is_no_evidence_of_the_year():
    table = "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0"
    body = f"一、总体情况\n平稳。\n二、主动公开政府信息情况\n{table}"

    reading = read(f"{NAMELESS}\n{body}".encode())

    assert reading.document.edition_id == "2019"
    assert reading.document.year == datetime.date.today().year - 1


ANNOUNCING = "根据县政府办公室的要求,结合我局实际,现将2024年度政府信息公开工作年度报告如下:"


def test_a_sentence_that_leads_to_the_report_is_no_title():
    document = read(f"{ANNOUNCING}\n{BODY}".encode()).document

    assert document.preface == f"<p>{ANNOUNCING}</p>"
    assert document.organ == ""


def test_an_own_office_is_told_from_a_governments_office():
    asked = "如有疑问，请与青岚县人民政府办公室联系。"

    assert organ(WITHOUT, asked, BODY) == "青岚县人民政府办公室"


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("为认真做好青岚县水务局政府信息公开工作，我局编制本报告。", "青岚县水务局"),
        ("为切实推进青岚县水务局政务公开工作，现将有关情况报告如下。", "青岚县水务局"),
    ],
    ids=["to do well", "to move on"],
)
def test_the_purpose_before_a_name_is_no_part_of_it(opening, name):
    assert organ(opening, BODY) == name


def test_brackets_after_a_name_may_say_which_part_of_it():
    assert organ("青岚总署（本级机关）2024年政府信息公开工作年度报告", BODY) == "青岚总署（本级机关）"


@pytest.mark.parametrize(
    "first", ["{{ title }}", "[打印] [关闭]", "[ 首页 ]"], ids=["braces", "buttons", "spaced"]
)
def test_a_page_that_begins_with_a_bracket_is_no_data(first):
    assert organ(first, "青岚县水务局2024年政府信息公开工作年度报告", BODY) == "青岚县水务局"


@pytest.mark.parametrize("mark", ["》", "的", "及", "与"])
def test_a_name_without_end_is_none_and_takes_no_time(mark):
    assert organ_of(mark * 200_000 + "局") == ""
