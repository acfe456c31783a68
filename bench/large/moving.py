"""A large site into its backup, lost, and back: seconds, processor, memory, and whether it is the same."""

import os
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection


def backup_and_restore() -> None:
    """Print what backing up and restoring take; stop where the restored site is not the same site.

    The database is emptied in between, as when it was lost: the disk need not hold it twice.
    """
    with tempfile.TemporaryDirectory(dir=os.environ.get("DATA_DIR")) as directory:
        file = Path(directory) / "site.tar"
        before = _fingerprint()
        with _measured("backup"):
            call_command("backup", str(file))
        print(f"  {file.stat().st_size / 1e6:,.0f} MB of {_size() / 1e6:,.0f} MB", flush=True)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        with _measured("restore"):
            call_command("restore", str(file), overwrite=True)
        print(f"  {_size() / 1e6:,.0f} MB afterwards", flush=True)
        wrong = {table for table, found in _fingerprint().items() if found != before.get(table)}
        if wrong or not before:
            raise SystemExit(f"not the same: {', '.join(sorted(wrong))}")
        print(f"  the same in {len(before)} tables, {sum(rows for rows, _ in before.values()):,} rows", flush=True)


def _fingerprint() -> dict[str, tuple]:
    """Return of each table how many rows it has, and a sum over the hashes of them (SQLite: none)."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            hashes = "sum(hashtextextended(row::text, 0))" if connection.vendor == "postgresql" else "NULL"
            cursor.execute(f'SELECT count(*), {hashes} FROM "{table}" AS row')
            found[table] = cursor.fetchone()
    return found


def _size() -> int:
    """Return how large the database is, in bytes."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


@contextmanager
def _measured(name: str) -> Iterator[None]:
    """Print seconds by the clock, of processors (ours and our tools', the database's), and memory."""
    server = _server()
    start, ours, theirs = time.perf_counter(), sum(os.times()[:4]), _spent(server)
    yield
    clock, tools, database = time.perf_counter() - start, sum(os.times()[:4]) - ours, _spent(server) - theirs
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"  {name}: {clock:.0f} s, processors {tools:.0f} s and {database:.0f} s of the database's;"
          f" the largest process {memory / 1024:.0f} MB, load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip


def _server() -> int:
    """Return the process that all of PostgreSQL's are children of; 0 for SQLite."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return int(re.search(r"PPid:\s+(\d+)", Path(f"/proc/{backend}/status").read_text())[1])


def _spent(server: int) -> float:
    """Return the seconds of processors that PostgreSQL has had: those at work, those that have ended."""
    if not server:
        return 0.0
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(place.parent.name) == server:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == server:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
