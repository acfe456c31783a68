"""Typing on the sheet: headings by their numbers, saving, reading, colleagues."""

from playwright.sync_api import expect

from tests import factories


def test_what_is_typed_is_on_the_server(overview):
    overview.type("全年公开信息120条。", "收到申请3件。")

    overview.shows("<p>全年公开信息120条。</p><p>收到申请3件。</p>")


def test_a_typed_number_makes_a_heading(overview):
    overview.type("（一）主动公开", "全年公开120条。", "1.队伍建设")

    overview.shows("<h3>（一）主动公开</h3><p>全年公开120条。</p><h4>1.队伍建设</h4>")


def test_an_input_method_finishes_its_words_before_the_line_becomes_a_heading(overview):
    overview.type("1.")
    keyboard = overview.page.context.new_cdp_session(overview.page)
    for letters in ("d", "du", "dui"):
        place = {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        keyboard.send("Input.imeSetComposition", place)
    keyboard.send("Input.insertText", {"text": "队伍"})

    overview.shows("<h4>1.队伍</h4>")


def test_an_amount_is_no_heading(overview):
    overview.type("1.5亿元", "2025.12")

    overview.shows("<p>1.5亿元</p><p>2025.12</p>")


def test_a_heading_that_turns_out_to_be_a_sentence_is_a_paragraph(overview):
    overview.type("（一）主动公开。全年公开120条")

    overview.shows("<p>（一）主动公开。全年公开120条</p>")


def test_undo_gives_the_plain_line_back_for_good(overview):
    overview.type("（一）")
    overview.press("Control+z")
    overview.type("主动公开")

    overview.shows("<p>（一）主动公开</p>")


def test_a_submitted_report_is_read_only(open_section, report):
    report.status = report.Status.SUBMITTED
    report.save()
    overview = open_section(words="<p>定稿</p>")
    overview.type("改")

    expect(overview.box).to_have_attribute("aria-readonly", "true")
    expect(overview.box).to_have_text("定稿")
    assert overview.whole.get_by_role("toolbar").count() == 0


def test_the_sheet_is_named_by_its_section(overview):
    box = overview.page.get_by_role("textbox", name="一、总体情况")

    expect(box).to_have_attribute("aria-multiline", "true")
    expect(box).to_have_attribute("contenteditable", "true")


def test_looking_saves_nothing(open_section):
    words = (
        "<p>甲</p><table>"
        '<tbody><tr><td colspan="3">乙</td></tr><tr><td>丙</td></tr></tbody>'
        "</table>"
    )
    overview = open_section(words=words)
    overview.box.click()
    overview.page.wait_for_timeout(800)

    overview.report.refresh_from_db()
    assert (overview.report.revision, overview.stored) == (0, words)


def test_a_colleagues_words_arrive_and_the_caret_stays(overview, zhang):
    overview.type("甲")
    overview.shows("<p>甲</p>")
    edit = factories.edit(overview.report, "overview", "<p>同事的话</p><p>甲</p>")
    factories.editing.save(overview.report.pk, [edit], by=zhang, writer="elsewhere")
    expect(overview.box).to_contain_text("同事的话", timeout=10_000)
    overview.page.keyboard.type("乙")

    overview.shows("<p>同事的话</p><p>甲乙</p>")
