"""Registers of requests: an organ's own people, and from above only what they may see.

Cases are an organ's own; a supervisor sees counts, and cases only where the register says so.
"""

from django.http import Http404

from reports.models import Membership, Organ, Register
from reports.models.report import OWN_ROLES

from .organs import organs_supervised
from .roles import Role, supervisor_paths


def register_to_read(user, organ_id: int) -> Register:
    """Return the organ's register if `user` may see its cases; Http404 for everyone else."""
    register = register_to_count(user, organ_id)
    if not (register.is_own or register.shown_above):
        raise Http404
    return register


def register_to_count(user, organ_id: int) -> Register:
    """Return the organ's register if `user` may see its counts; Http404 for everyone else.

    `is_own`: whether they work there; `may_write`: whether they keep it. An organ that has none yet
    has an empty one, not stored.
    """
    organ = Organ.objects.filter(pk=organ_id).first()
    if organ is None:
        raise Http404
    held = Membership.objects.filter(user=user, organ=organ, role__in=OWN_ROLES)
    own = set(held.values_list("role", flat=True))
    if not own and not any(organ.path.startswith(path) for path in supervisor_paths(user)):
        raise Http404
    register = Register.objects.filter(organ=organ).first() or Register(organ=organ)
    register.organ = organ
    register.is_own, register.may_write = bool(own), Role.CLERK in own
    return register


def may_count_register(user, organ: Organ) -> bool:
    """Return whether `user` may see the counts of the organ's register."""
    try:
        register_to_count(user, organ.pk)
    except Http404:
        return False
    return True


def registers_worked_in(user) -> list[Organ]:
    """Return the organs whose register is the person's own, in the order of the tree."""
    held = Membership.objects.filter(user=user, role__in=OWN_ROLES)
    return list(Organ.objects.filter(pk__in=held.values("organ")))


def registers_counted_by(user) -> list[Organ]:
    """Return the organs below `user` that keep a register, in the order of the tree."""
    return list(organs_supervised(user).filter(register__isnull=False))


def register_of(organ: Organ) -> Register | None:
    """Return the register of an organ whose report the caller may see; None where there is none."""
    return Register.objects.filter(organ=organ).first()
