"""The indexes of the large tables: taken away while rows pour in, made again in one go."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection

from .steps import once

LARGE = ("reports_figure", "reports_narrative", "reports_transition", "reports_publishedfile",
         "reports_postedfigure", "reports_postedtext", "reports_search")  # fmt: skip
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint own
    WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('p', 'u')
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = own.conrelid AND contype = 'f')
    ORDER BY contype
"""
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
    AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@contextmanager
def without_indexes() -> Iterator[None]:
    """Fill the large tables without their indexes, and without asking each row's references.

    SQLite keeps its indexes: it cannot make the ones of a table's own constraints again.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("SET work_mem = '256MB'")
        once("indexes away", _take_away)
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT name, again FROM bench_index ORDER BY number")
        for name, again in cursor.fetchall():
            once(f"index {name}", partial(cursor.execute, again))


def _take_away() -> None:
    """Drop the indexes of the large tables; bench_index holds how they are made again."""
    with connection.cursor() as cursor:
        cursor.execute(_CONSTRAINTS, [list(LARGE)])
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES, [list(LARGE)])
        indexes = cursor.fetchall()
        again = [(name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
                 for table, name, definition in constraints] + indexes  # fmt: skip
        cursor.execute("CREATE TABLE bench_index (number integer, name varchar(80), again text)")
        cursor.executemany("INSERT INTO bench_index VALUES (%s, %s, %s)",
                           [(number, *one) for number, one in enumerate(again)])  # fmt: skip
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def compress_quickly() -> None:
    """Have long values packed by lz4 in this session: pglz would take half of the time to fill."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET default_toast_compression = 'lz4'")


def sizes() -> list[tuple[str, int, int, int]]:
    """Return name, rows, bytes of rows and bytes of indexes of the tables, the largest first."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relname LIKE 'reports%' ORDER BY pg_total_relation_size(oid) DESC LIMIT 14"
        )
        return cursor.fetchall()
