"""A supervisor drops old reports on the page of bulk imports."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reports import gathering, jobs
from reports.models import Gathering
from tests import factories
from tests.gathering.test_correcting import DOUBTED, noted_page

axe = Axe()
DROP = """(node, [names, folder]) => {
  const transfer = new DataTransfer();
  for (const name of names) transfer.items.add(new File(["x"], name));
  const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
  // Nobody but the system's own files can bring a folder: what a browser says of one stands in for it.
  if (folder) DataTransferItem.prototype.webkitGetAsEntry = () => ({ isDirectory: true });
  node.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def page(new_context, bureau):
    """The page of bulk imports, opened by a supervisor."""
    chief = factories.give(factories.clerk("wang"), bureau, "supervisor")
    page = new_context(chief).new_page()
    page.goto("/gatherings/")
    return page


def test_files_dropped_beside_the_chooser_are_brought_once(page):
    heading = page.locator("h1")

    assert heading.evaluate(DROP, [["甲.txt", "乙.txt"], False])
    expect(page.locator("#lot-form [role=status]")).to_have_text("已选 2 个文件，0.0 MB。")
    page.get_by_role("button", name="上传并开始读取").dblclick()
    page.wait_for_url("**/gatherings/*/")

    assert [lot.items.count() for lot in Gathering.objects.all()] == [2]


def test_a_dropped_folder_and_too_many_files_are_told_before_an_upload(page):
    note, heading = page.locator("#lot-form [role=status]"), page.locator("h1")

    heading.evaluate(DROP, [[f"{n}.txt" for n in range(301)], False])
    expect(note).to_contain_text("一次最多直接选 300 个")
    page.get_by_role("button", name="上传并开始读取").click()
    assert not Gathering.objects.exists()

    heading.evaluate(DROP, [["历年年报"], True])
    expect(note).to_contain_text("压缩成 ZIP")


def test_a_page_with_choices_not_saved_is_not_loaded_anew_by_itself(page):
    page.get_by_label("选择一个 ZIP").set_input_files({"name": "甲.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.get_by_role("button", name="上传并开始读取").click()
    page.wait_for_url("**/gatherings/*/")
    # As while a file of many is being settled and the last one has been read.
    page.evaluate("""document.body.insertAdjacentHTML("beforeend", "<form data-changed></form>")""")

    Gathering.objects.update(state=Gathering.State.FINISHED)

    expect(page.get_by_text("本页还有没保存的选择")).to_be_visible()
    expect(page.locator("form[data-changed]")).to_be_attached()


@pytest.fixture
def noted(page):
    """The page of a file of which two figures of a row are to be looked at."""
    content = {"name": "年报.html", "mimeType": "text/html", "buffer": noted_page()}
    page.get_by_label("选择一个 ZIP").set_input_files(content)
    page.get_by_role("button", name="上传并开始读取").click()
    page.wait_for_url("**/gatherings/*/")
    item = Gathering.objects.get().items.get()
    gathering.press_one(item.job_id, gathering.begin_round(item.job_id).number, jobs.join("worker"))
    page.goto(f"/gatherings/{item.job_id}/files/{item.pk}/")
    _source_is_there(page)
    return page


def _source_is_there(page):
    """Wait for what the page fetches by itself: no request is left when a test ends."""
    expect(page.locator("#source .source-table").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_source_beside_the_figures_can_be_read_by_day_and_night(noted, scheme):
    noted.emulate_media(color_scheme=scheme)
    noted.reload()

    _source_is_there(noted)

    assert axe.run(noted).response["violations"] == []


def test_enter_marks_a_doubtful_figure_and_the_marks_are_saved(noted):
    done, doubted = noted.locator("#look-done"), noted.locator(f"[id='{DOUBTED[0]}']")
    noted.get_by_role("button", name="下一个要核对的格（还有 2 格）").click()
    expect(doubted).to_be_focused()

    noted.keyboard.press("Enter")

    expect(done).to_have_text("1")
    expect(noted.locator(f"[id='{DOUBTED[1]}']")).to_be_focused()
    noted.get_by_role("button", name="保存", exact=True).click()
    expect(noted.get_by_text("已核对 1 格，重新校核过了。")).to_be_visible()
    expect(noted.locator("td", has=doubted).locator(".how")).to_have_text("✓ 已核对")
    _source_is_there(noted)
    assert Gathering.objects.get().items.get().doubtful == 1


def test_one_press_marks_what_agrees_in_a_row_and_leaving_asks(noted):
    row = noted.get_by_role("button", name="＝ 2 格都对")

    row.click()

    expect(noted.locator("#look-done")).to_have_text("2")
    expect(row).to_be_hidden()
    asked = []
    noted.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    noted.get_by_role("link", name="← 批量导入").click()
    expect(noted.locator("#look-done")).to_have_text("2")
    assert asked == ["beforeunload"]


def test_a_changed_figure_is_marked_by_itself(noted):
    noted.locator(f"[id='{DOUBTED[0]}']").fill("9")

    expect(noted.locator("#look-done")).to_have_text("1")


def test_the_source_follows_the_cell_one_is_in(noted):
    noted.locator("[id='requests.granted.total']").click()

    lit = noted.locator("#source .is-here")
    expect(lit).to_contain_text("（一）予以公开")
    expect(lit).to_be_in_viewport()
    noted.locator("[id='review.reconsideration.upheld']").focus()
    expect(lit).to_have_count(1)
    expect(lit).not_to_contain_text("予以公开")


def test_who_saves_stays_where_they_were_and_is_told_there(noted):
    cell = noted.locator("[id='review.reconsideration.upheld']")
    cell.fill("17")
    before = cell.bounding_box()["y"]

    noted.get_by_role("button", name="保存", exact=True).click()

    expect(noted.locator(".look-end [role=status]")).to_have_text("已改正 1 格，重新校核过了。")
    expect(noted.locator("[id='review.reconsideration.upheld']")).to_be_focused()
    _source_is_there(noted)
    assert abs(cell.bounding_box()["y"] - before) < 3
