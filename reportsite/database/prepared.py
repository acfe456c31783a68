"""Statements that come with every save; knows no table.

PostgreSQL parses and plans each once a connection, which takes it longer than running it, and gets
several in one go, so that neither side sleeps and wakes between them. SQLite has neither a wire nor
plans worth keeping: there they are run one by one, by the same callers.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

R = TypeVar("R")
_open = threading.local()  # .checks: what is to be looked at when `together` ends


def run(sql: str, params: Sequence):
    """Run a statement of which only the values differ from call to call; return its cursor.

    Inside `together` nothing of the cursor may be asked before that ends. Raise as Django's cursors
    do. PostgreSQL must see from the statement what a text stands for; whole numbers are bigints to it.
    """
    line = connections[DEFAULT_DB_ALIAS]  # not by its proxy, which costs as much as the rest
    if line.vendor != "postgresql" or line.queries_logged:  # a log wants the values
        cursor = line.cursor()
        cursor.execute(sql, params)
        return cursor
    bound, whole = _postgresql()
    line.ensure_connection()
    line.close_if_health_check_failed()
    cursor = line._prepare_cursor(bound(line.connection))
    # One size of whole numbers, or each size would have a plan of its own.
    cursor.execute(sql, [whole(value) if type(value) is int else value for value in params])
    return cursor


@contextmanager
def together() -> Iterator[None]:
    """Send what is run inside in one go, in that order; all of it has run when this ends.

    Nothing that is run may depend on what another one returned. Where one fails none of the later ones
    is run, and this raises; inside a transaction, which the caller has to give up then.
    """
    line = connections[DEFAULT_DB_ALIAS]
    if line.vendor != "postgresql" or line.queries_logged or getattr(_open, "checks", None) is not None:
        yield
        return
    line.ensure_connection()
    line.close_if_health_check_failed()
    checks = _open.checks = []
    try:
        with line.wrap_database_errors, line.connection.pipeline():
            yield
    finally:
        _open.checks = None
    for check in checks:
        check()


def when_run(check: Callable[[], None]) -> None:
    """Call `check` as soon as the statements before it have run: now, or when `together` ends."""
    checks = getattr(_open, "checks", None)
    if checks is None:
        check()
    else:
        checks.append(check)


def reading(ask: Callable[[], R]) -> R:
    """Return what `ask` returns, which only reads; asked once more where the line had been cut.

    A line that is open since an earlier request may be dead. Django asks it for nothing first
    (CONN_HEALTH_CHECKS); outside a transaction what only reads finds that out by itself.
    """
    line = connections[DEFAULT_DB_ALIAS]
    if (
        line.vendor != "postgresql" or line.connection is None or line.in_atomic_block
        or line.health_check_done or not line.health_check_enabled
    ):  # fmt: skip
        return ask()
    line.health_check_done = True
    try:
        return ask()
    except (OperationalError, InterfaceError):
        if not line.connection.closed:  # broken off, refused: the line holds
            raise
        line.close()
    return ask()


@cache
def _postgresql() -> tuple[type, type]:
    """Return the driver's cursor that prepares what it runs, and what a bigint is to it."""
    import psycopg  # noqa: PLC0415 (not where there is only SQLite)
    from psycopg.types.numeric import Int8  # noqa: PLC0415

    class Prepared(psycopg.Cursor):
        def execute(self, query, params=None):
            return super().execute(query, params, prepare=True)

    return Prepared, Int8
