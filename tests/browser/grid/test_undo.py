"""Undo that is exact, and hands that nothing else may write into: input methods, other fields, windows."""

import pytest

ROW = [f"requests.new.{column}" for column in ("natural_person", "business", "research")]
WRITTEN = ["1,234", "１２３４", "1234件", "１，２３４", "1 234"]


@pytest.mark.parametrize("typed", WRITTEN)
def test_undo_and_redo_are_exact_for_what_was_tidied_and_saved(desk, typed):
    desk.enter({"requests.new.other": "5", "requests.new.business": typed})
    desk.keys.press("Tab")
    desk.saved()

    desk.keys.press("Control+z")
    assert desk.text("requests.new.business") == ""
    assert desk.text("requests.new.other") == "5"
    desk.saved()
    desk.keys.press("Control+y")
    assert desk.text("requests.new.business") == "1234"


def test_undo_is_exact_for_a_pasted_block_that_was_tidied_and_saved(desk):
    desk.enter({"requests.new.research": "9"})
    desk.paste_at("requests.new.natural_person", "\t".join(WRITTEN[:3]))
    desk.saved()

    desk.keys.press("Control+z")
    assert [desk.text(cell) for cell in ROW] == ["", "", "9"]


ANOTHER = """() => {
  const field = document.createElement("textarea");
  field.id = "another";
  document.querySelector("#findings").append(field);
}"""


@pytest.mark.parametrize("key", ["Control+z", "Control+y"])
def test_the_browsers_own_undo_in_another_field_touches_no_cell(desk, key):
    desk.enter({"requests.new.business": "12", "requests.new.other": "5"})
    desk.page.evaluate(ANOTHER)
    desk.page.locator("#another").click()
    for _ in range(6):
        desk.keys.press(key)

    assert desk.text("requests.new.business") == "12"
    assert desk.text("requests.new.other") == "5"


def test_the_browsers_own_undo_in_another_field_touches_no_words(desk):
    words = desk.page.locator("[data-section=problems] .tiptap")
    words.click()
    desk.keys.type("甲乙丙")
    desk.page.evaluate(ANOTHER)
    desk.page.locator("#another").click()
    desk.keys.type("口径")

    for _ in range(4):
        desk.keys.press("Control+z")

    assert desk.page.locator("#another").input_value() == ""
    assert words.inner_text().strip() == "甲乙丙"


def test_undo_in_a_narrative_without_steps_touches_no_cell(desk):
    desk.enter({"requests.new.business": "12"})
    desk.page.locator('.prose[data-section="problems"] .tiptap').click()
    for _ in range(3):
        desk.keys.press("Control+z")
    assert desk.text("requests.new.business") == "12"


def test_what_an_input_method_gives_up_leaves_the_figure(desk):
    desk.enter({"requests.new.business": "12"})
    desk.keys.press("Tab")
    desk.keys.press("Shift+Tab")
    input_method = desk.page.context.new_cdp_session(desk.page)
    for letters in ("yi", ""):
        place = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        input_method.send("Input.imeSetComposition", {"text": letters, **place})

    assert desk.text("requests.new.business") == "12"
    desk.keys.type("7")
    assert desk.text("requests.new.business") == "7"


def test_letters_in_the_hands_of_an_input_method_stay_in_their_cell(desk):
    desk.enter({"requests.new.other": "5"})
    desk.go("requests.new.business")
    input_method = desk.page.context.new_cdp_session(desk.page)
    place = {"selectionStart": 2, "selectionEnd": 2}
    input_method.send("Input.imeSetComposition", {"text": "12", **place})

    desk.cell("requests.new.other").click()

    assert desk.text("requests.new.other") == "5"
    assert desk.text("requests.new.business") in ("", "12")


def test_a_window_left_and_come_back_to_goes_on_with_the_figure(desk):
    desk.go("requests.new.business")
    desk.keys.type("12")
    desk.cell("requests.new.business").evaluate(
        """(input) => {
          for (const kind of ["focusout", "focusin"])
            input.dispatchEvent(new FocusEvent(kind, { bubbles: true }));
        }"""
    )
    desk.keys.type("3")
    assert desk.text("requests.new.business") == "123"


def test_a_blank_filled_while_it_is_typed_in_is_not_typed_on(desk):
    desk.go("requests.new.business")
    desk.keys.type("1")
    desk.keys.press("Backspace")
    desk.keys.press("Control+Enter")
    desk.keys.type("7")
    assert desk.text("requests.new.business") == "7"
    desk.keys.press("Control+z")
    assert desk.text("requests.new.business") == "0"
