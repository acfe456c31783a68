"""A code beside the password, for supervisors where the setting says so."""

import datetime
import re
import time

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from reportsite.accounts.policy import second_factor
from tests import factories


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR = "supervisors"


def code(user, drift: int = 0) -> str:
    device = TOTPDevice.objects.filter(user=user).latest("pk")
    return f"{totp(device.bin_key, drift=drift):06}"


@pytest.fixture
def enrolled(wang):
    """The supervisor with a telephone and ten backup codes."""
    TOTPDevice.objects.create(user=wang, name="手机", confirmed=True)
    wang.backup = second_factor.new_codes(wang)
    return wang


def test_who_needs_it_is_a_setting(wang, zhang, settings):
    needs = second_factor.needs_second_factor
    assert (needs(wang), needs(zhang)) == (True, False)
    settings.SECOND_FACTOR = "everyone"
    assert needs(zhang)
    settings.SECOND_FACTOR = ""
    assert not needs(wang)


def test_who_supervises_other_organs_needs_it(zhao, bureau):
    assert not second_factor.needs_second_factor(zhao)
    factories.give(zhao, bureau, "supervisor")
    assert second_factor.needs_second_factor(zhao)


def test_a_clerk_is_not_asked(zhang, log_in):
    assert log_in("zhang")[0].get(reverse("my_reports")).status_code == 200


def test_the_code_leads_on_to_where_one_was_going(enrolled, log_in):
    client, _ = log_in("wang")
    going = reverse("my_reports") + "?year=2025"
    asked = client.get(going)

    answer = client.post(asked.url, {"code": code(enrolled)})

    assert (answer.status_code, answer.url) == (302, going)


def test_a_first_device_leads_on_to_where_one_was_going(wang, log_in):
    client, _ = log_in("wang")
    going = reverse("my_reports") + "?year=2025"
    client.get(going)
    setting_up = reverse("second_factor_setup")
    client.get(setting_up)

    page = client.post(setting_up, {"code": code(wang)}).content.decode()

    assert f'href="{going}">已经收好，继续' in page


def test_a_supervisor_without_a_device_sets_one_up_first(wang, log_in):
    client, _ = log_in("wang")

    first = client.get(reverse("my_reports"))
    page = client.get(first.url, follow=True).content.decode()

    assert first.url == reverse("second_factor")
    assert 'src="data:image/png;base64,' in page
    assert "先不设置" not in page


def test_a_first_code_opens_the_pages_and_shows_ten_backup_codes(wang, log_in):
    client, _ = log_in("wang")
    client.get(reverse("second_factor_setup"))

    page = client.post(reverse("second_factor_setup"), {"code": code(wang)}).content.decode()

    assert len(re.findall(r"<li><code>\w+</code>", page)) == 10
    assert client.get(reverse("my_reports")).status_code == 200


def test_a_wrong_first_code_leaves_the_door_shut(wang, log_in):
    client, _ = log_in("wang")
    answer = client.post(reverse("second_factor_setup"), {"code": "000000"})
    assert answer.status_code == 400 and "验证码不正确" in answer.content.decode()
    assert client.get(reverse("my_reports")).url == reverse("second_factor")


def test_the_code_is_asked_at_every_log_in(enrolled, log_in):
    client, _ = log_in("wang")
    assert client.get("/admin/").url == reverse("second_factor")

    client.post(reverse("second_factor"), {"code": code(enrolled)})

    assert client.get(reverse("my_reports")).status_code == 200


def test_a_code_is_good_once(enrolled, log_in):
    used = code(enrolled)
    log_in("wang")[0].post(reverse("second_factor"), {"code": used})

    client, _ = log_in("wang")
    answer = client.post(reverse("second_factor"), {"code": used})

    assert answer.status_code == 400


def test_a_backup_code_is_good_once(enrolled, log_in):
    for expected in (302, 400):
        client, _ = log_in("wang")
        answer = client.post(reverse("second_factor"), {"code": enrolled.backup[0].upper()})
        assert answer.status_code == expected
    assert second_factor.codes_left(enrolled) == 9


def test_guessing_codes_is_slowed_down(enrolled, log_in):
    client, _ = log_in("wang")
    client.post(reverse("second_factor"), {"code": "000000"})

    answer = client.post(reverse("second_factor"), {"code": code(enrolled)})

    assert answer.status_code == 400
    assert client.get(reverse("my_reports")).url == reverse("second_factor")


def test_nobody_replaces_a_device_with_the_password_alone(enrolled, log_in):
    client, _ = log_in("wang")
    assert client.get(reverse("second_factor_setup")).url == reverse("second_factor")


def test_a_new_telephone_replaces_the_old_and_its_backup_codes(enrolled, log_in):
    client, _ = log_in("wang")
    client.post(reverse("second_factor"), {"code": code(enrolled)})
    client.get(reverse("second_factor_setup"))

    client.post(reverse("second_factor_setup"), {"code": code(enrolled)})

    assert TOTPDevice.objects.filter(user=enrolled).count() == 1
    assert client.get(reverse("my_reports")).status_code == 200
    again, _ = log_in("wang")
    assert again.post(reverse("second_factor"), {"code": enrolled.backup[1]}).status_code == 400


def test_a_clerk_may_have_one_too_and_is_then_asked(zhang, log_in):
    TOTPDevice.objects.create(user=zhang, name="手机", confirmed=True)
    client, _ = log_in("zhang")
    assert client.get(reverse("my_reports")).url == reverse("second_factor")


def test_a_script_is_told_and_gets_nothing(enrolled, report, log_in):
    client, _ = log_in("wang")
    answer = client.get(f"/reports/{report.pk}/findings/", HTTP_ACCEPT="application/json")
    assert answer.status_code == 401


def test_the_secret_in_the_picture_is_the_one_that_counts(wang):
    device = second_factor.device_to_set_up(wang)
    typed = second_factor.secret(device).replace(" ", "")
    assert f"secret={typed}" in device.config_url
    assert time.time() - device.created_at.timestamp() < 60


def test_a_role_that_comes_during_a_session_brings_its_code_at_once(zhang, bureau, log_in):
    client, _ = log_in("zhang")
    assert client.get(reverse("my_reports")).status_code == 200

    factories.give(zhang, bureau, "supervisor")

    assert client.get(reverse("supervision")).url == reverse("second_factor")
    asked = client.get(reverse("supervision"), headers={"accept": "application/json"})
    assert asked.status_code == 401


def test_a_device_that_is_taken_away_ends_what_it_opened(enrolled, log_in):
    client, _ = log_in("wang")
    client.post(reverse("second_factor"), {"code": code(enrolled)})
    assert client.get(reverse("my_reports")).status_code == 200

    TOTPDevice.objects.filter(user=enrolled).delete()

    assert client.get(reverse("my_reports")).url == reverse("second_factor")


def test_mistakes_under_a_clock_that_went_ahead_shut_nobody_out(enrolled, log_in):
    client, _ = log_in("wang")
    ahead = timezone.now() + datetime.timedelta(days=365)
    TOTPDevice.objects.update(throttling_failure_timestamp=ahead, throttling_failure_count=9)
    client.post(reverse("second_factor"), {"code": code(enrolled)})
    second = datetime.timedelta(seconds=1)
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - second)

    answer = client.post(reverse("second_factor"), {"code": code(enrolled)})

    assert answer.status_code == 302
