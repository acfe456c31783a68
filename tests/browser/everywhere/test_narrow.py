"""A telephone: titles break by meaning, faces of megabytes stay where they are."""

import pytest

from reports.editions import get_edition
from reports.rendering.page.html import document_html
from reports.rendering.page.title_lines import phrases
from reports.writing import editing
from tests import factories

PHONE = {"viewport": {"width": 390, "height": 844}}
LINES = """(element) => {
  const lines = new Map();
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) for (let at = 0; at < texts.currentNode.length; at += 1) {
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + 1);
    const top = Math.round(range.getBoundingClientRect().top / 8);
    lines.set(top, (lines.get(top) ?? "") + texts.currentNode.data[at]);
  }
  return [...lines.values()];
}"""
ORGANS = ["瀍水市瀍河回族区文化广电旅游体育局", "云溪市人民政府"]


def are_whole(lines: list[str], organ: str) -> bool:
    """Whether lines end where phrases of the title end."""
    ends, parts = set(), phrases("".join(lines), organ)
    for number in range(len(parts)):
        ends.add("".join(parts[: number + 1]))
    return all("".join(lines[: number + 1]) in ends for number in range(len(lines)))


@pytest.mark.parametrize("name", ORGANS)
def test_the_sheet_s_title_breaks_between_phrases(open_editor, zhang, name):
    organ = factories.organ(name, zhang)
    page = open_editor(factories.report(organ, 2025, by=zhang), zhang, **PHONE)

    lines = page.locator(".sheet-title").evaluate(LINES)

    assert len(lines) > 1 and are_whole(lines, name)


@pytest.mark.parametrize("name", ORGANS)
def test_the_web_page_s_title_breaks_between_phrases(new_context, name):
    page = new_context(**PHONE).new_page()
    edition = get_edition("2021")
    title = f"{name}2024年政府信息公开工作年度报告"
    page.set_content(document_html(factories.filled(edition, organ=name, year=2024, title=title)))

    lines = page.locator("h1").evaluate(LINES)

    assert len(lines) > 1 and are_whole(lines, name)


IN_SIGHT = """() => {
  const last = getSelection().getRangeAt(0).cloneRange();
  last.setStart(last.endContainer, last.endOffset - 1);
  const { top, bottom } = last.getBoundingClientRect();
  const tools = document.activeElement.closest(".prose").querySelector(".prose-tools");
  const list = document.querySelector(".findings");
  return tools.getBoundingClientRect().bottom < top && bottom < list.getBoundingClientRect().top;
}"""


def test_what_is_being_written_stays_between_the_tools_and_the_list(open_editor, report, zhang):
    page = open_editor(report, zhang, **PHONE)
    page.locator("[data-section=overview] [contenteditable]").click()

    page.keyboard.type("全年公开信息。\n" * 30)
    page.keyboard.type("完")

    page.wait_for_function(IN_SIGHT)


FACES = """async () => {
  await document.fonts.ready;
  const fetched = performance.getEntriesByType("resource").map((entry) => entry.name);
  const faces = fetched.filter((name) => name.includes("/fonts/")).map((name) => name.split("/fonts/")[1]);
  return faces.filter((name) => name !== "figures.woff2");
}"""
USUAL = "fangsong/reports.woff2"
# Its characters are not in the first slice: of those that might have them, and beyond the face.
UNUSUAL = ["fangsong/common-2.woff2", USUAL, "fangsong/rest-2.woff2"]


@pytest.mark.parametrize(
    ("words", "options", "faces"),
    [
        ("<p>文化惠民。</p>", {}, [USUAL]),
        ("<h3>（一）惠民</h3><p>文化。</p>", {}, [USUAL, "kai/reports.woff2"]),
        ("<p>神龟。</p>", {}, ["fangsong/common-2.woff2", USUAL]),
        ("<p>罘。</p>", {}, UNUSUAL),
        ("<p>瀍河两岸。</p>", {}, [*UNUSUAL, "more.ttf"]),
        ("<p>瀍河𪚥。</p>", {}, [*UNUSUAL, "more.ttf", "rare.ttf"]),
        ("<p>瀍河两岸。</p>", PHONE, []),
    ],
)
def test_a_face_is_fetched_where_its_characters_stand(
    open_editor, report, zhang, words, options, faces
):
    editing.save(report.pk, [factories.edit(report, "overview", words)], by=zhang)

    page = open_editor(report, zhang, **options)
    page.wait_for_selector("html:not(.faces-later)")

    assert fetched(page, len(faces)) == faces


