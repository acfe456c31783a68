"""The indexes of the large tables: taken away while rows pour in, made again in one go."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from .steps import step

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
        cursor.execute(_CONSTRAINTS, [list(LARGE)])
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES, [list(LARGE)])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for table, name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        for table, name, definition in constraints:
            with step(f"index {name}"):
                cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for name, definition in indexes:
            with step(f"index {name}"):
                cursor.execute(definition)


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
