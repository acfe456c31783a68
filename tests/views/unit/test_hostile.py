"""Whatever is sent through a link, with its code or without: a sentence, never a failure of ours."""

import pytest

from reports.models import Assignment
from reportsite.operation.encoding import Utf8Request

from ..test_every_address import BODIES, failures, send
from .test_parts import link, unit  # noqa: F401

PAGES = ("", "save/", "pulse/", "hand-in/", "bring/", "code/")


@pytest.fixture(autouse=True)
def _as_served(monkeypatch):
    monkeypatch.setattr("django.test.client.WSGIRequest", Utf8Request)


@pytest.mark.parametrize("page", PAGES, ids=[page or "page" for page in PAGES])
def test_no_body_sent_to_a_part_is_too_odd(unit, link, page):  # noqa: F811
    unit.raise_request_exception = False
    asked = (
        (what, send(unit, "POST", f"{link[1]}{page}", body, kind))
        for what, (kind, body) in BODIES.items()
    )

    assert failures(asked) == []
    assert Assignment.objects.get().text_of == {}


@pytest.mark.parametrize("token", ["x", "字" * 100, "%00", "-" * 2000, "..%2F.."])
def test_no_token_is_too_odd(client, token):
    for page in ("", "code/", "save/"):
        assert client.get(f"/unit/{token}/{page}").status_code in (404, 405)
