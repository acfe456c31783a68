"""Real workers, processes of their own, to be stopped and killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from reports.models.background.jobs import Item

ROOT = Path(__file__).resolve().parents[1]


def database() -> str:
    """Return the address of the tests' own database, for another process."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@{given['HOST'].replace('/', '%2F')}/{given['NAME']}"


@pytest.fixture
def start(tmp_path):
    """Return a function that starts a worker; all are ended after the test."""
    workers = []

    def begin(*options: str) -> subprocess.Popen:
        environment = os.environ | {
            "DATABASE_URL": database(), "DATA_DIR": str(tmp_path), "WORKER_SILENCE": "3",
        }  # fmt: skip
        command = [sys.executable, "manage.py", "work", "--interval", "0.2", *options]
        workers.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return workers[-1]

    yield begin
    for worker in workers:
        worker.kill()
        worker.wait()


def until(happens, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)


def stopped_in_the_middle(job, worker: subprocess.Popen) -> Item:
    """Stop a worker (SIGSTOP) while it has a piece in hand, and others before it; return that."""
    held = job.items.filter(state="running")
    until(lambda: job.items.filter(state="done").exists())
    for _ in range(200):
        worker.send_signal(signal.SIGSTOP)
        time.sleep(0.05)
        if (item := held.first()) and is_free(item):
            return item
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.03)
    raise AssertionError("never seen at work")


def is_free(item: Item) -> bool:
    """Return whether no transaction that was stopped midway holds the row, or the database."""
    try:
        with transaction.atomic():
            return bool(type(item).objects.select_for_update(nowait=True).get(pk=item.pk))
    except OperationalError:
        return False


def finished(job) -> bool:
    job.refresh_from_db()
    return job.state == "finished"
