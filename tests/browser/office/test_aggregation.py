"""汇总 in a real browser: from a sum to its reports, from below into a report and back; axe."""

import pytest

from reports import workflow
from reports.writing import editing
from tests import factories
from tests.browser.easy import LOOKS, violations

YEAR, FEES = 2025, "proactive.fees.amount"


@pytest.fixture
def district(transactional_db, zhang):
    """A government whose clerk and supervisor is 王, with two bureaus' reports handed in."""
    government = factories.organ("瀍水区人民政府", type="county")
    wang = factories.give(factories.clerk("wang", "芳", "王"), government, "clerk", "supervisor")
    own = factories.report(government, YEAR, by=wang)
    for name in ("教育局", "民政局"):
        government.refresh_from_db()
        organ = factories.organ(name, zhang, under=government)
        report = factories.sound_report(organ, YEAR, by=zhang)
        editing.save(report.pk, [factories.edit(report, FEES, "0.25")], by=zhang)
        workflow.submit(report.pk, by=zhang)
        factories.with_figures(factories.report(organ, YEAR - 1, by=zhang), {FEES: "0.2"})
    factories.organ("财政局", under=type(government).objects.get(pk=government.pk))
    return own, wang


def addresses(own) -> list[str]:
    set_of = f"year={YEAR}&under={own.organ_id}"
    pages = ["", f"cells/{FEES}/", "organs/", "years/", "outliers/"]
    proposal = f"/reports/{own.pk}/from-below/"
    return [f"/aggregation/{page}?{set_of}" for page in pages] + [proposal, f"{proposal}{FEES}/"]


def test_a_sum_leads_to_its_reports(new_context, district):
    own, wang = district
    page = new_context(wang).new_page()
    page.goto(f"/supervision/?year={YEAR}")

    page.click("text=汇总这些报告")
    assert page.locator(f'td[id="{FEES}"] a').inner_text() == "0.5"
    page.click(f'td[id="{FEES}"] a')
    page.click("text=教育局")

    assert page.url.endswith(f"/review/#{FEES}")


def test_the_sums_are_taken_and_put_back(new_context, district):
    own, wang = district
    page = new_context(wang).new_page()
    page.goto("/reports/")

    page.click("text=从下级汇总")
    page.click("text=填入勾选的表")
    page.wait_for_selector("html[data-ready]")
    assert page.input_value(f'input[id="{FEES}"]') == "0.5"
    page.click("text=撤销这次导入")
    page.wait_for_selector("text=已撤销导入")

    assert page.input_value(f'input[id="{FEES}"]') == ""


@pytest.mark.parametrize("width", [390, 1366])
def test_the_totals_of_a_chart_can_be_read(new_context, district, width):
    own, wang = district
    page = new_context(wang, viewport={"width": width, "height": 800}).new_page()
    page.goto(f"/aggregation/years/?year={YEAR}&under={own.organ_id}")
    total = page.locator(".chart text.value").first

    ink = total.evaluate("(text) => [text, document.body].map((e) => getComputedStyle(e))"
                         ".map((style, n) => n ? style.color : style.fill)")  # fmt: skip

    assert total.is_visible() and ink[0] == ink[1]


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_context, district, width):
    own, wang = district
    page = new_context(wang, viewport={"width": width, "height": 800}).new_page()
    for address in addresses(own):
        page.goto(address)

        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.emulate_media(color_scheme="dark")
        assert violations(page, LOOKS) == [], address
        page.emulate_media(color_scheme="light")
