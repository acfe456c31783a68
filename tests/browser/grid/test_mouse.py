"""The mouse in the tables, with a hand on it: a press, a drag in steps, what the browser would do by itself."""

import pytest
from playwright.sync_api import expect

from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk

NEW, CARRIED, GRANTED = (
    f"requests.{row}.natural_person" for row in ("new", "carried_over", "granted")
)
NEIGHBOUR, LAST = "requests.new.business", "requests.granted.research"
TOTAL = "requests.new.total"
ROW = "447\t53\t7\t10\t5\t50"


@pytest.fixture
def filled(desk):
    """The desk with the first rows of table 三 filled, one of its cells in use."""
    desk.paste_at(NEW, "\n".join([ROW, "1\t2\t3\t4\t5\t6", ROW, ROW]))
    desk.page.keyboard.press("Escape")
    desk.td(GRANTED).scroll_into_view_if_needed()
    return desk


def spot(desk, cell) -> tuple[float, float]:
    """Return the middle of a cell in the window."""
    box = desk.td(cell).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def press(desk, cell) -> None:
    desk.page.mouse.move(*spot(desk, cell))
    desk.page.mouse.down()


def drag(desk, start, end) -> None:
    """Press on a cell, move in steps, let go on another."""
    press(desk, start)
    desk.page.mouse.move(*spot(desk, end), steps=12)
    desk.page.mouse.up()


def click(desk, cell, **options) -> None:
    desk.page.mouse.click(*spot(desk, cell), **options)


def figures(desk) -> list[str]:
    return desk.page.locator("td[data-cell] input").evaluate_all("all => all.map((i) => i.value)")


def selected(desk) -> int:
    return desk.page.locator("td.is-selected").count()


def edited(desk, cell) -> None:
    desk.go(cell)
    desk.keys.press("F2")


def taken_over(desk, cell) -> None:
    edited(desk, cell)
    desk.keys.press("Escape")


ARRIVALS = {
    "from_elsewhere": lambda desk: None,
    "enter": lambda desk: (desk.go(NEW), desk.keys.press("Enter")),
    "arrow": lambda desk: (desk.go(NEW), desk.keys.press("ArrowDown")),
    "tab": lambda desk: (desk.go(TOTAL), desk.keys.press("Tab")),
    "a_click": lambda desk: click(desk, CARRIED),
    "typing_in_it": lambda desk: (desk.go(CARRIED), desk.keys.type("9")),
    "pasting_in_it": lambda desk: desk.paste_at(CARRIED, "8"),
    "undoing_in_it": lambda desk: (desk.go(CARRIED), desk.keys.type("9"), desk.keys.press("Control+z")),
    "an_edit_given_up": lambda desk: (edited(desk, CARRIED), desk.keys.press("Escape")),
    "a_block": lambda desk: drag(desk, CARRIED, LAST),
    "its_address": lambda desk: desk.page.evaluate(f"location.hash = '{CARRIED}'"),
    "the_other_button": lambda desk: click(desk, CARRIED, button="right"),
}  # fmt: skip


@pytest.mark.parametrize("arrival", ARRIVALS)
def test_a_click_then_typing_replaces_however_one_has_come(filled, arrival):
    ARRIVALS[arrival](filled)

    click(filled, CARRIED)
    filled.keys.type("448")

    assert filled.text(CARRIED) == "448"
    filled.keys.press("Enter")
    assert filled.text(CARRIED) == "448"


@pytest.mark.parametrize("arrival", [name for name in ARRIVALS if name != "typing_in_it"])
def test_typing_replaces_after_each_arrival(filled, arrival):
    ARRIVALS[arrival](filled)
    if filled.active() != CARRIED:
        click(filled, CARRIED)

    filled.keys.type("448")

    assert filled.text(CARRIED) == "448"


def test_a_click_in_a_cell_edited_in_place_moves_the_caret_only(filled):
    click(filled, NEW, click_count=2)
    filled.keys.press("Home")
    filled.keys.type("1")
    assert filled.text(NEW) == "1447"
    filled.keys.press("Escape")
    assert filled.text(NEW) == "447"


