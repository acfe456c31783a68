"""What posted reports get wrong in their words, kind by kind, beside what looks like it and is right."""

import pytest

from reports.rules import check
from reports.rules.registry import CLEAN, Example

NINE = {f"requests.{row}.{column}": 9 for row in ("new", "granted", "processed")
        for column in ("natural_person", "total")}  # fmt: skip
CASES = {
    "review.reconsideration.upheld": 72, "review.reconsideration.corrected": 64,
    "review.reconsideration.other": 178, "review.reconsideration.pending": 37,
    "review.reconsideration.total": 351,
    "review.litigation_direct.upheld": 30, "review.litigation_direct.total": 30,
    "review.litigation_after_reconsideration.upheld": 16,
    "review.litigation_after_reconsideration.total": 16,
}  # fmt: skip
CARRIED = {
    "requests.new.natural_person": 700, "requests.new.total": 700,
    "requests.carried_over.natural_person": 34, "requests.carried_over.total": 34,
    "requests.granted.natural_person": 624, "requests.granted.total": 624,
    "requests.other_other.natural_person": 5, "requests.other_other.total": 5,
    "requests.other_no_correction.natural_person": 2, "requests.other_no_correction.total": 2,
    "requests.processed.natural_person": 631, "requests.processed.total": 631,
    "requests.carried_forward.natural_person": 103, "requests.carried_forward.total": 103,
}  # fmt: skip


def found(words: str, section: str = "overview", **report) -> set[str]:
    """Return the ids of the findings in a report that says these words besides."""
    told = {section: CLEAN.get(section, "") + f"<p>{words}</p>"}
    cells = report.pop("cells", {})
    if section == "preface":
        report, told = report | {"preface": f"<p>{words}</p>"}, {}
    if section == "whole overview":
        told = {"overview": words}
    example = Example("", sections=told, cells=cells, report=report)
    return {f.id for f in check(example.document()) if f.id.startswith("text.")}


@pytest.mark.parametrize("words", [
    "未收到政府信息公开申请", "未接到依申请公开", "未接收受理过政府信息公开申请", "没有收到群众申请公开信件",
    "收到政府信息公开申请0件", "未发生因政府信息公开被申请行政复议、提起行政诉讼情况",
])  # fmt: skip
def test_denials(words):
    assert found(f"2024年，我局{words}。", cells=NINE | CASES) == {"text.denial"}
    assert found(f"2024年，我局{words}。") == set()


@pytest.mark.parametrize(
    "words", ["未收到行政许可申请", "没有收到留言", "未收到县长信箱来信", "没有行政复议申请被驳回"]
)
def test_denials_of_something_else(words):
    assert found(f"2024年，我局{words}。", cells=NINE | CASES) == set()


@pytest.mark.parametrize("unit", ["件", "条", "宗", "份", "起", "例", "个"])
def test_a_request_is_counted_in_many_units(unit):
    assert found(f"全年收到政府信息公开申请9{unit}。", cells=NINE) == set()
    assert found(f"全年收到政府信息公开申请6{unit}。", cells=NINE) == {"text.count"}


@pytest.mark.parametrize(("words", "cells", "ids"), [
    ("共收到网上申请105件，快递17件，合计122件。", {}, set()),
    ("共收到网上申请105件，快递17件，合计121件。", {}, {"text.sum"}),
    ("全年办理政府信息公开申请734件，含上年结转34件，另有103件顺延。", CARRIED, set()),
    ("全年办理政府信息公开申请734件，含上年结转43件，另有103件顺延。", CARRIED, {"text.count"}),
    ("全年办理政府信息公开申请734件，含上年结转34件，另有130件顺延。", CARRIED, {"text.count"}),
    ("依申请公开中，逾期未补正2件，其他处理5件。", CARRIED, set()),
    ("依申请公开中，逾期未补正2件，其他处理15件。", CARRIED, {"text.count"}),
    ("全年办结政府信息公开申请734件（含结转下年度103件）。", CARRIED, set()),
    ("行政复议351件，其中维持72件，纠正64件，其他178件，未审结37件。", CASES, set()),
    ("行政复议351件，其中维持72件，纠正46件，其他178件，未审结37件。", CASES, {"text.count", "text.sum"}),
    ("政府信息公开行政诉讼46件。", CASES, set()),
    ("政府信息公开行政诉讼64件。", CASES, {"text.count"}),
    ("政府信息公开行政复议1件（申请人撤回结案）。",
     {"review.reconsideration.other": 1, "review.reconsideration.total": 1}, set()),
])  # fmt: skip
def test_counts(words, cells, ids):
    assert found(words, cells=cells) == ids


