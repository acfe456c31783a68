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


def dictionary(self):
    """Return a dictionary as it is written: names are read from a list of those written before."""
    write = to_bytes
    return b"<<%b>>" % b"".join([_names[key] + write(value) for key, value in self.items()])


class _Names(dict):
    """Names as they begin an entry: a document has some fifty, all of our making."""

    def __missing__(self, key: str | bytes) -> bytes:
        name = b"/" + _to_bytes(key) + b" "
        if len(self) < _MOST:
            self[key] = name
        return name


_MOST = 500
_names = _Names()
_dictionary = pydyf.Dictionary.data

PAIRS = (
    Pair(_to_bytes, to_bytes),
    Pair(_dictionary, property(dictionary), pydyf.Dictionary, "data"),
)
