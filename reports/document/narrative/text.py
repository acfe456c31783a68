"""The words of a report: the small HTML that a narrative may hold, and its plain text."""

import re

import nh3

from .markup import Reader

LONGEST = 200_000  # characters of one section's mark-up, pictures aside
TAGS = {
    "h3", "h4", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
    "a", "img", "strong", "em", "sub", "sup", "br",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_EDGE = re.compile(r"</?(?:p|h3|h4|li|ul|ol|table|tr)>|<br>")
_CELL_END = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^<>]*>")


def clean(markup: str) -> str:
    """Return `markup` as a narrative: nothing but its elements and attributes, in one form.

    Any text will do, in linear time; what is clean stays as it is. Text outside any element becomes
    paragraphs and headings, one a line. Word's and old pages' elements are translated (b, h1, div),
    styles, scripts and unsafe addresses dropped, indents and empty paragraphs too, stray items and
    cells put into lists and tables.
    """
    # The reader writes every tag itself; nh3 stands behind it as the guard that others review.
    return nh3.clean(
        Reader().read(markup),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )


def plain_text(markup: str) -> str:
    """Return the words of a clean narrative: a paragraph, heading, item or table row a line.

    Cells are parted by tabs. The browser derives the very same text (static/js/prose/text.js), for
    findings point into it by code points.
    """
    text = _TAG.sub("", _EDGE.sub("\n", _CELL_END.sub("\t", markup)))
    lines = (line.strip() for line in _unescaped(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _unescaped(text: str) -> str:
    for entity, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("nbsp", " "), ("amp", "&")):
        text = text.replace(f"&{entity};", character)
    return text


def has_words(markup: str) -> bool:
    """Whether a narrative says or shows anything."""
    return bool(plain_text(markup)) or "<img" in markup


def count_characters(markup: str) -> int:
    """Return 字数 as Chinese offices count it: every character that is not white space."""
    return sum(not character.isspace() for character in plain_text(markup))
