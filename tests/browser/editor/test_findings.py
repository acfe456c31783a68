"""What is wrong and how far one is: the panel, the index, the way to a place, handing in."""

import re

from playwright.sync_api import expect

from reports import workflow
from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def unbalanced(desk) -> None:
    """Answer the first column so that it does not balance by 1."""
    figures = ["10", "2", "7", *["0"] * 20]
    desk.paste_at("requests.new.natural_person", "\n".join(figures))
    desk.enter({"requests.carried_forward.natural_person": "4"})


def test_a_mistake_is_named_and_gone_when_mended(desk):
    unbalanced(desk)
    sentence = "表三“自然人”列不平衡：一 10＋二 2＝12，三 7＋四 4＝11，相差 1。"
    assert any(sentence in finding for finding in desk.findings())

    desk.enter({"requests.carried_forward.natural_person": "5"})
    assert not any("不平衡" in finding for finding in desk.findings())


def test_the_blanks_of_a_table_are_one_line(desk):
    blanks = [finding for finding in desk.findings() if "没有填" in finding]
    assert len(blanks) == 3
    assert "表四还有12格没有填" in blanks[-1]


def test_a_click_on_a_finding_lights_its_cells_and_escape_returns(desk):
    unbalanced(desk)
    link = desk.page.get_by_role("link", name=re.compile("不平衡"))

    link.click()
    assert desk.active() == "requests.new.natural_person"
    assert desk.page.locator("td.is-lit").count() == 4
    assert desk.page.url.endswith("#requests.new.natural_person")

    desk.keys.press("Escape")
    expect(link).to_be_focused()
    assert desk.page.locator("td.is-lit").count() == 0


def test_the_panel_can_leave_out_a_severity(desk):
    unbalanced(desk)
    errors = desk.page.locator("#findings-filter").get_by_role("button", name="错误")

    errors.click()

    expect(errors).to_have_attribute("aria-pressed", "false")
    assert not any("不平衡" in finding for finding in desk.findings())


def test_a_new_finding_is_announced_politely(desk):
    unbalanced(desk)
    expect(desk.page.locator("#announcer")).to_contain_text("不平衡")


def test_a_finding_in_the_words_leads_to_the_words(open_editor, report, zhang):
    edit = factories.edit(report, "overview", "<p>前言。</p><p>今年工作有序开展。。</p>")
    editing.save(report.pk, [edit], by=zhang)
    page = open_editor(report, zhang)

    page.locator("#findings-list a", has_text="。。").first.click()

    page.wait_for_function("() => getSelection().toString().includes('。。')")


def test_a_click_on_underlined_words_leads_to_the_sentence(open_editor, report, zhang):
    edit = factories.edit(report, "overview", "<p>今年工作有序开展。。</p>")
    editing.save(report.pk, [edit], by=zhang)
    page = open_editor(report, zhang)

    page.locator(".finding-words").first.click()

    expect(page.locator("#findings-list a:focus")).to_have_count(1)


def test_the_index_tells_how_far_each_section_is(desk):
    marks = desk.page.locator('[data-outline="requests"] .outline-marks')
    expect(marks).to_contain_text("○")

    unbalanced(desk)

    assert marks.inner_text().split() == ["1✕", "，1", "处错误", "●120", "，120", "格未填"]


def test_the_index_follows_the_page(desk):
    desk.go("review.litigation_direct.upheld")
    desk.page.locator("#review").scroll_into_view_if_needed()
    expect(desk.page.locator('[data-outline="review"]')).to_have_attribute("aria-current", "true")


def test_an_address_leads_to_its_cell(new_context, report, zhang):
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{report.pk}/#requests.granted.total")
    expect(page.locator('[id="requests.granted.total"]')).to_be_focused()
    expect(page.locator('[id="requests.granted.total"]')).to_be_in_viewport()


def test_handing_in_says_what_is_open_and_leads_to_the_first(desk):
    desk.page.get_by_role("button", name="提交审核").click()

    expect(desk.page.locator(".findings .notice")).to_contain_text("暂时不能提交")
    expect(desk.page.locator('.prose[data-section="overview"] :focus')).to_have_count(1)


def test_a_complete_report_is_handed_in_and_can_be_taken_back(open_editor, complete, zhang):
    page = open_editor(complete, zhang)

    page.get_by_role("button", name="提交审核").click()
    page.get_by_role("button", name="撤回修改").wait_for()
    expect(page.locator('[id="requests.new.business"]')).not_to_be_editable()

    page.get_by_role("button", name="撤回修改").click()
    page.get_by_role("button", name="提交审核").wait_for()
    expect(page.locator('[id="requests.new.business"]')).to_be_editable()


def test_a_frozen_report_can_be_read_but_not_written(open_editor, complete, zhang):
    workflow.submit(complete.pk, by=zhang)
    desk = Desk(open_editor(complete, zhang))
    before = desk.text("requests.new.total")

    desk.go("requests.new.total")
    desk.keys.press("F2")
    desk.keys.type("9")
    desk.paste("8")

    assert desk.text("requests.new.total") == before
    expect(desk.page.get_by_role("button", name="全部填 0")).to_have_count(0)


def test_on_a_telephone_the_findings_open_from_the_foot(open_editor, report, zhang):
    desk = Desk(open_editor(report, zhang, **PHONE))
    panel = desk.page.locator("#findings-list")
    expect(panel).to_be_hidden()

    desk.page.get_by_role("button", name="展开").click()
    panel.get_by_role("link", name=re.compile("表三还有")).click()

    expect(panel).to_be_hidden()
    assert desk.active() == "requests.new.natural_person"


def test_at_twice_the_size_the_list_leaves_some_of_the_page_and_esc_leads_back_to_it(
    open_editor, report, zhang
):
    desk = Desk(open_editor(report, zhang, viewport={"width": 683, "height": 384}))
    panel = desk.page.locator("#findings")
    assert panel.bounding_box()["height"] < 60

    desk.page.get_by_role("button", name="展开").click()
    assert panel.bounding_box()["height"] < 384 * 0.6
    blank = panel.get_by_role("link", name=re.compile("表三还有"))
    blank.click()
    assert panel.bounding_box()["height"] < 60
    expect(desk.cell("requests.new.natural_person")).to_be_in_viewport()
    desk.keys.press("Escape")

    expect(blank).to_be_focused()
    expect(blank).to_be_in_viewport()


def test_on_a_telephone_the_index_is_a_choice_and_nothing_overflows(open_editor, report, zhang):
    page = open_editor(report, zhang, **PHONE)

    page.get_by_label("到哪一部分").select_option("review")

    expect(page.locator("#review h2")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_preview_opens_beside_the_form_and_closes(desk):
    desk.page.get_by_role("button", name="预览").click()
    frame = desk.page.frame_locator("#preview-frame")
    expect(frame.get_by_role("img", name="第 1 页")).to_be_visible(timeout=60_000)

    desk.page.get_by_role("button", name="关闭").click()
    expect(desk.page.locator("#preview-pane")).to_be_hidden()
