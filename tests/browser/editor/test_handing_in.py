"""Handing in from the editor: why nothing happens is said in sight."""

from playwright.sync_api import expect

from reports import workflow
from tests import factories

CELL = "proactive.penalties.decisions"


def test_offline_handing_in_says_what_is_unsaved_and_when_to_try_again(
    open_editor, complete, zhang, complaints
):
    page = open_editor(complete, zhang)
    page.context.set_offline(True)
    page.fill(f'input[id="{CELL}"]', "7")

    page.get_by_role("button", name="提交审核").click()

    said = page.locator("#not-handed-in")
    expect(said).to_contain_text("没有提交审核：网络断开，1 处填写还存在本机。")
    expect(said).to_contain_text("再点“提交审核”")
    page.context.set_offline(False)
    expect(said).to_have_count(0)
    page.wait_for_selector("#save-state[data-state=saved]")
    complaints.clear()  # the browser notes what it could not reach


def test_offline_a_saved_report_stays_on_the_screen(open_editor, complete, zhang, complaints):
    page = open_editor(complete, zhang)
    page.context.set_offline(True)

    page.get_by_role("button", name="提交审核").click()

    expect(page.locator("#not-handed-in")).to_contain_text("填写的都已保存，网络恢复后再点")
    page.get_by_role("button", name="知道了").click()
    expect(page.locator("#not-handed-in")).to_have_count(0)
    complaints.clear()


def test_a_dispute_is_said_to_come_first(open_editor, complete, zhang, li, complaints):
    page = open_editor(complete, zhang)
    factories.type_in(complete, CELL, "5", by=li)
    page.fill(f'input[id="{CELL}"]', "7")
    page.wait_for_selector("#save-state[data-state=disputed]")

    page.get_by_role("button", name="提交审核").click()

    expect(page.locator("#not-handed-in")).to_contain_text("同一处有两种改动，还没有选定")
    complete.refresh_from_db()
    assert complete.status == "draft"
    complaints.clear()  # the browser notes every 409


def test_what_is_not_ready_is_named_by_the_act(open_editor, bureau, report):
    sun = factories.give(factories.clerk("sun", "静", "孙"), bureau, "clerk")
    page = open_editor(report, sun)

    page.get_by_role("button", name="交审核人核对").click()

    expect(page.locator(".findings .notice")).to_contain_text("暂时不能交审核人核对")


def test_a_clerk_hands_over_with_a_reason_and_reads_what_comes_next(open_editor, bureau, zhang):
    sun = factories.give(factories.clerk("sun", "静", "孙"), bureau, "clerk")
    report = factories.sound_report(bureau, 2025, by=sun)
    factories.type_in(report, "other_matters", "<p>未收取处理费，联系电话13800138000。</p>", by=sun)
    page = open_editor(report, sun)

    page.get_by_role("button", name="交审核人核对").click()
    page.get_by_label("保留的理由").first.fill("公开的办公手机")
    page.get_by_role("button", name="保留并说明").first.click()
    page.wait_for_url("**/submit/#f-*")
    page.get_by_role("button", name="交审核人核对").click()

    expect(page.get_by_text("接下来由审核人核对并提交审核")).to_be_visible()
    expect(page.get_by_role("button", name="再交一次核对")).to_be_visible()
    report.refresh_from_db()
    assert report.handed_over_at and workflow.timeline_of(report)[0].caption == "交审核人核对"


def test_a_locked_report_invites_nobody_to_write(open_editor, bureau, zhang):
    report = factories.sound_report(bureau, 2025, by=zhang)
    factories.type_in(report, "preface", "", by=zhang)
    workflow.submit(report.pk, by=zhang)

    page = open_editor(report, zhang)

    shown = "sheet => getComputedStyle(sheet, '::before').content"
    assert page.locator("[data-section=preface] .prose-sheet").evaluate(shown) == '"（没有写）"'
