"""The tables, as a clerk fills them: keys, totals, blanks, undo."""

import pytest
from playwright.sync_api import expect

from reports.editions import get_edition
from tests import factories
from tests.browser.conftest import Desk

from .filling import fill_row, row, stored


def test_a_total_fills_itself_once_every_part_is_answered(desk, report):
    fill_row(desk, "new", "3001 53 0 10 5 50")

    assert desk.text("requests.new.total") == "3119"
    desk.saved()
    assert stored(report)["requests.new.total"] == "3119"


def test_a_total_with_blank_parts_is_blank_and_shows_the_sum_so_far(desk):
    fill_row(desk, "new", "3001 53")

    assert desk.text("requests.new.total") == ""
    expect(desk.cell("requests.new.total")).to_have_attribute("placeholder", "3054")


def test_the_columns_total_of_results_and_its_corner_fill_themselves(desk):
    desk.paste_at("requests.granted.natural_person", "\n".join(["1\t2\t3\t4\t5\t6"] * 21))

    assert desk.text("requests.processed.other") == str(6 * 21)
    assert desk.text("requests.processed.total") == str(21 * 21)


# All in one page: nothing is typed, so each begins as the first did.
MOVES = {
    "ArrowDown": "requests.granted.business",
    "ArrowUp": "requests.new.business",
    "ArrowLeft": "requests.carried_over.natural_person",
    "ArrowRight": "requests.carried_over.research",
    "Enter": "requests.granted.business",
    "Shift+Enter": "requests.new.business",
    "Tab": "requests.carried_over.research",
    "Shift+Tab": "requests.carried_over.natural_person",
    "Home": "requests.carried_over.natural_person",
    "End": "requests.carried_over.total",
    "Control+Home": "requests.new.natural_person",
    "Control+End": "requests.carried_forward.total",
}


def test_keys_move_from_cell_to_cell(desk):
    there = {}
    for keys in MOVES:
        desk.go("requests.carried_over.business")
        desk.keys.press(keys)
        there[keys] = desk.active()

    assert there == MOVES


def test_tab_goes_on_to_the_next_row_at_a_rows_end(desk):
    desk.go("requests.new.total")
    desk.keys.press("Tab")
    assert desk.active() == "requests.carried_over.natural_person"


def test_moving_down_keeps_the_column_through_shorter_lines(desk):
    desk.go("proactive.rules.in_force")
    for _ in range(5):
        desk.keys.press("ArrowDown")
    assert desk.active() == "proactive.fees.amount"
    for _ in range(4):
        desk.keys.press("ArrowUp")
    assert desk.active() == "proactive.normative_documents.in_force"


def test_no_key_leaves_the_table_by_accident(desk):
    for key in ("Tab", "Enter", "ArrowDown", "ArrowRight"):
        desk.go("requests.carried_forward.total")
        desk.keys.press(key)
        assert desk.active() == "requests.carried_forward.total", key


def test_escape_and_tab_leave_the_table(desk):
    desk.go("requests.new.business")

    desk.keys.press("Escape")
    desk.keys.press("Tab")

    assert desk.page.evaluate("!document.activeElement.closest('[data-table=requests] td')")


def test_typing_replaces_what_stood_there(desk):
    desk.enter({"requests.new.business": "12", "requests.new.other": "5"})
    desk.enter({"requests.new.business": "34"})
    assert desk.text("requests.new.business") == "34"


def test_f2_edits_in_place_and_escape_restores(desk):
    desk.enter({"requests.new.business": "12"})
    desk.keys.press("Tab")
    desk.go("requests.new.business")

    desk.keys.press("F2")
    desk.keys.type("3")
    assert desk.text("requests.new.business") == "123"

    desk.keys.press("Escape")
    assert desk.text("requests.new.business") == "12"


@pytest.mark.parametrize("typed", ["", "7"])
def test_escape_leaves_a_total_to_fill_itself(desk, typed):
    total = "requests.new.total"
    fill_row(desk, "new", "1 1 1 1 1 1")
    desk.go(total)
    desk.keys.press("F2")
    desk.keys.type(typed)

    desk.keys.press("Escape")
    assert desk.text(total) == "6"

    desk.enter({"requests.new.business": "5"})
    assert desk.text(total) == "10"


