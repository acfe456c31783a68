"""Numbers and names become bytes by their type, the frequent ones first."""

import pydyf

from .replacing import Pair

_to_bytes = pydyf._to_bytes


def to_bytes(item):
    """Return what stands in the PDF for an item."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    if kind is float:
        if item.is_integer():
            return b"%d" % int(item)
        return f"{item:f}".rstrip("0").encode("ascii")
    return _to_bytes(item)


PAIRS = (Pair(_to_bytes, to_bytes),)
