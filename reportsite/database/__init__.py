"""How the database is asked for what is out of the ordinary; knows no table."""

import datetime
import errno
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.models import Model, Q, QuerySet

from .prepared import run, when_run

# The disk takes nothing more, or only lets itself be read, or fails.
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
PATIENCE = 1000  # milliseconds that something optional waits for a lock
_ROWS = 500  # in a statement
FEW = 4  # rows of which a statement comes again and again in the same shape
_WAIT = {
    "sqlite": ("PRAGMA busy_timeout", "PRAGMA busy_timeout = {}"),
    "postgresql": ("SHOW lock_timeout", "SET lock_timeout = '{}'"),
}
log = logging.getLogger(__name__)


def is_out_of_order(fault: BaseException | None) -> bool:
    """Return whether database or disk failed, not the program: full, read-only, locked, away."""
    if isinstance(fault, OSError):
        return fault.errno in _DISK
    return isinstance(fault, OperationalError | InternalError | InterfaceError)


def within(field: str, span: datetime.timedelta, now) -> Q:
    """Return where a moment is not farther than `span` from `now`, a time or the database's Now().

    What lies farther ahead was written by a clock that went wrong: it counts as long ago, or what
    waits for its end would wait for the clock to come there again, for years perhaps.
    """
    return Q(**{f"{field}__gt": now - span, f"{field}__lt": now + span})


@contextmanager
def optional(what: str) -> Iterator[None]:
    """Write something that nobody needs: where the database cannot, do without, soon and quietly.

    A page that somebody only reads must open while the database is locked, full or read-only. All
    of it is written or nothing; nothing waits longer than a second for a lock. `what` is for the log.
    """
    try:
        with _impatience(), transaction.atomic():
            yield
    except DatabaseError as fault:
        log.warning("%s not written: %s", what, type(fault).__name__)


@contextmanager
def _impatience() -> Iterator[None]:
    """Wait for locks no longer than PATIENCE, then as long as before."""
    ask, tell = _WAIT[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(ask)
        before = cursor.fetchone()[0]
        cursor.execute(tell.format(PATIENCE))
        try:
            yield
        finally:
            # A transaction around us that failed takes its settings back by itself.
            if not connection.needs_rollback:
                cursor.execute(tell.format(before))


def insert(model, names: Sequence[str], rows: Iterable[Sequence], *, key: Sequence[str] = ()) -> None:
    """Insert rows, each the values of the fields `names`, in a third of the time of bulk_create.

    `key`: fields that are unique together; a row that stands there gets the new values. For many
    thousands of rows of one shape: no signals, no defaults, nothing is returned. In a transaction.
    """
    fields = [model._meta.get_field(name) for name in names]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    begin = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)}) VALUES "
    places, end = f"({', '.join(['%s'] * len(fields))})", ""
    if key:
        ours = [column for field, column in zip(fields, columns, strict=True) if field.name not in key]
        unique = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in key)
        end = f" ON CONFLICT ({unique}) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in ours)}"
    rows = iter(rows)
    while some := list(islice(rows, _ROWS)):
        values = [field.get_db_prep_save(value, connection)
                  for row in some for field, value in zip(fields, row, strict=True)]  # fmt: skip
        statement = begin + ", ".join([places] * len(some)) + end
        if len(some) <= FEW:
            run(statement, values)
            continue
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def forget(rows: QuerySet) -> None:
    """Delete rows that were kept to save time: nothing refers to them, nobody is told."""
    rows._raw_delete(rows.db)


def store(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Store the fields `names` of some rows of one model that are there, in one statement.

    As `save(update_fields=names)` of each, in a fifth of the time: no signals. For a few rows, each
    found by its key; in a transaction. Raise IntegrityError where one of them is gone.
    """
    model, line = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    statement, key, fields = _storing(line.vendor, model, tuple(names), len(rows))
    values = [(key.get_db_prep_save(row.pk, line),
               *(f.get_db_prep_save(f.pre_save(row, False), line) for f in fields)) for row in rows]  # fmt: skip
    one = len(rows) == 1
    params = [*values[0][1:], values[0][0]] if one else [value for row in values for value in row]
    cursor = run(statement, params)

    def look() -> None:
        if cursor.rowcount != len(rows):
            raise IntegrityError(f"{len(rows) - cursor.rowcount} of {len(rows)} rows are gone")

    when_run(look)


@lru_cache(256)
def _storing(vendor: str, model: type[Model], names: tuple[str, ...], count: int) -> tuple:
    """Return the statement that stores so many rows, the key's field, and the fields."""
    quote = connection.ops.quote_name
    fields, key = [model._meta.get_field(name) for name in names], model._meta.pk
    if count == 1:
        places = ", ".join(f"{quote(f.column)} = %s" for f in fields)
        where = f" WHERE {quote(key.column)} = %s"
    else:
        line = f"({', '.join(_of_its_kind(f) for f in (key, *fields))})"
        places = ", ".join(f"{quote(f.column)} = given.column{n}" for n, f in enumerate(fields, 2))
        where = (f" FROM (VALUES {', '.join([line] * count)}) AS given"
                 f" WHERE {quote(model._meta.db_table)}.{quote(key.column)} = given.column1")  # fmt: skip
    return f"UPDATE {quote(model._meta.db_table)} SET {places}{where}", key, fields


def _of_its_kind(field) -> str:
    """Return the place of a value that stands by itself: PostgreSQL would take it for a text."""
    if connection.vendor != "postgresql":
        return "%s"
    kind = field.rel_db_type(connection)
    return "%s" if kind.startswith(("varchar", "text")) else f"CAST(%s AS {kind})"


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the whole database, however long it takes, and hold no writer up.

    Inside a transaction it is that one's. Nothing is to be written in it.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _not_locking(), transaction.atomic():
            yield


@contextmanager
def _not_locking() -> Iterator[None]:
    """Let SQLite's transactions begin without the writers' lock, which ours take at once."""
    connection.ensure_connection()
    before, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = before
