"""Counting requests a minute over all processes of a machine, without a lock or a database.

Each counter is a file that grows by one byte a request; appending is atomic, so its size is the
count. A minute's files live in one directory, thrown away when the minute after next begins.
Several machines count together in the database that they share (shared_limits.py).
"""

import contextlib
import hashlib
import os
import shutil
import time
from pathlib import Path

WINDOW = 60  # seconds
clock = time.time  # of both ways of counting; tests put a still one here


def short(key: str) -> str:
    """Return the name of a counter: the key may hold anything."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def this_minute(now: float | None = None) -> int:
    """Return the number of the minute in which requests are counted together."""
    return int((clock() if now is None else now) // WINDOW)


def count(directory: Path, key: str, now: float | None = None) -> int:
    """Return the count of `key` over the processes of this machine."""
    window = this_minute(now)
    minute = directory / str(window)
    file = minute / short(key)
    with contextlib.suppress(OSError):
        if not minute.exists():
            minute.mkdir(parents=True, exist_ok=True)
            _forget(directory, window)
        return _append(file)
    return 0


def _append(file: Path) -> int:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, b".")
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def _forget(directory: Path, window: int) -> None:
    for old in directory.iterdir():
        with contextlib.suppress(ValueError):
            if abs(int(old.name) - window) > 1:
                shutil.rmtree(old, ignore_errors=True)


def seconds_left(now: float | None = None) -> int:
    """Return the seconds until the next minute of the counters begins."""
    return WINDOW - int((clock() if now is None else now) % WINDOW)
