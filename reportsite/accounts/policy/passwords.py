"""Rules for passwords (GB/T 22239-2019, 8.1.4.1 a: complexity, changed at intervals).

Django calls the validators before a password is set and `password_changed` after it is stored.
"""

import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reportsite.database import optional

from ..models import OldPassword, PasswordState

SHORTEST = 10
PASSPHRASE = 20  # so long that kinds of characters add nothing
KINDS = 3


class ComplexityValidator:
    """At least 10 characters of three kinds, or a passphrase of at least 20."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError with a Chinese sentence."""
        if len(password) >= PASSPHRASE and len(set(password)) >= SHORTEST // 2:
            return
        if len(password) < SHORTEST or kinds(password) < KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        """Return the rule as a clerk reads it."""
        return (
            f"密码至少{SHORTEST}个字符，大写字母、小写字母、数字、其他符号中至少有{KINDS}种；"
            f"或者用一句至少{PASSPHRASE}个字符的话。"
        )


def kinds(password: str) -> int:
    """Return how many kinds of characters there are: lower case, upper case, digits, others."""
    tests = (str.islower, str.isupper, str.isdigit, lambda c: not (c.isascii() and c.isalnum()))
    return sum(any(test(c) for c in password if c.isascii() or test is tests[-1]) for test in tests)


class HistoryValidator:
    """Not one of the last passwords; also the place where passwords are remembered."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError with a Chinese sentence."""
        if user is None or not user.pk:
            return
        used = [user.password, *(old.encoded for old in _remembered(user))]
        if any(check_password(password, encoded) for encoded in dict.fromkeys(used)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password: str, user=None) -> None:
        """Keep the new password's hash; start its age. Django calls this after saving."""
        _remember(user)

    def get_help_text(self) -> str:
        """Return the rule as a clerk reads it."""
        return f"不能使用最近{settings.PASSWORD_HISTORY}次用过的密码。"


def _remembered(user):
    return user.old_passwords.all()[: settings.PASSWORD_HISTORY]


@transaction.atomic
def _remember(user) -> None:
    state = {"changed_at": timezone.now(), "must_change": False}
    PasswordState.objects.update_or_create(user=user, defaults=state)
    OldPassword.objects.create(user=user, encoded=user.password)
    kept = _remembered(user).values_list("pk", flat=True)
    user.old_passwords.exclude(pk__in=list(kept)).delete()


def require_change(user) -> None:
    """Have the person choose a new password at the next log-in."""
    defaults = {"changed_at": timezone.now(), "must_change": True}
    state, new = PasswordState.objects.get_or_create(user=user, defaults=defaults)
    if not new:
        state.must_change = True
        state.save(update_fields=["must_change"])


def reason_to_change(user) -> str:
    """Return the Chinese sentence why a new password is due now, or ""."""
    state = PasswordState.objects.filter(user=user).first()
    if state and state.must_change:
        return "这是管理员设置的密码，请先改成只有自己知道的密码。"
    days = settings.PASSWORD_DAYS
    since = state.changed_at if state else user.date_joined
    if days and timezone.now() - since > datetime.timedelta(days=days):
        return f"密码已使用超过{days}天，请先更换。"
    return ""


def locked_since(name: str) -> datetime.datetime:
    """Return the time of the mistake that locked the account of that name.

    What a clock that went ahead has dated is dated now: else it would lock until then.
    """
    now, attempts = timezone.now(), AccessAttempt.objects.filter(username=name)
    with optional("lock"):
        attempts.filter(attempt_time__gt=now).update(attempt_time=now)
    last = attempts.order_by("-attempt_time").first()
    return last.attempt_time if last else now
