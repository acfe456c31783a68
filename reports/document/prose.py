"""The words of a report: the small HTML that a narrative may hold, and its plain text."""

import html
import re

import nh3

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
_BLOCK = re.compile(r"<(?:h3|h4|p|ul|ol|table)\b")
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]+|/?reports/\d+/pictures/\w+")
_BREAK = re.compile(r"</(?:p|h3|h4|li|tr)>|<br\s*/?>")
_CELL_END = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^>]*>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if _PICTURE.fullmatch(value) else None
    if name in ("colspan", "rowspan"):
        return value if re.fullmatch(r"[1-9]\d?", value) else None
    return value


def clean(markup: str) -> str:
    """Return `markup` with nothing in it but the elements and attributes of a narrative.

    Text without any block element becomes paragraphs, one a line.
    """
    safe = nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    ).strip()
    if safe and not _BLOCK.search(safe):
        lines = [line.strip() for line in safe.splitlines()]
        return "".join(f"<p>{line}</p>" for line in lines if line)
    return safe


def plain_text(markup: str) -> str:
    """Return the words of a narrative, one paragraph, heading, item or table row a line."""
    text = _TAG.sub("", _BREAK.sub("\n", _CELL_END.sub("\t", markup)))
    return "\n".join(line.strip() for line in html.unescape(text).splitlines() if line.strip())


def has_words(markup: str) -> bool:
    """Whether a narrative says or shows anything."""
    return bool(plain_text(markup)) or "<img" in markup
