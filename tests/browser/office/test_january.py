"""January: the workbook in, one doubtful word settled, counted, taken, written from, checked, handed in."""

import pytest
from playwright.sync_api import expect

from tests.browser.everywhere.looks import faint, said_twice

SHEET = "\n".join((
    "登记编号\t申请人姓名\t申请人类型\t收到日期\t答复结果\t答复日期\t联系电话",
    "2025-1\t王小明\t公民\t2025-3-5\t予以公开\t2025-3-20\t13800000000",
    "2025-2\t某某公司\t企业\t2025-6-5\t不予公开\t2025-6-20\t13800000001",
    "2025-3\t李四\t个人\t2025-12-29\t\t\t13800000002",
))  # fmt: skip


@pytest.fixture
def page(new_context, zhang):
    """The clerk's window, in which nothing moves."""
    return new_context(zhang, reduced_motion="reduce").new_page()


def bring_in(page, bureau) -> None:
    """Paste the workbook, settle its one doubtful word, take it."""
    page.goto(f"/registers/{bureau.pk}/bring/")
    page.get_by_label("或者粘贴表格").fill(SHEET)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/bring/look/")
    expect(page.locator("main")).to_contain_text("个人信息没有读入：申请人姓名、联系电话")
    assert faint(page) + said_twice(page) == []
    page.get_by_label("办理结果 “不予公开”").select_option(label="不予公开·6.属于四类过程性信息")
    page.get_by_role("button", name="保存选择").click()
    page.get_by_role("button", name="导入新的 3 件").click()
    page.wait_for_url(f"**/registers/{bureau.pk}/")
    expect(page.locator(".register-list tbody tr")).to_have_count(3)


def take_counts(page, report) -> None:
    """From the editor to the counts, and back with them."""
    page.goto(f"/reports/{report.pk}/")
    page.wait_for_selector("html[data-ready]")
    tools = page.locator('[data-table="requests"] .grid-tools')
    tools.get_by_role("link", name="从台账取数").click()
    page.get_by_role("button", name="填入勾选的表").click()
    page.wait_for_selector("html[data-ready]")


def value(page, cell: str):
    return page.locator(f'input[id="{cell}"]')


def retype(page, cell: str, figure: str) -> None:
    value(page, cell).fill(figure)
    page.keyboard.press("Enter")
    page.wait_for_selector("#save-state[data-state=saved]")


def check(page, report) -> None:
    """A figure that a slip of the hand changed is found against the register, and put right."""
    cell = "requests.granted.natural_person"
    retype(page, cell, "2")
    page.goto(f"/reports/{report.pk}/check-sheet/")
    found = page.locator(".check-list tr.is-warning", has_text="填的是 2，取自台账；台账现在是 1")
    found.locator(".place a").click()
    page.wait_for_selector("html[data-ready]")
    retype(page, cell, "1")
    page.goto(f"/reports/{report.pk}/check-sheet/")
    expect(page.locator(".check-sheet h1")).to_be_visible()
    expect(page.locator("tr.is-error")).to_have_count(0)
    expect(page.locator(".check-sheet")).not_to_contain_text("取自台账")
    page.goto(f"/reports/{report.pk}/")
    page.wait_for_selector("html[data-ready]")


def test_from_the_workbook_to_the_report_that_is_handed_in(page, complete, bureau):
    bring_in(page, bureau)
    take_counts(page, complete)
    expect(value(page, "requests.new.total")).to_have_value("3")
    expect(value(page, "requests.withheld_process.business")).to_have_value("1")
    expect(value(page, "requests.carried_forward.natural_person")).to_have_value("1")
    value(page, "requests.granted.natural_person").focus()
    behind = page.locator('[data-table="requests"]').get_by_role("link", name="台账里是哪几件")
    address = f"/reports/{complete.pk}/register/requests.granted.natural_person/"
    expect(behind).to_have_attribute("href", address)

    models = page.locator('[data-aid="overview"] .models')
    models.locator("summary").click()
    models.locator("li", has_text="依申请公开").get_by_role("button", name="写入正文").click()
    words = page.locator('.prose[data-section="overview"] .tiptap')
    expect(words).to_contain_text("新收政府信息公开申请3件，上年结转0件；办结2件")
    page.keyboard.type("1")  # the first blank, which is marked
    page.wait_for_selector("#save-state[data-state=saved]")
    check(page, complete)
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".desk-status .state")).to_have_text("待审核")

    complete.refresh_from_db()
    assert complete.status == "submitted"
