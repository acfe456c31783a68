"""A finding says where, what, why and what to do, and can be told from another."""

import pytest

from reports.document import plain_text
from reports.editions import get_edition
from reports.rules import RULES, check, place_of, with_blanks_together
from reports.rules.registry import CLEAN, Example

ALL = pytest.mark.parametrize("rule", RULES, ids=[rule.pattern for rule in RULES])


def said(*paragraphs: str, cells=None):
    """Return the findings of a clean report whose section 一 says some more."""
    words = CLEAN["overview"] + "".join(f"<p>{words}</p>" for words in paragraphs)
    return check(Example("", sections={"overview": words}, cells=cells or {}).document())


@ALL
def test_every_finding_is_a_sentence_with_its_rule_and_source(rule):
    for finding in check(rule.fires.document(), rule.fires.last_year(), rule.fires.register, rule.fires.enforcement):
        assert finding.message.endswith("。") and "{" not in finding.message
        assert finding.rule and finding.source and len(finding.key) == 16


@ALL
def test_the_range_of_a_finding_holds_the_quoted_words(rule):
    document = rule.fires.document()
    for finding in check(document, rule.fires.last_year(), rule.fires.register, rule.fires.enforcement):
        if finding.start is not None:
            text = plain_text(document.narrative(finding.section))
            assert text[finding.start : finding.end] == finding.quote


def test_ranges_count_rare_characters_as_one():
    [finding] = said("𠮷林镇公开质量不断提高。。")
    text = plain_text(f"{CLEAN['overview']}<p>𠮷林镇公开质量不断提高。。</p>")
    assert text[finding.start : finding.end] == "。。"


def test_the_key_stays_when_other_words_come_before():
    assert said("质量提高。。")[0].key == said("前面一段。", "质量提高。。")[0].key


def test_the_key_changes_with_the_words_and_with_the_numbers():
    words = "全年主动公开政府信息465条，其中政策文件65条、工作动态399条。"
    keys = {
        said(words)[0].key,
        said(words.replace("399", "398"))[0].key,
        said("本年度新收政府信息公开申请8件。")[0].key,
        said("本年度新收政府信息公开申请8件。", cells={"requests.new.total": 9})[0].key,
    }
    assert len(keys) == 4


@pytest.mark.parametrize(("words", "mended"), [
    ("质量提高。。", "质量提高。"), ("质量提高，。", "质量提高。"), ("更新 资料。", "更新资料。"),
    ("办理,答复;登记。", "办理，答复；登记。"), ("按（一)办理(见附件)。", "按（一）办理（见附件）。"),
    ("质量提高。。。", None), ("质量提高，、", None), ("规范规范答复。", None),
])  # fmt: skip
def test_only_what_is_certain_is_offered_to_be_mended(words, mended):
    [finding] = said(words)
    text = plain_text(f"{CLEAN['overview']}<p>{words}</p>")
    for start, end, old, new in reversed(finding.fixes):
        assert text[start:end] == old
        text = text[:start] + new + text[end:]
    assert (text.split("\n")[-1] if finding.fixes else None) == mended


def test_findings_stand_in_the_order_of_the_report():
    document = Example(
        "", sections={"overview": CLEAN["overview"] + "<p>质量提高。。</p>", "problems": "<p>略</p>"},
        cells={"proactive.licensing.decisions": -1, "review.reconsideration.total": 1},
    ).document()  # fmt: skip

    assert [finding.id for finding in check(document)] == [
        "text.typo", "cell.negative", "review.total.reconsideration", "text.empty.problems",
    ]  # fmt: skip


def test_the_blanks_of_a_table_are_told_together():
    document = Example("", cells=dict.fromkeys(get_edition("2021").cells)).document()

    told = with_blanks_together(check(document), document.edition)

    assert [f.message.split("没有填")[0] for f in told] == [
        "表二还有10格（全部）", "表三还有175格（全部）", "表四还有15格（全部）",
    ]  # fmt: skip
    assert len(told[1].cells) == 175


def test_a_place_is_a_section_a_cell_a_table_or_the_whole():
    edition = get_edition("2021")
    document = Example(
        "", cells={"proactive.licensing.decisions": -1}, report={"title": "2023年年报"}
    )
    cell, *_ = [f for f in check(document.document()) if f.id == "cell.negative"]
    title, *_ = [f for f in check(document.document()) if f.id == "text.year"]

    assert place_of(said("质量提高。。")[0], edition) == "一、总体情况"
    assert place_of(cell, edition).startswith("表二“行政许可")
    assert place_of(title, edition) == "全文"
    assert place_of(said(cells={"review.reconsideration.total": 1})[0], edition).startswith("四、")
