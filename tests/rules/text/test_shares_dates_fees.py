"""Percentages, dates, papers cited and fees: each told when wrong, and silent beside what looks like it."""

import datetime

import pytest

from reports.rules import check
from reports.rules.registry import CLEAN, Example

FORTY = {f"requests.{row}.{column}": count
         for row, count in (("new", 40), ("granted", 30), ("unavailable_not_held", 10), ("processed", 40))
         for column in ("natural_person", "total")}  # fmt: skip
NEW = ("text.share", "text.date", "text.asof", "text.reference", "text.fee_tariff", "text.fee_unpaid",
       "requests.other_high")  # fmt: skip
BOTH = {"review.reconsideration.upheld": 10, "review.reconsideration.total": 10,
        "review.litigation_direct.upheld": 11, "review.litigation_direct.total": 11,
        "review.litigation_after_reconsideration.upheld": 13,
        "review.litigation_after_reconsideration.total": 13}  # fmt: skip


def found(words: str, section: str = "overview", **report) -> set[str]:
    """Return the ids of the findings of a clean report that says some more words."""
    previous = report.pop("previous", None)
    cells = report.pop("cells", {})
    told = {section: CLEAN.get(section, "") + f"<p>{words}</p>"} if words else {}
    example = Example("", sections=told, cells=cells, report=report, previous=previous)
    return {finding.id for finding in check(example.document(), example.last_year())}


@pytest.mark.parametrize(("words", "wrong"), [
    ("新收政府信息公开申请40件，其中予以公开30件，占75%", "占70%"),
    ("予以公开30件，占办结总数的75.0%", "占办结总数的57.0%"),
    ("无法提供10件，占比25%", "占比52%"),
])  # fmt: skip
def test_a_share_is_the_one_that_the_figures_give(words, wrong):
    words = f"依申请公开方面，{words}。"
    right = words[words.rindex("占") : -1]

    assert found(words, cells=FORTY) == set()
    assert found(words.replace(right, wrong), cells=FORTY) == {"text.share"}


def test_a_share_may_be_rounded_or_cut_off():
    third = FORTY | {"requests.granted.natural_person": 27, "requests.granted.total": 27,
                     "requests.unavailable_not_held.natural_person": 13,
                     "requests.unavailable_not_held.total": 13}  # fmt: skip

    assert found("依申请公开中，无法提供13件，占32.5%。", cells=third) == set()
    assert found("依申请公开中，无法提供13件，占33%。", cells=third) == set()
    assert found("依申请公开中，无法提供13件，占32%。", cells=third) == set()


def test_a_share_of_something_else_is_not_judged():
    assert found("依申请公开中，予以公开30件，占全市总量的8.7%。", cells=FORTY) == set()


def test_growth_is_that_since_last_years_report():
    before = {"cells": {"requests.new.natural_person": 32, "requests.new.total": 32}}

    right = found("新收政府信息公开申请40件，同比增长25%。", cells=FORTY, previous=before)
    wrong = found("新收政府信息公开申请40件，同比增长20%。", cells=FORTY, previous=before)

    assert "text.share" not in right
    assert "text.share" in wrong


@pytest.mark.parametrize(("day", "told"), [
    ("2025年1月20日", set()), ("2024年1月20日", {"text.date"}), ("2025年2月20日", {"text.date"}),
    ("2024年12月31日", set()), ("2025年13月1日", {"text.date"}),
])  # fmt: skip
def test_a_report_is_signed_after_its_year_and_in_time(day, told):
    assert found(day, section="other_matters") == told


@pytest.mark.parametrize(("day", "told"), [("2025年3月31日", set()), ("2025年4月1日", {"text.date"})])
def test_a_report_of_an_organ_of_unknown_kind_is_late_when_every_kind_would_be(day, told):
    assert found(day, section="other_matters", organ_type="") == told


@pytest.mark.parametrize(("day", "told"), [
    ("12月31日", set()), ("2024年12月31日", set()), ("12月底", set()), ("11月30日", {"text.asof"}),
    ("2024年6月30日", {"text.asof"}),
])  # fmt: skip
def test_papers_are_in_force_on_the_last_day_of_the_year(day, told):
    assert found(f"截至{day}，现行有效的规范性文件没有变化。") == told


@pytest.mark.parametrize(("paper", "told"), [
    ("国办公开办函〔2021〕30号", set()), ("国办公开函〔2021〕30号", {"text.reference"}),
    ("国办公开办函[2021]30号", set()), ("国办公开办函〔2019〕60号", {"text.reference"}),
    ("国办函〔2020〕109号", set()), ("国务院令第711号", set()), ("国务院令第492号", {"text.reference"}),
])  # fmt: skip
def test_the_papers_cited_have_their_numbers(paper, told):
    assert found(f"按照{paper}的要求做好公开工作。") == told


