"""What a report says in each of its parts: the title, the preface, a section, the signature."""

from hashlib import blake2b
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element


class Told:
    """What a report says in each part of its main, and in which frame the parts stand."""

    def __init__(self, around: list[Element]):
        self._around = around
        main = around[-1]
        self.within = [list(part.iter()) for part in main]
        self.frame = _digest(([e.attrib for e in around], [(part.tag, part.attrib) for part in main]))
        self.parts = [
            _digest([(e.tag, e.text, e.tail, e.attrib) for e in within]) for within in self.within
        ]

    def elements(self, first: int, number: int) -> list[Element]:
        """Return the elements of some parts and of what they stand in."""
        return list(chain(self._around, *self.within[first : first + number]))


def told(style_for: Any, root: Element) -> Told | None:
    """Return what a report says, read once a document; None where its styles may follow from more."""
    if not hasattr(style_for, "told"):
        trusted = all(getattr(sheet, "looks", None) for sheet, *_ in style_for._sheets)
        body = root.find("body")
        alone = body is not None and len(body) == 1 and body[0].tag == "main"
        style_for.told = Told([root, body, body[0]]) if trusted and alone else None
    return style_for.told


def _digest(said: Any) -> bytes:
    return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=24).digest()
