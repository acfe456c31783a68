"""People: what they are called, and who looks after their accounts."""

from django.contrib.auth.models import User
from django.http import Http404

from reports.models import Membership, Organ

from .roles import administrator_paths


def person_name(user) -> str:
    """Return what a colleague is called on screen: family name first, else the log-in name."""
    return f"{user.last_name}{user.first_name}" or user.get_username()


def person_to_administer(user, person_id: int) -> User:
    """Return a person whose every organ `user` administers; Http404 for everyone else.

    Who also works outside is not theirs to shut out.
    """
    mine = Organ.objects.within(administrator_paths(user))
    held = Membership.objects.filter(user=person_id)
    person = User.objects.filter(pk=person_id, is_superuser=False).first()
    inside = held.exists() and not held.exclude(organ__in=mine).exists()
    if person is None or not inside:
        raise Http404
    return person
