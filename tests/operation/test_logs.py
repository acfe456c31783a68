"""What the log says, and above all what it does not say."""

import json
import logging
import sys

import pytest
from django.urls import reverse

from reportsite.operation.logs import JsonLines


@pytest.fixture
def lines(caplog):
    """Return the request log's records as JSON objects."""
    caplog.set_level(logging.INFO, "reportsite.operation.requests")

    def read() -> list[dict]:
        return [json.loads(JsonLines().format(record)) for record in caplog.records]

    return read


def test_a_request_leaves_one_line_with_its_figures(client_of, report, zhang, lines):
    answer = client_of(zhang).get(reverse("editor", args=[report.pk]))

    [line] = lines()
    assert line | {"at": 0, "ms": 0, "request": 0} == {
        "at": 0, "level": "INFO", "logger": "reportsite.operation.requests", "request": 0,
        "user": zhang.pk, "route": "editor", "method": "GET", "status": 200, "ms": 0, "message": "request",
    }  # fmt: skip
    assert line["ms"] > 0 and answer.headers["X-Request-ID"]


def test_nothing_typed_and_no_name_gets_into_the_log(client_of, report, zhang, lines):
    address = reverse("details", args=[report.pk]) + "?q=机密"
    client_of(zhang).post(address, {"title": "机密"}, HTTP_USER_AGENT="机密", HTTP_REFERER="机密")

    written = json.dumps(lines(), ensure_ascii=False)

    assert not any(word in written for word in ("机密", "zhang", "张", "127.0.0.1"))


def test_an_exception_is_named_and_placed_but_its_words_are_not_kept():
    try:
        raise ValueError("身份证号 4103")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Failed: %s", ("/reports/张",), sys.exc_info()
        )

    line = json.loads(JsonLines().format(record))

    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["where"][0]
    assert "4103" not in str(line) and "张" not in str(line)


def test_the_proxy_s_request_id_is_taken_over_when_it_is_one(client, db):
    ask = {"headers": {"x-request-id": "a1b2c3d4e5f6"}}
    assert client.get("/healthz", **ask).headers["X-Request-ID"] == "a1b2c3d4e5f6"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, 'x"}{"forged":1', "一二三四五六七八"])
def test_a_strange_request_id_is_replaced(client, db, given):
    answer = client.get("/healthz", headers={"x-request-id": given})
    assert answer.headers["X-Request-ID"] != given
