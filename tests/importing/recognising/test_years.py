"""Reports of years that no template is for, and the organ where only a sentence names it."""

import datetime

import pytest

from reports.editions import FIRST_YEAR
from reports.importing import Unreadable, read, read_guarded
from reports.importing.recognising.organ_names import (
    looks_like_organ,
    organ_in_opening,
    organ_that_received,
)

from ..making.pages import messages

OVERVIEW = "一、总体情况\n（一）主动公开。全年平稳。"
REST = "六、其他需要报告的事项\n没有收取信息处理费。"
TABLE = "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t0\t3\n行政规范性文件\t2\t1\t9"
LAST_YEAR = datetime.date.today().year - 1


@pytest.mark.parametrize(
    "page",
    [
        "青岚县水务局2017年政府信息公开工作年度报告\n一、概述\n全年公开信息253条。\n二、收费情况\n没有收费。",
        f"政府信息公开工作年度报告\n统计期限自2018年1月1日起至2018年12月31日止。\n{OVERVIEW}\n{REST}",
    ],
    ids=["title", "period"],
)
def test_a_report_from_before_the_template_is_refused_with_its_year(page):
    with pytest.raises(Unreadable, match=rf"这是201[78]年度的报告.*{FIRST_YEAR}年度起"):
        read_guarded(page.encode(), "年报.txt")


@pytest.mark.parametrize("year", [2012, 2018, 2000])
def test_tables_of_the_template_are_kept_whatever_year_the_title_says(year):
    page = f"青岚县水务局{year}年政府信息公开工作年度报告\n{OVERVIEW}\n{TABLE}\n{REST}"

    reading = read_guarded(page.encode(), "年报.txt")

    assert reading.document.year == LAST_YEAR
    assert reading.cells["proactive.normative_documents.in_force"].value == 9
    assert f"年度{year}年没有可用的模板，暂作{LAST_YEAR}年" in messages(reading)


def test_the_year_asked_for_stands_in_for_one_without_a_template():
    page = f"青岚县水务局2012年政府信息公开工作年度报告\n{OVERVIEW}\n{TABLE}\n{REST}"

    assert read(page.encode(), year=2023).document.year == 2023


def test_an_old_year_in_the_words_is_no_year_of_a_report():
    words = "一、总体情况\n自2008年条例施行、2008年制度建立以来，工作平稳。"

    assert read(f"政府信息公开工作年度报告\n{words}\n{REST}".encode()).document.year == LAST_YEAR


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["按照通知，现就青岚县交通局2023年度政府信息公开工作报告如下。", OVERVIEW], "青岚县交通局"),
        (["青岚市公安局以便民为宗旨，形成此报告。", "一、总体情况\n青岚市公安局高度重视，精心安排，周密部署，制定方案。"], "青岚市公安局"),
        (["一、总体情况\n特向社会公布2020年青岚市農（nóng）業（yè）局政府信息公開工作年度報告。"], "青岚市農業局"),
        (["一、总体情况\n本报告根据《条例》编制。\n公开50条。\n渠道便捷。\n我乡做到应公开尽公开。2023年度溪口乡未收到政府信息公开申请。"], "溪口乡"),
    ],
    ids=["on this", "deployed", "pinyin", "received"],
)  # fmt: skip
def test_a_sentence_names_the_organ(lines, name):
    reading = read("\n".join([*lines, REST]).encode())

    assert reading.document.organ == name
    assert f"按正文读作“{name}”" in messages(reading)


@pytest.mark.parametrize(
    "words", ["周密部署", "严格执行", "依法履行", "服务发展大局", "机关内部", "窗口马上办", "严肃查处", "公共场所"]
)  # fmt: skip
def test_words_that_only_end_as_an_organ_does_are_none(words):
    assert not looks_like_organ(words)


@pytest.mark.parametrize(
    "name", ["青岚农村商业银行", "溪口区城乡建设局", "青岚县老干部局", "青岚县信访局", "审计署", "瀍水区征收办"]
)
def test_names_that_end_alike_are_organs(name):
    assert looks_like_organ(name)


@pytest.mark.parametrize(
    "sentence", ["2023年度我乡未收到申请。", "2023年，政府网站收到留言5条。", "2023年全县共收到申请9件。"]
)
def test_who_received_must_be_an_organ(sentence):
    assert organ_that_received(sentence) == ""


def test_only_the_beginning_of_an_opening_is_looked_through():
    named = "本报告由青岚县水务局编制。"

    assert organ_in_opening(named + "由" * 200_000) == "青岚县水务局"
    assert organ_in_opening("由" * 200_000 + named) == ""
