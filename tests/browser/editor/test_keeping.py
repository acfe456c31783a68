"""A warning kept for a reason, a slip mended with a click, last year's figures at hand."""

import re

import pytest
from playwright.sync_api import expect

from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk

SUM = "本年度主动公开政府信息465条，其中政策文件65条、工作动态399条。"


@pytest.fixture
def written(complete, zhang):
    """Return a function that adds a paragraph to section 一 of the complete report."""

    def write(words: str):
        text = complete.narratives.get(section="overview").html + f"<p>{words}</p>"
        editing.save(complete.pk, [factories.edit(complete, "overview", text)], by=zhang)
        return complete

    return write


@pytest.fixture
def last_year(bureau, zhang):
    """The bureau's report of 2024: two requests of people carried forward, five documents in force."""
    report = factories.report(bureau, 2024, by=zhang)
    factories.complete(report, by=zhang)
    figures = {
        "requests.new.natural_person": "2",
        "requests.carried_forward.natural_person": "2",
        "proactive.normative_documents.in_force": "5",
    }
    edits = [factories.edit(report, cell, text) for cell, text in figures.items()]
    editing.save(report.pk, edits, by=zhang)
    return report


def keep(page, reason: str) -> None:
    """Keep the first warning of the panel, by keyboard alone."""
    page.locator("#findings-list summary", has_text="保留").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(reason)
    page.keyboard.press("Control+Enter")


def test_a_warning_is_kept_by_keyboard_and_no_longer_counted(open_editor, written, zhang):
    page = open_editor(written(SUM), zhang)
    warnings = page.locator("#findings-filter").get_by_role("button", name="提醒")
    expect(warnings).to_contain_text("1")

    keep(page, "另有一条未归类")

    expect(page.locator(".finding-kept")).to_contain_text("已保留：另有一条未归类（张明")
    expect(warnings).to_contain_text("0")
    expect(page.locator('[data-outline="overview"] .outline-marks')).to_contain_text("✓")
    expect(page.locator("#findings-list li.is-kept > a")).to_be_focused()


def test_a_kept_warning_can_be_opened_again(open_editor, written, zhang):
    page = open_editor(written(SUM), zhang)
    keep(page, "另有一条未归类")

    page.get_by_role("button", name="撤回说明").click()

    expect(page.locator("#findings-list summary", has_text="保留")).to_be_visible()
    expect(page.locator(".finding-kept")).to_have_count(0)


def test_a_refused_reason_is_told_under_the_form(open_editor, written, zhang, complaints):
    report = written(SUM)
    page = open_editor(report, zhang)
    editing.save(report.pk, [factories.edit(report, "overview", "<p>改了。</p>")], by=zhang)

    keep(page, "另有一条未归类")

    expect(page.locator(".finding-fault")).to_contain_text("已经改动，请刷新后再看")
    complaints.clear()


def test_a_kept_warning_comes_back_when_its_number_changes(open_editor, complete, zhang):
    desk = Desk(open_editor(complete, zhang))
    desk.enter({"proactive.rules.in_force": "2"})
    keep(desk.page, "代市政府起草")
    expect(desk.page.locator(".finding-kept")).to_have_count(1)

    desk.enter({"proactive.rules.in_force": "3"})

    expect(desk.page.locator(".finding-kept")).to_have_count(0)
    expect(desk.page.locator("#findings-list summary", has_text="保留")).to_have_count(1)


def test_a_reason_in_the_writing_survives_other_findings(open_editor, written, zhang):
    desk = Desk(open_editor(written(SUM), zhang))
    desk.page.locator("#findings-list summary", has_text="保留").click()
    desk.page.locator("#findings-list textarea").fill("写到一半")

    desk.enter({"requests.new.business": "7"})
    expect(desk.page.locator("#findings-list")).to_contain_text("不平衡")

    expect(desk.page.locator("#findings-list textarea")).to_have_value("写到一半")


def test_errors_and_hints_offer_no_form(open_editor, written, zhang):
    page = open_editor(written("不断提高公开质量。。本年度新收政府信息公开申请8件。"), zhang)

    expect(page.locator("#findings-list li")).to_have_count(2)
    expect(page.locator("#findings-list textarea")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "offer", "mended"),
    [
        ("不断提高公开质量。。", "改为“。”", "不断提高公开质量。"),
        ("定期更新 资料。", "删去空格", "定期更新资料。"),
        ("按规定(见附件)办理,及时答复;做好登记。", "改好 2 处", "按规定(见附件)办理，及时答复；做好登记。"),
    ],
)  # fmt: skip
def test_a_certain_slip_is_mended_with_a_click(open_editor, written, zhang, words, offer, mended):
    page = open_editor(written(words), zhang)

    page.get_by_role("button", name=f"采纳：{offer}").last.click()

    expect(page.locator('.prose[data-section="overview"] .ProseMirror')).to_contain_text(mended)
    page.wait_for_selector('#save-state[data-state="saved"]')


def test_last_year_s_carried_forward_is_offered(open_editor, report, last_year, zhang):
    desk = Desk(open_editor(report, zhang))

    desk.go("requests.carried_over.natural_person")
    expect(desk.page.locator("#cell-note")).to_contain_text("按上年度报告推算")
    desk.keys.press("Tab")

    assert desk.text("requests.carried_over.natural_person") == "2"


def test_what_is_in_force_is_offered_once_this_year_s_part_is_known(
    open_editor, report, last_year, zhang
):
    desk = Desk(open_editor(report, zhang))
    cell = desk.cell("proactive.normative_documents.in_force")
    expect(cell).not_to_have_attribute("placeholder", re.compile("."))

    desk.enter({"proactive.normative_documents.issued": "3"})
    desk.enter({"proactive.normative_documents.repealed": "1"})

    expect(cell).to_have_attribute("placeholder", "7")


def test_last_year_s_figures_have_a_line_of_their_own(open_editor, report, last_year, zhang):
    desk = Desk(open_editor(report, zhang))
    for button in desk.page.get_by_role("button", name="显示上年数字").all():
        button.click()

    for cell in ("requests.carried_forward.natural_person", "review.reconsideration.upheld"):
        inside = desk.td(cell).evaluate(
            "td => td.getBoundingClientRect().bottom >= "
            "td.querySelector('.previous').getBoundingClientRect().bottom"
        )
        assert inside


def test_handing_in_lists_the_open_warnings_first(open_editor, written, zhang):
    page = open_editor(written(SUM), zhang)

    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_role("alert")).to_contain_text("还有 1 处提醒没有处理")
    page.get_by_label(re.compile("保留的理由")).fill("另有一条未归类")
    page.get_by_role("button", name="保留并说明").click()

    expect(page.locator(".check-list")).to_contain_text("已保留：另有一条未归类")
    expect(page.get_by_role("alert")).to_contain_text("可以提交审核了")
    page.get_by_role("button", name="提交审核").click()
    page.get_by_role("button", name="撤回修改").wait_for()


def test_one_can_hand_in_with_open_warnings(open_editor, written, zhang):
    page = open_editor(written(SUM), zhang)

    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url("**/submit/")
    page.get_by_role("button", name="提交审核").click()

    page.get_by_role("button", name="撤回修改").wait_for()
