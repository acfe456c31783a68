"""Copying a whole database out and back, each engine by its own means.

SQLite: its backup API, which copies a consistent state while others write. PostgreSQL: pg_dump of
one snapshot, and psql in one transaction, so that a failure leaves everything as it was.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader


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

    def copy_out(self, target: Path) -> Contents:
        """Write the database's present state into `target`; return what is in it."""
        connection.ensure_connection()
        with _told(), closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            tables = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
            names = [name for (name,) in copy.execute(tables)]
            return _contents(copy.cursor(), names)

    def copy_in(self, source: Path) -> None:
        """Replace the database by `source`; raise EngineFailed where it is not sound."""
        with _told(), closing(sqlite3.connect(source)) as copy:
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
    # Whatever is there goes; then the dump; all in one transaction.
    clear = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"

    def copy_out(self, target: Path) -> Contents:
        """Write one snapshot of the database into `target`; return what is in it."""
        dump = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            # It only waits while another program copies; a large site takes longer than any request may.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            _run([*dump, f"--snapshot={cursor.fetchone()[0]}"])
            return _contents(cursor, connection.introspection.table_names(cursor))

    def copy_in(self, source: Path) -> None:
        """Replace the database by `source`; raise EngineFailed and change nothing if it fails."""
        connection.close()
        script = source.with_suffix(".sql")
        _run(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source)])
        begin = source.with_name("clear.sql")
        begin.write_text(self.clear)
        files = [f"--file={begin}", f"--file={script}"]
        _run(
            [
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--single-transaction",
                "-v",
                "ON_ERROR_STOP=1",
                *files,
            ]
        )


def _run(command: list[str]) -> None:
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD",
             "PGDATABASE": "NAME"}  # fmt: skip
    # The password goes by the environment: a command line is seen by every person on the machine.
    asked = {name: str(given[key]) for name, key in names.items() if given.get(key)}
    options = given.get("OPTIONS", {})
    asked |= {"PGSSLMODE": options["sslmode"]} if "sslmode" in options else {}
    try:
        done = subprocess.run(command, env=os.environ | asked, capture_output=True, text=True)
    except FileNotFoundError:
        raise EngineFailed(f"没有找到 {command[0]}，请安装 postgresql-client") from None
    if done.returncode:
        raise EngineFailed(done.stderr.strip())


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
