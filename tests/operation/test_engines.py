"""A copy of the database, however long it takes."""

import time

import pytest
from django.contrib.auth.models import User
from django.db import connection

from reportsite.operation import engines

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_copy_that_takes_longer_than_a_request_may_is_finished(tmp_path, monkeypatch):
    """Another program copies on PostgreSQL, while a transaction of ours holds its state."""
    User.objects.create(username="zhang")
    run = engines._run

    def slow(command: list[str]) -> None:
        time.sleep(0.5)
        run(command)

    monkeypatch.setattr(engines, "_run", slow)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 100")

    contents = engines.engine().copy_out(tmp_path / "copy")

    assert contents.rows["auth_user"] == 1 and (tmp_path / "copy").stat().st_size
    connection.close()  # with what was set
