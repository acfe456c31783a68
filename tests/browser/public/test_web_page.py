"""The web page of a report, opened from disk in Chromium: alone, narrow, on paper."""

import pytest

from reports.rendering.page.html import document_html
from tests.rendering.conftest import read
from tests.rendering.reading import LEFT, WIDTH, Sheets

FIXTURES = ["report-2019.json", "report-2021.json"]
IS_READABLE = """() => ({
  page: document.documentElement.scrollWidth,
  boxes: [...document.querySelectorAll(".scroll")].map((box) => ({
    left: box.getBoundingClientRect().left,
    right: box.getBoundingClientRect().right,
    scrolls: box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === "auto",
  })),
})"""
# Figures whose text takes more than one line.
BROKEN_NUMBERS = """() => [...document.querySelectorAll("td")].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return /^[-\\d.]+$/.test(cell.textContent) && range.getClientRects().length > 1;
}).map((cell) => cell.textContent)"""

# Heads of a table whose last line is a single character.
ORPHANS = """() => [...document.querySelectorAll("thead th")].filter((head) => {
  const range = document.createRange();
  range.selectNodeContents(head);
  const lines = [...range.getClientRects()];
  return lines.length > 1 && lines.at(-1).width < 1.5 * parseFloat(getComputedStyle(head).fontSize);
}).map((head) => head.textContent)"""


@pytest.fixture(params=FIXTURES)
def document(request):
    return read(request.param)


@pytest.fixture
def open_from_disk(browser, tmp_path, document):
    """Open the report's web page from a file, by itself; anything it fetches fails the test."""
    file = tmp_path / "report.html"
    file.write_text(document_html(document))
    requests, contexts = [], []

    def make(width: int = 1366, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        context.on("request", lambda request: requests.append(request.url))
        page = context.new_page()
        page.goto(file.as_uri())
        return page

    yield make
    for context in contexts:
        context.close()
    fetched = [url for url in requests if not url.startswith("data:")]
    assert fetched == [file.as_uri()] * len(contexts)


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_only_tables_are_wider_than_the_screen(open_from_disk, width):
    seen = open_from_disk(width).evaluate(IS_READABLE)

    assert seen["page"] <= width
    assert all(box["left"] >= 0 and box["right"] <= width for box in seen["boxes"])
    assert any(box["scrolls"] for box in seen["boxes"]) == (width < 1000)


@pytest.mark.parametrize("width", [320, 1366])
def test_no_number_is_broken(open_from_disk, width):
    assert open_from_disk(width).evaluate(BROKEN_NUMBERS) == []


def test_no_head_of_a_column_ends_in_a_lone_character(open_from_disk):
    assert open_from_disk(1366).evaluate(ORPHANS) == []


def test_a_table_is_scrolled_with_the_keyboard(open_from_disk):
    page = open_from_disk(320)
    box = page.locator(".scroll:has(.stub-3)")

    box.focus()
    page.keyboard.press("End")
    for _ in range(3):
        page.keyboard.press("ArrowRight")

    page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert box.get_attribute("aria-label")


def test_it_needs_no_script(open_from_disk, document):
    page = open_from_disk(java_script_enabled=False)

    assert page.title() == document.title
    assert page.locator("script").count() == 0
    assert page.locator("h2").all_inner_texts() == [s.caption for s in document.edition.sections]


def test_dark_screens_keep_their_contrast(open_from_disk):
    page = open_from_disk(color_scheme="dark")

    colours = page.evaluate(
        "['color', 'backgroundColor'].map((key) => getComputedStyle(document.documentElement)[key])"
    )
    assert colours == ["rgb(230, 233, 237)", "rgb(20, 23, 27)"]


def test_it_prints_in_the_paper_layout(open_from_disk, document):
    sheets = Sheets(open_from_disk().pdf(prefer_css_page_size=True))

    assert {tuple(round(float(n)) for n in page.MediaBox) for page in sheets.opened.pages} == {
        (0, 0, 595, 842)
    }
    rows = sheets.rows(0)
    assert [round(row[0].size) for row in rows[:3]] == [22, 22, 16]
    # 仿宋 may be another face on this machine; its size and the measure are ours.
    assert LEFT + WIDTH - 16 < max(row[-1].right for row in rows) < LEFT + WIDTH + 1
    assert "".join(mark.text for mark in sheets.footer(1)) == "—2—"


def test_tables_three_and_four_keep_to_their_page_on_paper(open_from_disk, document):
    sheets = Sheets(open_from_disk().pdf(prefer_css_page_size=True))

    for section in document.edition.sections[2:4]:
        table = document.edition.table(section.id)
        text = sheets.text(sheets.page_of(section.caption))
        captions = [row.caption for block in table.blocks for row in block.rows]
        assert captions[-1] in text
