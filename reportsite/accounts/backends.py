"""Who is let in besides Django's own check of a password."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.module_loading import import_string
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from reportsite.database.composed import Composed, ask_beside

log = logging.getLogger(__name__)


class NoDemoPassword:
    """Outside the demo nobody gets in with the demo's public password."""

    def authenticate(self, request: HttpRequest | None, password: str | None = None, **kwargs):
        """Raise PermissionDenied for the demo's password; else leave it to the others."""
        if password == settings.DEMO_LOGIN[1] and not settings.DEMO:
            raise PermissionDenied


_person = Composed(lambda pk: get_user_model().objects.filter(pk=pk).order_by())


class PasswordBackend(ModelBackend):
    """Django's own check of a password; whose session it is, is asked with every request."""

    def get_user(self, user_id: int):
        """Return the person of a session; None for one who has been shut out.

        What most pages ask of the person next goes with it where the way to the database is what takes
        time (settings.ASKED_BESIDE).
        """
        name, question = import_string(settings.ASKED_BESIDE)
        found, beside = ask_beside((_person, int(user_id)), (question, int(user_id)))
        if not found or not self.user_can_authenticate(found[0]):
            return None
        if beside is not None:
            setattr(found[0], name, beside)
        return found[0]


class OpenIDBackend(OIDCAuthenticationBackend):
    """Somebody whom the organ's OpenID provider vouches for; accounts are made here, not there."""

    def verify_claims(self, claims: dict) -> bool:
        """Return whether the provider names the person."""
        return bool(claims.get(settings.OIDC_USERNAME_CLAIM))

    def filter_users_by_claims(self, claims: dict):
        """Return the account of that very name."""
        name = claims.get(settings.OIDC_USERNAME_CLAIM)
        return self.UserModel.objects.filter(username=name, is_active=True)

    def describe_user_by_claims(self, claims: dict) -> str:
        """Return what a log may say of the person: nothing."""
        return "such an account"

    def authenticate(self, request: HttpRequest | None, **kwargs):
        """Return the person; None also where the provider does not answer as it should."""
        try:
            return super().authenticate(request, **kwargs)
        except Exception as fault:
            log.warning("sign-on failed: %s", type(fault).__name__)
            return None

    def get_user(self, user_id: int):
        """Return the person of a session; None for one who has been shut out since the log-in."""
        user = super().get_user(user_id)
        return user if user is not None and user.is_active else None
