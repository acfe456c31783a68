"""Background work: each task is a call of a room below.

The engine (django-tasks, docs/adr/0040) brings a task to some worker, at most once. What must not
get lost is rows of the rooms below, and whoever lives hands them out again: the `Heart` of every
worker looks for them.
"""

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connections
from django_tasks import TaskContext, task
from django_tasks_db.management.commands.db_worker import Worker

from reports import bulk, gathering, jobs, parcels, register, scanning
from reports.document import Document
from reports.oversight import alike, reminding
from reports.rendering.formats import FORMATS

SLICE = 5.0  # seconds that a task works at a job before the next job has its turn
LONGEST = 300.0  # seconds that one report may take: its worker is taken to hang
TIDY = 3600.0  # seconds between clearing away what is old
log = logging.getLogger(__name__)


@task(takes_context=True)
def press(context: TaskContext, job_id: int, round_number: int, strand: int) -> None:
    """Make reports of an export for a while, then stand in the queue again while there are more."""
    if _worked(bulk, context, job_id, round_number):
        _queue(press, job_id, round_number, strand)


@task(takes_context=True)
def gather(context: TaskContext, job_id: int, round_number: int, strand: int) -> None:
    """Read or take files of a lot for a while, then stand in the queue again."""
    if _worked(gathering, context, job_id, round_number):
        _queue(gather, job_id, round_number, strand)


@task(takes_context=True)
def see(context: TaskContext, job_id: int, round_number: int, strand: int) -> None:
    """Read pages of a scan for a while, then stand in the queue again while there are more."""
    if _worked(scanning, context, job_id, round_number):
        _queue(see, job_id, round_number, strand)


@task(takes_context=True)
def carry(context: TaskContext, job_id: int, round_number: int, strand: int) -> None:
    """Check, take or put back a package for a while, then stand in the queue again."""
    if _worked(parcels, context, job_id, round_number):
        _queue(carry, job_id, round_number, strand)


KINDS = {bulk: press, gathering: gather, scanning: see, parcels: carry}  # the rooms with jobs, each with its task


def _worked(room: ModuleType, context: TaskContext, job_id: int, round_number: int) -> bool:
    """Do pieces of a job of the room until its turn is over; return whether there are more."""
    worker = jobs.join(context.task_result.worker_ids[-1])
    end = time.monotonic() + SLICE
    while time.monotonic() < end:
        with _in_hand():
            more = room.press_one(job_id, round_number, worker)
        if not more:
            return False
    return True


@task()
def compare(year: int) -> None:
    """Look for sections that say the same for a while, then stand in the queue again."""
    with _in_hand():
        more = alike.refresh(year, SLICE)
    if more:
        compare.using(priority=-1).enqueue(year)


def compare_now(year: int) -> bool:
    """Have a year's sections compared; return whether a worker does so, and it takes a while."""
    if jobs.worker_is_alive():
        compare.enqueue(year)
        return True
    return alike.refresh(year, SLICE)


@task()
def tidy() -> int:
    """Clear away what is old, jobs above all, send today's reminders; return how many jobs."""
    reminding.remind()
    register.remind()
    call_command("prune_db_task_results", min_age_days=1, verbosity=0)
    jobs.forget_silent_workers()
    for year in alike.waiting_years():
        compare.enqueue(year)
    register.clear(settings.GATHERING_DAYS)
    scanning.clear(settings.BULK_DAYS)
    parcels.clear(settings.GATHERING_DAYS)
    return bulk.clear(settings.BULK_DAYS) + gathering.clear(settings.GATHERING_DAYS)


def deliver(job_id: int, after: int | None = None, room: ModuleType = bulk) -> None:
    """Hand a running job to the workers; `after`: unless somebody has done so since that round."""
    begun = room.begin_round(job_id, after)
    for strand in range(begun.strands if begun else 0):
        _queue(KINDS[room], job_id, begun.number, strand)


