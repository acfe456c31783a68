"""Who typed what last: late answers, older tabs, third versions, others who log in meanwhile."""

import json
import re

import pytest
from playwright.sync_api import expect

from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.prose.conftest import eventually

from .test_saving import CELL, arrives, come_back, cut_off, stands, state

TOTAL = "requests.new.total"


def put(report, place, text, *, by, **options) -> None:
    """Let a person write in a place by other means."""
    edit = factories.edit(report, place, text, **options)
    editing.save(report.pk, [edit], by=by)


def hold_the_first(page) -> list:
    """Keep the first save back and let later ones pass; return where it will be found."""
    held = []

    def take(route):
        route.continue_() if held else held.append(route)

    page.context.route("**/save/", take)
    return held


def hear(desk) -> None:
    """Wait until the page has been told the news."""
    with desk.page.expect_request_finished(lambda request: "/pulse/" in request.url):
        pass


def ready(page) -> None:
    """Load the page again."""
    page.reload()
    page.wait_for_selector("html[data-ready]")


def test_a_question_is_asked_anew_after_a_reload_when_there_is_a_third_version(desk, report, li, complaints):  # fmt: skip
    put(report, CELL, "35", by=li)
    desk.enter({CELL: "34"})
    expect(desk.page.locator(".conflict")).to_contain_text("改为 35，这里填写的是 34")
    put(report, CELL, "36", by=li)

    ready(desk.page)

    expect(desk.page.locator(".conflict")).to_contain_text("改为 36，这里填写的是 34")
    desk.page.get_by_role("button", name="保留 36").click()
    expect(desk.cell(CELL)).to_have_value("36")
    desk.saved()
    complaints.clear()


def test_a_question_is_asked_anew_when_the_colleague_writes_again(desk, report, li, complaints):
    put(report, CELL, "35", by=li)
    desk.enter({CELL: "34"})
    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("改为 35，这里填写的是 34")

    put(report, CELL, "36", by=li)

    expect(conflict).to_contain_text("改为 36，这里填写的是 34")
    expect(conflict).to_have_count(1)
    complaints.clear()


def test_what_a_colleague_did_in_a_disputed_place_is_shown_once_it_is_decided(desk, report, li, complaints):  # fmt: skip
    put(report, CELL, "35", by=li)
    desk.enter({CELL: "34"})
    keep = desk.page.get_by_role("button", name="保留 35")
    expect(keep).to_be_visible()
    # The news arrives, the new question not: the clerk answers the old one.
    desk.page.context.route("**/save/", lambda route: route.abort())
    put(report, CELL, "36", by=li)
    hear(desk)
    hear(desk)
    keep.click()
    come_back(desk, complaints)

    expect(desk.cell(CELL)).to_have_value("36")
    desk.saved()
    complaints.clear()


def test_a_total_kept_as_the_colleague_took_it_over_is_shown_so(desk, report, zhang, li, complaints):  # fmt: skip
    put(report, TOTAL, "9", by=li, manual=True)
    desk.go(TOTAL)
    desk.keys.press("F2")
    desk.keys.type("7")

    keep = desk.page.get_by_role("button", name="保留 9")
    expect(keep).to_be_visible()
    # What the colleague did is told once more meanwhile.
    hear(desk)
    hear(desk)
    keep.click()

    expect(desk.cell(TOTAL)).to_have_value("9")
    desk.saved()
    assert stands(report, TOTAL) == 9
    complaints.clear()


@pytest.mark.parametrize(("choice", "stays"), [("恢复自动计算", None), ("保留 9", 9)])
def test_a_disputed_total_can_be_given_back(desk, report, li, complaints, choice, stays):
    put(report, TOTAL, "9", by=li, manual=True)
    desk.go(TOTAL)
    desk.keys.press("F2")
    desk.keys.type("7")
    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("改为 9，这里填写的是 7。")

    desk.go(TOTAL)
    desk.keys.press("F9")
    expect(conflict).to_contain_text("改为 9，这里恢复为自动计算。")
    desk.page.get_by_role("button", name=choice).click()

    arrives(desk, report, stays, TOTAL)
    expect(desk.cell(TOTAL)).to_have_value("9" if stays else "")
    desk.saved()
    complaints.clear()


def test_an_older_tab_does_not_undo_what_the_same_clerk_typed_in_the_next(desk, report, complaints):
    cut_off(desk)
    desk.enter({CELL: "34"})
    expect(state(desk)).to_contain_text("网络断开")
    younger = desk.page.context.new_page()
    younger.goto(f"/reports/{report.pk}/")
    younger.wait_for_selector("html[data-ready]")
    next_desk = Desk(younger)
    expect(next_desk.cell(CELL)).to_have_value("34")
    next_desk.enter({CELL: "35"})
    come_back(desk, complaints)
    # The older tab hears nothing yet; the younger one saves.
    desk.page.route(re.compile("/(save|pulse|findings)/$"), lambda route: route.abort())
    arrives(next_desk, report, 35)

    desk.page.unroute_all(behavior="ignoreErrors")
    desk.page.evaluate("dispatchEvent(new Event('online'))")

    desk.saved()
    assert stands(report) == 35
    expect(desk.cell(CELL)).to_have_value("35")
    assert desk.page.locator(".conflict").count() == 0
    complaints.clear()


def test_words_that_are_refused_do_not_hold_up_those_typed_since(desk, report, complaints):
    box = desk.page.locator('.prose[data-section="overview"] .tiptap')
    answers = hold_the_first(desk.page)
    box.focus()
    desk.keys.type("甲")
    eventually(lambda: len(answers), 1, desk.page)
    desk.keys.type("乙")
    refused = {"place": "overview", "message": "这一部分过长。"}
    body = {"revision": 0, "at": "09:00:00", "figures": {}, "narratives": {}, "conflicts": []}
    answers[0].fulfill(status=422, json=body | {"refused": [refused]})

    desk.saved()
    assert report.narratives.get(section="overview").html == "<p>甲乙</p>"
    complaints.clear()


