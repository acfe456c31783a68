"""The password that one has now is one of the last: it is no new one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

GOOD = "Correct-horse-1"


def test_a_password_from_before_any_was_remembered_cannot_be_chosen_again(zhang):
    zhang.set_password(GOOD)
    zhang.save()
    zhang.old_passwords.all().delete()

    with pytest.raises(ValidationError, match="用过的密码"):
        validate_password(GOOD, zhang)


def test_another_password_can_be_chosen(zhang):
    zhang.set_password(GOOD)
    zhang.save()

    validate_password("Battery-staple-2", zhang)