def _queue(task, job_id: int, round_number: int, strand: int) -> None:
    # The first task of every job comes before the second of any: workers are shared out evenly.
    task.using(priority=-strand).enqueue(job_id, round_number, strand)


def warm_up() -> None:
    """Load faces, styles and code before the first report; what is loaded stays, uncollected."""
    FORMATS["pdf"].bytes_of(Document.from_json({"organ": "某机关", "year": 2025}))
    gc.collect()
    gc.freeze()


def work(name: str, interval: float, *, beside: int | None = None, batch: bool = False) -> None:
    """Be a worker: look for work every `interval` seconds until SIGTERM or Ctrl+C."""
    warm_up()
    worker = Worker(
        worker_id=name, interval=interval, batch=batch, queue_names=["default"],
        excluded_queue_names=[], backend_name="default", startup_delay=False, max_tasks=None,
    )  # fmt: skip
    worker.configure_signals()
    with Heart(name, beside) as heart:
        try:
            heart.begin()
            worker.run()
        except Error:
            # Told to stop in the middle of asking for work: the question is not answered.
            if worker.running:
                raise


class Heart(threading.Thread):
    """Shows that its worker lives, hands out again what was left lying, has old things cleared away.

    Where the worker hangs over one report, its heart stops the process: others take the report up.
    """

    since: float | None = None  # when the report in hand was taken up, of this process

    def __init__(self, name: str, beside: int | None = None):
        """Beat for the worker `name`, while the process `beside`, if any, lives."""
        super().__init__(daemon=True)
        self.worker, self.beside, self.ended = name, beside, threading.Event()
        self.beat = settings.WORKER_SILENCE / 5
        self.tidied = -TIDY

    def run(self) -> None:
        """Beat until told to end."""
        beaten = 0.0
        while not self.ended.wait(min(1.0, self.beat)):
            if self.beside and not _is_running(self.beside):
                os.kill(os.getpid(), signal.SIGTERM)
                self.beside = None
            since = Heart.since
            if since and time.monotonic() - max(since, jobs.last_moved()) > LONGEST:
                log.error("one report took more than %d seconds: the worker gives up", LONGEST)
                os._exit(os.EX_TEMPFAIL)
            if time.monotonic() - beaten >= self.beat:
                beaten = time.monotonic()
                self._beat()
        connections.close_all()

    def _beat(self) -> None:
        """Show life and look around; a database that is away now will be there again."""
        try:
            jobs.beat(self.worker)
            look_around()
            if time.monotonic() - self.tidied >= TIDY:
                self.tidied = time.monotonic()
                tidy.enqueue()
        except Exception:  # whatever it is, the heart must go on
            log.exception("worker %s", self.worker)
            connections.close_all()

    def begin(self) -> None:
        """Show the worker and beat from now on."""
        jobs.join(self.worker)
        self.start()

    def __enter__(self) -> "Heart":
        return self  # begins later: a signal that comes while it does must find the way out

    def __exit__(self, *raised) -> None:
        self.ended.set()
        if self.is_alive():
            self.join()
        _forget_connections()
        with suppress(Error):
            jobs.leave(self.worker)


def _forget_connections() -> None:
    """Close what a signal has interrupted, in the middle of a transaction perhaps; begin anew."""
    connections.close_all()
    for name in connections:
        del connections[name]


@contextmanager
def _in_hand() -> Iterator[None]:
    """Let the heart know that a report is being made."""
    Heart.since = time.monotonic()
    try:
        yield
    finally:
        Heart.since = None


def look_around() -> None:
    """Hand out the jobs on which nothing moves; finish those that have nothing more to do."""
    for room in KINDS:
        for job_id, round_number in room.stranded_jobs():
            deliver(job_id, round_number, room)
        for job_id in room.unsettled_jobs():
            room.settle(job_id)


def _is_running(process: int) -> bool:
    with suppress(PermissionError):  # somebody else's, so there is one
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
