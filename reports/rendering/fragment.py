"""网页片段: the report's body alone, to paste into the editor of an agency's own site.

Such editors (UEditor, CKEditor, TinyMCE) keep plain elements with a few attributes and inline
styles, and drop style sheets, classes, sections and data. So: headings, paragraphs, lists and real
tables only, each with the little style that it needs, and the old attributes of tables beside it.
"""

import re
from html import escape
from xml.etree import ElementTree

from reports.document import Document

from .layout import markup

_VOID = re.compile(r"<(meta|col|img|br|wbr)\b((?:\"[^\"]*\"|[^\">])*)>")
_BODY = re.compile(r"<main>.*</main>", re.DOTALL)
# Elements that only hold others: their content moves up.
_WRAPPERS = {"main", "section", "footer", "div", "small", "time", "wbr"}
_KEPT = {
    "table": ("border", "cellspacing", "cellpadding", "width"),
    "th": ("id", "scope", "colspan", "rowspan"),
    "td": ("id", "headers", "colspan", "rowspan"),
    "col": ("width",),
    "a": ("href",),
    "img": ("src", "alt"),
}
_CELL = "border: 1px solid #000000; padding: 4px 6px;"
_STYLES = {
    "h1": "text-align: center; font-size: 29px; line-height: 1.6; font-weight: bold;",
    "h2": "font-size: 21px; line-height: 1.9; font-weight: bold;",
    "h3": "font-size: 21px; line-height: 1.9; font-weight: bold;",
    "h4": "font-size: 21px; line-height: 1.9; font-weight: bold;",
    "p": "font-size: 21px; line-height: 1.9; text-indent: 2em;",
    "li": "font-size: 21px; line-height: 1.9;",
    "table": "border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.5;",
    "caption": "font-size: 14px; text-align: left; padding: 4px 0;",
    "th": f"{_CELL} text-align: center; font-weight: bold;",
    "td": f"{_CELL} text-align: center;",
    "img": "max-width: 100%;",
}
_SIGNED = "font-size: 21px; line-height: 1.9; text-align: right;"
_IN_TABLE = "margin: 0;"


def document_fragment(document: Document) -> str:
    """Return the body of `document` as mark-up that needs no style sheet."""
    body = _BODY.search(markup(document))[0]
    root = ElementTree.fromstring(_VOID.sub(r"<\1\2/>", body))
    return "".join(_written(root, "")).strip() + "\n"


def _written(element: ElementTree.Element, within: str):
    tag, where = element.tag, _where(element, within)
    wrapped = tag in _WRAPPERS or (tag == "span" and within == "h1")
    if not wrapped:
        yield f"<{tag}{_attributes(element, where)}>"
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from _written(child, where)
        yield escape(child.tail or "", quote=False)
    if not wrapped and tag not in ("img", "br", "col"):
        yield f"</{tag}>"


def _where(element: ElementTree.Element, within: str) -> str:
    if element.tag in ("h1", "footer", "table"):
        return element.tag
    return within


def _attributes(element: ElementTree.Element, where: str) -> str:
    given = dict(element.attrib)
    if element.tag == "table":
        given |= {"border": "1", "cellspacing": "0", "cellpadding": "4", "width": "100%"}
    if element.tag == "col":
        given["width"] = given.get("style", "").removeprefix("width:")
    kept = [(name, given[name]) for name in _KEPT.get(element.tag, ()) if given.get(name)]
    if style := _style(element, where):
        kept.append(("style", style))
    return "".join(f' {name}="{escape(value)}"' for name, value in kept)


def _style(element: ElementTree.Element, where: str) -> str:
    if element.tag == "p" and where == "footer":
        return _SIGNED
    if element.tag == "p" and where == "table":
        return _IN_TABLE
    if element.tag == "th" and element.get("scope") == "row":
        return _STYLES["th"].replace("center", "left").replace("bold", "normal")
    return _STYLES.get(element.tag, "")
