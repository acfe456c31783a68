"""A clerk brings in what exists: pastes, looks, puts right, takes, undoes, goes on to the PDF."""

import json
import re

import pytest
from playwright.sync_api import expect

from reports.editions import edition_for
from reports.models import Report
from reports.writing import editing
from tests import factories
from tests.browser.conftest import PASTE

SEED = factories.FIXTURES / "seed.txt"
PAGE = "<meta name='x'><h1>{title}</h1><table><tr><td>规章</td><td>1</td></tr></table>"


@pytest.fixture
def page(new_context, zhang, bureau):
    """A page on which clerk 张 is logged in."""
    return new_context(zhang).new_page()


def saved(report, tmp_path, **words):
    """Return the path of a filled report of the same organ and year, as its JSON."""
    basics = {"organ": report.organ.name, "sections": {"overview": "<p>甲。</p>"}}
    read = factories.filled(edition_for(report.year), year=report.year, **(basics | words))
    path = tmp_path / "年报.json"
    path.write_text(json.dumps(read.to_json(), ensure_ascii=False))
    return path


TYPE_ALL_BUT = """(left) => {
  const open = 'td:is([data-state="missing"], [data-state="unsure"]) input';
  for (const input of [...document.querySelectorAll(open)].slice(0, -left)) {
    input.value ||= "0";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""


def bring(page, report, path) -> None:
    page.goto(f"/reports/{report.pk}/import/")
    page.get_by_label("选择文件").set_input_files(path)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/import/look/")


def take(page) -> None:
    page.get_by_role("button", name=re.compile("^确认导入")).click()
    page.wait_for_url("**/reports/*/")
    page.wait_for_selector("html[data-ready]")


def test_a_clerk_brings_in_a_posted_page_and_goes_on_to_the_pdf(page, bureau):
    page.goto("/reports/")
    page.get_by_role("link", name="导入已有文件").click()
    page.get_by_label("或者粘贴内容").fill(SEED.read_text())
    page.get_by_role("button", name="读取").click()
    expect(page.get_by_label("年度")).to_have_value("2020")
    page.get_by_role("button", name="继续核对").click()

    settle_all(page)
    take(page)

    report = Report.objects.get(organ=bureau, year=2020)
    assert report.document().answered == len(report.template.cells)
    expect(page.locator("#findings-list li").first).to_be_visible()
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible()
    page.locator("#preview-link").click()
    shown = page.frame_locator("#preview-frame").get_by_role("img").first
    expect(shown).to_be_visible(timeout=60_000)
    pdf = page.request.get(f"/reports/{report.pk}/download/pdf")
    assert pdf.body().startswith(b"%PDF-")


def settle_all(page) -> None:
    """Go from open cell to open cell by the button and the Enter key until none is left.

    All but the last ten are typed at once.
    """
    page.evaluate(TYPE_ALL_BUT, 10)
    following = page.locator("#next-open")
    following.click()
    for _ in range(len(edition_for(2020).cells)):
        if not following.is_visible():
            break
        if not page.evaluate("document.activeElement.value"):
            page.keyboard.type("0")
        page.keyboard.press("Enter")
    expect(following).to_be_hidden()


def test_a_rich_clipboard_brings_its_tables_along(page, report):
    page.goto(f"/reports/{report.pk}/import/")
    page.get_by_label("或者粘贴内容").focus()
    page.evaluate(PASTE, ["2025年年报", PAGE.format(title="2025年年报")])

    expect(page.locator(".paste-note")).to_have_text("已粘贴 7 字、1 个表格。")
    kept = page.locator('input[name="clipboard"]').evaluate("input => input.files[0].text()")
    assert "<td>规章</td>" in kept


def test_what_is_typed_after_the_paste_counts_alone(page, report):
    page.goto(f"/reports/{report.pk}/import/")
    page.get_by_label("或者粘贴内容").focus()
    page.evaluate(PASTE, ["2025年年报", PAGE.format(title="2025年年报")])
    page.keyboard.type("改")

    assert page.locator('input[name="clipboard"]').evaluate("input => input.files.length") == 0


def test_an_import_is_undone_with_one_click(page, report, tmp_path):
    bring(page, report, saved(report, tmp_path))
    take(page)
    page.get_by_role("button", name="撤销这次导入").click()

    expect(page.get_by_role("status").filter(has_text="已撤销导入“年报.json”")).to_be_visible()
    report.refresh_from_db()
    assert report.document().answered == 0


def test_what_would_be_replaced_stands_beside_what_replaces_it(page, report, zhang, tmp_path):
    edits = [factories.edit(report, "overview", "<p>乙。</p>")]
    editing.save(report.pk, edits, by=zhang)
    bring(page, report, saved(report, tmp_path))

    part = page.locator("#overview")
    expect(part.locator("del")).to_have_text("乙。")
    expect(part.locator("ins")).to_have_text("甲。")
    part.get_by_label("导入这一部分").uncheck()
    take(page)
    assert report.narratives.get(section="overview").html == "<p>乙。</p>"


def test_without_scripts_the_look_is_a_form(new_context, zhang, report, tmp_path):
    page = new_context(zhang, java_script_enabled=False).new_page()
    bring(page, report, saved(report, tmp_path))
    page.locator('input[id="requests.new.natural_person"]').fill("123")
    page.get_by_role("button", name=re.compile("^确认导入")).click()
    page.wait_for_url("**/reports/*/")

    assert report.figures.get(cell="requests.new.natural_person").value == 123


def test_a_hostile_file_is_refused_and_the_server_goes_on(page, report, tmp_path, complaints):
    hostile = tmp_path / "年报.docx"
    hostile.write_bytes(b"PK\x03\x04" + bytes(200_000))
    page.goto(f"/reports/{report.pk}/import/")
    page.get_by_label("选择文件").set_input_files(hostile)
    page.get_by_role("button", name="读取").click()

    expect(page.get_by_role("alert").or_(page.locator(".alert"))).to_be_visible()
    complaints.take("422", page)
    bring(page, report, saved(report, tmp_path))
