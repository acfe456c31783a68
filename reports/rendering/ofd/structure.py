"""The structure of a report as OFD's custom tags: which objects are a heading, which a cell.

GB/T 33190 leaves the names to whoever tags (its chapter on custom tags); ours are those of
`_NAMES`, in the order of reading, with the attributes that a table of the web page has.
"""

from collections.abc import Container
from xml.etree.ElementTree import Element

from ..xml import element

NAMESPACE = "urn:nianbao:structure:1"

_NAMES = {
    "h1": "Title", "section": "Section", "h2": "Heading", "h3": "Heading", "h4": "Heading",
    "p": "Paragraph", "ul": "List", "ol": "List", "li": "Item", "table": "Table", "tr": "Row",
    "th": "Head", "td": "Cell", "img": "Figure", "footer": "Signature",
}  # fmt: skip
_LEVELS = {"h2": 1, "h3": 2, "h4": 3}
_KEPT = {
    "Id": "id", "Scope": "scope", "Headers": "headers", "Columns": "colspan", "Rows": "rowspan",
    "Alternative": "alt",
}  # fmt: skip


class Structure:
    """Collects what belongs to the elements of the page `root`."""

    def __init__(self, root: Element):
        self._root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._objects: dict[Element, list[tuple[int, int]]] = {}

    def _nearest(self, one: Element | None, tags: Container[str]) -> Element | None:
        while one is not None and one.tag not in tags:
            one = self._parents.get(one)
        return one

    def link(self, one: Element | None) -> str:
        """Return the address that an element leads to, "" for none."""
        link = self._nearest(one, ("a",))
        return "" if link is None else link.get("href", "")

    def add(self, one: Element | None, page: int, number: int) -> None:
        """Note that an object of a page shows an element of the report; the margin's show none."""
        shown = self._nearest(one, _NAMES)
        if shown is not None:
            self._objects.setdefault(shown, []).append((page, number))

    def xml(self, **spaces: str) -> str:
        """Return the tags; `spaces` are the name spaces that they stand in."""
        return element("nb:Report", self._written(self._root), **{"xmlns:nb": NAMESPACE}, **spaces)

    def _written(self, one: Element) -> str:
        inside = "".join(map(self._written, one))
        shown = self._objects.get(one, ())
        shown = [element("ofd:ObjectRef", str(number), PageRef=page) for page, number in shown]
        content = "".join([*shown, inside])
        if one.tag not in _NAMES or not content:
            return inside
        told = {ours: one.get(theirs) or None for ours, theirs in _KEPT.items()}
        return element(f"nb:{_NAMES[one.tag]}", content, Level=_LEVELS.get(one.tag), **told)