def test_a_double_click_edits_in_place(desk):
    desk.enter({"requests.new.business": "12"})
    desk.keys.press("Tab")
    desk.cell("requests.new.business").dblclick()
    desk.keys.press("End")
    desk.keys.type("3")
    assert desk.text("requests.new.business") == "123"


def test_delete_empties_the_selection_but_no_total(desk):
    fill_row(desk, "new", "1 2 3 4 5 6")
    desk.go("requests.new.legal_service")
    for _ in range(2):
        desk.keys.press("Shift+ArrowRight")

    desk.keys.press("Delete")

    assert desk.text("requests.new.other") == ""
    expect(desk.cell("requests.new.total")).to_have_attribute("placeholder", "10")


@pytest.mark.parametrize("year", [2020, 2025])
def test_control_a_selects_every_cell_of_the_table(open_editor, bureau, zhang, year):
    # Figures of table 二 stand in cells of several widths.
    desk = Desk(open_editor(factories.report(bureau, year, by=zhang), zhang))
    for table in ("proactive", "requests", "review"):
        cells = desk.page.locator(f'[data-table="{table}"] td[data-cell]')
        cells.first.locator("input").focus()

        desk.keys.press("Control+a")

        selected = desk.page.locator(f'[data-table="{table}"] td.is-selected')
        expect(selected).to_have_count(cells.count())


def test_filling_a_row_stays_at_that_row(desk):
    desk.go("requests.new.natural_person")
    desk.td("requests.carried_forward.business").hover()

    desk.page.locator("[data-table=requests] .line-fill").click()

    assert desk.text("requests.carried_forward.business") == "0"
    assert desk.active() == "requests.carried_forward.natural_person"


def test_dragging_selects_a_block(desk):
    desk.td("requests.new.natural_person").scroll_into_view_if_needed()
    desk.td("requests.new.natural_person").hover()
    desk.page.mouse.down()
    desk.td("requests.granted.research").hover()
    desk.page.mouse.up()

    assert desk.page.locator("td.is-selected").count() == 9


def test_the_current_row_and_column_are_marked(desk):
    desk.go("requests.carried_over.business")

    current = desk.page.locator("th.is-current .caption").all_inner_texts()
    captions = get_edition("2021").cells["requests.carried_over.business"]
    assert captions.row.caption in current and captions.column.caption in current


def test_figures_are_read_as_people_write_them(desk):
    said = {"１２": "12", "1,234": "1234", "1，234": "1234", "12件": "12"}
    for cell, (typed, read) in zip(row("new"), said.items(), strict=False):
        desk.enter({cell: typed})
        desk.keys.press("Tab")
        assert desk.text(cell) == read, typed


def test_what_cannot_be_read_stays_and_is_explained_at_the_cell(desk, report):
    desk.enter({"requests.new.business": "3/4"})

    note = desk.page.locator("#cell-note")
    expect(note).to_contain_text("“3/4”不是数字")
    expect(desk.cell("requests.new.business")).to_have_attribute("aria-describedby", "cell-note")
    expect(desk.cell("requests.new.business")).to_have_attribute("aria-invalid", "true")
    assert any("“3/4”不是数字" in sentence for sentence in desk.findings())


def test_yuan_in_a_cell_of_ten_thousands_is_converted_in_the_sentence(desk):
    desk.enter({"proactive.fees.amount": "251000元"})
    expect(desk.page.locator("#cell-note")).to_contain_text("25.1万元")


def test_a_dash_is_blank_with_a_notice(desk):
    desk.enter({"requests.new.business": "—"})

    expect(desk.page.locator("#cell-note")).to_contain_text("按未填处理")
    desk.keys.press("Tab")
    assert desk.text("requests.new.business") == ""
    # It vanished: why is said where the clerk is now, and only there.
    note = desk.page.locator("#cell-note")
    expect(note).to_contain_text("刚才那一格：“—”按未填处理；如果确实没有，请填 0。")
    desk.keys.press("Tab")
    expect(desk.page.get_by_text("刚才那一格")).to_have_count(0)


def test_letters_still_being_composed_are_not_read(desk):
    desk.go("requests.new.business")
    input_method = desk.page.context.new_cdp_session(desk.page)

    input_method.send(
        "Input.imeSetComposition", {"text": "yi", "selectionStart": 2, "selectionEnd": 2}
    )
    assert not desk.page.locator("#cell-note").is_visible()
    input_method.send("Input.insertText", {"text": "１２"})

    desk.keys.press("Tab")
    assert desk.text("requests.new.business") == "12"