@pytest.mark.parametrize(("words", "told"), [
    ("收取信息处理费1230元", set()), ("收取信息处理费1234元", {"text.fee_tariff"}),
    ("按件收取信息处理费300元", set()), ("按件计收信息处理费350元", {"text.fee_tariff"}),
    ("收取信息处理费5万元", {"text.fee_tariff"}), ("污水处理费1234元已全部入库，未收取信息处理费", set()),
])  # fmt: skip
def test_a_charge_is_one_that_the_tariff_can_give(words, told):
    cells = {"proactive.fees.amount": "2"}
    example = Example("", sections={"other_matters": f"<p>本年度{words}。</p>"}, cells=cells)

    assert {f.id for f in check(example.document())} & set(NEW) == told


def test_the_rest_of_other_handling_is_asked_about_when_it_is_high():
    def other(count: int, done: int) -> set[str]:
        rows = (("new", done), ("granted", done - count), ("other_other", count), ("processed", done))
        cells = {f"requests.{row}.{c}": n for row, n in rows for c in ("natural_person", "total")}
        return found("", cells=cells)

    assert other(4, 20) == set()
    assert other(5, 200) == set()
    assert other(5, 20) == {"requests.other_high"}


@pytest.mark.parametrize(("words", "told"), [
    # 其中 after several channels goes back to all of them
    ("通过网站公开信息754条，通过政务新媒体公开信息2808条，通过其他方式公开信息54条。其中，公众号1205条、微博12984条、门户网站1014条", set()),
    ("全年公开信息55条，其中审计公开12条，包括审计结果8条、整改情况8条；通过门户网站发布39条", {"text.sum"}),
    ("全年公开信息55条，其中审计公开16条，包括审计结果8条、整改情况8条；通过门户网站发布39条", set()),
    ("发布法定公开内容1条，包括机构概况1条，以及预算决算信息2条", {"text.sum"}),
    ("发布法定公开内容3条，包括机构概况1条，以及预算决算信息2条", set()),
    ("及时发布民意征集民意征集8件", {"text.typo"}),
    ("公众号编辑发布信息条目清单", set()),
    ("公众号编辑发布信息条，转发30条", {"text.typo"}),
    ("持续提高公开质量.不断完善制度", {"text.typo"}),
])  # fmt: skip
def test_sums_within_sums_and_slips(words, told):
    assert found(words) == told


def test_cases_told_of_both_kinds_may_be_all():
    words = "依法做好行政复议、行政诉讼案件的应诉工作，全县共办理相关案件{}件。"

    assert found(words.format(34), cells=BOTH) == set()
    assert found(words.format(33), cells=BOTH) == {"text.count"}


def test_a_number_broken_over_two_lines_is_one():
    nine = {"requests.new.natural_person": 12, "requests.new.total": 12,
            "requests.granted.natural_person": 12, "requests.granted.total": 12,
            "requests.processed.natural_person": 12, "requests.processed.total": 12}  # fmt: skip

    assert found("本年度新收政府信息公开申请1<br>2件。", cells=nine) == set()
    assert found("本年度新收政府信息公开申请1<br>3件。", cells=nine) == {"text.count"}


SEVENTY = {f"requests.{row}.{column}": count
           for row, count in (("new", 70), ("granted", 17), ("partially_granted", 8), ("withheld_process", 6),
                              ("unavailable_not_held", 21), ("unprocessed_repeat", 5), ("other_no_correction", 12),
                              ("processed", 69), ("carried_forward", 1))
           for column in ("natural_person", "total")}  # fmt: skip
TOLD = "收到政府信息公开申请70件，其中予以公开17件、{}不予公开6件、无法提供21件、{}其他处理12件，结转下年度办理1件。"


def test_results_told_to_the_last_are_all_that_came_in():
    assert found(TOLD.format("部分公开8件、", "不予处理5件、"), cells=SEVENTY) == set()
    assert found(TOLD.format("", ""), cells=SEVENTY) == {"text.sum"}


def test_some_results_without_what_goes_on_are_a_choice():
    some = "收到政府信息公开申请70件，其中予以公开17件、不予公开6件、无法提供21件。"

    assert found(some, cells=SEVENTY) == set()


@pytest.mark.parametrize(("day", "due", "told"), [
    ("2025年1月20日", (1, 28), ""), ("2025年1月29日", (1, 28), "日程（某市）上公布的最后一天（2025年1月28日，法定1月31日）"),
    ("2025年2月1日", (1, 28), "应当公布的最后一天（2025年1月31日）"), ("2025年2月5日", (2, 10), ""),
    ("2025年2月11日", (2, 10), "日程（某市）上公布的最后一天"),
], ids=["in-time", "after-the-calendar", "after-the-law", "a-later-calendar", "after-a-later-one"])  # fmt: skip
def test_a_report_is_signed_by_the_day_of_the_calendar(day, due, told):
    example = Example("", sections={"other_matters": CLEAN["other_matters"] + f"<p>{day}</p>"})
    by = (datetime.date(2025, *due), "某市")

    messages = [one.message for one in check(example.document(), due=by) if one.id == "text.date"]

    assert len(messages) == bool(told)
    assert all(told in message for message in messages)
