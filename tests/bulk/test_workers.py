"""Real workers, processes of their own, killed in the middle: SQLite and PostgreSQL."""

import io
import os
import signal
import subprocess
import zipfile

import pytest
from django.db import InterfaceError
from django_tasks_db.models import DBTaskResult

from reports import bulk, jobs, tasks
from reports.models import BulkFile, Worker
from tests import factories
from tests.workers import finished, start, stopped_in_the_middle, until

from .conftest import YEAR

__all__ = ["start"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def names_in(job) -> list[str]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(bulk.packed(job, "清单"))))
    assert archive.testzip() is None
    return archive.namelist()[1:]


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(new_job, start):
    job = new_job(forms=["pdf", "docx"])
    tasks.deliver(job.pk)
    worker = start()
    held = stopped_in_the_middle(job, worker)

    worker.kill()
    start()
    until(lambda: finished(job))

    assert sorted(job.items.values_list("attempts", flat=True)) == [1, 1, 1, 2]
    assert job.items.get(attempts=2) == held
    assert BulkFile.objects.count() == len(set(names_in(job))) == 8


def test_a_worker_killed_over_an_archive_package_loses_and_doubles_nothing(
    wang, government, start, quick_files, tmp_path
):
    for name in "甲乙丙丁":
        factories.published(factories.organ(f"瀍水区{name}局", wang, under=government), YEAR, by=wang)
    job = bulk.create(YEAR, None, ["published"], ["package"], by=wang)
    tasks.deliver(job.pk)
    worker = start()
    held = stopped_in_the_middle(job, worker)

    worker.kill()
    start()
    until(lambda: finished(job))

    assert job.items.get(attempts=2) == held
    assert not job.items.exclude(state="done").exists()
    out = tmp_path / "district.zip"
    out.write_bytes(b"".join(bulk.packed(job, "清单")))
    packages = [name for name in zipfile.ZipFile(out).namelist() if name.endswith(".zip")]
    assert len(set(packages)) == len(packages) == BulkFile.objects.count() == 4
    assert zipfile.ZipFile(out).testzip() is None


def test_a_worker_that_comes_back_late_doubles_nothing(new_job, start):
    job = new_job(forms=["pdf"])
    tasks.deliver(job.pk)
    worker = start()
    held = stopped_in_the_middle(job, worker)
    start()
    until(lambda: finished(job))

    worker.send_signal(signal.SIGCONT)
    worker.terminate()
    worker.wait(60)

    held.refresh_from_db()
    assert (held.state, held.attempts) == ("done", 2)
    assert len(names_in(job)) == BulkFile.objects.count() == 4


def test_two_workers_share_a_job(new_job, start):
    start(), start()
    until(lambda: Worker.objects.count() == 2)
    job = new_job(forms=["pdf"])
    tasks.deliver(job.pk)

    until(lambda: job.items.filter(state="running").values("worker").distinct().count() == 2)
    until(lambda: finished(job))

    assert BulkFile.objects.count() == 4


def test_a_job_that_was_never_handed_out_is_found(new_job, start):
    job = new_job()

    start()
    until(lambda: finished(job))

    assert BulkFile.objects.count() == 4


def test_a_worker_told_to_stop_ends_its_report_first_and_says_good_bye(new_job, start):
    job = new_job(forms=["pdf"])
    tasks.deliver(job.pk)
    worker = start()
    until(lambda: job.items.filter(state="running").exists())

    worker.terminate()

    assert worker.wait(60) == 0
    assert not job.items.filter(state="running").exists()
    assert not Worker.objects.exists()


def test_an_idle_worker_stops_at_any_moment_without_a_complaint(start):
    # The signal may come while it asks the database for work.
    workers = [start("--interval", "0.001") for _ in range(2)]
    until(lambda: Worker.objects.count() == 2)

    for worker in workers:
        worker.terminate()

    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert not Worker.objects.exists()


def test_a_worker_beside_a_server_ends_with_it(start):
    server = subprocess.Popen(["sleep", "600"])
    worker = start("--beside", str(server.pid))
    until(lambda: Worker.objects.exists())

    server.kill()
    server.wait()

    assert worker.wait(60) == 0


def test_a_worker_that_hangs_over_a_report_gives_way(new_job, start, monkeypatch):
    heart = tasks.Heart("hanging")
    ended = []
    monkeypatch.setattr(tasks.os, "_exit", lambda code: ended.append(code) or heart.ended.set())
    monkeypatch.setattr(tasks, "LONGEST", 0.1)

    with heart, tasks._in_hand():
        heart.begin()
        heart.join(20)

    assert ended == [os.EX_TEMPFAIL]


def test_a_heart_survives_a_database_that_is_away(monkeypatch):
    heart, asked = tasks.Heart("lively"), []

    def away(name):
        asked.append(name)
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(jobs, "beat", away)
    heart.beat = 0.05
    with heart:
        heart.begin()
        until(lambda: len(asked) > 2, 20)

    assert not heart.is_alive()


def test_jobs_take_turns(new_job, wang):
    first, second = new_job(), new_job()
    for job in (first, second):
        tasks.deliver(job.pk)

    order = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]

    assert order == [first.pk, second.pk] * 4