def test_a_total_is_taken_over_by_hand_and_given_back(desk, report):
    fill_row(desk, "new", "1 1 1 1 1 1")
    desk.go("requests.new.total")
    desk.keys.press("F2")
    desk.keys.press("Control+A")
    desk.keys.type("7")

    expect(desk.td("requests.new.total")).to_have_attribute("data-computed", "6")
    assert any("应为 6，现为 7" in sentence for sentence in desk.findings())
    desk.saved()
    assert report.figures.get(cell="requests.new.total").manual

    desk.keys.press("F9")
    assert desk.text("requests.new.total") == "6"
    assert not any("应为 6" in sentence for sentence in desk.findings())
    desk.saved()
    assert not report.figures.get(cell="requests.new.total").manual


def test_a_click_on_a_total_offers_to_take_it_over(desk):
    fill_row(desk, "new", "1 1 1 1 1 1")
    desk.cell("requests.new.total").click()

    desk.page.get_by_role("button", name="改为手工填写").click()
    desk.keys.type("7")

    assert desk.text("requests.new.total") == "7"
    expect(desk.page.get_by_role("button", name="恢复自动计算")).to_be_visible()


def test_a_locked_total_takes_no_letters(desk):
    desk.go("requests.new.total")
    desk.keys.type("9")
    assert desk.text("requests.new.total") == ""


def balance_but_last(desk, column="natural_person") -> str:
    """Answer a column so that only 结转下年度 is open; return that cell."""
    desk.paste_at(f"requests.new.{column}", "\n".join(["10", "2", "7", *["0"] * 20]))
    return f"requests.carried_forward.{column}"


@pytest.mark.parametrize(
    ("cell", "nudged"), [("requests.new.natural_person", False), ("requests.new.total", True)]
)
def test_only_a_locked_total_nudges_whoever_types(desk, cell, nudged):
    # An animation keeps the compositor at work, and the next key's verdict waits for its frame.
    last = balance_but_last(desk)
    desk.go(last)
    desk.keys.type("9")
    desk.go(cell)
    desk.page.evaluate(
        """() => {
          window.nudges = [];
          document.addEventListener("animationstart", (event) => nudges.push(event.animationName));
        }"""
    )
    desk.keys.type("12")
    desk.page.evaluate("() => new Promise((done) => setTimeout(done, 200))")

    assert ("nudge" in desk.page.evaluate("window.nudges")) is nudged


def test_the_proposed_carry_over_waits_for_tab(desk):
    cell = balance_but_last(desk)

    expect(desk.cell(cell)).to_have_attribute("placeholder", "5")
    desk.go(cell)
    desk.keys.press("ArrowUp")
    assert desk.text(cell) == ""
    desk.go(cell)
    desk.keys.press("Tab")
    assert desk.text(cell) == "5"


def test_one_click_accepts_the_proposed_carry_over(desk):
    cell = balance_but_last(desk)
    desk.cell(cell).click()
    assert desk.text(cell) == "5"


def test_the_balance_stands_under_each_column_in_words_and_numbers(desk):
    desk.enter({balance_but_last(desk): "4"})
    foot = desk.page.locator('[data-equation="requests.balance.natural_person"]')
    assert foot.all_inner_texts() == ["✗ 差 1", "一 10＋二 2＝三 7＋四 4"]

    desk.enter({"requests.carried_forward.natural_person": "5"})
    assert foot.all_inner_texts() == ["✓ 平衡", "一 10＋二 2＝三 7＋四 5"]


def test_a_broken_equation_marks_all_its_cells(desk):
    desk.enter({balance_but_last(desk): "4"})

    cells = ("new", "carried_over", "processed", "carried_forward")
    for name in cells:
        expect(desk.cell(f"requests.{name}.natural_person")).to_have_attribute(
            "aria-invalid", "true"
        )
    assert desk.page.locator("td.is-error[data-cell]").count() == len(cells)


def test_blanks_are_counted_and_one_action_fills_a_table(desk, report):
    tools = desk.page.locator("[data-table=review] .grid-tools")
    expect(tools).to_contain_text("还有 12 格未填")

    tools.get_by_role("button", name="全部填 0").click()

    expect(tools).to_contain_text("已全部填写")
    assert desk.text("review.litigation_direct.total") == "0"
    desk.saved()
    assert len(stored(report)) == 15


