"""What every template may ask about the site."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reports import access, notices


def site(request: HttpRequest) -> dict:
    """Return who the person is, what they have not read, and the log-ins where this is the demo."""
    user = SimpleLazyObject(lambda: getattr(request, "user", AnonymousUser()))

    def of_person(ask, nobody):
        # Asked for only by pages that show it: what nobody asks, no cache needs to keep apart.
        return SimpleLazyObject(lambda: ask(user) if user.is_authenticated else nobody)

    return {
        "person": of_person(access.person_name, ""),
        "roles": of_person(access.roles_of, {}),
        "unread": of_person(notices.unread_count, 0),
        "demo_login": settings.DEMO_LOGIN if settings.DEMO else None,
        "demo_people": settings.DEMO_PEOPLE[1:] if settings.DEMO else (),
    }