@pytest.mark.parametrize(("words", "ids"), [
    ("全年公开信息465条，其中动态300条、公告100条、财政64条。", {"text.sum"}),
    ("全年公开信息465条，其中动态300条、公告100条、财政165条。", {"text.sum"}),
    ("全年公开信息465条，主要包括动态300条、公告100条。", set()),
    ("全年公开信息465条，其中动态300条、公告100条等。", set()),
    ("全年主动公开政府信息465条。</p><p>全年共主动公开政府信息456条。", {"text.agreement"}),
])  # fmt: skip
def test_sums_and_agreement(words, ids):
    assert found(words) == ids


@pytest.mark.parametrize("words", [
    "全年公开信息42条,内容完整。", "做好信息公开公开工作。", "落实资金资金公开。", "主动公开信息260余，受到好评。",
    "全年公开信息  条。", "未发生因公开信息被提前诉讼的情况。",
])  # fmt: skip
def test_slips(words):
    assert "text.typo" in found(words)


def test_spaces_around_numbers_are_no_slip():
    assert found("2024 年，公开信息 465 条。") == set()


@pytest.mark.parametrize("period", [
    "2020年1月1日起至2020年12月31日止", "20241月1日起至2024年12月31日止", "2024年1月1日起至202024年12月31日止",
])  # fmt: skip
def test_wrong_periods(period):
    assert found(f"本报告所列数据的统计期限自{period}。", "preface") == {"text.period"}


@pytest.mark.parametrize(("opening", "ids"), [
    ("现公布瀍河区文化和旅游局2024年政府信息公开工作年度报告。", {"text.organ"}),
    ("现公布清河县水利局2024年政府信息公开工作年度报告。", {"text.organ"}),
    ("现公布瀍水区文旅局2024年政府信息公开工作年度报告。", set()),
    ("电话：0379-65110000，邮编471000，邮箱wlj@example.gov.cn，地址：瀍水区长江路8号。", set()),
    ("本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况等六部分组成。", {"text.parts"}),
])  # fmt: skip
def test_openings(opening, ids):
    assert found(opening, "preface") == ids


@pytest.mark.parametrize(("words", "ids"), [
    ("申请人王建国来电表示感谢。", {"text.private"}), ("局长王建国主持召开专题会议。", set()),
])  # fmt: skip
def test_names(words, ids):
    assert found(words) == ids


@pytest.mark.parametrize("words", [
    "<h3>（一）高度重视，加强领导</h3><p>成立领导小组。</p><h3>（二）突出重点，主动公开</h3><p>规范依申请公开、信息管理和监督保障。</p>",
    "<p>主动公开信息，办理依申请公开，做好信息管理，加强监督保障。</p>",
])  # fmt: skip
def test_slogans_or_one_paragraph_leave_out_the_platforms(words):
    assert found(words, "whole overview") == {"text.topic.platform"}


def test_the_notice_of_another_edition_in_the_opening_changes_no_table():
    words = "本报告根据国办公开办函〔2019〕60号文件要求编制。"

    assert found(words, "preface") == {"text.reference"}


def test_a_change_since_last_year_is_no_part_of_a_total():
    words = "全年新收政府信息公开申请700件，同比减少3件，加上上年结转34件，共计{}件。"

    assert found(words.format(734), cells=CARRIED) == set()
    assert "text.sum" in found(words.format(743), cells=CARRIED)


@pytest.mark.parametrize("words", [
    "2023年未收取信息处理费。", "2023年度，我局没有收取信息处理费。", "2023年，全市共收取信息处理费120元。",
])  # fmt: skip
def test_what_was_charged_last_year_is_no_statement_for_this_year(words):
    example = Example("", sections={"other_matters": f"<p>{words}</p>"})

    findings = [one for one in check(example.document()) if one.id == "text.fee"]

    assert [one.severity for one in findings] == ["error"]
    assert "没有写2024年的" in findings[0].message


@pytest.mark.parametrize("words", [
    "与2023年持平，未收取信息处理费。", "自2023年以来未收取信息处理费。", "2023年、2024年均未收取信息处理费。",
    "2023年未收取信息处理费，2024年也未收取。", "2023年未收取信息处理费。本年度收取信息处理费20元。",
    "2023年修订的办法施行后，没有收取信息处理费。", "2024年未收取信息处理费。",
])  # fmt: skip
def test_a_statement_for_this_year_may_speak_of_last_year_too(words):
    example = Example("", sections={"other_matters": f"<p>{words}</p>"})

    assert [one for one in check(example.document()) if one.id == "text.fee"] == []
