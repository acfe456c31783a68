"""Reviewing in a real browser: a click chooses the place; remarks stand where they belong."""

import pytest
from playwright.sync_api import expect

from reports import workflow
from reports.writing import editing
from tests import factories

CELL = "requests.new.total"


@pytest.fixture
def sound(bureau, zhang):
    """A report without errors that 张 writes and reviews."""
    return factories.sound_report(bureau, 2025, by=zhang)


def test_a_click_on_a_cell_chooses_it_for_a_remark(new_context, sound, zhang):
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{sound.pk}/review/")

    page.click(f'[data-cell="{CELL}"]')
    page.keyboard.type("与正文不一致")
    page.click("text=添加批注")

    remark = page.locator("#requests .remark")
    assert "与正文不一致" in remark.inner_text()
    assert page.locator(f'[data-cell="{CELL}"].has-remark').count() == 1


def test_the_clerk_reads_and_answers_a_remark_in_its_place(new_context, sound, zhang, complaints):
    workflow.add_remark(sound.pk, CELL, "与正文不一致", by=zhang)
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{sound.pk}/")
    page.wait_for_selector("html[data-ready]")
    page.evaluate("window.stays = true")

    page.click("#requests .remark summary")
    page.fill("#requests .remark textarea", "  ")
    page.click("text=提交答复")
    expect(page.locator("#requests .remark-fault")).to_contain_text("请写明答复的内容")
    complaints.clear()  # the browser notes the 400
    page.fill("#requests .remark textarea", "已改正文")
    page.click("text=提交答复")

    expect(page.locator("#requests .remark-answer")).to_contain_text("答复：已改正文 张明")
    assert page.evaluate("window.stays") and page.locator(".remark-fault").count() == 0
    page.reload()
    expect(page.locator("#requests .remark-answer")).to_contain_text("答复：已改正文 张明")


def test_a_table_in_the_words_is_framed_as_where_it_was_written(new_context, report, zhang):
    table = "<table><tr><th>类别</th><th>件数</th></tr><tr><td></td><td></td></tr></table>"
    editing.save(report.pk, [factories.edit(report, "overview", table)], by=zhang)
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{report.pk}/review/")

    cell = page.locator("#overview td").first
    assert cell.evaluate("(td) => getComputedStyle(td).borderTopStyle") == "solid"
    assert cell.bounding_box()["height"] > 20
    assert page.locator("#overview table").bounding_box()["width"] > 500


def test_a_narrow_review_keeps_within_the_screen(new_context, sound, zhang):
    page = new_context(zhang, viewport={"width": 390, "height": 800}).new_page()

    page.goto(f"/reports/{sound.pk}/review/")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_telephone_both_figures_of_a_comparison_are_in_sight(new_context, sound, zhang):
    workflow.submit(sound.pk, by=zhang)
    workflow.withdraw(sound.pk, by=zhang)
    edit = factories.edit(sound, "proactive.licensing.decisions", "2822652")
    editing.save(sound.pk, [edit], by=zhang)
    page = new_context(zhang, viewport={"width": 390, "height": 800}).new_page()

    page.goto(f"/reports/{sound.pk}/compare/")

    box = page.locator(".scroll-box")
    assert "2822652" in box.inner_text()
    assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth")


@pytest.fixture
def remarked(sound, zhang):
    """A report with a remark on a cell, one on a section and one on the whole."""
    for place, text in ((CELL, "与正文不一致"), ("overview", "请写具体"), ("", "请附图")):
        workflow.add_remark(sound.pk, place, text, by=zhang)
    return sound


@pytest.mark.parametrize("page_name", ["", "review/"])
def test_remarked_places_are_marked_in_the_tables_and_the_index(
    new_context, remarked, zhang, page_name
):
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{remarked.pk}/{page_name}")

    mark = page.locator(f'[data-cell="{CELL}"] .cell-remark')
    mark.scroll_into_view_if_needed()  # what is far from sight is not laid out
    expect(mark).to_have_text("✎ 1 条批注", use_inner_text=True)
    marks = page.locator(".outline-remarks")
    assert marks.evaluate_all("all => all.map(mark => mark.closest('a').hash)") == [
        "#overview", "#requests",
    ]  # fmt: skip
    assert page.locator(".has-remark").count() == 1


def test_a_cell_s_mark_leads_to_its_remark(open_editor, remarked, zhang):
    page = open_editor(remarked, zhang)
    remark = remarked.remarks.get(place=CELL)

    page.click(f'[data-cell="{CELL}"] .cell-remark')

    assert page.evaluate("location.hash") == f"#remark-{remark.pk}"
    assert page.locator(f"#remark-{remark.pk}").evaluate(
        "(e) => { const box = e.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }"
    )


def test_in_a_remarked_cell_the_remark_is_read(open_editor, remarked, zhang):
    page = open_editor(remarked, zhang)

    page.locator(f'input[id="{CELL}"]').focus()

    assert "批注：与正文不一致" in page.locator("#cell-note").inner_text()
    described = page.locator(f'input[id="{CELL}"]').get_attribute("aria-describedby")
    assert described == "cell-note"
