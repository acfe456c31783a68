"""On SQLite, saves that wait for one another share a commit.

A commit waits for the disk, several milliseconds, and only one writer may write at a time: a hundred
clerks who save would wait for a hundred commits. Here each process has one thread that writes for all
its requests: those that came while the last commit was under way are done one after the other, each
whole or not at all, and then committed together. Nobody gets an answer before their save is on disk.
Who comes alone waits for nobody.

Two processes take turns: without that the one that has just written would write again while the
other sleeps, as SQLite does between two looks at a lock.

PostgreSQL does all that by itself.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import copy_context
from functools import wraps
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import ParamSpec, TypeVar

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    IntegrityError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
    transaction,
)

from .interrupting import break_off, raise_in

MOST = 32  # saves in one commit
LOOK = 0.25  # seconds after which a waiting request looks whether it is still wanted
P, R = ParamSpec("P"), TypeVar("R")
_writers: dict[int, "_Writer"] = {}  # by process: a fork begins anew
_starting = threading.Lock()
_begun = False
log = logging.getLogger(__name__)


def begin() -> None:
    """Share commits in this process from now on: said by the server, not by commands and tests."""
    global _begun
    _begun = True


def shared_commit(act: Callable[P, R], patience: float | None = None) -> Callable[P, R]:
    """Let `act`, one transaction of a request, share its commit with those that wait beside it.

    It may be done twice: where the database fails in the middle, each of them is done again alone.
    `patience`: seconds after which a request that needs it for nothing goes on with OperationalError.
    """

    @wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _begun or connection.vendor != "sqlite" or connection.in_atomic_block:
            return act(*args, **kwargs)
        return _writer().wait_for(_Job(lambda: act(*args, **kwargs)), patience)

    return done


class _GivenUp(Exception):
    """Whoever wanted it written waits no longer; it was ended in the middle."""


class _Job:
    """What one request wants written: its act, and afterwards what came of it."""

    def __init__(self, act: Callable):
        self.act, self.context = act, copy_context()
        self.done, self.dropped = threading.Event(), False
        self.result, self.fault = None, None
        self._lock, self._begun = threading.RLock(), False
        self._at = None  # the thread in which it is just done, and its connection

    def give_up(self, why: type[BaseException]) -> bool:
        """Do not begin it any more, or have it end; return whether it has begun."""
        with self._lock:
            self.dropped = True
            if self._at:
                thread, line = self._at
                raise_in(thread, why)
                break_off(line)
            return self._begun

    def run(self) -> None:
        """Do it within the transaction, by itself, unless it was given up before.

        Raise DatabaseError where the database failed, _GivenUp where it was given up meanwhile.
        """
        try:
            self._run()
        except Exception:
            raise
        except BaseException as why:
            raise _GivenUp from why

    def _run(self) -> None:
        self.result, self.fault = None, None
        with self._lock:
            if self.dropped:
                return
            self._begun, self._at = True, (threading.get_ident(), connections[DEFAULT_DB_ALIAS])
        try:
            with transaction.atomic():
                self.result = self.context.run(self.act)
        except IntegrityError as fault:
            self.fault = fault
        except DatabaseError:
            raise
        except Exception as fault:
            self.fault = fault
        finally:
            self._let_go()
        # An act may have swallowed a failure after which SQLite had taken back all of the commit, a full
        # disk: Django would then end it without a word, and the others would take theirs for stored.
        if connection.needs_rollback:
            raise OperationalError("the transaction of a shared commit is lost")


    def _let_go(self) -> None:
        """From now on nothing that is raised for its sake reaches this thread."""
        self._at = None
        with self._lock:  # whoever is raising it has done so
            if self.dropped:
                raise_in(threading.get_ident(), None)


class _Writer:
    """The thread that writes for its process."""

    def __init__(self):
        self._waiting: SimpleQueue[_Job] = SimpleQueue()
        self._turns = _Turns(Path(connection.settings_dict["NAME"]))
        threading.Thread(target=self._write_on, daemon=True, name="writer").start()

    def wait_for(self, job: _Job, patience: float | None = None):
        """Return what the job returns, once it is on disk; raise what it raises."""
        self._waiting.put(job)
        until = time.monotonic() + patience if patience else float("inf")
        try:
            # The time limit of the request is raised between two looks (operation/deadlines.py).
            while not job.done.wait(LOOK):
                if time.monotonic() > until:
                    raise OperationalError("waited too long for a commit")
        except Exception:
            job.dropped = True
            raise
        except BaseException as why:
            # What hangs is ended where it is done, or everybody would wait for it from now on. If even that
            # is not heard, this request is not, either: then its process is replaced.
            if job.give_up(type(why)):
                _wait_deaf(job, type(why))
            raise
        if job.fault is not None:
            raise job.fault
        return job.result

    def _write_on(self) -> None:
        while True:
            jobs = [self._waiting.get()]
            try:
                with self._turns.mine():
                    self._write(jobs)
            except BaseException as fault:  # nobody may take for stored what perhaps is not
                for job in jobs:
                    job.fault = job.fault or fault
                log.exception("shared commit")
            for job in jobs:
                job.done.set()

    def _write(self, jobs: list[_Job]) -> None:
        close_old_connections()
        try:
            with transaction.atomic():
                self._collect(jobs)
                for job in jobs:
                    job.run()
        except (DatabaseError, _GivenUp) as fault:
            jobs[0].fault = fault
            for job in jobs if len(jobs) > 1 else ():
                _write_alone(job)

    def _collect(self, jobs: list[_Job]) -> None:
        """Add those that have come meanwhile."""
        while len(jobs) < MOST:
            try:
                jobs.append(self._waiting.get_nowait())
            except Empty:
                return


def _write_alone(job: _Job) -> None:
    try:
        close_old_connections()
        with transaction.atomic():
            job.run()
    except (DatabaseError, _GivenUp) as fault:
        job.fault = fault


def _wait_deaf(job: _Job, to: type[BaseException]) -> None:
    while not job.done.is_set():
        with suppress(to):
            job.done.wait(LOOK)


class _Turns:
    """Turns of the processes of this machine: who waits comes before who has just written."""

    def __init__(self, database: Path):
        self._files = [database.with_name(f"{database.name}.{name}") for name in ("gate", "turn")]

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Hold the turn; where no lock can be had everybody writes as they come."""
        with ExitStack() as held:
            gate, turn = (_locked_when_asked(path) for path in self._files)
            with ExitStack() as queued:
                queued.enter_context(gate)
                held.enter_context(turn)
            yield


@contextmanager
def _locked_when_asked(path: Path) -> Iterator[None]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):  # a file system that has no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _writer() -> _Writer:
    with _starting:
        if os.getpid() not in _writers:
            _writers[os.getpid()] = _Writer()
        return _writers[os.getpid()]
