"""Pages for what went wrong: a sentence, what is safe, what to do."""

import pytest
from django.db import OperationalError, connection, connections
from django.test import RequestFactory

from reports.models import Report
from reports.views.common import problems
from tests.views.conftest import post_json, words


def test_an_address_that_leads_nowhere_says_so(client):
    answer = client.get("/nothing/here/")

    assert answer.status_code == 404
    assert "没有找到这个页面。" in words(answer)


def test_a_form_without_its_token_is_told_to_reload(client_of, zhang, complete):
    browser = client_of(zhang, enforce_csrf_checks=True)

    answer = browser.post(f"/reports/{complete.pk}/submit/")

    assert answer.status_code == 403
    assert "页面已过期。" in words(answer) and "请刷新页面" in words(answer)
    complete.refresh_from_db()
    assert not complete.is_frozen


def test_an_address_for_forms_that_is_opened_says_so(client_of, zhang, complete):
    answer = client_of(zhang).get(f"/reports/{complete.pk}/withdraw/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个网址不能直接打开。" in words(answer)


def test_our_own_failure_says_that_everything_saved_is_there(client, report, monkeypatch):
    monkeypatch.setattr("reports.writing.judging.check", lambda *_: 1 / 0)
    client.raise_request_exception = False

    answer = client.get(f"/reports/{report.pk}/")

    assert answer.status_code == 500
    assert "已保存的内容都在" in words(answer)


@pytest.mark.parametrize("page", ["bad_request", "forbidden", "not_found", "csrf_failure"])
def test_a_script_gets_the_sentence_as_json(page):
    request = RequestFactory().get("/", headers={"accept": "application/json"})
    answer = getattr(problems, page)(request, None)

    assert answer["Content-Type"] == "application/json"
    assert 400 <= answer.status_code < 500


@pytest.fixture
def read_only(db):
    """A database that only lets itself be read, as on a disk that is full or a server that stands by."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": ("SET LOCAL transaction_read_only = on", "SELECT 1"),
    }[connection.vendor]

    def begin() -> None:
        connection.check_constraints()  # PostgreSQL would, at the test's end, when it may not
        with connection.cursor() as cursor:
            cursor.execute(on)

    yield begin
    with connection.cursor() as cursor:
        cursor.execute(off)


def test_a_save_that_the_database_does_not_take_is_told_as_that(client, report, read_only):
    edit = {"place": "proactive.fees.amount", "text": "1", "base": 0}
    client.raise_request_exception = False
    read_only()

    answer = post_json(client, f"/reports/{report.pk}/save/", {"edits": [edit], "writer": "t"})

    assert answer.status_code == 503
    assert "服务器没有保存成功。" in answer.json()["message"]


def test_a_page_whose_database_is_away_says_so_without_asking_it(client_of, zhang, monkeypatch):
    def fail(*args):
        raise OperationalError("server closed the connection")

    client = client_of(zhang)
    client.raise_request_exception = False
    with monkeypatch.context() as away:
        away.setattr(connections["default"], "cursor", fail)
        answer = client.get("/reports/")

    assert answer.status_code == 503
    assert "服务器的数据库或磁盘现在不能使用" in words(answer)


@pytest.mark.parametrize("page", ["/reports/", "/reports/{}/", "/reports/{}/review/",
                                  "/reports/{}/findings/", "/notices/", "/rules/"])  # fmt: skip
def test_a_page_that_is_only_read_opens_while_nothing_can_be_written(
    client, report, read_only, page
):
    session = client.session  # last seen a while ago: to be noted now, and findings to be kept
    session["seen"] = session["seen"] - 100
    session.save()
    Report.objects.update(checked_revision=None)
    read_only()

    answer = client.get(page.format(report.pk))

    assert answer.status_code == 200
