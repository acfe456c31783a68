"""Counting requests a minute over several machines: one statement in the database they share."""

import contextlib

from django.db import DatabaseError, connection

from .limits import short, this_minute
from .models import RequestCount

_ONE_MORE = """
    INSERT INTO operation_requestcount (key, minute, number) VALUES (%s, %s, 1)
    ON CONFLICT (key, minute) DO UPDATE SET number = operation_requestcount.number + 1
    RETURNING number
"""


def count(key: str, now: float | None = None) -> int:
    """Return how many requests of `key` there were in this minute on all machines, this included.

    0 where nothing can be counted: a database that only reads is no reason to turn people away.
    The first request of a minute clears the old counts away.
    """
    window = this_minute(now)
    with contextlib.suppress(DatabaseError):
        with connection.cursor() as cursor:
            cursor.execute(_ONE_MORE, [short(key), window])
            number = cursor.fetchone()[0]
        if number == 1:
            RequestCount.objects.exclude(minute__range=(window - 1, window + 1)).delete()
        return number
    return 0
