"""A package as bytes: its files, their list with digests, its description.

Source: DA/T 80-2019 and GB/T 39677-2020 (what is handed over and how it is listed), GB/T 18894-2016
(digests, metadata). Files are stored, not packed, in a fixed order with fixed times: from the files
alone the package can be made again, so a byte that was changed anywhere shows.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from cryptography.hazmat.primitives import hashes

MANIFEST, METADATA, SHEET = "manifest.xml", "metadata.xml", "四性检测.xml"
SHEET_PAGE = "四性检测.html"  # the same for people; packages of earlier versions have none
_TIME = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1024 * 1024
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Outlet:
    """A file that gives away what was written into it: a ZIP made while it is sent."""

    def __init__(self):
        self.waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece until it is taken."""
        self.waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is written waits to be taken."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        pieces, self.waiting = self.waiting, []
        return b"".join(pieces)


def new_digests() -> tuple:
    """Return the beginnings of a SHA-256 and an SM3."""
    return hashlib.sha256(), hashes.Hash(hashes.SM3())


def digests(content: bytes) -> tuple[str, str]:
    """Return the SHA-256 and the SM3 (GB/T 32905-2016) of a content, in hexadecimal."""
    sha256, sm3 = new_digests()
    sha256.update(content)
    sm3.update(content)
    return sha256.hexdigest(), sm3.finalize().hex()


def digests_of_file(path: Path) -> tuple[str, str]:
    """Return the SHA-256 and the SM3 of a file, which may be larger than memory."""
    sha256, sm3 = new_digests()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            sha256.update(piece)
            sm3.update(piece)
    return sha256.hexdigest(), sm3.finalize().hex()


def entry(name: str) -> zipfile.ZipInfo:
    """Return the head of a file in a package: stored, its time and rights always the same."""
    made = zipfile.ZipInfo(name, _TIME)
    made.external_attr = 0o644 << 16
    return made


def line_of(name: str, size: int, sha256: str, sm3: str) -> str:
    """Return the line of a file in the list."""
    return f'<file name={quoteattr(name)} size="{size}" sha256="{sha256}" sm3="{sm3}"/>\n'


def listed(lines: list[str]) -> bytes:
    """Return the list of files made of their lines."""
    return f'{_HEAD}<package version="1">\n{"".join(lines)}</package>\n'.encode()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the list of the files of a package, itself left out."""
    lines = [line_of(name, len(content), *digests(content))
             for name, content in files.items() if name != MANIFEST]  # fmt: skip
    return listed(lines)


def described(entries: list[tuple[str, str]], published: list[tuple[str, str]]) -> bytes:
    """Return the description: elements and what they say; the files with their published SHA-256."""
    told = "".join(f"<{name}>{escape(value)}</{name}>\n" for name, value in entries)
    told += "".join(
        f'<发布文件 name={quoteattr(name)} sha256="{sha256}"/>\n' for name, sha256 in published
    )
    return f"{_HEAD}<metadata>\n{told}</metadata>\n".encode()


def lot(parts: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield the ZIP of many packages and what lies beside them, a piece a part, its list last.

    As in a package itself each byte follows from the parts.
    """
    outlet, lines = Outlet(), []
    with zipfile.ZipFile(outlet, "w") as archive:
        for name, content in parts:
            archive.writestr(entry(name), content)
            lines.append(line_of(name, len(content), *digests(content)))
            yield outlet.taken()
        archive.writestr(entry(MANIFEST), listed(lines))
        yield outlet.taken()
    yield outlet.taken()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the package of `files`, its list last."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in [*files.items(), (MANIFEST, manifest(files))]:
            archive.writestr(entry(name), content)
    return out.getvalue()
