"""What was packed before is not packed again: the page that stays, the face of a report that comes again."""

from hashlib import blake2b

import deflate

from .replacing import Pair, Recent

# Of libdeflate: smaller than zlib's level 4 in a third of its time, the same on every machine.
_LEVEL = 1
# Some twenty a report, of thirty kilobytes.
_MOST = 200
_known = Recent(_MOST)


def packed(content: bytes) -> bytes:
    """Return `content` packed for a PDF (FlateDecode)."""
    return bytes(deflate.zlib_compress(content, _LEVEL))


def packed_once(content: bytes) -> bytes:
    """Return what `packed` returns."""
    key = blake2b(content, digest_size=24).digest()
    known = _known.recall(key)
    return _known.keep(key, packed(content)) if known is None else known


PAIRS = (Pair(packed, packed_once),)
