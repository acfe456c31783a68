"""Work on what strangers send, within bounds: of time in a thread, of everything in a process apart.

A regular expression keeps the interpreter's one lock until it is done, so no thread can end one:
what may take long for its size alone runs apart (docs/adr/0060).
"""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_LARGEST_ANSWER = 64 * 1024 * 1024
MEMORY = 512 * 1024 * 1024
_clock = threading.local()


class OutOfTime(BaseException):
    """The work took longer than it may. No Exception: nobody on the way is meant to catch it."""


class TooSlow(Exception):
    """The process did not end in time; `answer` is what it had said until then."""

    def __init__(self, answer: bytes):
        super().__init__("the guarded process was too slow")
        self.answer = answer


def apart(module: str, request: bytes, *, seconds: float) -> tuple[bytes, str]:
    """Return what `python -m module` answers to `request` on its output, and its last complaints.

    A fresh interpreter, not a fork: a fork of a server with threads may inherit a locked lock.
    `seconds` are those of a clock; raise TooSlow after them. The module calls `limit` itself.
    """
    # -X utf8 and no user site: the same answer wherever the server was started.
    command = [sys.executable, "-s", "-X", "utf8", "-m", module]
    try:
        # What is sent is not trusted, so the child sees none of the server's secrets.
        done = subprocess.run(
            command, input=request, capture_output=True, timeout=seconds, cwd=_ROOT, check=False,
            env={"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise TooSlow(slow.stdout or b"") from None
    return done.stdout, done.stderr[-4000:].decode(errors="replace")


def limit(seconds: int, memory: int = MEMORY) -> None:
    """Take away what a stranger's file could misuse: memory, processor time, files. For the child."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_ANSWER, _LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # whoever only saves a figure comes first


_STALE = 0.05  # seconds: to ask a thread's own clock is slow, so it is not asked more often


def _time_used(least: float = 0) -> float:
    """Return the thread's own time, at most `_STALE` too little, or too little where it is below `least`."""
    now = time.monotonic()
    asked, used = getattr(_clock, "asked", (-_STALE, 0.0))
    # The thread has not worked longer since than the clock on the wall has gone on.
    if now - asked > _STALE and used + now - asked > least:
        used = time.thread_time()
        _clock.asked = now, used
    return used


@contextmanager
def allowing(seconds: float) -> Iterator[None]:
    """Let what looks at the clock (`Watched`) raise OutOfTime after `seconds` of the thread's own."""
    before = getattr(_clock, "end", None)
    _clock.end = _time_used() + seconds
    try:
        yield
    finally:
        _clock.end = before


def look_at_the_clock() -> None:
    """Raise OutOfTime when what `allowing` allows is used up."""
    end = getattr(_clock, "end", None)
    if end is not None and _time_used(end) > end:
        raise OutOfTime


class Watched(list):
    """A list that looks at the clock before it gives the first and each sixteenth item."""

    def __iter__(self) -> Iterator:
        for n, item in enumerate(super().__iter__()):
            if not n & 15:
                look_at_the_clock()
            yield item
