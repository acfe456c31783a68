"""Too many wrong passwords lock the account, not the office."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.utils import timezone

from reports.history import entrance
from reports.models import AuditEvent


@pytest.fixture
def locked(zhang, log_in, settings):
    """The browser of somebody who guessed 张's password five times."""
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in("zhang", "wrong", client)
    return client


def test_a_wrong_password_is_answered_with_a_sentence(zhang, log_in):
    _, answer = log_in("zhang", "wrong")
    assert "用户名或密码不正确" in answer.content.decode()


def test_a_locked_account_does_not_open_with_the_right_password(locked, log_in):
    client, answer = log_in("zhang")

    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_page_says_until_when_and_whom_to_ask(locked, log_in, settings):
    settings.HELP_CONTACT = "信息中心 8123"
    attempt = AccessAttempt.objects.get(username="zhang")
    until = timezone.localtime(attempt.attempt_time + settings.AXES_COOLOFF_TIME)

    page = log_in("zhang")[1].content.decode()

    assert f"{until:%m月%d日 %H:%M}" in page
    assert "请联系信息中心 8123" in page


def test_trying_on_does_not_lengthen_the_lock(locked, log_in):
    before = AccessAttempt.objects.get(username="zhang").attempt_time
    log_in("zhang", "wrong again")
    assert AccessAttempt.objects.get(username="zhang").attempt_time == before


def test_a_colleague_at_the_same_address_still_gets_in(locked, zhao, log_in):
    assert log_in("zhao")[1].status_code == 302


def test_the_lock_opens_by_itself(locked, log_in, settings):
    earlier = timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    AccessAttempt.objects.update(attempt_time=earlier)

    assert log_in("zhang")[1].status_code == 302


def test_a_lock_by_a_clock_that_went_ahead_lasts_as_long_as_any(locked, log_in, settings):
    AccessAttempt.objects.update(attempt_time=timezone.now() + timedelta(days=365))
    until = timezone.localtime(timezone.now() + settings.AXES_COOLOFF_TIME)
    kept = log_in("zhang")[1]
    assert kept.status_code == 429 and f"{until:%m月%d日}" in kept.content.decode()
    AccessAttempt.objects.update(
        attempt_time=F("attempt_time") - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    )
    assert log_in("zhang")[1].status_code == 302


def test_a_right_password_forgets_the_mistakes(zhang, log_in):
    for _ in range(4):
        log_in("zhang", "wrong")
    log_in("zhang")
    assert not AccessAttempt.objects.exists()


def test_no_password_is_kept_with_the_attempts(zhang, log_in):
    log_in("zhang", "Secret-Word-1")
    kept = AccessAttempt.objects.values().get()
    assert not any("Secret-Word-1" in str(value) for value in kept.values())


def test_behind_our_proxy_the_address_is_the_one_it_saw(zhang, log_in, settings):
    settings.TRUSTED_PROXIES = 1
    log_in("zhang", "wrong", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3")
    assert AccessAttempt.objects.get().ip_address == "10.1.2.3"


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        ("10.1.2.3:54321", "10.1.2.3"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:DB8:0::1]", "2001:db8::1"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_an_address_is_known_however_a_proxy_writes_it(zhang, log_in, settings, entry, kept):
    settings.TRUSTED_PROXIES = 1
    log_in("zhang", "wrong", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {entry}")
    assert AccessAttempt.objects.get().ip_address == kept


def test_behind_two_proxies_one_written_entry_is_not_believed(zhang, log_in, settings):
    settings.TRUSTED_PROXIES = 2
    log_in("zhang", "wrong", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3, 10.0.0.1")
    log_in("zhao", "wrong", HTTP_X_FORWARDED_FOR="6.6.6.6")
    kept = AccessAttempt.objects.order_by("username").values_list("ip_address", flat=True)
    assert list(kept) == ["10.1.2.3", "127.0.0.1"]


def test_an_address_of_one_s_own_network_card_stops_no_log_in(zhang, log_in):
    answer = log_in("zhang", "wrong", REMOTE_ADDR="fe80::1%eth0")[1]
    assert answer.status_code == 200
    assert AuditEvent.objects.get().address == "fe80::1"


@pytest.mark.parametrize("header", ["", "nonsense", "10.1.2.3, <script>", "[::1", "[]:80", ":80", "1.2.3.4:x"])
def test_without_a_proxy_or_with_nonsense_the_address_is_the_connection(
    zhang, log_in, settings, header
):
    settings.TRUSTED_PROXIES = 1
    log_in("zhang", "wrong", HTTP_X_FORWARDED_FOR=header)
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


def test_the_admin_s_door_is_locked_too(locked):
    form = {"username": "zhang", "password": "correct horse"}
    assert locked.post("/admin/login/", form).status_code == 429


def test_log_ins_that_fail_by_the_thousand_do_not_flood_the_trail(db, log_in, monkeypatch):
    monkeypatch.setattr(entrance, "MOST_FAILURES", 3)

    for number in range(10):
        log_in(f"nobody-{number}")
    log_in("nobody", REMOTE_ADDR="10.1.1.1")

    kept = AuditEvent.objects.filter(action="login_failed").order_by("number")
    assert [event.detail for event in kept] == [
        *["用户名不存在"] * 3,
        "这个来源一小时内登录失败超过3次，此后的不再逐次记录",
        "用户名不存在",
    ]


def test_failures_dated_by_a_clock_that_went_ahead_do_not_silence_the_trail(
    db, log_in, monkeypatch
):
    monkeypatch.setattr(entrance, "MOST_FAILURES", 3)
    with monkeypatch.context() as ahead:
        later = timezone.now() + timedelta(days=365)
        ahead.setattr(timezone, "now", lambda: later)
        for number in range(5):
            log_in(f"nobody-{number}")

    log_in("nobody")

    assert AuditEvent.objects.order_by("-number")[0].detail == "用户名不存在"