def test_what_is_typed_while_another_has_logged_in_is_kept_and_not_saved_as_theirs(desk, report, li, complaints, client_of, live_server):  # fmt: skip
    own = desk.page.context.cookies()
    cookie = client_of(li).cookies["sessionid"].value
    desk.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    desk.enter({CELL: "34"})
    expect(state(desk)).to_contain_text("未保存：现在登录的是李红")
    assert stands(report) is None

    desk.page.context.add_cookies(own)
    desk.page.evaluate("dispatchEvent(new Event('focus'))")
    arrives(desk, report, 34)
    assert report.changes.get().user.username == "zhang"
    complaints.clear()


@pytest.fixture
def full_desk(open_editor, complete, zhang):
    """A report that could be handed in, open at 张's."""
    return Desk(open_editor(complete, zhang))


def test_handing_in_waits_for_what_is_being_saved(full_desk, report):
    page = full_desk.page
    held = hold_the_first(page)
    box = page.locator('.prose[data-section="overview"] .tiptap')
    box.focus()
    full_desk.keys.press("Control+End")
    full_desk.keys.type("甲")
    eventually(lambda: len(held), 1, page)
    full_desk.keys.type("乙")
    page.evaluate("document.querySelector('#submit-form').requestSubmit()")
    held[0].continue_()

    expect(page.locator("#submit-form")).to_have_count(0)
    report.refresh_from_db()
    assert report.status == "submitted"
    assert report.narratives.get(section="overview").html.endswith("甲乙</p>")


def test_what_cannot_be_saved_is_not_said_to_be_on_its_way_after_a_reload(desk):
    desk.enter({CELL: "三个"})
    expect(state(desk)).to_have_attribute("data-state", "held")

    ready(desk.page)

    expect(desk.cell(CELL)).to_have_value("三个")
    expect(state(desk)).to_have_attribute("data-state", "held")


def test_a_colleagues_words_wait_until_the_word_is_composed(desk, report, li, complaints):
    box = desk.page.locator('.prose[data-section="overview"] .tiptap')
    keyboard = desk.page.context.new_cdp_session(desk.page)
    box.focus()
    letters = {"text": "ni", "selectionStart": 2, "selectionEnd": 2}
    keyboard.send("Input.imeSetComposition", letters)
    desk.saved()
    put(report, "overview", "<p>李写的一段。</p>", by=li)
    hear(desk)
    hear(desk)

    keyboard.send("Input.insertText", {"text": "你"})

    conflict = desk.page.locator(".conflict")
    expect(conflict.locator("ins")).to_have_text("你")
    expect(conflict.locator("del")).to_have_text("李写的一段。")
    expect(box).to_have_text("你")
    assert report.narratives.get(section="overview").html == "<p>李写的一段。</p>"
    complaints.clear()


def test_a_clock_that_is_set_back_makes_nothing_old(desk, report, complaints):
    def answer_lost(route):
        route.fetch()
        route.abort()

    desk.page.context.route("**/save/", answer_lost)
    desk.enter({CELL: "34"})
    arrives(desk, report, 34)
    cut_off(desk)
    desk.page.clock.set_fixed_time("2026-01-01")
    ready(desk.page)
    expect(desk.cell(CELL)).to_have_value("34")

    desk.enter({CELL: "35"})
    come_back(desk, complaints)

    arrives(desk, report, 35)
    expect(desk.cell(CELL)).to_have_value("35")
    complaints.clear()


def leave(desk, report, tabs: dict[str, list]) -> None:
    """Let closed tabs have left what they could not send, by the name of each tab."""
    desk.page.goto("/login/")
    for name, pending in tabs.items():
        key = f"nianbao:{report.changed_by_id}:{report.pk}:{name}"
        value = json.dumps({"pending": pending})
        desk.page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])


@pytest.mark.parametrize(("older", "younger"), [("a", "b"), ("b", "a")])
def test_of_two_closed_tabs_the_one_typed_in_last_is_taken_up(desk, report, older, younger):
    entry = {"kind": "figure", "base": 0, "manual": False}
    left = {
        older: entry | {"text": "34", "writer": "older", "at": 1_000},
        younger: entry | {"text": "35", "writer": "younger", "at": 2_000},
    }
    leave(desk, report, {name: [[CELL, kept]] for name, kept in left.items()})

    desk.page.goto(f"/reports/{report.pk}/")

    arrives(desk, report, 35)
    expect(desk.cell(CELL)).to_have_value("35")


def test_what_two_closed_tabs_left_is_sent_in_the_name_of_each(desk, report):
    entry = {"kind": "figure", "base": 0, "manual": False}
    other = CELL.replace("business", "research")
    left = {
        "one": [[CELL, entry | {"text": "34", "writer": "one", "at": 1_000}]],
        "two": [[other, entry | {"text": "35", "writer": "two", "at": 2_000}]],
    }
    leave(desk, report, left)
    sent = []
    desk.page.on(
        "request", lambda asked: "/save/" in asked.url and sent.append(asked.post_data_json)
    )

    desk.page.goto(f"/reports/{report.pk}/")

    arrives(desk, report, 34)
    arrives(desk, report, 35, other)
    told = [(one["writer"], edit["place"]) for one in sent for edit in one["edits"]]
    assert told == [("one", CELL), ("two", other)]
