"""Logging in and out, the password, and that nothing is open without."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from reports.models import Report

from .conftest import words

# The log-in itself, invitations, private feeds, machines that watch the site, and what is published for everybody.
OPEN = ("/login/", "/join/", "/unit/", "/sign-on/", "/healthz", "/readyz", "/open/", "/robots.txt",
        "/days/x.ics")
ARGUMENTS = {"int": "1"}


@pytest.fixture
def nobody(db) -> Client:
    """A browser in which nobody is logged in."""
    return Client()


def addresses(patterns=None, before: str = "/") -> dict[str, str]:
    """Return an address for every named view of ours, its arguments made up."""
    found = {}
    for page in get_resolver().url_patterns if patterns is None else patterns:
        address = before + _made_up(str(page.pattern))
        if not hasattr(page, "url_patterns"):
            found[page.name] = address
        elif page.namespace != "admin":
            found |= addresses(page.url_patterns, address)
    return found


def _made_up(route: str) -> str:
    return re.sub(r"<(\w+):\w+>", lambda match: ARGUMENTS.get(match[1], "x"), route)


PRIVATE = {name: at for name, at in addresses().items() if not at.startswith(OPEN)}


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE.keys())
def test_every_address_asks_for_a_log_in(nobody, address):
    for answer in (nobody.get(address), nobody.post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


def test_most_addresses_are_private():
    assert {"editor", "save", "pulse", "download", "my_reports"} <= set(PRIVATE)


def test_the_admin_asks_for_a_log_in(nobody, client):
    assert nobody.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_clerk_logs_in_and_goes_on_where_they_wanted(nobody, report):
    address = f"/reports/{report.pk}/"
    login = {"username": "zhang", "password": "correct horse", "next": address}
    answer = nobody.post("/login/", login)

    assert answer["Location"] == address
    assert nobody.get(address).status_code == 200


def test_nobody_is_led_to_another_site(nobody, zhang):
    login = {"username": "zhang", "password": "correct horse", "next": "https://example.org/"}
    assert nobody.post("/login/", login)["Location"] in ("/", "/reports/")


def test_a_wrong_password_is_answered_in_words(nobody, zhang):
    answer = nobody.post("/login/", {"username": "zhang", "password": "wrong"})

    assert "用户名或密码不正确，请重新输入" in words(answer)
    assert "_auth_user_id" not in nobody.session


def test_the_demos_password_is_shown_only_in_the_demo(nobody, settings):
    settings.DEMO = True
    assert settings.DEMO_LOGIN[1] in words(nobody.get("/login/"))

    settings.DEMO = False
    assert settings.DEMO_LOGIN[1] not in words(nobody.get("/login/"))


def test_logging_out_closes_every_page(client, report):
    client.post("/logout/")
    assert client.get(f"/reports/{report.pk}/").status_code == 302


def test_a_clerk_changes_their_password_and_stays_logged_in(client, zhang):
    words = {"old_password": "correct horse", "new_password1": "battery staple 9",
             "new_password2": "battery staple 9"}  # fmt: skip
    answer = client.post("/password/", words)

    assert answer["Location"] == "/password/done/"
    assert client.get("/password/done/").status_code == 200
    zhang.refresh_from_db()
    assert zhang.check_password("battery staple 9")


@pytest.mark.parametrize("new", ["short", "zhang123", "12345678901"])
def test_a_weak_password_is_refused_in_words(client, zhang, new):
    form = {"old_password": "correct horse", "new_password1": new, "new_password2": new}
    answer = client.post("/password/", form)

    assert "密码" in words(answer) and "invalid-feedback" in words(answer)
    zhang.refresh_from_db()
    assert zhang.check_password("correct horse")


def test_the_front_page_says_what_waits(client, report):
    assert "等我办的" in words(client.get("/"))


def test_a_strict_policy_comes_with_every_page(client, report):
    policy = client.get(f"/reports/{report.pk}/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert Report.objects.count() == 1
