"""Every act with the real mouse, clicked twice: it is done once, and what is said is true."""

import re
import threading

import pytest
from django.db import connections
from playwright.sync_api import Error, Page, expect

from reports import workflow
from reports.models import Notice, Posting, Publication, Report
from reports.publishing import publications
from reports.refusals import Refused
from tests import factories

SIZES = [{"width": 1440, "height": 900}, {"width": 390, "height": 800}]


@pytest.fixture(autouse=True)
def _quick_files(quick_files):
    pass


@pytest.fixture
def sound(bureau, zhang, wang):
    """A report without errors."""
    return factories.sound_report(bureau, 2025, by=zhang)


def click_twice(page: Page, name: str, role: str = "button") -> None:
    """Press the mouse twice where the act stands, wherever the first press has led.

    The second press comes once the next page is there, as on a quick server.
    """
    act = page.get_by_role(role, name=name, exact=True)
    act.scroll_into_view_if_needed()
    box = act.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with page.expect_navigation():
        page.mouse.click(x, y)
    page.wait_for_load_state()
    page.mouse.click(x, y)
    page.wait_for_load_state()


def go(page: Page, address: str) -> None:
    """Open a page, also where the second press is just leading elsewhere."""
    try:
        page.goto(address)
    except Error:
        page.wait_for_load_state()
        page.goto(address)


def double_click(page: Page, name: str) -> None:
    """Double-click an act, both presses on the page that shows it."""
    act = page.get_by_role("button", name=name, exact=True)
    act.scroll_into_view_if_needed()
    box = act.bounding_box()
    # No navigation is awaited: the second press takes the first one's place. What follows waits.
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def steps(report) -> list[str]:
    return [step.action for step in report.transitions.all()]


def settled(page: Page, read, wanted) -> None:
    """Wait until `read` gives what is wanted, let a second press come in, and look again."""
    for _ in range(100):
        if read() == wanted:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(400)
    assert read() == wanted


def to(report, state: str, zhang, li, wang) -> None:
    """Bring the report to a state by other hands."""
    way = {
        "submitted": ["submit"],
        "approved": ["submit", "approve"],
        "published": ["submit", "approve"],
    }
    for step in way.get(state, ()):
        workflow.move(report.pk, step, by=wang if step == "approve" else li)
    if state == "published":
        publications.publish(report.pk, by=li)


# The state before, who acts, the act's words, the steps that it may add.
ACTS = [
    ("draft", "li", "提交审核", ["submit"]),
    ("submitted", "wang", "通过", ["approve"]),
    ("submitted", "wang", "退回修改", ["return"]),
    ("submitted", "li", "撤回修改", ["withdraw"]),
    ("approved", "wang", "退回修改", ["return"]),
    ("published", "li", "发起更正", ["correct"]),
]


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
@pytest.mark.parametrize("clicks", [click_twice, double_click])
@pytest.mark.parametrize(("state", "who", "act", "added"), ACTS)
def test_an_act_clicked_twice_is_done_once(
    new_context, sound, zhang, li, wang, size, clicks, state, who, act, added
):
    to(sound, state, zhang, li, wang)
    before = steps(sound)
    page = new_context({"li": li, "wang": wang}[who], viewport=size).new_page()
    page.goto(f"/reports/{sound.pk}/review/")
    reason = page.locator("#moves textarea")
    for at in range(reason.count()):
        reason.nth(at).fill("请核对表三")

    clicks(page, act)

    settled(page, lambda: steps(sound), before + added)
    state = Report.objects.get(pk=sound.pk).get_status_display()
    expect(page.locator(".state", has_text=state)).to_be_visible()


@pytest.mark.parametrize("clicks", [click_twice, double_click])
def test_handing_over_twice_is_handing_over_once(new_context, sound, zhang, li, clicks):
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{sound.pk}/")
    page.wait_for_selector("html[data-ready]")

    clicks(page, "交审核人核对")

    settled(page, lambda: steps(sound), ["hand_over"])
    assert Notice.objects.filter(user=li).count() == 1


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
@pytest.mark.parametrize("clicks", [click_twice, double_click])
def test_where_nobody_supervises_a_second_click_on_hand_in_does_not_approve(
    new_context, zhang, size, clicks
):
    alone = factories.organ("云溪市档案馆", zhang)
    report = factories.sound_report(alone, 2025, by=zhang)
    page = new_context(zhang, viewport=size).new_page()
    page.goto(f"/reports/{report.pk}/review/")

    clicks(page, "提交审核")

    settled(page, lambda: steps(report), ["submit"])


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
@pytest.mark.parametrize("clicks", [click_twice, double_click])
def test_from_approval_to_republication_each_act_is_clicked_twice(
    new_context, sound, zhang, li, wang, size, clicks
):
    to(sound, "approved", zhang, li, wang)
    page = new_context(wang, viewport=size).new_page()
    page.goto(f"/reports/{sound.pk}/review/")
    click_twice(page, "去发布…", "link")
    go(page, f"/reports/{sound.pk}/publication/")
    page.fill("#id_issued", "2026-01-20")
    page.fill("#id_index_number", "YX-2026-01")
    clicks(page, "下一步：核对")
    settled(page, Publication.objects.count, 0)
    expect(page.locator(".facts")).to_contain_text(
        re.compile(r"2026年1月20日\s*索引号\s*YX-2026-01")
    )
    page.get_by_label("已核对").check()
    clicks(page, "公开到网站")
    settled(page, Publication.objects.count, 1)
    assert Publication.objects.filter(issued="2026-01-20", index_number="YX-2026-01").exists()
    expect(page.locator("main")).to_contain_text("已公开第 1 版")

    click_twice(page, "撤下…", "link")
    page.fill("#id_reason", "附件有误")
    clicks(page, "撤下这份报告")
    expect(page.locator("main")).to_contain_text("已撤下：第 1 版")
    assert Posting.objects.get().withdrawal_reason == "附件有误"

    page.fill("#id_index_number", "YX-2026-02")
    page.fill("#id_note", "更正索引号")
    clicks(page, "下一步：核对")
    page.get_by_label("已核对").check()
    clicks(page, "公开第 2 版")
    settled(page, Publication.objects.count, 2)
    assert [made.note for made in Publication.objects.order_by("version")] == ["", "更正索引号"]
    assert steps(sound) == ["submit", "approve", "publish", "take_down", "publish_again"]
    expect(page.locator("main")).to_contain_text("已公开第 2 版")


def test_two_people_who_publish_at_once_publish_once(sound, zhang, li, wang, transactional_db):
    to(sound, "approved", zhang, li, wang)
    seen, said = Report.objects.get(pk=sound.pk).revision, []
    gate = threading.Barrier(2)

    def go(person):
        gate.wait()
        try:
            publications.publish(sound.pk, by=person, seen=seen)
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connections.close_all()

    people = [threading.Thread(target=go, args=(person,)) for person in (li, wang)]
    for one in people:
        one.start()
    for one in people:
        one.join()

    assert Publication.objects.count() == 1
    assert len(said) == 1 and "已发布第1版，没有再发布一次" in said[0]


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_handing_in_at_the_desk_twice_takes_nothing_back(new_context, sound, zhang, bureau, size):
    factories.give(zhang, bureau, "reviewer")
    page = new_context(zhang, viewport=size).new_page()
    page.goto(f"/reports/{sound.pk}/")
    page.wait_for_selector("html[data-ready]")

    click_twice(page, "提交审核")

    settled(page, lambda: steps(sound), ["submit"])
    go(page, f"/reports/{sound.pk}/")
    expect(page.locator(".desk-status .state")).to_have_text("待审核")