def test_control_enter_fills_only_the_blanks_of_the_selection(desk):
    desk.enter({"requests.new.business": "3"})
    desk.go("requests.new.natural_person")
    desk.keys.press("Shift+Space")
    desk.keys.press("Control+Enter")
    assert desk.text("requests.new.total") == "3"
    assert desk.text("requests.carried_over.other") == ""


def test_the_current_row_has_its_own_way_to_fill_with_zero(desk):
    desk.go("requests.granted.business")
    desk.page.get_by_role("button", name="本行填 0").click()
    assert desk.text("requests.granted.total") == "0"


def test_a_block_of_table_two_has_its_own_way_to_fill_with_zero(desk):
    desk.page.get_by_role("button", name="本块填 0").nth(2).click()
    assert [desk.text(f"proactive.{name}.decisions") for name in ("penalties", "coercion")] == [
        "0", "0",
    ]  # fmt: skip
    assert desk.text("proactive.licensing.decisions") == ""


def test_undo_and_redo_reach_over_the_whole_report_and_are_saved(desk, report):
    desk.enter({"proactive.rules.issued": "5", "review.reconsideration.upheld": "8"})
    desk.keys.press("Control+z")
    desk.keys.press("Control+z")
    assert desk.text("proactive.rules.issued") == ""
    assert desk.active() == "proactive.rules.issued"

    desk.keys.press("Control+y")
    desk.keys.press("Control+Shift+Z")
    desk.saved()

    assert stored(report) == {"proactive.rules.issued": "5", "review.reconsideration.upheld": "8"}


def test_undo_takes_back_a_whole_entry_not_a_letter(desk):
    desk.enter({"requests.new.business": "12", "requests.new.other": "5"})
    desk.enter({"requests.new.business": "3456"})
    desk.keys.press("Control+z")
    assert desk.text("requests.new.business") == "12"


def test_undo_leaves_a_colleagues_figure_alone(in_browser):
    script = """({ History }) => {
      const history = new History();
      const [none, mine] = [{ text: "", manual: false }, { text: "1", manual: false }];
      history.add([["a", none], ["b", none]], [["a", mine], ["b", mine]], false);
      return history.back((cell) => (cell === "a" ? mine : { text: "9", manual: false }));
    }"""
    assert in_browser("report/history.js", script, None) == [["a", {"text": "", "manual": False}]]


def test_table_three_can_be_filled_with_the_keyboard_alone(desk, report):
    figures = factories.filled(get_edition("2021")).to_json()["cells"]
    typed = [cell for cell in figures if cell.startswith("requests.")]
    desk.go(typed[0])

    for cell in typed:
        assert desk.active() == cell
        if cell not in get_edition("2021").computed:
            desk.keys.type(str(figures[cell]))
        desk.keys.press("Tab")

    desk.saved()
    assert {c: v for c, v in stored(report).items() if c in typed} == {
        cell: str(figures[cell]) for cell in typed
    }
    assert not any("表三" in sentence for sentence in desk.findings())


@pytest.mark.parametrize("width", [1440, 1366, 1000])
def test_the_way_to_fill_a_row_with_zero_stands_beside_the_table_and_covers_nothing(desk, width):
    desk.page.set_viewport_size({"width": width, "height": 768})
    cell = desk.td("requests.withheld_security_stability.business")
    cell.scroll_into_view_if_needed()
    cell.hover()

    button, table = (
        desk.page.locator(f"[data-table=requests] {name}").bounding_box() for name in (".line-fill", "table")
    )

    assert button["x"] >= table["x"] + table["width"] - 1
    findings = desk.page.locator(".findings").bounding_box()
    assert button["x"] + button["width"] <= max(findings["x"], width if width < 1200 else 0)


def test_a_finger_finds_the_way_to_fill_a_row_with_zero_below_the_rows_caption(open_editor, report, zhang):
    page = open_editor(report, zhang, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)

    page.locator('td[data-cell="requests.withheld_security_stability.natural_person"]').tap()

    button = page.locator("[data-table=requests] .line-fill")
    words = button.locator("xpath=../span").bounding_box()
    assert button.bounding_box()["y"] >= words["y"] + words["height"] - 1
