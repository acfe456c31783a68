"""Cells of a file with the same doubt, answered with one action and put back with one."""

import re

import pytest
from playwright.sync_api import expect

from reports.editions import edition_for
from tests import factories
from tests.importing.making.styles import portal

READ = factories.filled(edition_for(2025), year=2025, organ="瀍水区文化和旅游局")
STATES = """() => [...document.querySelectorAll("td[data-state]")].map((cell) =>
  [cell.querySelector("input").value, cell.dataset.state, cell.querySelector(".how").textContent])"""


@pytest.fixture
def dashed(tmp_path):
    """A posted page on which a dash stands for every zero."""
    path = tmp_path / "年报.html"
    path.write_bytes(portal(READ).replace(b">0</td>", b">-</td>"))
    return path


def bring(page, report, path) -> None:
    page.goto(f"/reports/{report.pk}/import/")
    page.get_by_label("选择文件").set_input_files(path)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/import/look/")


def test_every_dash_is_answered_from_the_keyboard_and_put_back(new_context, zhang, report, dashed):
    page = new_context(zhang).new_page()
    bring(page, report, dashed)
    line = page.get_by_role("group", name=re.compile("格写的是“-”"))
    unsure = int(page.locator('[data-count="unsure"]').text_content())
    totals = sum(READ.cells[cell] == 0 for cell in report.template.computed)
    mine = next(cell for cell, value in READ.cells.items() if value == 0)
    page.locator(f'[id="{mine}"]').fill("12")
    before = page.evaluate(STATES)

    line.get_by_role("button", name="都作 0").focus()
    page.keyboard.press("Enter")

    said = page.locator("#doubts-said")
    expect(said).to_contain_text(
        f"作 0：{unsure - totals - 1} 格，合计 {totals} 格留空，另外 1 格已经单独改过，没有动"
    )
    expect(page.locator('[data-count="unsure"]')).to_have_text("0")
    expect(page.locator("#next-open")).to_be_hidden()
    assert page.locator(f'[id="{mine}"]').input_value() == "12"
    assert page.url.endswith("/import/look/")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(said).to_have_text(f"已撤回：{unsure - 1} 格恢复为原来的样子。")
    assert page.evaluate(STATES) == before
    expect(line.get_by_role("button", name="都作 0")).to_be_focused()


def test_dashes_left_blank_together_ask_nothing_more(new_context, zhang, report, dashed):
    page = new_context(zhang).new_page()
    bring(page, report, dashed)
    page.get_by_role("group", name=re.compile("格写的是“-”")).get_by_text("都留空").click()

    expect(page.locator("#next-open")).to_be_hidden()
    page.get_by_role("button", name=re.compile("^确认导入")).click()
    page.wait_for_url("**/reports/*/")
    dashes = {cell for cell, value in READ.cells.items() if value == 0}
    stored = {f.cell for f in report.figures.filter(value__isnull=False)}
    assert not dashes & stored - set(report.template.computed)


def test_without_scripts_one_button_answers_and_enter_does_not(new_context, zhang, report, dashed):
    page = new_context(zhang, java_script_enabled=False).new_page()
    bring(page, report, dashed)
    dash = next(c for c, v in READ.cells.items() if v == 0 and c not in report.template.computed)
    cell = page.locator(f'[id="{dash}"]')
    cell.press("Enter")
    page.wait_for_load_state()
    assert cell.input_value() == ""
    assert page.url.endswith("/import/look/")

    page.get_by_role("button", name="都作 0").first.click()
    expect(page.get_by_role("status").filter(has_text="作 0：")).to_be_visible()
    assert cell.input_value() == "0"
    page.get_by_role("button", name=re.compile("^确认导入")).click()
    page.wait_for_url("**/reports/*/")

    assert report.document().cells == READ.cells
