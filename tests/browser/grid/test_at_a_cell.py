"""What stands at a cell: last year's figure, marks, its name."""

import pytest
from playwright.sync_api import expect

from reports.editions import get_edition
from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk

from .filling import fill_row, row


def test_last_years_figures_show_on_hover_and_as_a_second_line(open_editor, report, bureau, zhang):
    before = factories.report(bureau, 2024, by=zhang)
    edit = factories.edit(before, "requests.new.business", "34")
    editing.save(before.pk, [edit], by=zhang)
    desk = Desk(open_editor(report, zhang))

    expect(desk.td("requests.new.business")).to_have_attribute("title", "上年 34")
    desk.page.get_by_role("button", name="显示上年数字").first.click()
    expect(desk.td("requests.new.business")).to_contain_text("上年 34")


def test_a_total_taken_over_has_room_for_last_years_figure_and_the_computed_one(
    open_editor, report, bureau, zhang
):
    before = factories.report(bureau, 2024, by=zhang)
    editing.save(before.pk, [factories.edit(before, cell, "5") for cell in row("new")], by=zhang)
    desk = Desk(open_editor(report, zhang))
    fill_row(desk, "new", "1 1 1 1 1 1")
    desk.go("requests.new.total")
    desk.keys.press("F2")
    desk.page.get_by_role("button", name="显示上年数字").first.click()

    td = desk.td("requests.new.total")
    expect(td).to_contain_text("上年 30")
    # What a cell has no room for would stand on the next row.
    used = "td => [...td.children].reduce((sum, part) => sum + part.offsetHeight, 0)"
    line = td.locator(".previous").evaluate("line => line.offsetHeight")
    assert td.evaluate(used) + line <= td.evaluate("td => td.clientHeight") + 1


@pytest.mark.parametrize("mark", ["is-error", "is-warning"])
def test_a_blank_cell_that_is_marked_keeps_its_dots_and_has_one_corner(desk, mark):
    # A finding of the server's stays until it has seen that the cell was emptied.
    td = desk.td("proactive.licensing.decisions")
    td.evaluate("(td, mark) => td.classList.add(mark)", mark)

    ground = td.evaluate("td => getComputedStyle(td).backgroundImage")
    sizes = td.evaluate("td => getComputedStyle(td).backgroundSize")
    assert [part.split("-")[0] for part in ground.split("), ") if "-gradient" in part] == [
        "linear",
        "radial",
    ]
    assert sizes == "auto, 6px 6px"


def test_forced_colours_still_show_where_one_is_and_what_a_finding_speaks_of(
    open_editor, report, zhang
):
    desk = Desk(open_editor(report, zhang, forced_colors="active"))
    desk.page.locator("#findings-list a", has_text="表三还有").click()

    assert desk.active() == "requests.new.natural_person"
    for place in ("td.is-lit", "tbody th.is-current", "thead th.is-current"):
        style = desk.page.locator(place).first.evaluate("it => getComputedStyle(it).outlineStyle")
        assert style == "solid", place


def test_every_figure_is_named_by_its_row_and_column(desk):
    names = desk.page.locator("td[data-cell] input").evaluate_all(
        "inputs => inputs.map((input) => input.getAttribute('aria-label'))"
    )
    cells = get_edition("2021").cells.values()
    assert names == [cell.label for cell in cells]
    tables = desk.page.get_by_role("table").count()
    assert tables == 6
