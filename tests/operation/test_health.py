"""Alive and ready are two things."""

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from reports import jobs

NEEDS = {"database": True, "migrations": True, "disk": True, "worker": False}


def test_a_site_that_can_work_is_ready(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, NEEDS)


def test_a_site_says_whether_a_worker_lives(client, db):
    jobs.join("worker")

    assert client.get("/readyz").json()["worker"] is True


def test_a_migration_that_is_not_applied_is_said(client, db):
    MigrationRecorder(connection).record_unapplied("accounts", "0001_password_state")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, NEEDS | {"migrations": False})


def test_a_database_of_a_newer_version_is_said(client, db):
    MigrationRecorder(connection).record_applied("reports", "0999_later")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, NEEDS | {"migrations": False})


def test_a_disk_that_takes_nothing_is_said(client, db, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "missing"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, NEEDS | {"disk": False})


def test_a_database_that_does_not_answer_is_said(client, monkeypatch):
    def fail(*args):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(connections["default"], "cursor", fail)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["database"]) == (503, False)


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_not_sent_to_https(client, db, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code == 200


def test_a_living_process_is_alive_without_a_database(client):
    assert client.get("/healthz").json() == {"alive": True}
