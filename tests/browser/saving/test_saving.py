"""Nothing typed is lost: server down, session over, tab closed, reload, a colleague in the report."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reports import workflow
from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.prose.conftest import eventually

CELL = "requests.new.business"
OTHER = "requests.new.research"


def state(desk):
    return desk.page.locator("#save-state")


def stands(report, cell=CELL):
    return report.figures.get(cell=cell).value


def arrives(desk, report, value, cell=CELL) -> None:
    """Wait until the server has a value in a cell."""
    eventually(lambda: stands(report, cell), value, desk.page)


def cut_off(desk) -> None:
    """Let the server be down for everything that is saved; the browser grumbles about it."""
    desk.page.context.route(re.compile("/(save|pulse|findings)/$"), lambda route: route.abort())


def come_back(desk, complaints) -> None:
    """Let the server be there again."""
    desk.page.context.unroute_all(behavior="ignoreErrors")
    complaints.clear()


@pytest.fixture
def lis_desk(open_editor, report, li):
    """The same report, open at 李's."""
    return Desk(open_editor(report, li))


def test_a_figure_is_sent_within_a_second_of_the_last_keystroke(desk, report):
    desk.page.clock.install()
    desk.enter({CELL: "34"})

    with desk.page.expect_request("**/save/"):
        desk.page.clock.run_for(1000)

    arrives(desk, report, 34)
    expect(state(desk)).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))


def test_while_the_server_is_down_it_waits_here_and_goes_when_it_is_back(desk, report, complaints):
    cut_off(desk)
    desk.enter({CELL: "34"})
    expect(state(desk)).to_contain_text("网络断开，已存在本机，恢复后自动保存")
    assert stands(report) is None

    come_back(desk, complaints)

    arrives(desk, report, 34)
    desk.saved()
    complaints.clear()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (503, "服务器没有保存成功，内容留在本机，会自动再试"),
        (500, "服务器没有保存成功，内容留在本机，会自动再试"),
        (502, "服务器没有保存成功，内容留在本机，会自动再试"),
        (429, "保存得太频繁，内容留在本机，过一会儿自动再试"),
    ],
)
def test_a_server_that_fails_is_not_called_a_broken_line(desk, report, complaints, status, said):
    desk.page.route("**/save/", lambda route: route.fulfill(status=status, body="<html>"))
    desk.enter({CELL: "34"})
    expect(state(desk)).to_contain_text(said)

    desk.page.unroute("**/save/")

    arrives(desk, report, 34)
    desk.saved()
    complaints.clear()


def test_what_waits_survives_a_reload(desk, report, complaints):
    cut_off(desk)
    desk.enter({CELL: "34"})
    desk.page.locator('.prose[data-section="problems"] .tiptap').focus()
    desk.keys.type("解读形式单一。")
    expect(state(desk)).to_contain_text("网络断开")

    desk.page.reload()
    desk.page.wait_for_selector("html[data-ready]")
    assert desk.text(CELL) == "34"
    expect(desk.page.locator('.prose[data-section="problems"]')).to_contain_text("解读形式单一。")

    come_back(desk, complaints)
    arrives(desk, report, 34)
    words = report.narratives.get(section="problems")
    eventually(lambda: (words.refresh_from_db(), words.html)[1], "<p>解读形式单一。</p>", desk.page)
    complaints.clear()


def test_what_a_closed_tab_could_not_send_is_sent_by_the_next(desk, report, complaints):
    cut_off(desk)
    desk.enter({CELL: "34"})
    desk.page.close()
    come_back(desk, complaints)

    desk.page = page = desk.page.context.new_page()
    page.goto(f"/reports/{report.pk}/")

    arrives(desk, report, 34)
    expect(page.locator(f'input[id="{CELL}"]')).to_have_value("34")
    complaints.clear()


def test_a_tab_closed_right_after_a_keystroke_still_saves(desk, report):
    desk.enter({CELL: "34"})
    desk.page.goto("about:blank")
    arrives(desk, report, 34)


def test_leaving_asks_nothing_when_everything_is_saved(desk):
    asked = []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    desk.enter({CELL: "34"})
    desk.saved()

    desk.page.goto("/reports/")

    assert asked == []


