"""A unit without an account fills in its part by link; the clerk takes it and takes that back."""

import datetime
import re

from django.utils import timezone

from reports.models import Assignment
from tests.browser.everywhere.test_narrow import LINES, are_whole

CELL = "requests.new.natural_person"
TOTAL = "requests.new.total"
PHONE = {"viewport": {"width": 390, "height": 800}}


def give(page, report, unit: str) -> tuple[str, str]:
    page.goto(f"/reports/{report.pk}/assignments/")
    page.get_by_label("三、收到和处理").check()
    page.get_by_label("五、存在的主要问题").check()
    page.get_by_label("或者交给科室").fill(unit)
    page.get_by_label("交回日期").fill((timezone.localdate() + datetime.timedelta(days=2)).isoformat())
    page.get_by_role("button", name="分出").click()
    return page.input_value("#unit-link"), page.input_value("#unit-code")


def enter(page, link: str, code: str) -> None:
    page.goto(link)
    page.fill("[name=code]", code)
    page.get_by_role("button", name="打开").click()
    page.wait_for_selector("html[data-ready]")


def fill(page) -> None:
    page.locator(f'[id="{CELL}"]').click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.locator('[data-table="requests"] .grid-tools button', has_text="全部填 0").click()
    page.locator(".ProseMirror").click()
    page.keyboard.type("存在的问题是人手不足，下一步加强培训、改进工作。")
    page.get_by_label("填报人姓名").fill("孙工")


def hand_in(page, says: str) -> None:
    page.get_by_role("button", name="交出", exact=True).click()
    page.wait_for_selector(f"text={says}")


def take(page, report) -> None:
    page.goto(f"/reports/{report.pk}/")
    page.get_by_role("link", name=re.compile("分出 1 份")).click()
    page.get_by_role("link", name=re.compile("核对、采用")).click()
    page.get_by_role("button", name="采用", exact=True).click()
    page.wait_for_selector("html[data-ready]")


def test_a_unit_fills_in_its_part_by_link_and_the_clerk_takes_it(new_context, report, zhang, complaints):
    clerk, unit = new_context(zhang).new_page(), new_context(**PHONE).new_page()
    enter(unit, *give(clerk, report, "法规科"))
    assert are_whole(unit.locator(".sheet-title").evaluate(LINES), report.organ.name)
    fill(unit)
    assert unit.input_value(f'[id="{TOTAL}"]') == "12"
    hand_in(unit, "还有 2 项没有填好")
    complaints.clear()  # the browser notes the 422
    assert "不平衡" in unit.locator("#findings-list").text_content()
    unit.get_by_label("交出时的说明").fill("办理结果还在核")
    hand_in(unit, "已交出")
    assert report.figures.get(cell=CELL).value is None

    take(clerk, report)

    assert clerk.input_value(f'[id="{CELL}"]') == "12"
    assert "人手不足" in clerk.locator('.prose[data-section="problems"]').text_content()
    clerk.get_by_role("button", name="撤销这次导入").click()
    clerk.wait_for_selector("text=已撤销导入")
    clerk.wait_for_selector("html[data-ready]")
    assert clerk.input_value(f'[id="{CELL}"]') == ""
    assert Assignment.objects.get().is_handed_in
