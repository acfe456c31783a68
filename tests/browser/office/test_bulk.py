"""The page of a bulk export, in a browser: it follows the work by itself."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reports import bulk, jobs
from tests import factories
from tests.bulk.conftest import YEAR

axe = Axe()


@pytest.fixture
def wang(db, report, bureau, zhang):
    """The supervisor of the bureau and of its library, which have a report each."""
    library = factories.organ("瀍水区图书馆", zhang, under=bureau)
    factories.report(library, YEAR, by=zhang)
    return factories.give(factories.clerk("wang", "芳", "王"), bureau, "supervisor")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_work_to_its_end(new_context, wang, report, scheme):
    page = new_context(wang, color_scheme=scheme).new_page()
    page.goto(f"/bulk/new/?year={YEAR}")
    assert axe.run(page).response["violations"] == []
    page.uncheck("[value=pdf]")
    page.check("[value=json]")
    page.click("text=开始导出")
    expect(page.locator("#progress")).to_contain_text("后台进程没有在运行")
    job = bulk.jobs_of(wang)[0]
    worker = jobs.join("worker")

    bulk.press_one(job.pk, 1, worker)
    expect(page.locator("#progress")).to_contain_text("已生成 1/2 份")
    expect(page.get_by_label("生成进度")).to_have_attribute("value", "1")
    assert axe.run(page).response["violations"] == []

    bulk.press_one(job.pk, 1, worker)
    with page.expect_download() as download:
        page.click("text=下载 ZIP")
    assert download.value.suggested_filename.endswith(".zip")


def test_a_report_that_fails_shows_itself_and_can_be_tried_again(new_context, wang, report, zhang):
    page = new_context(wang, viewport={"width": 390, "height": 844}).new_page()
    job = bulk.create(YEAR, None, ["draft"], ["json"], by=wang)
    begun, worker = bulk.begin_round(job.pk), jobs.join("worker")
    page.goto(f"/bulk/{job.pk}/")
    factories.complete(report, by=zhang)
    type(report).objects.filter(pk=report.pk).update(status="submitted")

    while bulk.press_one(job.pk, begun.number, worker):
        pass

    expect(page.get_by_role("button", name="重试没有生成的")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("报告现在是“待审核”")
    assert axe.run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
