"""What every template may ask about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """Return the demo's log-in, name and password; None where real people work."""
    return {"demo_login": settings.DEMO_LOGIN if settings.DEMO else None}
