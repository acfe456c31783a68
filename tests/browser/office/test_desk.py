"""The review desk in a real browser: by keys through a list, the next report after a decision."""

import pytest
from playwright.sync_api import expect

from reports import workflow
from reports.models import Report
from tests import factories


@pytest.fixture
def two(bureau, zhang):
    """Two reports handed in below a government that 王 supervises; 王's browser sees both."""
    government = factories.organ_named("瀍水区人民政府") or factories.organ("瀍水区人民政府")
    school = factories.organ("瀍水区教育局", zhang, under=government)
    park = factories.organ("瀍水区园林局", zhang, under=government)
    chief = factories.give(factories.clerk("chief"), government, "supervisor")
    for organ in (school, park):
        report = factories.complete(factories.report(organ, 2025, by=zhang), by=zhang)
        workflow.submit(report.pk, by=zhang)
    return chief


@pytest.mark.parametrize("width", [1440, 390], ids=["wide", "narrow"])
def test_a_list_is_gone_through_by_keys_and_decisions(new_context, two, width):
    page = new_context(two, viewport={"width": width, "height": 800}).new_page()
    page.goto("/desk/?year=2025")
    number = page.locator(".queue-number")

    for key, place in (("j", "1/2"), ("j", "2/2"), ("k", "1/2")):
        page.keyboard.press(key)
        expect(number).to_have_text(place)
        page.wait_for_load_state()  # keys are heard once the page's scripts are there
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.fill("#remark-text", "jjkk")
    page.get_by_role("button", name="通过，看下一份").click()

    expect(number).to_have_text("1/1")
    expect(page.locator(".desk-title")).to_contain_text("园林局")
    page.get_by_role("button", name="通过").click()
    expect(page.locator(".empty-state")).to_contain_text("没有等着审核的报告")
    assert set(Report.objects.values_list("status", flat=True)) == {"approved"}
