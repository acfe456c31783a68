"""The same page without JavaScript: a Django form that posts, judges and answers at the fields."""

import pytest
from playwright.sync_api import expect

from reports.writing import editing
from tests import factories


@pytest.fixture
def page(new_context, report, zhang):
    """The editor in a browser that runs no scripts."""
    page = new_context(zhang, java_script_enabled=False).new_page()
    page.goto(f"/reports/{report.pk}/")
    return page


def field(page, cell: str):
    return page.locator(f'input[id="{cell}"]')


def save(page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()


def test_a_post_saves_figures_words_and_totals(page, report):
    for figure in report.figures.filter(cell__startswith="requests.new.").exclude(
        cell="requests.new.total"
    ):
        field(page, figure.cell).fill("2")
    page.locator('textarea[name="problems"]').fill("解读形式不够丰富。")

    save(page)

    expect(field(page, "requests.new.total")).to_have_value("12")
    assert report.narratives.get(section="problems").html == "<p>解读形式不够丰富。</p>"


def test_what_cannot_be_read_comes_back_with_its_sentence_at_the_field(page, report, complaints):
    field(page, "requests.new.business").fill("3/4")
    field(page, "requests.new.research").fill("7")

    save(page)

    bad = field(page, "requests.new.business")
    expect(bad).to_have_value("3/4")
    expect(bad).to_have_accessible_description("“3/4”不是数字，请只填阿拉伯数字。")
    complaints.take("400 (Bad Request)", page)
    assert report.figures.get(cell="requests.new.research").value == 7


def test_broken_equations_are_listed_and_marked(page, report, zhang):
    figures = {"new": "10", "carried_over": "0", "carried_forward": "4"}
    for cell, text in figures.items():
        field(page, f"requests.{cell}.business").fill(text)
    for cell in page.locator('td[data-cell$=".business"] input:not([readonly])').all():
        cell.fill(cell.input_value() or "0")

    save(page)

    expect(page.locator("#findings-list")).to_contain_text("“商业企业”列不平衡")
    assert "不平衡" in field(page, "requests.new.business").get_attribute("title")


def test_a_colleagues_figure_is_not_overwritten_but_shown(page, report, zhang, complaints):
    edit = factories.edit(report, "requests.new.business", "35")
    editing.save(report.pk, [edit], by=zhang)
    field(page, "requests.new.business").fill("34")

    save(page)

    expect(page.get_by_role("alert")).to_contain_text("将此格改为 35，这里填写的是 34")
    assert report.figures.get(cell="requests.new.business").value == 35
    complaints.take("409 (Conflict)", page)


def test_totals_are_not_typed_without_scripts(page):
    expect(field(page, "requests.new.total")).not_to_be_editable()


def test_the_sentence_at_a_field_stands_in_its_own_cell(page, complaints):
    field(page, "requests.new.business").fill("abc")

    save(page)

    cell = page.locator('td[data-cell="requests.new.business"]').bounding_box()
    sentence = page.locator(".cell-fault").bounding_box()
    assert sentence["y"] + sentence["height"] <= cell["y"] + cell["height"]
    complaints.take("400 (Bad Request)", page)


def test_a_telephone_without_scripts_has_links_and_the_list_covers_nothing(
    new_context, report, zhang
):
    narrow = {"width": 390, "height": 844}
    page = new_context(zhang, java_script_enabled=False, viewport=narrow).new_page()
    page.goto(f"/reports/{report.pk}/")

    expect(page.locator("#outline-select")).to_be_hidden()
    page.locator(".outline a").last.click()
    expect(page.locator('textarea[name="other_matters"]')).to_be_in_viewport()
    assert page.locator(".findings").evaluate("it => getComputedStyle(it).position") == "static"
