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
# A caption would be seen, and say once more what the heading over its table says.
_LEFT_OUT = {"caption"}
# On a telephone a wide table scrolls in a box of its own. An editor that drops the box drops the
# width too.
_BOX = "overflow-x: auto;"
_LEAST = {"stub-3": 640, "stub-0": 620, "many": 560, "crowd": 900}
_KEPT = {
    "table": ("border", "cellspacing", "cellpadding", "width"),
    "th": ("id", "scope", "colspan", "rowspan"),
    "td": ("id", "headers", "colspan", "rowspan"),
    "col": ("width",),
    "a": ("href",),
    "img": ("src", "alt"),
}
_CELL = "border: 1px solid #000000; padding: 4px 3px;"
_STYLES = {
    "h1": "text-align: center; font-size: 29px; line-height: 1.6; font-weight: bold;",
    "h2": "font-size: 21px; line-height: 1.9; font-weight: bold;",
    "h3": "font-size: 21px; line-height: 1.9; font-weight: bold;",
    "h4": "font-size: 21px; line-height: 1.9; font-weight: bold;",
    "p": "font-size: 21px; line-height: 1.9; text-indent: 2em; overflow-wrap: anywhere;",
    "li": "font-size: 21px; line-height: 1.9; overflow-wrap: anywhere;",
    "table": "border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.5;",
    "th": f"{_CELL} text-align: center; font-weight: bold;",
    "td": f"{_CELL} text-align: center;",
    "img": "max-width: 100%;",
}
_RUN_IN = "font-family: KaiTi, 楷体, STKaiti, serif;"
_UNBROKEN = "white-space: nowrap;"
_SIGN = "max-height: 1.6em; vertical-align: middle;"
_SIGNED = "font-size: 21px; line-height: 1.9; text-align: right;"
_IN_TABLE = "margin: 0;"


def document_fragment(document: Document) -> str:
    """Return the body of `document` as mark-up that needs no style sheet."""
    body = _BODY.search(markup(document, on_screen=True))[0]
    root = ElementTree.fromstring(_VOID.sub(r"<\1\2/>", body))
    return "".join(_written(root, "")).strip() + "\n"


def _written(element: ElementTree.Element, within: str):
    tag, where = element.tag, _where(element, within)
    if tag in _LEFT_OUT:
        return
    wrapped = not _is_box(element) and (
        tag in _WRAPPERS or (tag == "span" and (within == "h1" or not _style(element, where)))
    )
    if not wrapped:
        yield f"<{tag}{_attributes(element, where)}>"
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from _written(child, where)
        yield escape(child.tail or "", quote=False)
    if not wrapped and tag not in ("img", "br", "col"):
        yield f"</{tag}>"


def _is_box(element: ElementTree.Element) -> bool:
    return "scroll" in element.get("class", "").split()


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
    looks = element.get("class", "").split()
    if special := _special(element.tag, looks):
        return special
    if element.tag == "p" and where == "footer":
        return _SIGNED
    if element.tag == "p" and where == "table":
        return _IN_TABLE
    if "words" in looks:
        return _STYLES[element.tag].replace("center", "left")
    # A caption of an official table; those of the words' tables are centred on paper, too.
    if element.tag == "th" and element.get("scope") == "row" and element.get("id"):
        return _STYLES["th"].replace("center", "left").replace("bold", "normal")
    return _STYLES.get(element.tag, "")


def _special(tag: str, looks: list[str]) -> str:
    """Return the style of an element of a class; "" where its class tells nothing."""
    if tag == "div":
        return _BOX
    if tag == "span":
        return _RUN_IN if "run-in" in looks else _UNBROKEN if "unbroken" in looks else ""
    if tag == "table":
        least = max((_LEAST.get(look, 0) for look in looks), default=0)
        return _STYLES["table"] + (f" min-width: {least}px;" if least else "")
    if tag == "img" and "sign" in looks:
        return _SIGN
    if tag == "p" and {"caption", "figure"} & set(looks):
        return _STYLES["p"].replace("text-indent: 2em;", "text-align: center;")
    return ""
