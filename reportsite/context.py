"""What every template may ask about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """Return whether this is the demo, whose log-in may be shown."""
    return {"demo": settings.DEMO}