def test_a_session_that_ran_out_keeps_the_text_until_the_next_log_in(desk, report, complaints):
    Session.objects.all().delete()
    desk.enter({CELL: "34"})
    expect(state(desk)).to_contain_text("登录已过期，重新登录后继续（内容已保留）")
    complaints.clear()

    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("link", name="重新登录").click()
    login = opened.value
    login.get_by_label("用户名").fill("zhang")
    login.get_by_label("密码").fill("correct horse")
    login.get_by_role("button", name="登录").click()
    login.wait_for_selector("html[data-ready]")

    arrives(desk, report, 34)
    desk.saved()
    complaints.clear()


def test_what_another_person_could_not_send_is_not_shown_to_the_next(desk, report, li, complaints, client_of, live_server):  # fmt: skip
    cut_off(desk)
    desk.enter({CELL: "34"})
    expect(state(desk)).to_contain_text("网络断开")
    cookie = client_of(li).cookies["sessionid"].value
    desk.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    desk.page.reload()
    desk.page.wait_for_selector("html[data-ready]")

    assert desk.text(CELL) == ""
    complaints.clear()


def test_two_clerks_fill_different_cells_and_see_each_other(desk, lis_desk, report):
    desk.enter({CELL: "34"})
    lis_desk.enter({OTHER: "5"})

    expect(desk.cell(OTHER)).to_have_value("5", timeout=15_000)
    expect(lis_desk.cell(CELL)).to_have_value("34", timeout=15_000)
    expect(desk.page.locator("#people")).to_have_text("李红 也在填写", timeout=15_000)
    assert (stands(report), stands(report, OTHER)) == (34, 5)
    assert desk.page.locator(".conflict").count() == 0


def test_a_colleagues_place_carries_their_name(desk, lis_desk):
    lis_desk.go(OTHER)
    expect(desk.td(OTHER)).to_have_attribute("data-colleague", "李红", timeout=15_000)


@pytest.mark.parametrize(("choice", "stays"), [("保留 35", 35), ("改为 34", 34)])
def test_the_second_clerk_in_a_cell_sees_both_and_decides(desk, report, li, complaints, choice, stays):  # fmt: skip
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    desk.enter({CELL: "34"})
    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("李红")
    expect(conflict).to_contain_text("将此格改为 35，这里填写的是 34。")
    assert stands(report) == 35

    desk.page.get_by_role("button", name=choice).click()

    arrives(desk, report, stays)
    expect(desk.cell(CELL)).to_have_value(str(stays))
    expect(conflict).to_have_count(0)
    complaints.clear()


def test_an_open_decision_survives_a_reload(desk, report, li, complaints):
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    desk.enter({CELL: "34"})
    expect(desk.page.locator(".conflict")).to_be_visible()

    desk.page.reload()
    desk.page.wait_for_selector("html[data-ready]")
    desk.page.get_by_role("button", name="改为 34").click()

    arrives(desk, report, 34)
    complaints.clear()


def disputed_section(desk, report, li):
    """Let 李 write a section first, then 张 in the browser; return 张's box and the question."""
    box = desk.page.locator('.prose[data-section="overview"] .tiptap')
    edit = factories.edit(report, "overview", "<p>李写的一段。</p>")
    editing.save(report.pk, [edit], by=li)
    box.focus()
    desk.keys.type("张写的一段。")
    conflict = desk.page.locator(".conflict")
    expect(conflict.locator("ins")).to_have_text("张写的一段。")
    return box, conflict


def test_the_second_clerk_in_a_section_sees_the_differences_and_merges(desk, report, li, complaints):  # fmt: skip
    _, conflict = disputed_section(desk, report, li)

    expect(conflict.locator("del")).to_have_text("李写的一段。")
    expect(conflict).to_contain_text("绿底、实线 是我写的，橙底、虚线 是李红写的")
    expect(conflict.get_by_role("button", name="用李红的")).to_be_visible()
    colours = "all => all.map(one => getComputedStyle(one).backgroundColor)"
    mine = set(conflict.locator(".is-mine").evaluate_all(colours))
    theirs = set(conflict.locator(".is-theirs").evaluate_all(colours))
    assert len(mine) == len(theirs) == 1 and mine != theirs
    conflict.get_by_role("button", name="合并").click()
    row = report.narratives.get(section="overview")
    both = "<p>李写的一段。</p><p>张写的一段。</p>"
    eventually(lambda: (row.refresh_from_db(), row.html)[1], both, desk.page)
    complaints.clear()


