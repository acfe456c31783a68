"""The structure of a report as OFD's custom tags: which objects are a heading, which a cell.

GB/T 33190 leaves the names to whoever tags (its chapter on custom tags); ours are those of
`_NAMES`, in the order of reading, with the attributes that a table of the web page has.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

NAMESPACE = "urn:nianbao:structure:1"
# Page and object, by their numbers in the file.
Reference = tuple[int, int]

_NAMES = {
    "h1": "Title",
    "section": "Section",
    "h2": "Heading",
    "h3": "Heading",
    "h4": "Heading",
    "p": "Paragraph",
    "ul": "List",
    "ol": "List",
    "li": "Item",
    "table": "Table",
    "tr": "Row",
    "th": "Head",
    "td": "Cell",
    "img": "Figure",
    "footer": "Signature",
}
_KEPT = {"id": "Id", "scope": "Scope", "headers": "Headers", "colspan": "Columns"}
_KEPT |= {"rowspan": "Rows", "alt": "Alternative"}


class Structure:
    """Collects what belongs to the elements of the page `root`."""

    def __init__(self, root: Element):
        self._root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._objects: dict[Element, list[Reference]] = {}

    def link(self, element: Element | None) -> str:
        """Return the address that an element leads to, "" for none."""
        while element is not None and element.tag != "a":
            element = self._parents.get(element)
        return "" if element is None else element.get("href", "")

    def add(self, element: Element | None, reference: Reference) -> None:
        """Note that an object shows an element of the report; what is on the margin is none."""
        while element is not None and element.tag not in _NAMES:
            element = self._parents.get(element)
        if element is not None:
            self._objects.setdefault(element, []).append(reference)

    def xml(self) -> str:
        """Return the file of tags."""
        return (
            f'<nb:Report xmlns:nb="{NAMESPACE}" xmlns:ofd="http://www.ofdspec.org/2016">'
            f"{''.join(_written(self._root, self._objects))}</nb:Report>"
        )


def _written(element: Element, objects: Mapping[Element, list[Reference]]) -> Iterator[str]:
    inside = [piece for child in element for piece in _written(child, objects)]
    shown = objects.get(element, ())
    name = _NAMES.get(element.tag)
    if name and (inside or shown):
        yield f"<nb:{name}{''.join(_attributes(element))}>"
        for page, number in shown:
            yield f'<ofd:ObjectRef PageRef="{page}">{number}</ofd:ObjectRef>'
        yield from inside
        yield f"</nb:{name}>"
    else:
        yield from inside


def _attributes(element: Element) -> Iterator[str]:
    if element.tag in ("h2", "h3", "h4"):
        yield f' Level="{int(element.tag[1]) - 1}"'
    for name, ours in _KEPT.items():
        if value := element.get(name):
            yield f" {ours}={quoteattr(value)}"
