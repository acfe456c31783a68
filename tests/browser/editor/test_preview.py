"""预览 in the editor: beside the form, over it on a narrow screen, always of what is saved."""

import pytest

from reports.writing import editing
from tests import factories

COVERS = """() => {
  const { left, top, width, height } = document.getElementById("preview-pane").getBoundingClientRect();
  return [left, top, width, height].map(Math.round);
}"""


@pytest.fixture
def opened(new_context, report, zhang):
    """Open the editor with its preview at a width."""

    def make(width: int):
        page = new_context(zhang, viewport={"width": width, "height": 844}).new_page()
        page.goto(f"/reports/{report.pk}/")
        page.wait_for_selector("html[data-ready]")
        page.click("#preview-link")
        return page

    return make


def test_beside_the_form_the_pages_appear(opened):
    page = opened(1440)

    pictures = page.frame_locator("#preview-frame").locator("img")
    pictures.first.wait_for()

    assert pictures.first.evaluate("(picture) => picture.decode().then(() => picture.naturalWidth)")
    left, _, width, _ = page.evaluate(COVERS)
    assert left > 700 and width > 400
    assert page.locator(".sheet").is_visible()


BY_FOCUS = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const moved = [];
  for (const control of document.querySelectorAll(".desk-bar a, .desk-bar button, .desk-bar summary")) {
    if (!control.checkVisibility({ visibilityProperty: true })) continue;
    document.activeElement.blur();
    scrollTo(0, 1000);
    await drawn();
    control.focus();
    await drawn();
    if (document.activeElement !== control || scrollY !== 1000) moved.push(`${control.textContent.trim()}: ${scrollY}`);
  }
  return moved;
}"""


def test_closing_it_or_going_to_the_bar_leaves_the_form_where_it_was(opened):
    page = opened(1440)
    page.evaluate("scrollTo(0, 1000)")
    page.click("#preview-close")

    assert page.evaluate("document.activeElement.id") == "preview-link"
    assert page.evaluate("scrollY") == 1000
    assert page.evaluate(BY_FOCUS) == []


def test_on_a_narrow_screen_it_covers_the_form_until_closed(opened):
    page = opened(390)

    page.frame_locator("#preview-frame").locator("img").first.wait_for()

    assert page.evaluate(COVERS) == [0, 0, 390, 844]
    page.click("#preview-close")
    assert not page.locator("#preview-pane").is_visible()


def test_a_character_without_glyph_is_said_in_the_pane(opened, report, zhang, complaints):
    edit = factories.edit(report, "overview", "<p>负责人\ue123。</p>")
    editing.save(report.pk, [edit], by=zhang)

    pane = opened(1440).frame_locator("#preview-frame")

    assert "“\ue123”（U+E123）" in pane.get_by_role("alert").inner_text()
    assert pane.get_by_role("link").count() == 0
    # Chromium notes the 422 in its console.
    complaints.clear()
