"""Organs: for which one writes, which one supervises, which one administers."""

from django.http import Http404

from reports.models import Membership, Organ
from reports.models.organ import OrganQuerySet

from .roles import Role, administrator_paths, supervisor_paths


def organs_of(user) -> OrganQuerySet:
    """Return the organs that `user` writes reports for."""
    held = Membership.objects.filter(user=user, role=Role.CLERK)
    return Organ.objects.filter(pk__in=held.values("organ"))


def organs_once_called(organs: OrganQuerySet, name: str) -> list[int]:
    """Return the ids of those organs that had that name before."""
    return list(organs.filter(former_names__name=name).values_list("pk", flat=True))


def organ_to_write_for(user, organ_id: int) -> Organ:
    """Return the organ if `user` writes its reports; Http404 for everyone else."""
    return _one(organs_of(user), organ_id)


def organs_counted_in(user, organ_id: int) -> OrganQuerySet:
    """Return the organ whose report `user` writes and all below; Http404 for everyone else.

    What those below have handed in is counted in that report: so far its writer sees their figures.
    """
    return Organ.objects.within([organ_to_write_for(user, organ_id).path])


def organs_supervised(user) -> OrganQuerySet:
    """Return the organs that `user` supervises, in the order of the tree."""
    return Organ.objects.within(supervisor_paths(user))


def trees_supervised(user) -> tuple[Organ, ...]:
    """Return the organs that `user` supervises and whose superior they do not, in tree order."""
    return _outermost(supervisor_paths(user))


def trees_administered(user) -> tuple[Organ, ...]:
    """Return the organs that `user` administers and whose superior they do not, in tree order."""
    return _outermost(administrator_paths(user))


def _outermost(paths: list[str]) -> tuple[Organ, ...]:
    whole = Organ.objects.filter(depth=1) if "" in paths else Organ.objects.filter(path__in=paths)
    found: list[Organ] = []
    for organ in whole.order_by("path"):
        if not (found and organ.path.startswith(found[-1].path)):
            found.append(organ)
    return tuple(found)


def organ_to_supervise(user, organ_id: int) -> Organ:
    """Return the organ if `user` supervises it; Http404 for everyone else."""
    return _one(organs_supervised(user), organ_id)


def organs_administered(user) -> OrganQuerySet:
    """Return the organs whose people and place `user` administers, in the order of the tree."""
    return Organ.objects.within(administrator_paths(user))


def organs_seen(user) -> OrganQuerySet:
    """Return the organs that `user` supervises or administers, in the order of the tree."""
    return Organ.objects.within([*supervisor_paths(user), *administrator_paths(user)])


def organ_to_administer(user, organ_id: int) -> Organ:
    """Return the organ if `user` administers it; Http404 for everyone else."""
    return _one(organs_administered(user), organ_id)


def organ_to_see(user, organ_id: int) -> Organ:
    """Return the organ if `user` supervises or administers it; Http404 for everyone else."""
    return _one(organs_seen(user), organ_id)


def supervises_anything(user) -> bool:
    """Whether the person supervises at least one organ."""
    return bool(supervisor_paths(user))


def administers_anything(user) -> bool:
    """Whether the person administers at least one organ."""
    held = Membership.objects.filter(user=user, role=Role.ADMINISTRATOR)
    return user.is_superuser or held.exists()


def may_still_invite(maker, organ: Organ) -> bool:
    """Whether the maker of an invitation may make it now: it lives no longer than that right."""
    return maker.is_active and organs_administered(maker).filter(pk=organ.pk).exists()


def _one(organs: OrganQuerySet, organ_id: int) -> Organ:
    organ = organs.filter(pk=organ_id).first()
    if organ is None:
        raise Http404
    return organ
