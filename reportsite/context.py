"""What every template may ask about the site."""

from django.conf import settings
from django.http import HttpRequest

from reports import access
from reports.oversight import notices


def site(request: HttpRequest) -> dict:
    """Return who the person is, what they have not read, and the log-ins where this is the demo."""
    if request.path.startswith("/open/"):
        return {}  # the public site looks at nobody, so that caches need not keep people apart
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "person": access.person_name(user) if known else "",
        "roles": access.roles_of(user) if known else {},
        "unread": notices.unread_count(user) if known else 0,
        "demo_login": settings.DEMO_LOGIN if settings.DEMO else None,
        "demo_people": settings.DEMO_PEOPLE[1:] if settings.DEMO else (),
    }
