"""Figures of a scan compared with their pictures at the keyboard, and by mouse a row at a time."""

import pytest
from playwright.sync_api import expect

from reports.writing import intake
from tests.views.clerk.sources.test_comparing import scanned

ROW = "requests.new"


@pytest.fixture
def page(new_context, zhang, report):
    """A page of clerk 张's on which a scan is looked at."""
    intake.stage(scanned(), "扫描.pdf", by=zhang, organ=report.organ, year=report.year)
    page = new_context(zhang).new_page()
    page.goto("/import/look/")
    return page


def test_enter_confirms_and_goes_on_and_the_row_s_key_confirms_the_rest(page):
    done = page.locator("#look-done")
    page.locator(f"[id='{ROW}.natural_person']").focus()

    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{ROW}.business']")).to_be_focused()
    page.keyboard.type("77")
    expect(done).to_have_text("2")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(f"[id='{ROW}.business']")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(done).to_have_text("7")
    expect(page.locator("[id='requests.carried_over.natural_person']")).to_be_focused()

    # What is kept is there again, and what no sum confirms now is told apart.
    expect(page.locator("#look-kept")).to_have_text("核对进度已保存")
    expect(page.locator(f"td:has([id='{ROW}.research']) .done")).to_be_visible()
    page.reload()
    expect(done).to_have_text("7")
    expect(page.get_by_role("button", name="下一个要核对的格（还有 168 格）")).to_be_visible()


def test_a_row_is_confirmed_with_one_press(page):
    button = page.locator(f"button[value='{ROW}']")

    button.click()

    expect(page.locator("#look-done")).to_have_text("7")
    expect(button).to_be_hidden()
