"""How long a step takes, said at once: what takes minutes must be seen to get on, and to go on later."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

FILLED = "everything"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print how long something took."""
    start = time.perf_counter()
    yield
    print(f"  {name}: {time.perf_counter() - start:.1f} s", flush=True)


def once(name: str, act: Callable[[], None]) -> None:
    """Do a step of the filling unless this database has had it: all of it, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_done (name varchar(80) PRIMARY KEY)")
        if was_done(name):
            return
        with step(name), transaction.atomic():
            act()
            cursor.execute("INSERT INTO bench_done VALUES (%s)", [name])


def was_done(name: str) -> bool:
    """Return whether the database has had a step of the filling."""
    with connection.cursor() as cursor:
        if "bench_done" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM bench_done WHERE name = %s", [name])
        return cursor.fetchone() is not None
