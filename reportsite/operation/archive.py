"""A backup file: a tar with the database and a manifest that says what it is.

manifest.json: format, engine, made_at (UTC), migrations applied, rows per table, and of the
database file its name, size and SHA-256. Restoring reads the manifest first and believes nothing
that it does not find confirmed.
"""

import datetime
import hashlib
import io
import json
import os
import shutil
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from reportsite.database import is_out_of_order

FORMAT = 1
CHUNK = 1024 * 1024


class BadArchive(ValueError):
    """The file is no backup, or a damaged one; the text is a Chinese sentence."""


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


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    total = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()


def write(target: Path, database: Path, engine: str, migrations: list[str], rows: dict) -> Manifest:
    """Write the backup `target`, readable by its owner only, whole or not at all; sync it."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    facts = (database.name, database.stat().st_size, digest(database), now)
    manifest = Manifest(engine, migrations, rows, *facts)
    part = target.with_name(target.name + ".part")
    try:
        _write(part, manifest, database)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(part: Path, manifest: Manifest, database: Path) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            said = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            entry = tarfile.TarInfo("manifest.json")
            entry.size = len(said)
            tar.addfile(entry, io.BytesIO(said))
            tar.add(database, database.name)
        stream.flush()
        os.fsync(stream.fileno())


def read(source: Path, directory: Path) -> tuple[Manifest, Path]:
    """Unpack the database into `directory`; return manifest and file.

    Raise BadArchive, or OSError where the disk does not take what is unpacked.
    """
    try:
        with tarfile.open(source) as tar:
            manifest = Manifest(**json.load(tar.extractfile("manifest.json")))
            # Copied out by hand: Debian 12's Python 3.11.2 has no filters for extract() yet.
            database = directory / Path(manifest.name).name
            with tar.extractfile(manifest.name) as stored, database.open("wb") as file:
                shutil.copyfileobj(stored, file, CHUNK)
    except (OSError, tarfile.TarError, ValueError, TypeError, KeyError) as fault:
        if is_out_of_order(fault):
            raise
        raise BadArchive(f"{source.name} 不是备份文件，或者不完整。数据库没有变化。") from fault
    if manifest.format != FORMAT:
        raise BadArchive(f"{source.name} 是另一版软件的备份，请用那一版恢复。数据库没有变化。")
    if database.stat().st_size != manifest.size or digest(database) != manifest.sha256:
        raise BadArchive(f"{source.name} 的校验码不符，文件已损坏。数据库没有变化。")
    return manifest, database
