"""What every template may ask about the site."""

from django.conf import settings
from django.http import HttpRequest

from reports import access


def site(request: HttpRequest) -> dict:
    """Return the person's name, and the demo's log-in (name, password) where this is the demo."""
    user = getattr(request, "user", None)
    return {
        "person": access.person_name(user) if user and user.is_authenticated else "",
        "demo_login": settings.DEMO_LOGIN if settings.DEMO else None,
    }
