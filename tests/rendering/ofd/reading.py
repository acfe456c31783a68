"""Reading an OFD back: its parts, and what the schemas say of them."""

import io
import zipfile
from functools import cache
from pathlib import Path

from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
OFD = "{http://www.ofdspec.org/2016}"
# Which schema a part has, by how its name ends.
_KINDS = {
    "OFD.xml": "OFD",
    "Document.xml": "Document",
    "Content.xml": "Page",
    "Res.xml": "Res",
    "CustomTags.xml": "CustomTags",
    "Structure.xml": "Structure",
    "Attachments.xml": "Attachments",
}


class File:
    """An OFD, taken apart."""

    def __init__(self, content: bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.infos = file.infolist()
            self.parts = {info.filename: file.read(info) for info in self.infos}

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part."""
        return etree.fromstring(self.parts[name])

    def pages(self) -> list[etree._Element]:
        """Return the pages in order."""
        listed = self.xml("Doc_0/Document.xml").iter(f"{OFD}Page")
        return [self.xml(f"Doc_0/{page.get('BaseLoc')}") for page in listed]

    def faults(self) -> list[str]:
        """Return where a part is not what its schema says."""
        found = []
        for name, content in self.parts.items():
            if name.endswith(".xml"):
                schema = _schema(next(k for end, k in _KINDS.items() if name.endswith(end)))
                if not schema.validate(etree.fromstring(content)):
                    found.append(f"{name}: {schema.error_log[0].message}")
        return found


@cache
def _schema(kind: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{kind}.xsd"))
