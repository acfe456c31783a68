"""The web page: self-contained, named, and every figure tied to its captions."""

import re
from html.parser import HTMLParser

import pytest

from reports.rendering.page.fragment import document_fragment
from reports.rendering.page.html import document_html


class Elements(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, *tags: str) -> list[dict]:
        return [attributes for tag, attributes in self.found if tag in tags]


@pytest.fixture
def page(document) -> str:
    return document_html(document)


@pytest.fixture
def elements(page) -> Elements:
    return Elements(page)


def test_it_asks_no_host_for_anything(page, elements):
    sources = [value for _, found in elements.found for key, value in found.items() if key == "src"]

    assert not elements.all("script", "link", "iframe", "object", "embed")
    assert all(source.startswith("data:image/") for source in sources)
    assert not re.search(r"url\(|@import|@font-face", page)


def test_it_says_language_title_organ_year_and_date(document, page, elements):
    names = {meta.get("name"): meta.get("content") for meta in elements.all("meta")}

    assert elements.all("html")[0]["lang"] == "zh-CN"
    assert f"<title>{document.title}</title>" in page
    assert names["author"] == names["ContentSource"] == document.organ
    assert names["ReportYear"] == str(document.year)
    assert names["PubDate"] == document.issued.isoformat()


def test_an_index_number_is_named_where_there_is_one(city, bureau):
    assert f'<meta name="IndexNumber" content="{city.index_number}">' in document_html(city)
    assert "IndexNumber" not in document_html(bureau)


def test_headings_step_down_without_gaps(elements):
    levels = [int(tag[1]) for tag, _ in elements.found if re.fullmatch(r"h[1-6]", tag)]

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_table_has_a_caption_and_scoped_headers(elements):
    forms = [table for table in elements.all("table") if "form" in table["class"]]

    assert len(elements.all("caption")) == len(forms) > 5
    assert all(cell.get("scope") for cell in elements.all("th"))


def test_every_figure_names_headers_that_exist(document, elements):
    ids = [cell.get("id") for cell in elements.all("th", "td") if cell.get("id")]
    headers = [cell["headers"].split() for cell in elements.all("td") if "headers" in cell]

    assert len(ids) == len(set(ids))
    assert len(headers) == len(document.edition.cells)
    assert all(len(names) >= 2 and set(names) <= set(ids) for names in headers)


def test_words_of_a_report_cannot_break_out(written):
    nasty = '"><script>alert(1)</script>'
    page = document_html(written(f"<p>{nasty}</p>", title=nasty, organ=nasty, index_number=nasty))

    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_a_blank_figure_is_an_empty_cell_not_zero(bureau, page):
    # requests.new.research is blank in the bureau's report.
    row = document_html(bureau).partition("<tbody>")[2]

    assert "None" not in row
    assert len(re.findall(r'headers="[^"]*"></td>', document_html(bureau))) == sum(
        value is None for value in bureau.cells.values()
    )


@pytest.mark.parametrize("number", [
    "0379-63212345", "0379-6321 2345", "（0379）63212345", "0379－63212345-801", "400-123-4567", "2024-01-20", "3-5",
])  # fmt: skip
def test_no_line_breaks_within_a_number_with_hyphens(number, written):
    document = written(f"<p>联系电话：{number}。</p>")

    assert f'<span class="unbroken">{number}</span>' in document_html(document)
    assert f'<span style="white-space: nowrap;">{number}</span>' in document_fragment(document)


@pytest.mark.parametrize("words", ["A-1", "COVID-19", "豫-1"])
def test_other_hyphens_are_left_alone(words, written):
    assert 'class="unbroken"' not in document_html(written(f"<p>{words}</p>", preface=""))
