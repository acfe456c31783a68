"""The words while the editor is on its way, and as it takes over: nothing is lost, nobody is interrupted."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.writing import editing
from tests import factories

from ..conftest import PASTE
from .conftest import Early, eventually
from .test_pasting import PASTED

WORD = (Path(__file__).parent / "pasted" / "word.html").read_text()
LINES = "<p>甲甲甲甲</p><p>乙乙乙乙</p>"
RICH = (
    "<p>制发<strong>3</strong>件。</p><ul><li>规章</li></ul>"
    "<table><tbody><tr><td>甲</td><td>1</td></tr></tbody></table><p>末尾。</p>"
)


def paste(early, text: str, html: str = "") -> None:
    early.page.evaluate(PASTE, [text, html])


def test_what_is_typed_before_the_editor_comes_is_saved_and_typed_on(open_early):
    early = open_early()
    early.click(80, 40)
    early.page.keyboard.type("全年公开120条。")
    early.page.keyboard.press("Enter")
    early.page.keyboard.type("（一）主动")
    early.shows("<p>全年公开120条。</p><h3>（一）主动</h3>")
    assert not early.box.count()

    early.come()
    early.page.keyboard.type("公开")

    early.shows("<p>全年公开120条。</p><h3>（一）主动公开</h3>")


def test_a_line_just_begun_stays_begun(open_early):
    early = open_early()
    early.click(80, 40)
    early.page.keyboard.type("甲")
    early.page.keyboard.press("Enter")
    early.come()
    early.page.keyboard.type("乙")

    early.shows("<p>甲</p><p>乙</p>")


def test_the_caret_stays_where_it_is_and_undo_takes_back_what_was_typed(open_early):
    early = open_early(words=LINES)
    early.click(80, 40)
    for key in ("Home", "ArrowRight", "ArrowRight"):
        early.page.keyboard.press(key)
    early.page.keyboard.type("12")
    early.come()
    early.page.keyboard.type("3")
    early.shows("<p>甲甲123甲甲</p><p>乙乙乙乙</p>")

    early.press("Control+z", "Control+z")
    early.shows(LINES)
    early.press("Control+y")
    early.shows("<p>甲甲12甲甲</p><p>乙乙乙乙</p>")


def test_a_click_without_a_key_leaves_the_caret_there(open_early):
    early = open_early(words=LINES)
    early.click(200, 70)
    early.press("End", "ArrowLeft")
    early.come()
    early.page.keyboard.type("1")

    early.shows("<p>甲甲甲甲</p><p>乙乙乙1乙</p>")


def test_a_selection_stays_and_holds_nothing_up(open_early):
    early = open_early(words=LINES)
    early.click(80, 40)
    early.press("Home", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    assert early.chosen == "甲甲"
    early.come()
    assert early.chosen == "甲甲"
    early.page.keyboard.type("1")

    early.shows("<p>甲1甲</p><p>乙乙乙乙</p>")


def test_words_are_chosen_by_a_mouse_that_is_still_down(open_early):
    early = open_early(words=LINES)
    early.words.scroll_into_view_if_needed()
    place = early.words.bounding_box()
    early.page.mouse.move(place["x"] + 97, place["y"] + 40)
    early.page.mouse.down()
    early.let_come()
    expect(early.page.locator('[data-section="problems"] .tiptap')).to_have_count(1)
    early.page.mouse.move(place["x"] + 133, place["y"] + 40, steps=4)
    before = early.chosen
    early.page.mouse.up()
    expect(early.box).to_be_focused()

    assert before == early.chosen == "甲甲"


def test_marks_lists_tables_and_pictures_wait_for_the_editor(open_early):
    early = open_early(words=RICH)
    early.click(80, 40)
    early.choose("末尾")
    early.page.keyboard.type("不")
    early.page.keyboard.press("Backspace")
    expect(early.words).to_have_attribute("aria-readonly", "true")
    expect(early.words.locator("td")).to_have_count(2)

    early.come()
    assert early.stored == RICH
    assert early.chosen == "末尾"
    early.page.keyboard.type("完")

    early.shows(RICH.replace("末尾", "完"))


def test_who_waits_for_the_editor_in_words_with_marks_is_told_and_nothing_moves(open_early):
    early = open_early(words=RICH)
    early.words.scroll_into_view_if_needed()
    before = early.words.bounding_box()
    early.click(80, 40)

    waiting = early.whole.get_by_text("编辑工具正在加载，加载好就能从点的地方写。")
    expect(waiting).to_be_visible()
    assert early.words.bounding_box() == before
    early.come()

    expect(waiting).to_have_count(0)
    expect(early.box).to_be_focused()


def test_a_link_leads_nowhere_before_the_editor_stands(open_early):
    early = open_early(words='<p><a href="https://example.gov.cn/">办理情况</a>已公布。</p>')
    address = early.page.url
    early.words.locator("a").click()
    early.come()

    expect(early.box).to_be_focused()
    assert early.page.url == address


def test_what_is_pasted_early_is_cleaned_like_any_paste(open_early):
    early = open_early()
    early.click(80, 40)
    early.page.keyboard.type("前")
    early.page.keyboard.press("Enter")
    paste(early, "文字", WORD)
    early.page.keyboard.press("Enter")
    early.page.keyboard.type("后")
    eventually(lambda: early.stored, "<p>前</p><p>后</p>", early.page)

    early.come()

    early.shows(f"<p>前</p>{PASTED['word']}<p>后</p>")


@pytest.mark.parametrize("source", PASTED)
def test_a_paste_into_a_blank_section_comes_whole(source, open_early):
    early = open_early()
    early.words.focus()
    paste(early, "文字", (Path(__file__).parent / "pasted" / f"{source}.html").read_text())
    early.come()

    early.shows(PASTED[source])


def test_pastes_between_rich_words_come_in_their_order(open_early):
    early = open_early(words=RICH)
    early.click(80, 40)
    early.choose("尾")
    paste(early, "丙")
    paste(early, "丁")
    early.choose("制")
    paste(early, "编")
    early.come()

    early.shows(RICH.replace("尾", "丙丁").replace("制", "编"))


def test_handing_in_waits_for_what_is_pasted(new_context, zhang, complete):
    early = Early(new_context(zhang).new_page(), complete, "problems")
    early.words.focus()
    early.press("Control+End")
    paste(early, "另有丙丁。")
    early.page.get_by_role("button", name="提交审核").click()
    early.let_come()

    expect(early.page.get_by_role("button", name="撤回修改")).to_be_visible()
    assert "另有丙丁。" in early.stored


def test_a_paste_taken_away_again_does_not_come(open_early):
    early = open_early(words=LINES)
    early.click(80, 40)
    paste(early, "丙")
    early.page.keyboard.press("Control+a")
    early.page.keyboard.type("新")
    early.come()

    early.shows("<p>新</p>")


def test_a_copy_is_pasted_by_keys(open_early):
    early = open_early(words=LINES)
    early.click(80, 40)
    early.press("Home", "Shift+ArrowRight", "Control+c", "End", "Control+v")
    early.page.keyboard.type("1")
    early.come()

    early.shows("<p>甲甲甲甲甲1</p><p>乙乙乙乙</p>")


def test_an_input_method_is_not_interrupted(open_early):
    early = open_early(words=LINES)
    early.click(80, 40)
    early.press("End")
    keyboard = early.page.context.new_cdp_session(early.page)
    for letters in ("d", "du", "dui"):
        place = {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        keyboard.send("Input.imeSetComposition", place)
    early.let_come()
    expect(early.page.locator('[data-section="problems"] .tiptap')).to_have_count(1)
    assert early.words.inner_text().startswith("甲甲甲甲dui")
    keyboard.send("Input.insertText", {"text": "队"})
    expect(early.box).to_have_count(1)
    early.page.keyboard.type("伍")

    early.shows("<p>甲甲甲甲队伍</p><p>乙乙乙乙</p>")


def test_tab_leads_into_the_words_and_on(open_early):
    early = open_early(words=LINES)
    early.page.locator('[data-aid="overview"] summary').focus()
    early.page.keyboard.press("Tab")
    expect(early.words).to_be_focused()
    early.come()
    expect(early.box).to_be_focused()
    early.page.keyboard.type("1")

    early.shows("<p>1甲甲甲甲</p><p>乙乙乙乙</p>")


def test_a_finger_taps_and_types(open_early):
    early = open_early(words=LINES, has_touch=True, viewport={"width": 390, "height": 844})
    early.words.tap(position={"x": 120, "y": 40})
    early.page.keyboard.press("End")
    early.page.keyboard.type("1")
    early.come()
    early.page.keyboard.type("2")

    early.shows("<p>甲甲甲甲12</p><p>乙乙乙乙</p>")


WAYS = {
    "by mouse": lambda early: early.click(97, 40),
    "by a finger": lambda early: early.words.tap(position={"x": 97, "y": 40}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_press_that_brings_the_editor_leaves_the_caret_there(way, new_context, zhang, report):
    report.narratives.filter(section="overview").update(html=LINES)
    page = new_context(zhang, has_touch=True).new_page()
    # A browser that never rests: only who comes near the words brings their editor.
    page.add_init_script("window.requestIdleCallback = () => 0")
    early = Early(page, report, "overview")
    early.words.hover()
    early.let_come()
    expect(page.locator("link[href*='going_on.js']")).to_have_count(1)
    page.wait_for_load_state("networkidle")

    WAYS[way](early)

    expect(early.box).to_be_focused()
    page.keyboard.type("1")
    early.shows("<p>甲1甲甲甲</p><p>乙乙乙乙</p>")


def test_the_way_to_what_a_finding_says_is_kept(open_early):
    early = open_early(words="<p>甲</p><p>公开公开信息</p>")
    early.page.evaluate("""async () => {
      const prose = await import('/static/js/prose/prose.js');
      const range = { start: 2, end: 6 };
      prose.underline('overview', [{ ...range, severity: 'hint', id: 'text.typo' }]);
      prose.showWords('overview', range);
    }""")
    expect(early.words).to_be_focused()
    early.come()

    expect(early.box.locator(".finding-words.is-hint")).to_have_text("公开公开")
    assert early.chosen == "公开公开"


def test_who_writes_on_is_not_led_back(open_early):
    early = open_early(words="<p>甲</p><p>公开公开信息</p>")
    early.page.evaluate("""async () => {
      const prose = await import('/static/js/prose/prose.js');
      prose.showWords('overview', { start: 2, end: 6 });
    }""")
    early.page.keyboard.press("Home")
    early.page.keyboard.type("1")
    early.come()
    early.page.keyboard.type("2")

    early.shows("<p>12甲</p><p>公开公开信息</p>")


def test_what_a_colleague_wrote_comes_in_beside_the_caret(open_early, zhang):
    early = open_early(words=LINES)
    early.click(200, 70)
    early.press("End", "ArrowLeft")
    theirs = LINES.replace("甲甲甲甲", "甲甲丙丙甲甲")
    editing.save(early.report.pk, [factories.edit(early.report, "overview", theirs)], by=zhang)
    expect(early.words.locator("p").first).to_have_text("甲甲丙丙甲甲")
    early.page.keyboard.type("1")
    early.come()
    early.page.keyboard.type("2")

    early.shows("<p>甲甲丙丙甲甲</p><p>乙乙乙12乙</p>")


def test_words_chosen_in_a_report_that_is_closed_stay_chosen(open_early, report):
    report.status = "submitted"
    report.save()
    early = open_early(words=LINES)
    early.choose("乙乙")
    early.come()

    assert early.chosen == "乙乙"


def test_an_editor_that_does_not_come_is_told_of_and_comes_later(open_early, complaints):
    early = open_early()
    early.click(80, 40)
    early.page.keyboard.type("甲")
    early.fail()
    complaints.forgive("Failed to load resource")

    expect(early.notices).to_contain_text("编辑工具还没有加载出来")
    early.page.keyboard.type("乙")
    early.shows("<p>甲乙</p>")

    early.come()
    expect(early.notices).to_be_empty()
    early.page.keyboard.type("丙")
    early.shows("<p>甲乙丙</p>")
