"""One-time passwords: who needs them, the device (TOTP, RFC 6238) and the backup codes."""

import base64

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

CODES = 10


def needs_second_factor(user) -> bool:
    """Return whether the setting demands a second factor of this person.

    SECOND_FACTOR is "supervisors" (those who see other organs' reports, and those who enter the
    admin), "everyone" or "" (nobody has to, anybody may). SUPERVISES names the function that knows.
    """
    if settings.SECOND_FACTOR == "supervisors":
        return user.is_staff or import_string(settings.SUPERVISES)(user)
    return settings.SECOND_FACTOR == "everyone"


def has_device(user) -> bool:
    """Return whether the person has set up a second factor."""
    return next(devices_for_user(user), None) is not None


def device_to_set_up(user) -> TOTPDevice:
    """Return the person's device that is not confirmed yet; the same until it is."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, name="手机验证器")
    return device


def picture(device: TOTPDevice) -> str:
    """Return the device's QR code as a data URI, made here: the secret goes to nobody else."""
    return segno.make(device.config_url, error="l").png_data_uri(scale=5, border=3)


def secret(device: TOTPDevice) -> str:
    """Return the secret in groups of four, for typing."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def wait_for_no_clock(user) -> None:
    """Date mistakes of a clock that went ahead now: else no code would serve until then.

    While a clock is wrong no telephone's code is right, so that many mistakes come together.
    """
    now = timezone.now()
    for kind in (TOTPDevice, StaticDevice):
        ahead = kind.objects.filter(user=user, throttling_failure_timestamp__gt=now)
        ahead.update(throttling_failure_timestamp=now, throttling_failure_count=1)


@transaction.atomic
def confirm(device: TOTPDevice, code: str) -> list[str] | None:
    """Make `device` the person's only one if `code` is right; return new backup codes or None."""
    if not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=device.user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    return new_codes(device.user)


@transaction.atomic
def new_codes(user) -> list[str]:
    """Return ten new backup codes, each good once; the old ones are void."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="备用码")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def codes_left(user) -> int:
    """Return how many backup codes are unused."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()
