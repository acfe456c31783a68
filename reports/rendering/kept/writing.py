"""What a PDF is written of: numbers and names become bytes by their type, the frequent ones first; what
was packed before is not packed again.
"""

from hashlib import blake2b

import deflate
import pydyf

from .replacing import Pair, Recent

# Of libdeflate: smaller than zlib's level 4 in a third of its time, the same on every machine.
_LEVEL = 1
# Streams: some twenty a report, of thirty kilobytes.
_MOST_PACKED = 200
_packed = Recent(_MOST_PACKED)

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


def packed(content: bytes) -> bytes:
    """Return `content` packed for a PDF (FlateDecode)."""
    return bytes(deflate.zlib_compress(content, _LEVEL))


def packed_once(content: bytes) -> bytes:
    """Return what `packed` returns: of a page that stays, or a face of a report that comes again, what was kept."""
    key = blake2b(content, digest_size=24).digest()
    known = _packed.recall(key)
    return _packed.keep(key, packed(content)) if known is None else known


PAIRS = (
    Pair(packed, packed_once),
    Pair(_to_bytes, to_bytes),
    Pair(_dictionary, property(dictionary), pydyf.Dictionary, "data"),
)