@pytest.mark.parametrize("start", [NEW, CARRIED, TOTAL])
@pytest.mark.parametrize("before", [None, edited, taken_over])
def test_a_drag_selects_from_any_cell_and_moves_no_figure(filled, start, before):
    if before:
        before(filled, start)
    there = figures(filled)

    drag(filled, start, LAST)

    assert figures(filled) == there
    assert selected(filled) >= 3
    filled.keys.type("6")
    # A total that was taken over for an edit, which was given up, fills itself again.
    assert filled.text(start) == "6" or (start == TOTAL and before is not edited)


def test_a_second_drag_over_a_selected_block_selects_anew(filled):
    there = figures(filled)
    drag(filled, NEW, LAST)
    drag(filled, NEIGHBOUR, LAST)
    assert figures(filled) == there
    assert selected(filled) == 6


def test_a_press_near_the_windows_foot_selects_nothing_by_scrolling(filled):
    low = filled.page.evaluate(
        """() => [...document.querySelectorAll("[data-table=requests] td[data-cell]")]
          .filter((td) => {
            const { left, top, width, height } = td.getBoundingClientRect();
            return td.contains(document.elementFromPoint(left + width / 2, top + height / 2));
          }).pop().dataset.cell"""
    )
    press(filled, low)
    filled.page.wait_for_timeout(300)
    filled.page.mouse.up()
    assert filled.active() == low
    assert selected(filled) == 0


def test_the_other_buttons_menu_keeps_a_block(filled):
    drag(filled, NEW, LAST)
    click(filled, NEIGHBOUR, button="right")
    assert selected(filled) == 9


def test_a_tap_then_typing_replaces(open_editor, report, zhang):
    editing.save(report.pk, [factories.edit(report, NEW, "447")], by=zhang)
    page = open_editor(report, zhang, has_touch=True, viewport={"width": 390, "height": 844})
    desk = Desk(page)
    desk.go(NEIGHBOUR)
    desk.keys.press("ArrowLeft")
    desk.cell(NEW).tap()
    desk.keys.type("448")
    assert desk.text(NEW) == "448"


DROP = """([place, text, html, file]) => {
  const data = new DataTransfer();
  if (text) data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  if (file) data.items.add(new File(["1"], file, { type: "text/plain" }));
  const box = document.querySelector(place);
  const heard = {};
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
    box.dispatchEvent(event);
    heard[kind] = event.defaultPrevented;
  }
  return heard;
}"""
PLACES = (f'td[data-cell="{NEW}"]', f'input[id="{NEW}"]', '.prose[data-section="problems"] .tiptap p')  # fmt: skip


def test_what_is_dropped_from_outside_changes_nothing(desk):
    words = desk.page.locator('.prose[data-section="problems"] .tiptap')
    before = figures(desk), words.inner_text()
    for what in (("12", "", ""), ("12", "<b>12</b>", ""), ("", "", "年报.txt")):
        for place in PLACES:
            heard = desk.page.evaluate(DROP, [place, *what])

            assert heard == {"dragover": True, "drop": True}, (place, what)
            assert (figures(desk), words.inner_text()) == before, (place, what)


def test_words_of_a_narrative_cannot_be_dragged_into_a_cell_nor_within(filled):
    page = filled.page
    words = page.locator('.prose[data-section="overview"] .tiptap')
    words.click()
    filled.keys.type("2025 年收到 31 件。")
    filled.keys.press("Control+a")
    there = figures(filled)
    page.set_viewport_size({"width": 1366, "height": 3600})
    box = words.locator("p").first.bounding_box()
    for target in (spot(filled, NEW), (box["x"] + 60, box["y"] + 4)):
        filled.keys.press("Control+a")
        page.mouse.move(box["x"] + 20, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(*target, steps=12)
        page.mouse.up()

        assert figures(filled) == there
        expect(words).to_have_text("2025 年收到 31 件。")
        words.click()


def test_the_text_of_a_cell_being_edited_cannot_be_dragged_out_of_it(filled):
    click(filled, NEW, click_count=2)
    filled.keys.press("Control+a")
    there = figures(filled)

    drag(filled, NEW, LAST)

    assert figures(filled) == there
