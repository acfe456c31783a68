"""What a password must be, how long it lasts, and what an administrator may ask."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from reportsite.accounts.policy import passwords

GOOD = "Luohe-2025-nb"


@pytest.mark.parametrize(
    "password", [GOOD, "年报Nianbao2025", "the quick brown fox jumps", "洛阳城东桃李花飞来飞去落谁家幽闺女儿惜颜色"]
)  # fmt: skip
def test_a_password_of_three_kinds_or_a_passphrase_will_do(password):
    validate_password(password)


@pytest.mark.parametrize(
    "password", ["Ab1!", "luohe2025nb", "LUOHE-----", "1234567890", "aaaaaaaaaaaaaaaaaaaaaaaa", "P@ssw0rd"]
)  # fmt: skip
def test_a_simple_password_is_refused_with_the_rule(password):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password)
    assert "密码至少10个字符" in str(refusal.value)


def test_a_password_like_the_person_s_name_is_refused(zhang):
    zhang.username = "zhangming2025"
    with pytest.raises(ValidationError, match="与用户名太像，容易被猜到，请换一个"):
        validate_password("Zhangming2025", zhang)


def test_the_last_passwords_cannot_be_used_again(zhang, settings):
    settings.PASSWORD_HISTORY = 3
    for number in range(4):
        zhang.set_password(f"{GOOD}{number}")
        zhang.save()

    for number in (1, 2, 3):
        with pytest.raises(ValidationError, match="最近3次"):
            validate_password(f"{GOOD}{number}", zhang)
    validate_password(f"{GOOD}0", zhang)


def test_only_as_many_old_hashes_are_kept_as_are_needed(zhang, settings):
    settings.PASSWORD_HISTORY = 2
    for number in range(5):
        zhang.set_password(f"{GOOD}{number}")
        zhang.save()
    assert zhang.old_passwords.count() == 2


def change(client, old, new):
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("password_change"), form)


@pytest.fixture
def aged(zhang):
    """张's password is 91 days old."""
    zhang.set_password("correct horse")
    zhang.save()
    zhang.password_state.changed_at -= timedelta(days=91)
    zhang.password_state.save()
    return zhang


def test_an_old_password_must_be_changed_before_anything_else(aged, log_in):
    client, _ = log_in("zhang")

    answer = client.get(reverse("my_reports"))
    page = client.get(answer.url).content.decode()

    assert answer.url == reverse("password_change")
    assert "密码已使用超过90天" in page and "不改了" not in page


def test_a_password_older_than_our_records_is_as_old_as_its_account(zhang):
    zhang.date_joined -= timedelta(days=91)
    assert "密码已使用超过90天" in passwords.reason_to_change(zhang)


def test_after_the_change_the_pages_are_open(aged, log_in):
    client, _ = log_in("zhang")

    change(client, "correct horse", GOOD)

    assert client.get(reverse("my_reports")).status_code == 200


def test_scripts_are_told_so_and_keep_what_was_typed(aged, log_in):
    client, _ = log_in("zhang")
    answer = client.post(
        "/reports/1/save/", "{}", "application/json", HTTP_ACCEPT="application/json"
    )
    assert (answer.status_code, answer.json()["message"][:7]) == (401, "请先修改密码，")


def test_the_age_can_be_switched_off(aged, log_in, settings):
    settings.PASSWORD_DAYS = 0
    assert log_in("zhang")[0].get(reverse("my_reports")).status_code == 200


def test_an_administrator_can_ask_for_a_new_password(zhang, admin_client, log_in):
    form = {"action": "require_new_password", "_selected_action": [zhang.pk]}
    admin_client.post("/admin/auth/user/", form)

    client, _ = log_in("zhang")

    assert client.get(reverse("my_reports")).url == reverse("password_change")


def test_a_password_set_by_an_administrator_is_for_one_log_in(zhang, admin_client, log_in):
    form = {"password1": GOOD, "password2": GOOD}
    admin_client.post(f"/admin/auth/user/{zhang.pk}/password/", form)

    client, _ = log_in("zhang", GOOD)

    assert client.get(reverse("my_reports")).url == reverse("password_change")


def test_somebody_made_in_the_admin_chooses_their_own_password(admin_client, django_user_model):
    form = {"username": "sun", "password1": GOOD, "password2": GOOD, "usable_password": "true"}
    inline = {"membership_set-TOTAL_FORMS": 0, "membership_set-INITIAL_FORMS": 0}
    admin_client.post("/admin/auth/user/add/", form | inline)
    sun = django_user_model.objects.get(username="sun")
    assert "管理员设置的密码" in passwords.reason_to_change(sun)


def test_changing_the_password_ends_the_other_sessions(zhang, log_in):
    (here, _), (elsewhere, _) = log_in("zhang"), log_in("zhang")

    change(here, "correct horse", GOOD)

    assert elsewhere.get(reverse("my_reports")).status_code == 302