def test_what_is_typed_on_while_a_cell_waits_for_a_decision_is_what_is_decided(desk, report, li, complaints):  # fmt: skip
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    desk.enter({CELL: "34"})
    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("这里填写的是 34。")
    status = desk.page.locator("#save-state")
    expect(status).to_have_attribute("data-state", "disputed")

    desk.enter({CELL: "36"})
    expect(conflict).to_contain_text("将此格改为 35，这里填写的是 36。")
    expect(conflict).to_have_count(1)
    desk.page.reload()
    desk.page.wait_for_selector("html[data-ready]")
    expect(desk.cell(CELL)).to_have_value("36")
    expect(status).to_have_attribute("data-state", "disputed")
    assert stands(report) == 35

    desk.page.get_by_role("button", name="改为 36").click()
    arrives(desk, report, 36)
    desk.saved()
    complaints.clear()


def test_whoever_types_the_colleagues_figure_has_nothing_to_decide(desk, report, li, complaints):
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    desk.enter({CELL: "34"})
    expect(desk.page.locator(".conflict")).to_be_visible()

    desk.enter({CELL: "35"})

    expect(desk.page.locator(".conflict")).to_have_count(0)
    desk.saved()
    complaints.clear()


def test_a_merger_holds_what_was_typed_after_the_question(desk, report, li, complaints):
    box, conflict = disputed_section(desk, report, li)

    box.focus()
    desk.keys.press("Control+End")
    desk.keys.type("后来又写。")

    expect(conflict.locator("ins")).to_have_text("张写的一段。后来又写。")
    conflict.get_by_role("button", name="合并").click()
    row = report.narratives.get(section="overview")
    both = "<p>李写的一段。</p><p>张写的一段。后来又写。</p>"
    eventually(lambda: (row.refresh_from_db(), row.html)[1], both, desk.page)
    complaints.clear()


def test_figures_too_large_together_are_named_and_saved_when_one_is_mended(
    desk, report, complaints
):
    columns = (
        "natural_person",
        "business",
        "research",
        "public_interest",
        "legal_service",
        "other",
    )
    cells = [f"requests.new.{column}" for column in columns]
    desk.enter(dict.fromkeys(cells, "999999999999"))

    status = desk.page.locator("#save-state")
    expect(status).to_have_attribute("data-state", "held")
    assert any("总计：数字过大" in sentence for sentence in desk.findings())

    desk.enter(dict.fromkeys(cells[:-1], "0"))
    desk.saved()
    arrives(desk, report, 999999999999, "requests.new.total")
    complaints.clear()


def test_a_report_handed_in_by_a_colleague_is_locked_here_too(open_editor, complete, zhang, li):
    desk = Desk(open_editor(complete, zhang))
    workflow.submit(complete.pk, by=factories.give(li, complete.organ, "reviewer"))

    expect(desk.cell(CELL)).not_to_be_editable(timeout=15_000)
    expect(desk.page.get_by_text("报告已提交审核，内容已锁定。")).to_be_visible()


def pulse(desk) -> None:
    """Let the page hear of the others now."""
    with desk.page.expect_response("**/pulse/"):
        desk.page.clock.run_for(5000)


def test_a_colleagues_figure_is_not_typed_on_but_asked_about(desk, report, li, complaints):
    desk.page.clock.install()
    desk.enter({CELL: "34"})
    desk.page.clock.run_for(1000)
    arrives(desk, report, 34)
    desk.saved()
    report.refresh_from_db()
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    pulse(desk)
    assert desk.text(CELL) == "34"

    desk.keys.type("6")
    desk.page.clock.run_for(1000)

    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("将此格改为 35，这里填写的是 346。")
    assert stands(report) == 35
    complaints.clear()


def test_a_colleagues_figure_shows_once_nobody_types_there(desk, report, li):
    desk.page.clock.install()
    desk.enter({CELL: "34"})
    desk.page.clock.run_for(1000)
    arrives(desk, report, 34)
    desk.saved()
    report.refresh_from_db()
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    pulse(desk)

    desk.keys.press("Tab")
    pulse(desk)
    expect(desk.cell(CELL)).to_have_value("35")


def test_a_colleagues_figure_in_the_cell_one_is_at_is_replaced_by_what_is_typed(desk, report, li):
    desk.page.clock.install()
    desk.go(CELL)
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    pulse(desk)
    expect(desk.cell(CELL)).to_have_value("35")

    desk.keys.type("6")
    desk.page.clock.run_for(1000)

    assert desk.text(CELL) == "6"
    arrives(desk, report, 6)
