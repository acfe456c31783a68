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
# Likewise in a cell, with a figure half typed.
TYPING = """addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const field = document.querySelector('[name="requests.new.business"]');
  if (field) Object.assign(field, { value: "3" }).focus();
}, true);"""

# A slow machine: the page begins with a pause after each step, and once its first table is there
# somebody types into a later table and a later section.
SLOW = """const now = performance.now.bind(performance);
let past = 0;
performance.now = () => now() + (past += 20);
new MutationObserver((changes, observer) => {
  if (!document.querySelector(".grid-box.has-cell-help")) return;
  observer.disconnect();
  if (document.documentElement.matches("[data-ready]")) return;
  for (const [name, value] of [["requests.new.business", "34"], ["problems", "解读形式不够丰富。"]]) {
    document.querySelector(`[name="${name}"]`).value = value;
  }
}).observe(document, { subtree: true, childList: true, attributes: true });"""


def begun(page, report):
    """Open a report whose scripts are on their way; return what lets them come."""
    held = []
    page.route("**/js/report/state.js", lambda route: held.append(route))
    page.goto(f"/reports/{report.pk}/", wait_until="commit")

    def come() -> None:
        while not held:
            page.wait_for_timeout(20)
        page.route("**/js/report/state.js", lambda route: route.continue_())
        for route in held:
            route.continue_()
        page.wait_for_selector("html[data-ready]")

    return come


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


def test_whoever_is_in_a_cell_when_the_scripts_come_goes_on_from_it(new_context, report, zhang):
    page = new_context(zhang).new_page()
    come = begun(page, report)
    cell = page.locator('[id="requests.new.business"]')
    cell.press_sequentially("3")
    come()

    page.keyboard.type("4")
    expect(cell).to_have_value("34")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "requests.carried_over.business"
    page.wait_for_selector('#save-state[data-state="saved"]')
    page.wait_for_function("document.querySelector('#save-state').textContent.includes(':')")
    assert report.figures.get(cell="requests.new.business").value == 34
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    expect(cell).to_have_value("34")


def test_whoever_is_in_a_field_of_words_when_the_scripts_come_goes_on_from_it(
    new_context, report, zhang
):
    editing.save(report.pk, [factories.edit(report, "overview", "<p>甲甲</p><p>乙乙</p>")], by=zhang)
    page = new_context(zhang).new_page()
    come = begun(page, report)
    field = page.locator('[name="overview"]')
    field.press("Control+End")
    field.press_sequentially("1")
    page.keyboard.press("Enter")
    come()
    page.keyboard.type("2")
    sheet = page.locator('[data-section="overview"] .tiptap')
    expect(sheet).to_be_focused()
    page.keyboard.type("3")

    expect(sheet.locator("p")).to_have_text(["甲甲", "乙乙1", "23"])
    page.wait_for_selector('#save-state[data-state="saved"]')
    page.wait_for_function("document.querySelector('#save-state').textContent.includes(':')")
    assert report.narratives.get(section="overview").html == "<p>甲甲</p><p>乙乙1</p><p>23</p>"


def test_escape_takes_back_what_was_begun_before_the_scripts_came(new_context, report, zhang):
    editing.save(report.pk, [factories.edit(report, "requests.new.business", "12")], by=zhang)
    page = new_context(zhang).new_page()
    page.add_init_script(TYPING)
    page.goto(f"/reports/{report.pk}/")
    page.wait_for_selector("html[data-ready]")
    cell = page.locator('[id="requests.new.business"]')

    page.keyboard.type("4")
    expect(cell).to_have_value("34")
    page.keyboard.press("Escape")
    expect(cell).to_have_value("12")
    page.keyboard.type("7")
    expect(cell).to_have_value("7")


def saved(page) -> None:
    page.wait_for_selector('#save-state[data-state="saved"]')
    page.wait_for_function("() => document.querySelector('#save-state').textContent.includes(':')")


def test_what_is_typed_between_the_steps_of_a_slow_page_is_saved(new_context, report, zhang):
    page = new_context(zhang).new_page()
    page.add_init_script(SLOW)

    page.goto(f"/reports/{report.pk}/")

    saved(page)
    expect(page.locator('[id="requests.new.business"]')).to_have_value("34")
    expect(page.locator('[data-section="problems"] .tiptap')).to_have_text("解读形式不够丰富。")
    assert report.figures.get(cell="requests.new.business").value == 34
    assert report.narratives.get(section="problems").html == "<p>解读形式不够丰富。</p>"


def test_what_is_typed_early_goes_before_what_an_earlier_page_could_not_send(
    new_context, report, zhang, complaints
):
    context = new_context(zhang)
    page = context.new_page()
    context.route("**/save/", lambda route: route.abort())
    page.goto(f"/reports/{report.pk}/")
    page.wait_for_selector("html[data-ready]")
    for cell, text in (("requests.new.business", "12"), ("requests.new.research", "5")):
        page.locator(f'[id="{cell}"]').press_sequentially(text)
    page.close()
    context.unroute("**/save/")
    page = context.new_page()
    page.add_init_script(TYPING)

    page.goto(f"/reports/{report.pk}/")

    saved(page)
    expect(page.locator('[id="requests.new.business"]')).to_have_value("3")
    expect(page.locator('[id="requests.new.research"]')).to_have_value("5")
    assert report.figures.get(cell="requests.new.business").value == 3
    assert report.figures.get(cell="requests.new.research").value == 5
    complaints.clear()


def test_the_whole_sheet_is_laid_out_once_nobody_types(new_context, report, zhang):
    page = new_context(zhang).new_page()
    page.goto(f"/reports/{report.pk}/")

    page.wait_for_selector("html:not(.faces-later)")

    # What is far from sight has words in a picture of the whole page, too.
    looks = page.locator(".part").evaluate_all("all => all.map(e => getComputedStyle(e).contentVisibility)")
    assert len(looks) >= 6 and set(looks) == {"visible"}
    assert page.locator(".part").last.inner_text()
