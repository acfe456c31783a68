"""Sessions end; what was typed does not."""

import time
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from reportsite.accounts.session_store import SessionStore

JSON = {"content_type": "application/json", "headers": {"accept": "application/json"}}


@pytest.fixture
def browser(zhang, log_in):
    """张's browser, logged in."""
    return log_in("zhang")[0]


def let_pass(client, minutes: float, since: str = "seen") -> None:
    session = client.session
    session[since] -= minutes * 60
    session.save()


def test_after_half_an_hour_of_nothing_the_log_in_is_asked_for(browser):
    let_pass(browser, 31)
    answer = browser.get(reverse("my_reports"))
    assert answer.url == f"{reverse('login')}?next={reverse('my_reports')}"


def test_whoever_does_something_stays(browser):
    let_pass(browser, 20)
    browser.get(reverse("my_reports"))
    assert time.time() - browser.session["seen"] < 60


def test_activity_is_written_down_once_a_minute_only(browser):
    let_pass(browser, 0.5)
    before = browser.session["seen"]
    browser.get(reverse("my_reports"))
    assert browser.session["seen"] == before


def test_what_an_open_page_asks_by_itself_is_no_activity(browser, report):
    let_pass(browser, 20)
    before = browser.session["seen"]

    answer = browser.post(reverse("pulse", args=[report.pk]), {"since": 0, "place": ""}, **JSON)

    assert answer.status_code == 200
    assert browser.session["seen"] == before


def test_ten_hours_after_the_log_in_the_session_ends_whatever_happens(browser):
    let_pass(browser, 10 * 60 + 1, since="begun")
    assert browser.get(reverse("my_reports")).status_code == 302


def test_an_autosave_after_the_end_is_told_so(browser, report):
    let_pass(browser, 31)
    answer = browser.post(reverse("save", args=[report.pk]), {"edits": []}, **JSON)
    assert answer.status_code == 401
    assert "登录已过期" in answer.json()["message"]


@pytest.fixture
def late(browser, report):
    """The browser after a form was sent too late."""
    let_pass(browser, 31)
    form = {"title": "迟到的标题", "issued": "", "index_number": "A\n1"}
    urlencoded = "application/x-www-form-urlencoded"
    answer = browser.post(reverse("details", args=[report.pk]), urlencode(form), urlencoded)
    assert answer.url == f"{reverse('login')}?next={reverse('held')}"
    return browser


def test_a_form_sent_too_late_is_offered_again_after_the_log_in(late, report, log_in):
    log_in("zhang", client=late)

    page = late.get(reverse("held")).content.decode()

    assert "刚才的内容还在" in page and "迟到的标题" in page
    assert f'action="{reverse("details", args=[report.pk])}"' in page


def test_it_is_offered_once(late, log_in):
    log_in("zhang", client=late)
    late.get(reverse("held"))
    assert late.get(reverse("held")).status_code == 302


def test_nobody_else_sees_it(late, zhao, log_in):
    log_in("zhao", client=late)
    assert late.get(reverse("held")).url == reverse("home")


def test_typed_passwords_are_not_kept(browser):
    let_pass(browser, 31)
    urlencoded = "application/x-www-form-urlencoded"
    browser.post(reverse("password_change"), "old_password=correct+horse", urlencoded)
    assert "held" not in browser.session


def test_private_answers_are_for_no_cache(browser, report):
    pages = [reverse("my_reports"), reverse("editor", args=[report.pk]), "/admin/", "/reports/9/"]
    headers = {page: browser.get(page).headers["Cache-Control"] for page in pages}
    assert set(headers.values()) == {"no-store, private"}


def test_the_log_in_page_itself_is_not_held_back(client, db):
    assert "no-store" in client.get(reverse("login")).headers["Cache-Control"]


@pytest.mark.parametrize("backend", ["reportsite.accounts.backends.PasswordBackend",
                                     "reportsite.accounts.backends.OpenIDBackend",
                                     "reportsite.accounts.directory.DirectoryBackend"])  # fmt: skip
def test_who_is_shut_out_is_out_at_once_by_whatever_way_they_came(zhang, settings, backend):
    settings.AUTHENTICATION_BACKENDS = [backend]
    client = Client()
    client.force_login(zhang, backend)
    assert client.get("/reports/").status_code == 200

    zhang.is_active = False
    zhang.save()

    assert client.get("/reports/").status_code == 302
    assert client.get("/reports/", headers={"accept": "application/json"}).status_code == 401


def test_a_clock_that_is_set_back_ends_no_session_and_counts_what_is_done(browser, monkeypatch):
    now = time.time()
    browser.get("/reports/")
    monkeypatch.setattr("reportsite.accounts.middleware.time.time", lambda: now - 7200)

    assert browser.get("/reports/").status_code == 200
    assert browser.session["seen"] == int(now - 7200)


def test_a_session_begun_by_a_clock_that_went_ahead_lasts_no_longer(browser):
    let_pass(browser, -365 * 24 * 60, since="begun")
    let_pass(browser, -365 * 24 * 60)

    assert browser.get(reverse("my_reports")).status_code == 200
    let_pass(browser, 10 * 60 + 1, since="begun")

    assert browser.get(reverse("my_reports")).status_code == 302


@pytest.mark.parametrize("key", ["\0abcdefghij", "abcdefghij\0", "abcdefghijkl张", "' OR 1=1 --", "ABCDEFGHIJ", "short"])
def test_a_cookie_that_cannot_be_a_key_asks_the_database_nothing(db, client, key, django_assert_num_queries):
    """PostgreSQL fails over a zero character, which a cookie may hold in quotes as \\000."""
    with django_assert_num_queries(0):
        session = SessionStore(key)
        assert session.session_key is None and "seen" not in session

    quoted = {"cookie": 'sessionid="\\000abcdefghij"'}
    assert client.get(reverse("login"), headers=quoted).status_code == 200
    assert client.get(reverse("my_reports"), headers=quoted).status_code == 302


def test_a_key_made_here_is_one(db):
    session = SessionStore()
    session.create()

    assert SessionStore(session.session_key).exists(session.session_key)
    assert SessionStore(session.session_key).session_key == session.session_key


def test_a_log_in_page_left_open_in_a_second_tab_leads_on_where_one_was_going(log_in, wang):
    """The log-in in the first tab has changed the token that the second one's form holds."""
    client = Client(enforce_csrf_checks=True)
    going = reverse("my_reports")
    client.get(reverse("login"))
    client.force_login(wang)

    answer = client.post(reverse("login"), {"username": "wang", "next": going}, follow=True)

    assert answer.redirect_chain[-1][0] == going


def test_a_log_in_with_an_old_token_leads_nowhere_else(wang):
    client = Client(enforce_csrf_checks=True)
    client.force_login(wang)

    answer = client.post(reverse("login"), {"next": "https://example.org/"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("home")
    assert Client(enforce_csrf_checks=True).post(reverse("login")).status_code == 403
