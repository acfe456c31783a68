"""Who holds which role where. A supervisor or administrator holds it for all below, too."""

from django.contrib.auth.models import User
from django.db.models import CharField, QuerySet, Value

from reports.models import Membership, Organ
from reportsite.database.composed import Composed

Role = Membership.Role
ALL_PATHS = [""]  # the path of everything


def remember_roles(user) -> None:
    """Let the roles of `user`, the person of one request, be fetched once for all that ask.

    With a password's session they may have come with the person (BESIDE).
    """
    user.held_roles = getattr(user, "held_roles", None)


_roles_held = Composed(
    lambda user: Membership.objects.filter(user=user).values_list("organ_id", "organ__path", "role")
)

BESIDE = ("held_roles", _roles_held)  # the attribute of the person, and the question


def _held(user) -> list[tuple[int, str, str]]:
    """Return each role that `user` holds: the organ's id, its path, the role."""
    held = getattr(user, "held_roles", None)
    if held is None:
        held = _roles_held(user.pk)
        if hasattr(user, "held_roles"):
            user.held_roles = held
    return held


def _paths(user, role: str) -> list[str]:
    return [path for _, path, held in _held(user) if held == role]


def roles_of(user) -> dict[str, bool]:
    """Return the roles that `user` holds anywhere, each with True."""
    roles = dict.fromkeys((role for *_, role in _held(user)), True)
    return roles | {Role.ADMINISTRATOR.value: True} if user.is_superuser else roles


def supervisor_paths(user) -> list[str]:
    """Return the paths of the organs that `user` supervises, each with all below it."""
    return _paths(user, Role.SUPERVISOR)


def administrator_paths(user) -> list[str]:
    """Return the paths that `user` administers; a superuser administers everything."""
    return ALL_PATHS if user.is_superuser else _paths(user, Role.ADMINISTRATOR)


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
    over = [(at, role) for at, path, role in _held(user) if organ.path.startswith(path)]
    return {role for at, role in over if at == organ.pk}, {role for _, role in over}


def _value(path: str) -> Value:
    return Value(path, output_field=CharField())
