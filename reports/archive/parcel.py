"""A package that travels by hand between two installations, made while it is written.

A ZIP of stored parts in a fixed order with fixed times: what it is first, its list of digests and
the signature over that list last. From its parts it can be made again byte for byte, so a byte that
was changed anywhere shows. What is long is packed by gzip inside: nothing that is read swells unseen.
"""

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from .keys import Key, text
from .package import MANIFEST, Outlet, entry, line_of, listed, new_digests
from .told import About, dumped

ABOUT, SIGNATURE, ORGANS, REMARKS_FILE = "about.json", "signature.json", "organs.json.gz", "remarks.json.gz"
RECORD, CONTENT = "record.json", "report.json.gz"
ENDING, BACK_ENDING = "-上报包.zip", "-回传包.zip"
LARGEST_CONTENT = 40_000_000  # bytes of a report's JSON, its pictures inside
_SIGNED = b"nianbao parcel\n"
_CHUNK = 256 * 1024
Parts = Iterable[tuple[str, bytes]]


def folder_of(position: int) -> str:
    """Return the folder of the report at `position`, from 1."""
    return f"reports/{position:05d}/"


def signed_message(listing: bytes) -> bytes:
    """Return what the signature of a package is over: its list of digests."""
    return _SIGNED + listing


def parcelled(about: About, parts: Parts, key: Key) -> Iterator[bytes]:
    """Yield the package of `parts` (name, content) piece by piece, each part once in memory."""
    outlet = Outlet()
    lines: list[str] = []
    with zipfile.ZipFile(outlet, "w") as archive:
        for name, content in _after(about, parts):
            lines.append(put(archive, name, [content]))
            yield outlet.taken()
        listing = listed(lines)
        put(archive, MANIFEST, [listing])
        put(archive, SIGNATURE, [_signature(listing, key)])
    yield outlet.taken()


def _after(about: About, parts: Parts) -> Iterator[tuple[str, bytes]]:
    yield ABOUT, about.to_bytes()
    yield from parts


def _signature(listing: bytes, key: Key) -> bytes:
    return dumped({
        "key": text(key.public),
        "signature": text(key.sign(signed_message(listing))),
        "handovers": [one.to_json() for one in key.handovers],
    })  # fmt: skip


def put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    """Write a part into a package; return its line in the list."""
    sha256, sm3 = new_digests()
    size = 0
    with archive.open(entry(name), "w") as part:
        for piece in pieces:
            part.write(piece)
            sha256.update(piece)
            sm3.update(piece)
            size += len(piece)
    return line_of(name, size, sha256.hexdigest(), sm3.finalize().hex())


def chunks_of(file) -> Iterator[bytes]:
    """Yield what is left of a file in pieces that fit."""
    while piece := file.read(_CHUNK):
        yield piece


def narrow(content: bytes) -> bytes:
    """Return a content packed, the same each time."""
    return gzip.compress(content, 6, mtime=0)


def wide(content: bytes, largest: int = LARGEST_CONTENT) -> bytes:
    """Return a packed content unpacked; raise ValueError for what is damaged, or more than `largest`."""
    swelling = zlib.decompressobj(wbits=31)
    try:
        found = swelling.decompress(content, largest + 1)
    except zlib.error:
        raise ValueError("damaged") from None
    if len(found) > largest or not swelling.eof or swelling.unused_data:
        raise ValueError("too large or cut off")
    return found


def digest_of(content: bytes) -> str:
    """Return the SHA-256 by which a report's JSON is known."""
    return hashlib.sha256(content).hexdigest()
