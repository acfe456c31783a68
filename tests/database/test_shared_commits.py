"""Saves that wait for one another: one commit on SQLite, each whole, each with its own answer."""

import errno
import threading
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import Http404

from reports import history
from reports.models import Change
from reports.writing import editing
from reportsite.database import optional, shared_commits
from reportsite.database.shared_commits import shared_commit
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
CELL = "requests.new.natural_person"


@pytest.fixture(autouse=True)
def _begun(monkeypatch):
    monkeypatch.setattr(shared_commits, "_begun", True)


@pytest.fixture
def commits(monkeypatch):
    """How many saves each shared commit had."""
    sizes = []
    write = shared_commits._Writer._write

    def counted(self, jobs):
        write(self, jobs)
        sizes.append(len(jobs))

    monkeypatch.setattr(shared_commits._Writer, "_write", counted)
    return sizes


def at_once(acts) -> list:
    """Return what each act returned or raised, all begun while the first one holds the commit."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(_outcome, act) for act in acts]]


def _outcome(act):
    try:
        return act()
    except Exception as fault:
        return fault
    finally:
        connection.close()


def slow_first(acts) -> list:
    """Return the acts after one that ends when all the others wait."""
    wait = threading.Event()

    def first():
        wait.wait(1)

    return [shared_commit(first), *acts]


@shared_commit
@transaction.atomic
def make(name: str) -> str:
    User.objects.create(username=name)
    return name


def test_those_who_wait_share_a_commit_and_get_their_own_answers(commits):
    names = [f"user{n}" for n in range(6)]

    answers = at_once(slow_first([lambda name=name: make(name) for name in names]))

    assert answers[1:] == names
    assert set(User.objects.values_list("username", flat=True)) == set(names)
    if connection.vendor == "sqlite":
        assert sum(commits) == 7 and max(commits) > 1


def test_one_that_is_refused_takes_nobody_with_it():
    make("there")

    def broken():
        User.objects.create(username="half")
        raise Http404

    acts = [lambda: make("one"), shared_commit(transaction.atomic(broken)), lambda: make("there"), lambda: make("two")]
    answers = at_once(slow_first(acts))[1:]

    assert [answers[0], answers[3]] == ["one", "two"]
    assert isinstance(answers[1], Http404) and isinstance(answers[2], IntegrityError)
    assert set(User.objects.values_list("username", flat=True)) == {"there", "one", "two"}


def test_where_the_database_fails_the_others_are_stored_all_the_same():
    def failing():
        User.objects.create(username="lost")
        raise OperationalError("disk I/O error")

    acts = [lambda: make("one"), shared_commit(transaction.atomic(failing)), lambda: make("two")]
    answers = at_once(slow_first(acts))[1:]

    assert [answers[0], answers[2]] == ["one", "two"] and isinstance(answers[1], OperationalError)
    assert set(User.objects.values_list("username", flat=True)) == {"one", "two"}


def test_a_commit_that_fails_is_nobodys_success(monkeypatch):
    def full(self):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper._commit", full)

    answers = at_once(slow_first([lambda: make("one"), lambda: make("two")]))

    monkeypatch.undo()
    assert all(isinstance(answer, OperationalError) for answer in answers[1:])
    assert not User.objects.exists()


def test_a_failure_that_somebody_swallows_loses_nobody_elses_save():
    """What nobody needs may fail quietly, but SQLite takes the whole transaction back where the disk is full."""

    def note():
        with optional("session"):
            User.objects.create(username="lost")
            connection.connection.execute("ROLLBACK")
            raise OperationalError("database or disk is full")

    writer = object.__new__(shared_commits._Writer)  # without its thread
    writer._waiting = SimpleQueue()
    jobs = [shared_commits._Job(transaction.atomic(lambda name=name: make(name))) for name in ("one", "two")]
    jobs.insert(1, shared_commits._Job(note))
    for job in jobs[1:]:
        writer._waiting.put(job)

    writer._write(jobs[:1])

    assert [job.result for job in jobs] == ["one", None, "two"]
    assert set(User.objects.values_list("username", flat=True)) == {"one", "two"}


def test_saves_know_whose_they_are_and_from_where():
    people = [factories.clerk(f"clerk{n}") for n in range(4)]
    reports = [factories.report(factories.organ(f"第{n}局", who), 2024, by=who) for n, who in enumerate(people)]

    def saving(n):
        def act():
            with history.acting_from(f"10.0.0.{n}"):
                return editing.save(reports[n].pk, [editing.Edit(CELL, str(n), 0)], by=people[n])
        return act  # fmt: skip

    def stranger():
        return editing.save(reports[0].pk, [editing.Edit(CELL, "9", 0)], by=people[1])

    answers = at_once(slow_first([*(saving(n) for n in range(4)), stranger]))

    assert [answer.saved[CELL].value for answer in answers[1:5]] == [0, 1, 2, 3]
    assert isinstance(answers[5], Http404)
    kept = Change.objects.filter(place=CELL).order_by("report").values_list("user", "address", "new")
    assert list(kept) == [(who.pk, f"10.0.0.{n}", str(n)) for n, who in enumerate(people)]


def test_where_files_cannot_be_locked_saves_are_stored(monkeypatch):
    def unknown(*args):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(shared_commits.fcntl, "flock", unknown)

    assert at_once(slow_first([lambda: make("one")]))[1:] == ["one"]


def test_whoever_is_within_a_transaction_waits_for_nobody(commits):
    with transaction.atomic():
        make("inside")

    assert User.objects.filter(username="inside").exists() and not commits
