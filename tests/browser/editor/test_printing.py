"""Ctrl+P in the editor: the sheet alone, and all of it."""

from playwright.sync_api import expect

from reports.editions import get_edition
from tests import factories
from tests.browser.editor.printed import text_of

FOR_THE_SCREEN = (
    "#findings", ".outline", ".desk-status", ".desk-actions", ".prose-tools", ".grid-tools", ".cell-help",
)  # fmt: skip
CUT = """() => [...document.querySelectorAll(".grid-scroll")].filter((box) =>
  box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight).length"""


def test_the_sheet_alone_is_printed_and_no_table_is_cut(open_editor, bureau, zhang):
    report = factories.sound_report(bureau, 2025, by=zhang)
    page = open_editor(report, zhang, viewport={"width": 720, "height": 1000})  # as wide as a page
    page.emulate_media(media="print")

    for box in FOR_THE_SCREEN:
        expect(page.locator(box).first).to_be_hidden()
    assert page.evaluate(CUT) == 0
    printed = text_of(page.pdf(format="A4"))
    for row in get_edition("2021").table("requests").rows:
        assert "".join(row.caption.split()) in printed
    assert "标准版式请用“下载”里的PDF" in printed
    assert "校核" not in printed
