"""What `manage.py check --deploy` says besides Django's own checks."""

import os

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def no_demo(app_configs, **kwargs) -> list:
    """The demo's password is public."""
    words = "DEMO is on: anybody can log in with the demo's public password."
    return [Error(words, id="accounts.E001")] if settings.DEMO else []


@register(Tags.security, deploy=True)
def secret_from_environment(app_configs, **kwargs) -> list:
    """Without a lasting secret every start would end all sessions."""
    words = "SECRET_KEY is not in the environment."
    return [] if os.environ.get("SECRET_KEY") else [Error(words, id="accounts.E002")]


@register(Tags.security, deploy=True)
def second_factor_for_supervisors(app_configs, **kwargs) -> list:
    """Who sees many organs' drafts needs more than a password."""
    words = "SECOND_FACTOR is off: supervisors log in with a password alone."
    return [] if settings.SECOND_FACTOR else [Warning(words, id="accounts.W001")]
