"""A copy of the database, however long it takes."""

import io
import os
import subprocess
import time

import pytest
from django.contrib.auth.models import User
from django.db import connection

from reportsite.operation import engines

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_copy_that_takes_longer_than_a_request_may_is_finished(tmp_path, monkeypatch):
    """Another program copies on PostgreSQL, while a transaction of ours holds its state."""
    User.objects.create(username="zhang")
    run = engines._running

    def slow(*command, **pipes):
        time.sleep(0.5)
        return run(*command, **pipes)

    monkeypatch.setattr(engines, "_running", slow)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 100")

    copy = io.BytesIO()
    contents = engines.engine().copy_out(copy, tmp_path)

    assert contents.rows["auth_user"] == 1 and copy.tell()
    assert list(tmp_path.iterdir()) == []
    connection.close()  # with what was set


LONG = os.urandom(3_000_000)  # more than the pipes hold
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}


def test_what_is_fed_to_a_tool_comes_out_of_it():
    with engines._running(["cat"], **PIPES) as tool, engines._fed(tool, io.BytesIO(LONG)):
        assert tool.stdout.read() == LONG


def test_a_tool_that_fails_is_quoted():
    tool = ["sh", "-c", "head -c 10; echo 磁盘已满 >&2; exit 3"]
    with (
        pytest.raises(engines.EngineFailed, match="^磁盘已满$"),
        engines._running(tool, **PIPES) as tool,
        engines._fed(tool, io.BytesIO(LONG)),
    ):
        assert tool.stdout.read() == LONG[:10]


def test_a_tool_whose_output_nobody_takes_is_stopped():
    """As pg_restore, when psql has failed: it would wait for ever, and so would who feeds it."""
    with (
        pytest.raises(BrokenPipeError),
        engines._running(["cat"], **PIPES) as tool,
        engines._fed(tool, io.BytesIO(LONG)),
    ):
        raise BrokenPipeError
    assert tool.returncode


def test_a_source_that_cannot_be_read_is_no_end():
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError(5, "Input/output error")

    with (
        pytest.raises(OSError, match="Input/output"),
        engines._running(["cat"], **PIPES) as tool,
        engines._fed(tool, Broken()),
    ):
        assert tool.stdout.read() == b""


SCRIPT = b"""SET search_path = '';
COPY public.none (id) FROM stdin;
\\.
COPY public.some (id, text) FROM stdin;
1\tCOPY public.some (id) FROM stdin;
COPY x FROM stdin;
2\t\\\\.\\n
\\.

COMMENT ON SCHEMA public IS 'COPY';
"""


@pytest.mark.parametrize("length", [*range(1, 12), 1000])
def test_rows_are_stored_frozen_and_themselves_left_alone(length):
    class Pieces(io.BytesIO):
        def read1(self, *_):
            return super().read1(length)

    told = b"".join(engines._frozen(Pieces(SCRIPT)))

    assert told == SCRIPT.replace(b"(id) FROM stdin;\n\\", b"(id) FROM stdin WITH (FREEZE);\n\\").replace(
        b"(id, text) FROM stdin;", b"(id, text) FROM stdin WITH (FREEZE);")  # fmt: skip
