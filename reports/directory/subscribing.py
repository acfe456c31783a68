"""A person's private address to follow their days at: made anew, taken back, found by its secret."""

import hashlib
import secrets

from django.db import transaction

from reports import history
from reports.models import Subscription

Action = history.Action


@transaction.atomic
def subscribe(*, by) -> str:
    """Return a new secret of the person's private address; an earlier one serves no more."""
    secret = secrets.token_urlsafe(32)
    Subscription.objects.update_or_create(user=by, defaults={"secret_hash": _hash(secret)})
    history.note(Action.SUBSCRIBED, by=by)
    return secret


@transaction.atomic
def unsubscribe(*, by) -> bool:
    """Let the person's private address serve no more; return whether there was one."""
    gone, _ = Subscription.objects.filter(user=by).delete()
    if gone:
        history.note(Action.UNSUBSCRIBED, by=by)
    return bool(gone)


def subscription_of(user) -> Subscription | None:
    """Return the person's subscription, if there is one."""
    return Subscription.objects.filter(user=user).first()


def subscriber(secret: str):
    """Return the active person whose private address has that secret; None where nobody's has."""
    kept = Subscription.objects.filter(secret_hash=_hash(secret), user__is_active=True)
    found = kept.select_related("user").first()
    return found.user if found else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
