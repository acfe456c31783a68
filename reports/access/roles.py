"""Who holds which role where. A supervisor or administrator holds it for all below, too."""

from django.contrib.auth.models import User
from django.db.models import CharField, QuerySet, Value

from reports.models import Membership, Organ

Role = Membership.Role
ALL = [""]  # the path of everything


def _paths(user, role: str) -> list[str]:
    held = Membership.objects.filter(user=user, role=role)
    return list(held.values_list("organ__path", flat=True))


def roles_of(user) -> dict[str, bool]:
    """Return the roles that `user` holds anywhere, each with True."""
    held = Membership.objects.filter(user=user).values_list("role", flat=True).distinct()
    roles = dict.fromkeys(held, True)
    return roles | {Role.ADMINISTRATOR.value: True} if user.is_superuser else roles


def supervisor_paths(user) -> list[str]:
    """Return the paths of the organs that `user` supervises, each with all below it."""
    return _paths(user, Role.SUPERVISOR)


def administrator_paths(user) -> list[str]:
    """Return the paths that `user` administers; a superuser administers everything."""
    return ALL if user.is_superuser else _paths(user, Role.ADMINISTRATOR)


def people_of(organ: Organ, *roles: str) -> QuerySet[User]:
    """Return the active people who hold one of `roles` in the organ itself."""
    held = Membership.objects.filter(organ=organ, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def supervisors_of(organ: Organ) -> QuerySet[User]:
    """Return the active people who supervise the organ, from it or from above."""
    held = Membership.objects.over(_value(organ.path)).filter(role=Role.SUPERVISOR)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def nearest_supervisors(organ: Organ) -> QuerySet[User]:
    """Return the supervisors nearest above the organ: those whom a step of its report concerns."""
    held = Membership.objects.over(_value(organ.path)).filter(
        role=Role.SUPERVISOR, user__is_active=True
    )
    nearest = held.order_by("-organ__depth").values_list("organ", flat=True).first()
    return User.objects.filter(is_active=True, pk__in=held.filter(organ=nearest).values("user"))


def roles_over(user, organ: Organ) -> tuple[set[str], set[str]]:
    """Return the roles of `user` in the organ itself, and those in it or above it."""
    held = Membership.objects.over(_value(organ.path)).filter(user=user)
    pairs = list(held.values_list("organ_id", "role"))
    return {role for at, role in pairs if at == organ.pk}, {role for _, role in pairs}


def _value(path: str) -> Value:
    return Value(path, output_field=CharField())
