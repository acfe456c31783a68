"""What is left to write: a calm start, the line that leads on, the index, and where filling leaves one."""

import pytest
from playwright.sync_api import expect

from reports.writing import editing
from tests import factories
from tests.browser.conftest import Desk

PHONE = {"viewport": {"width": 390, "height": 844}}
ZOOMED = {"viewport": {"width": 683, "height": 384}}  # an office screen at 200 %
SAVED = "#save-state"


def left(desk):
    return desk.page.locator("#remaining")


def go_on(desk) -> None:
    left(desk).get_by_role("button").click()


def counts(desk) -> list[str]:
    return desk.page.locator("#findings-filter button").all_inner_texts()


def test_a_blank_report_opens_calm(desk):
    assert counts(desk)[0].endswith("错误 0")
    expect(desk.page.locator("li.is-error, td.is-error, .outline .is-error")).to_have_count(0)
    expect(desk.page.locator("#findings-list li.is-unwritten")).to_have_count(6)


def test_what_is_wrong_is_red_also_among_blanks(desk):
    desk.enter({"requests.new.business": "3/4"})
    assert counts(desk)[0].endswith("错误 1")


def test_what_is_not_written_is_red_once_handing_in_was_tried(desk):
    desk.page.get_by_role("button", name="提交审核").click()

    assert counts(desk)[0].endswith("错误 6")
    expect(desk.page.locator("#findings-list li.is-unwritten")).to_have_count(0)


def test_the_line_says_what_is_left_and_shrinks(desk):
    expect(left(desk)).to_contain_text("还差 一、表二 10 格、表三 144 格、表四 12 格、五、六")

    desk.enter({"requests.new.business": "3"})
    desk.page.locator("[data-table=review]").get_by_role("button", name="全部填 0").click()

    expect(left(desk)).to_contain_text("还差 一、表二 10 格、表三 143 格、五、六")


def test_the_line_leads_from_place_to_place(desk):
    desk.enter({"proactive.fees.amount": "1"})
    go_on(desk)
    assert desk.active() == "requests.new.natural_person"
    desk.keys.type("5")
    go_on(desk)
    assert desk.active() == "requests.new.business"

    desk.go("review.litigation_after_reconsideration.pending")
    desk.keys.type("0")
    go_on(desk)
    expect(desk.page.locator('.prose[data-section="problems"] :focus')).to_have_count(1)
    desk.keys.type("解读形式单一，下一步将丰富。")
    go_on(desk)
    expect(desk.page.locator('.prose[data-section="other_matters"] :focus')).to_have_count(1)
    expect(left(desk)).not_to_contain_text("五")


def test_once_all_is_written_the_line_leads_to_what_is_wrong(open_editor, complete, zhang):
    desk = Desk(open_editor(complete, zhang))
    expect(left(desk).locator("span")).to_have_text("✓ 都已写到")
    expect(left(desk).get_by_role("button")).to_be_hidden()

    desk.enter({"requests.new.business": "3/4"})
    expect(left(desk)).to_contain_text("都已写到，还有 1 处错误")
    desk.go("proactive.fees.amount")
    go_on(desk)
    assert desk.active() == "requests.new.business"


@pytest.mark.parametrize("size", [PHONE, ZOOMED, {}])
def test_saved_and_left_stay_in_sight_together(open_editor, report, zhang, size):
    desk = Desk(open_editor(report, zhang, **size))
    desk.enter({"review.litigation_direct.upheld": "3"})
    desk.saved()

    for place in (SAVED, "#remaining button"):
        expect(desk.page.locator(place)).to_be_in_viewport(ratio=1)
        on_top = desk.page.locator(place).evaluate(
            """(place) => {
              const { left, top, width, height } = place.getBoundingClientRect();
              return place.contains(document.elementFromPoint(left + width / 2, top + height / 2));
            }"""
        )
        assert on_top, place
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_index_follows_the_cursor(open_editor, report, zhang):
    # Everything in sight: nothing scrolls.
    desk = Desk(open_editor(report, zhang, viewport={"width": 1366, "height": 5000}))
    for section in ("requests", "review", "proactive"):
        cells = desk.page.locator(f"[data-table={section}] td input").first
        cells.focus()
        here = desk.page.locator(".outline a[aria-current]")
        expect(here).to_have_count(1)
        expect(here).to_have_attribute("data-outline", section)

    desk.page.locator('.prose[data-section="problems"] .tiptap').focus()
    expect(desk.page.locator(".outline a[aria-current]")).to_have_attribute("data-outline", "problems")  # fmt: skip


def test_the_index_follows_the_page_once_the_cursor_is_out_of_sight(desk):
    desk.go("proactive.rules.issued")
    desk.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(desk.page.locator('[data-outline="other_matters"]')).to_have_attribute("aria-current", "true")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "first"),
    [("全部填 0", "proactive.rules.issued"), ("本块填 0", "proactive.rules.issued")],
)
def test_filling_with_zero_leaves_the_cursor_in_the_cells_and_says_so(desk, name, first):
    desk.page.locator("[data-table=proactive]").get_by_role("button", name=name).first.focus()
    desk.keys.press("Enter")

    assert desk.active() == first
    expect(desk.page.locator("#announcer")).to_contain_text("已填 0：")
    desk.keys.type("4")
    assert desk.text(first) == "4"


@pytest.mark.parametrize("width", [390, 900, 1000, 1200, 1280, 1366, 1440])
def test_twelve_digits_are_read_whole_in_table_three(open_editor, report, zhang, width):
    desk = Desk(open_editor(report, zhang, viewport={"width": width, "height": 800}))
    desk.paste_at("requests.new.natural_person", "\t".join(["123456789012"] * 6))

    inputs = desk.page.locator("td.is-long input")
    expect(inputs).to_have_count(7)
    desk.page.evaluate("() => document.fonts.ready")  # each digit in its face
    assert all(
        inputs.evaluate_all("all => all.map((input) => input.scrollWidth <= input.clientWidth)")
    )


def test_a_number_that_its_cell_cannot_show_stands_whole_in_the_note(desk):
    desk.enter({"review.litigation_direct.upheld": "123456789012"})
    desk.go("review.litigation_direct.upheld")
    expect(desk.page.locator("#cell-note")).to_contain_text("123,456,789,012")


def test_underlines_stay_with_their_words_after_a_fix_is_taken(
    open_editor, report, zhang, complaints
):
    words = "<p>今年工作有序开展。。</p><p>全年公开信息 12 条，，另有3条。</p>"
    editing.save(report.pk, [factories.edit(report, "overview", words)], by=zhang)
    page = open_editor(report, zhang)
    # The server's answer does not come: what stands is what the page knows by itself.
    page.context.route("**/findings/", lambda route: route.fulfill(status=503, json={}))
    page.context.route("**/save/", lambda route: route.abort())
    complaints.forgive("Failed to load resource")
    underlined = page.locator('.prose[data-section="overview"] .finding-words')
    expect(underlined.first).to_be_visible()
    before = underlined.all_inner_texts()
    assert "，，" in before and "。。" in before

    page.locator("#findings-list li", has_text="。。").get_by_role("button", name="采纳").click()

    expect(underlined.filter(has_text="。。")).to_have_count(0)
    assert [text for text in before if text != "。。"] == underlined.all_inner_texts()
