"""Pages for what went wrong: a sentence, what is safe, what to do."""

import pytest
from django.test import RequestFactory

from reports.views import problems

from .conftest import words


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
    monkeypatch.setattr("reports.views.editor.check", lambda *_: 1 / 0)
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