def fetched(page, at_least: int) -> list[str]:
    """Return the faces that the page has fetched, once they are so many."""
    for _ in range(200):
        faces = sorted(page.evaluate(f"({FACES})()"))
        if len(faces) >= at_least:
            break
        page.wait_for_timeout(100)
    return faces


def test_no_face_is_fetched_until_whoever_types_rests(new_context, report, zhang):
    page = new_context(zhang).new_page()
    faces = []
    page.on("request", lambda request: "/fonts/" in request.url and faces.append(request.url))
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.goto(f"/reports/{report.pk}/")
    page.wait_for_selector("html[data-ready]")
    page.locator('input[id="requests.new.business"]').focus()
    faces[:] = [face for face in faces if not face.endswith("/figures.woff2")]

    for _ in range(2):
        page.keyboard.press("1")
        page.clock.run_for(1900)
        assert faces == []

    with page.expect_request(f"**/{USUAL}"):
        page.clock.run_for(200)


def test_menus_open_within_the_screen(open_editor, report, zhang):
    page = open_editor(report, zhang, **PHONE)

    for menu in page.locator("summary:visible").all():
        menu.click()
        items = menu.locator("xpath=..").locator("a:visible, button:visible, dt:visible").all()
        boxes = [item.bounding_box() for item in items]
        assert boxes and all(b["x"] >= 0 and b["x"] + b["width"] <= 390 for b in boxes)
        menu.click()


def test_the_look_of_an_import_does_not_scroll_sideways(new_context, report, zhang):
    page = new_context(zhang, **PHONE).new_page()
    page.goto(f"/reports/{report.pk}/import/")
    page.set_input_files("input[type=file]", factories.FIXTURES / "report-2021.json")
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/import/look/")

    assert page.evaluate("document.documentElement.scrollWidth") == 390


SAVE_STATE = """() => {
  const state = document.querySelector(".save-state");
  const { left, top, height } = state.getBoundingClientRect();
  return state.contains(document.elementFromPoint(left + 5, top + height / 2));
}"""


@pytest.mark.parametrize("viewport", [(390, 844), (640, 360)])
@pytest.mark.parametrize(
    "place",
    [
        "input[id='review.litigation_direct.total']",
        "[data-section=other_matters] [contenteditable]",
    ],
)
def test_whether_all_is_saved_stays_in_sight(open_editor, report, zhang, viewport, place):
    width, height = viewport
    page = open_editor(report, zhang, viewport={"width": width, "height": height})

    page.click(place)

    assert page.evaluate("scrollY") > height
    assert page.evaluate(SAVE_STATE)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_error_while_saving_stays_in_sight(open_editor, report, zhang, complaints):
    page = open_editor(report, zhang, **PHONE)
    page.context.set_offline(True)

    page.fill("input[id='review.litigation_direct.upheld']", "3")

    page.wait_for_selector("#save-state[data-state=offline]")
    assert page.evaluate(SAVE_STATE)
    page.context.set_offline(False)
    page.wait_for_selector("#save-state[data-state=saved]")
    complaints.clear()  # the browser notes what it could not reach


def test_what_was_found_covers_no_page_while_the_scripts_come(new_context, report, zhang):
    page, held = new_context(zhang, **PHONE).new_page(), []
    page.route("**/js/report/state.js", lambda route: held.append(route))
    panel = page.locator("#findings")

    page.goto(f"/reports/{report.pk}/", wait_until="commit")
    page.wait_for_selector("#findings-list li", state="attached")
    while not held:
        page.wait_for_timeout(20)
    before = panel.bounding_box()["height"]
    page.route("**/js/report/state.js", lambda route: route.continue_())
    for route in held:
        route.continue_()
    page.wait_for_selector("html[data-ready]")

    assert 0 < before <= panel.bounding_box()["height"] < 100


def test_what_was_found_can_be_read_without_scripts(new_context, report, zhang):
    page = new_context(zhang, java_script_enabled=False, **PHONE).new_page()

    page.goto(f"/reports/{report.pk}/")

    assert page.locator("#findings-list li").first.is_visible()
