"""What is typed in the plain fields before the scripts run leaves the rest of a section as it was."""

from playwright.sync_api import expect

from reports.writing import editing
from tests import factories

WRITTEN = (
    "<h3>（一）主动公开</h3><p>制发<strong>3</strong>件。</p><ul><li>规章</li><li>办法</li></ul>"
    "<table><tbody><tr><td>甲</td><td>1</td></tr></tbody></table><p>末。</p>"
)
# After the page is read, before modules run.
EARLY = """addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const field = document.querySelector('[name="overview"]');
  if (field) field.value = field.value.replace("制发3件。", "制发4件。\\n（二）新");
}, true);"""


def test_only_the_blocks_that_were_typed_in_lose_their_marks(new_context, report, zhang):
    editing.save(report.pk, [factories.edit(report, "overview", WRITTEN)], by=zhang)
    page = new_context(zhang).new_page()
    page.add_init_script(EARLY)

    page.goto(f"/reports/{report.pk}/")

    sheet = page.locator('[data-section="overview"] .tiptap')
    expect(sheet).to_contain_text("制发4件。")
    expect(sheet.locator("li")).to_have_count(2)
    page.wait_for_selector('#save-state[data-state="saved"]')
    page.wait_for_function("document.querySelector('#save-state').textContent.includes(':')")
    made = WRITTEN.replace("<p>制发<strong>3</strong>件。</p>", "<p>制发4件。</p><h3>（二）新</h3>")
    assert report.narratives.get(section="overview").html == made
