"""Whatever keeps the editor's scripts from running: the plain form is there, with all that was typed."""

import pytest
from playwright.sync_api import Page, expect

# A clerk who types before the scripts have begun: after the page is read, before modules run.
EARLY = """addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const put = (name, value) => Object.assign(document.querySelector(`[name="${name}"]`) ?? {}, { value });
  put("requests.new.business", "34");
  put("problems", "解读形式不够丰富。");
}, true);"""
FAILURES = {
    "a module is missing": ("prose/text.js", {"status": 404, "body": ""}),
    "a module cannot be parsed": ("prose/headings.js", {"body": "export const = 1;"}),
    "an early step throws": (
        "grid/desk.js",
        {"body": "export class Desk { constructor() { absent(); } }"},
    ),
    "a late step throws": ("editor/preview.js", {"body": "export const offerPreview = () => absent();"}),
    "the connection breaks": ("report/state.js", None),
    "the browser is too old": (
        "grid/painter.js",
        {"body": "export class Painter { static { } at?.b = 1 }"},
    ),
}


@pytest.fixture
def open_failing(new_context, report, zhang):
    """Return the editor, typed in early, while one of its modules fails."""

    def open_page(failure: str) -> Page:
        module, answer = FAILURES[failure]
        page = new_context(zhang).new_page()
        page.add_init_script(EARLY)
        page.route(
            f"**/js/{module}",
            lambda route: (
                route.fulfill(content_type="text/javascript", **answer) if answer else route.abort()
            ),
        )
        page.goto(f"/reports/{report.pk}/")
        return page

    return open_page


@pytest.mark.parametrize("failure", FAILURES)
def test_a_start_that_fails_leaves_the_plain_form_with_its_texts(
    failure, open_failing, report, complaints
):
    page = open_failing(failure)

    expect(page.locator(".plain-note")).to_contain_text("填好后请按页面底部的“保存”")
    complaints.await_one("", page)
    complaints.clear()
    field = page.locator('[id="requests.new.business"]')
    words = page.locator('textarea[name="problems"]')
    expect(field).to_have_value("34")
    expect(words).to_have_value("解读形式不够丰富。")
    field.fill("35")
    words.fill("解读形式不够丰富，下一步改进。")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()

    assert report.figures.get(cell="requests.new.business").value == 35
    assert report.narratives.get(section="problems").html == "<p>解读形式不够丰富，下一步改进。</p>"
    complaints.clear()


def test_what_was_typed_while_the_scripts_were_on_their_way_stays_when_they_fail(
    new_context, report, zhang, complaints
):
    page = new_context(zhang).new_page()
    held = []
    page.route("**/js/report/state.js", lambda route: held.append(route))
    page.goto(f"/reports/{report.pk}/", wait_until="commit")
    page.locator('[id="requests.new.business"]').press_sequentially("34")
    page.locator('textarea[name="problems"]').fill("解读形式不够丰富。")

    # A browser may ask once more for what was announced to it (modulepreload) and failed.
    page.route("**/js/report/state.js", lambda route: route.abort())
    for route in held:
        route.abort()

    expect(page.locator(".plain-note")).to_be_visible()
    expect(page.locator('[id="requests.new.business"]')).to_have_value("34")
    expect(page.locator('textarea[name="problems"]')).to_have_value("解读形式不够丰富。")
    complaints.clear()


def test_a_page_that_is_left_unsaved_asks_first(open_failing, complaints):
    page = open_failing("a late step throws")
    expect(page.locator(".plain-note")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator('[id="requests.new.business"]').press_sequentially("1")

    page.goto("/")

    assert asked == ["beforeunload"]
    complaints.clear()


def test_what_was_typed_before_the_scripts_ran_is_saved_by_them(new_context, report, zhang):
    page = new_context(zhang).new_page()
    page.add_init_script(EARLY)

    page.goto(f"/reports/{report.pk}/")

    page.wait_for_selector('#save-state[data-state="saved"]')
    page.wait_for_function("document.querySelector('#save-state').textContent.includes(':')")
    expect(page.locator('[data-section="problems"] .tiptap')).to_have_text("解读形式不够丰富。")
    expect(page.locator('[id="requests.new.business"]')).to_have_value("34")
    assert report.figures.get(cell="requests.new.business").value == 34
    assert report.narratives.get(section="problems").html == "<p>解读形式不够丰富。</p>"


def test_with_scripts_neither_the_sentence_nor_the_button_of_the_plain_form_shows(desk):
    expect(desk.page.locator(".plain-note")).to_be_hidden()
    expect(desk.page.get_by_role("button", name="保存", exact=True)).to_be_hidden()


def test_a_page_without_scripts_has_the_sentence(new_context, report, zhang):
    page = new_context(zhang, java_script_enabled=False).new_page()

    page.goto(f"/reports/{report.pk}/")

    expect(page.locator(".plain-note")).to_be_visible()


def test_reading_aids_that_did_not_come_show_no_buttons(new_context, db, complaints):
    page = new_context().new_page()
    page.goto("/open/")
    expect(page.locator(".aids")).to_be_visible()

    page.route("**/js/public/aids.js", lambda route: route.abort())
    page.goto("/open/")

    expect(page.locator(".aids")).to_be_hidden()
    complaints.clear()
