"""A backup file: a tar with the database, packed, and a manifest that says what it is.

The database is packed (gzip) and written while the engine still copies it: a large one is laid down
once, not three times. manifest.json comes after it: format, engine, made_at (UTC), migrations
applied, rows per table, and of the packed database its name, size and SHA-256. Restoring reads the
manifest first and believes nothing that it does not find confirmed.
"""

import datetime
import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from reportsite.database import is_out_of_order

FORMAT = 2
OLDER = (1,)  # the manifest came first, and the database as the engine wrote it
CHUNK = 1024 * 1024
PACKED = ".gz"
_LEVEL = 3  # a third of the time of the usual 6, for a file a fifth larger


class BadArchive(ValueError):
    """The file is no backup, or a damaged one; the text is a Chinese sentence."""


class Contents(Protocol):
    """What an engine says of what it copied."""

    rows: dict[str, int]
    migrations: list[str]


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    engine: str
    migrations: list[str]
    rows: dict[str, int]
    name: str
    size: int
    sha256: str
    made_at: str
    format: int = FORMAT


class _Member(io.RawIOBase):
    """A file of a tar that is written as it comes; its size is put in front of it at the end."""

    def __init__(self, tar: BinaryIO, name: str):
        self._tar, self._start, self.name = tar, tar.tell(), name
        self.size, self._sha256 = 0, hashlib.sha256()
        tar.write(self._header())

    def writable(self) -> bool:
        """Return that it takes bytes."""
        return True

    def write(self, piece) -> int:
        """Take all of some bytes."""
        self._tar.write(piece)
        self._sha256.update(piece)
        self.size += len(piece)
        return len(piece)

    def finish(self) -> str:
        """Say in the tar how long it became; return its SHA-256, in hexadecimal."""
        self._tar.write(bytes(-self.size % tarfile.BLOCKSIZE))
        end = self._tar.tell()
        self._tar.seek(self._start)
        self._tar.write(self._header())
        self._tar.seek(end)
        return self._sha256.hexdigest()

    def _header(self) -> bytes:
        entry = tarfile.TarInfo(self.name)
        entry.size = self.size
        return entry.tobuf(tarfile.GNU_FORMAT)  # one block, however large the file


def write(target: Path, engine: str, name: str, fill: Callable[[BinaryIO], Contents]) -> Manifest:
    """Write the backup `target`, readable by its owner only, whole or not at all; sync it.

    `fill` writes the database to what it is given, and returns what is in it.
    """
    part = target.with_name(target.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            manifest = _write(stream, engine, name + PACKED, fill)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(stream: BinaryIO, engine: str, name: str, fill) -> Manifest:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    member = _Member(stream, name)
    with gzip.GzipFile("", "wb", _LEVEL, member, mtime=0) as packed:
        contents = fill(packed)
    sha256 = member.finish()
    facts = (member.name, member.size, sha256, now)
    manifest = Manifest(engine, contents.migrations, contents.rows, *facts)
    said = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(said)
        tar.addfile(entry, io.BytesIO(said))
    return manifest


def read(source: Path) -> Manifest:
    """Return what a backup says of itself, after reading all of it.

    Raise BadArchive, or OSError where the disk does not give it.
    """
    try:
        with tarfile.open(source) as tar:
            manifest = Manifest(**json.load(tar.extractfile("manifest.json")))
            with tar.extractfile(manifest.name) as stored:
                size, sha256 = _measure(stored)
    except (OSError, tarfile.TarError, ValueError, TypeError, KeyError, AttributeError) as fault:
        if is_out_of_order(fault):
            raise
        raise BadArchive(f"{source.name} 不是备份文件，或者不完整。数据库没有变化。") from fault
    if manifest.format not in (FORMAT, *OLDER):
        raise BadArchive(f"{source.name} 是另一版软件的备份，请用那一版恢复。数据库没有变化。")
    if (size, sha256) != (manifest.size, manifest.sha256):
        raise BadArchive(f"{source.name} 的校验码不符，文件已损坏。数据库没有变化。")
    return manifest


def _measure(stored: BinaryIO) -> tuple[int, str]:
    size, sha256 = 0, hashlib.sha256()
    while chunk := stored.read(CHUNK):
        size += len(chunk)
        sha256.update(chunk)
    return size, sha256.hexdigest()


@contextmanager
def database(source: Path, manifest: Manifest) -> Iterator[BinaryIO]:
    """Yield the database of a backup that was read, as the engine wrote it; never laid down."""
    with tarfile.open(source) as tar, tar.extractfile(manifest.name) as stored:
        if not manifest.name.endswith(PACKED):
            yield stored
            return
        with gzip.GzipFile(fileobj=stored) as unpacked:
            yield unpacked
