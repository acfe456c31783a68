"""The fragment survives the editor of an agency's own site."""

import re

import nh3
import pytest

from reports.document import clean
from reports.editions import all_editions
from reports.rendering.page.fragment import document_fragment
from tests import factories

# What UEditor's and CKEditor's usual filters have in common: plain elements, few attributes, the
# inline styles of a paragraph and of a table; no class, no section, no role, no data.
STRICT = {
    "tags": {
        "h1", "h2", "h3", "h4", "p", "strong", "em", "sub", "sup", "br", "ul", "ol", "li",
        "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "a", "img",
    },
    "attributes": {
        "*": {"style"},
        "table": {"border", "cellspacing", "cellpadding", "width"},
        "td": {"colspan", "rowspan", "id", "headers"},
        "th": {"colspan", "rowspan", "id", "scope"},
        "col": {"width"},
        "a": {"href"},
        "img": {"src", "alt"},
    },
    "filter_style_properties": {
        "text-align", "font-size", "font-weight", "line-height", "text-indent", "border",
        "border-collapse", "width", "max-width", "padding", "margin",
    },
    "url_schemes": {"http", "https", "mailto", "data"},
    "link_rel": None,
}  # fmt: skip
WORDS = {
    "preface": clean(
        "<p>开头<a href='https://www.example.com/a?b=1&amp;c=2'>链接</a>，甲&lt;乙。</p>"
    ),
    "sections": {
        "overview": clean(
            "<h3>（一）小标题</h3><p>正文<strong>重</strong><br>换行</p><ul><li>条</li></ul>"
            "<table><tr><th>年</th><th>数</th></tr><tr><td>2024</td><td>3</td></tr></table>"
            "<p><img src='data:image/png;base64,iVBORw0KGgo=' alt='图'></p>"
        )
    },
}


@pytest.fixture(params=all_editions(), ids=lambda edition: edition.id)
def document(request):
    return factories.filled(request.param, **WORDS)


# What serves narrow screens: the box in which a wide table scrolls, and where long words break.
FOR_TELEPHONES = re.compile(
    r'<div style="overflow-x: auto;">|</div>| (?:min-width: \d+px|overflow-wrap: anywhere);?'
)


def test_a_strict_editor_takes_nothing_away_but_what_serves_telephones(document):
    fragment = document_fragment(document)

    kept = nh3.clean(fragment, **STRICT)

    assert _plain(kept) == _plain(FOR_TELEPHONES.sub("", fragment))


def _plain(markup: str) -> str:
    return re.sub(r"\s+|;(?=\")|&quot;", "", markup)


def test_every_figure_keeps_its_headers(document):
    fragment = document_fragment(document)

    ids = set(re.findall(r' id="([^"]+)"', fragment))
    named = [name for names in re.findall(r'headers="([^"]*)"', fragment) for name in names.split()]
    figures = fragment.count("<td ") - fragment.count("<td style")
    assert figures >= len(document.edition.cells)
    assert set(named) <= ids


def test_the_fragment_is_a_body_without_classes_or_wrappers(document):
    fragment = document_fragment(document)

    assert fragment.startswith("<h1 ")
    plain = FOR_TELEPHONES.sub("", fragment)
    assert not re.search(r"<(?:html|head|body|style|script|div|section|main)\b| class=", plain)


def test_the_tables_are_those_of_the_edition(document):
    fragment = document_fragment(document)

    blocks = sum(1 if table.across else len(table.blocks) for table in document.edition.tables)
    assert fragment.count("<table ") == blocks + 1


def test_nothing_repeats_the_headings_over_the_tables(document):
    fragment = document_fragment(document)

    assert "<caption" not in fragment
    for section in document.edition.sections:
        assert fragment.count(section.caption) == 1


def test_only_a_table_that_is_wide_asks_for_width(document):
    fragment = document_fragment(document)

    boxed = re.findall(
        r'<div style="overflow-x: auto;">\s*<table[^>]*?(min-width: \d+px)?;?">', fragment
    )
    assert len(boxed) == fragment.count("<table ") == fragment.count("<div ")
    assert {"min-width: 640px", "min-width: 620px", ""} == set(boxed)
