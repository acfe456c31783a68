"""What every template may ask about the site."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reports import access


def site(request: HttpRequest) -> dict:
    """Return the person's name, and the demo's log-in (name, password) where this is the demo."""

    def person() -> str:
        user = getattr(request, "user", None)
        return access.person_name(user) if user and user.is_authenticated else ""

    return {
        # Asked for only by pages that show it: what nobody asks, no cache needs to keep apart.
        "person": SimpleLazyObject(person),
        "demo_login": settings.DEMO_LOGIN if settings.DEMO else None,
    }
