"""A figure that was refused stays on screen, until the place is answered in another window."""

from playwright.sync_api import expect

from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.prose.conftest import eventually

CELL = "requests.new.business"


def second_window(desk, report) -> Desk:
    """Return the same report in another window of the same browser."""
    page = desk.page.context.new_page()
    page.goto(f"/reports/{report.pk}/")
    page.wait_for_selector("html[data-ready]")
    return Desk(page)


def test_what_a_closed_window_was_refused_is_still_there_in_the_next(desk, report):
    desk.enter({CELL: "三十"})
    desk.page.close(run_before_unload=True)

    expect(second_window(desk, report).cell(CELL)).to_have_value("三十")


def test_what_a_closed_window_was_refused_does_not_come_back_over_what_was_filled_in_since(desk, report):  # fmt: skip
    other = second_window(desk, report)
    desk.enter({CELL: "三十"})
    desk.page.close(run_before_unload=True)
    other.enter({CELL: "30"})
    other.saved()

    other.page.reload()
    other.page.wait_for_selector("html[data-ready]")

    expect(other.cell(CELL)).to_have_value("30")
    other.saved()
    assert not any("三十" in sentence for sentence in other.findings())


def test_what_was_refused_goes_when_the_place_is_filled_in_elsewhere(desk, report, li):
    desk.enter({CELL: "三十"})
    desk.cell("requests.new.other").click()
    expect(desk.page.locator("#save-state")).to_have_attribute("data-state", "held")

    editing.save(report.pk, [factories.edit(report, CELL, "30")], by=li)

    expect(desk.cell(CELL)).to_have_value("30")
    desk.saved()
    kept = "Object.keys(localStorage).filter(key => key.startsWith('nianbao:'))"
    assert desk.page.evaluate(kept) == []


def test_a_figure_that_did_not_fit_is_compared_with_what_was_filled_in_elsewhere(desk, report, li, complaints):  # fmt: skip
    desk.enter({CELL: "999999999999", "requests.new.other": "999999999999"})
    desk.enter(dict.fromkeys((
        "requests.new.natural_person", "requests.new.research", "requests.new.public_interest",
        "requests.new.legal_service",
    ), "0"))  # fmt: skip
    expect(desk.page.locator("#save-state")).to_have_attribute("data-state", "held")
    refused = [c for c in (CELL, "requests.new.other") if report.figures.get(cell=c).value is None]

    editing.save(report.pk, [factories.edit(report, refused[0], "7")], by=li)

    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("改为 7，这里填写的是 999999999999。")
    desk.page.get_by_role("button", name="保留 7").click()
    eventually(lambda: report.figures.get(cell=refused[0]).value, 7, desk.page)
    complaints.clear()
