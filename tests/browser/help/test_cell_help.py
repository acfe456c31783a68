"""What a figure counts, said where it is typed."""

from playwright.sync_api import expect

CELL = "requests.withheld_process.business"


def test_a_cell_says_what_it_counts_and_leads_a_case_to_its_row(desk):
    page = desk.page
    place = page.locator('[data-table="requests"] .cell-help')
    before = place.bounding_box()["height"]
    desk.go(CELL)
    expect(place.locator(".cell-help-line")).to_contain_text("讨论记录")
    assert place.bounding_box()["height"] == before

    desk.keys.type("?")
    panel = page.get_by_role("region", name="这一格数什么")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("第十六条")
    desk.keys.press("Escape")
    assert (desk.active(), desk.text(CELL)) == (CELL, "")

    desk.keys.press("F1")
    panel.get_by_role("link", name="这一件该填在哪一行").press("Enter")
    page.get_by_role("link", name="是信访、举报、投诉").press("Enter")
    page.get_by_role("link", name="回到这一格").press("Enter")
    page.wait_for_selector("html[data-ready]")
    assert desk.active() == "requests.unprocessed_petition.business"
