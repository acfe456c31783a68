"""Copying a whole database out and back, each engine by its own means.

SQLite: its backup API, which copies a consistent state while others write. PostgreSQL: pg_dump of
one snapshot, and psql in one transaction, so that a failure leaves everything as it was. What is
copied runs through, in pieces: memory does not grow with the database, and PostgreSQL's copy is
laid down nowhere on its way.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

CHUNK = 1024 * 1024


class EngineFailed(RuntimeError):
    """The engine's own tool failed; the text is what it said."""


@dataclass(frozen=True)
class Contents:
    """Rows per table, and the migrations applied (app.name)."""

    rows: dict[str, int]
    migrations: list[str]


@contextmanager
def _told() -> Iterator[None]:
    """Turn what SQLite could not read or write into EngineFailed."""
    try:
        yield
    except sqlite3.Error as fault:
        raise EngineFailed(f"SQLite 读写失败，多半是磁盘已满（{fault}）") from fault


class SQLite:
    """Copies of an SQLite file."""

    name = "sqlite"
    file = "database.sqlite3"

    def copy_out(self, out: BinaryIO, room: Path) -> Contents:
        """Write the database's present state to `out`, by way of a file in `room`; return what is in it."""
        with tempfile.TemporaryDirectory(dir=room, prefix=".backup-") as directory:
            file = Path(directory) / self.file
            connection.ensure_connection()
            with _told(), closing(sqlite3.connect(file)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
                tables = (
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                )
                names = [name for (name,) in copy.execute(tables)]
                contents = _contents(copy.cursor(), names)
            with file.open("rb") as stream:
                shutil.copyfileobj(stream, out, CHUNK)
        return contents

    def copy_in(self, source: BinaryIO) -> None:
        """Replace the database by `source`; raise EngineFailed where it is not sound."""
        beside = Path(connection.settings_dict["NAME"]).parent
        with tempfile.TemporaryDirectory(dir=beside, prefix=".restore-") as directory:
            file = Path(directory) / self.file
            with file.open("wb") as stream:
                shutil.copyfileobj(source, stream, CHUNK)
            with _told(), closing(sqlite3.connect(file)) as copy:
                sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
                if sound != "ok":
                    raise EngineFailed(sound)
                connection.ensure_connection()
                copy.backup(connection.connection)
        connection.close()


class PostgreSQL:
    """Dumps of a PostgreSQL database."""

    name = "postgresql"
    file = "database.dump"
    # Whatever is there goes; then the dump; all in one transaction, which is this program's to end:
    # of a dump that breaks off psql would keep what came.
    begin = b"BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
    # A page opens as fast as before only where the planner has looked at the tables.
    end = b"SET client_min_messages = error; ANALYZE; COMMIT;\n"
    # Memory to build an index in; megabytes.
    MEMORY = 256

    def copy_out(self, out: BinaryIO, room: Path) -> Contents:
        """Write one snapshot of the database to `out`; return what is in it."""
        # Whoever keeps the copy packs it.
        dump = ["pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            # It only waits while another program copies; a large site takes longer than any request may.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            with _running([*dump, f"--snapshot={cursor.fetchone()[0]}"], stdout=subprocess.PIPE) as dumping:
                shutil.copyfileobj(dumping.stdout, out, CHUNK)
            return _contents(cursor, connection.introspection.table_names(cursor))

    def copy_in(self, source: BinaryIO) -> None:
        """Replace the database by `source`; raise EngineFailed and change nothing if it fails."""
        settings = f"-c client_min_messages=warning -c maintenance_work_mem={self.MEMORY}MB {self._packing()}"
        connection.close()
        script = ["pg_restore", "--no-owner", "--no-privileges", "--file=-"]
        take = ["psql", "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "--file=-"]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        stopped = None
        with _running(take, settings, stdin=pipe, stdout=nowhere) as taking:
            try:
                taking.stdin.write(self.begin)
                with _running(script, stdin=pipe, stdout=pipe) as writing, _fed(writing, source):
                    for piece in _frozen(writing.stdout):
                        taking.stdin.write(piece)
                taking.stdin.write(self.end)
                taking.stdin.close()
            except BrokenPipeError as fault:
                stopped = fault  # psql has stopped, and says why
        if stopped:
            raise EngineFailed("psql 没有收完就结束了") from stopped

    def _packing(self) -> str:
        """Return the setting that packs long values in a tenth of the time, where the server can."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
            )
            return "-c default_toast_compression=lz4" if cursor.fetchone() else ""


def _frozen(script: BinaryIO) -> Iterator[bytes]:
    """Yield pg_restore's script in pieces, its rows to be stored as VACUUM would leave them.

    Its tables are made in the same transaction, so that nobody can meet a row too early. Without it
    the first to read a page, and then VACUUM, would write all of it once more.
    """
    start, end = b"COPY ", b"\n\\.\n"
    asked, told = b" FROM stdin;", b" FROM stdin WITH (FREEZE);"
    rest, in_rows = b"", False
    while chunk := script.read1(CHUNK):
        rest += chunk
        while True:
            place = rest.find(end if in_rows else b"\n")
            if place < 0:
                break
            if in_rows:
                place += len(end)
                yield rest[:place]
                rest, in_rows = rest[place:], False
                continue
            line = rest[:place]
            in_rows = line.startswith(start) and line.endswith(asked)
            # The end of this line may be the beginning of the end of no rows at all.
            yield line.removesuffix(asked) + told if in_rows else line + b"\n"
            rest = rest[place + (not in_rows) :]
        if in_rows and len(rest) > len(end):
            yield rest[: -len(end)]
            rest = rest[-len(end) :]
    yield rest


@contextmanager
def _fed(process: subprocess.Popen, source: BinaryIO) -> Iterator[None]:
    """Write `source` into a tool meanwhile, to the end; raise what reading it raised."""
    faults: list[Exception] = []

    def feed() -> None:
        try:
            with process.stdin:
                shutil.copyfileobj(source, process.stdin, CHUNK)
        except BrokenPipeError:
            pass  # it has stopped, and says why
        except Exception as fault:
            faults.append(fault)

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        yield
    except BaseException:
        process.kill()  # nobody reads any more what it makes of it
        raise
    finally:
        thread.join()
    if faults:
        raise faults[0]


@contextmanager
def _running(command: list[str], settings: str = "", **pipes) -> Iterator[subprocess.Popen]:
    """Run a tool of PostgreSQL meanwhile; raise EngineFailed with its words where it fails.

    Whatever else fails in the meantime kills it.
    """
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(command, env=_environment(settings), stderr=said, **pipes)
        except FileNotFoundError:
            raise EngineFailed(f"没有找到 {command[0]}，请安装 postgresql-client") from None
        pipes_of = list(filter(None, (process.stdin, process.stdout)))
        for pipe in pipes_of:
            # On a busy machine each piece waits for its turn: fewer, larger ones, where that may be.
            with suppress(OSError):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, CHUNK)
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in pipes_of:
                with suppress(BrokenPipeError):
                    pipe.close()
            process.wait()
        if process.returncode:
            said.seek(0)
            raise EngineFailed(said.read().decode(errors="replace").strip())


def _environment(settings: str) -> dict[str, str]:
    """Return where the tools find the database; the password too: a command line is seen by all."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD",
             "PGDATABASE": "NAME"}  # fmt: skip
    asked = {name: str(given[key]) for name, key in names.items() if given.get(key)}
    options = given.get("OPTIONS", {})
    asked |= {"PGSSLMODE": options["sslmode"]} if "sslmode" in options else {}
    asked |= {"PGOPTIONS": settings} if settings else {}
    return os.environ | asked


def engine() -> SQLite | PostgreSQL:
    """Return the engine of the site's database."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def unknown(migrations: Iterable[str]) -> list[str]:
    """Return those of the applied migrations (app.name) that are newer than all that we have.

    What has them is of a newer version: its tables are not those that this program reads. Those
    that are older have been joined into others since.
    """
    newest: dict[str, str] = {}
    for app, name in MigrationLoader(None).disk_migrations:
        newest[app] = max(name, newest.get(app, ""))
    applied = [name.partition(".") for name in migrations]
    return [f"{app}.{name}" for app, _, name in applied if name > newest.get(app, "")]


def present() -> Contents:
    """Return what is in the database now."""
    with connection.cursor() as cursor:
        return _contents(cursor, connection.introspection.table_names(cursor))


def _contents(cursor, tables: list[str]) -> Contents:
    counts = {}
    for name in tables:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
        counts[name] = cursor.fetchone()[0]
    if "django_migrations" not in counts:
        return Contents(counts, [])
    return Contents(counts, _applied(cursor))


def applied_migrations() -> list[str]:
    """Return the migrations (app.name) that the database says it has had."""
    with connection.cursor() as cursor:
        return _applied(cursor)


def _applied(cursor) -> list[str]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [f"{app}.{name}" for app, name in cursor.fetchall()]
