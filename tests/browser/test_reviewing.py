"""Reviewing in a real browser: a click chooses the place; remarks stand where they belong."""

import pytest

from reports import editing, workflow
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


def test_the_clerk_reads_and_answers_a_remark_in_its_place(new_context, sound, zhang):
    workflow.add_remark(sound.pk, CELL, "与正文不一致", by=zhang)
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{sound.pk}/")

    page.click("#requests .remark summary")
    page.fill("#requests .remark textarea", "已改正文")
    page.click("text=提交答复")

    page.wait_for_selector("text=答复：已改正文")


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
