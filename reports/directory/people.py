"""The people of organs: invited by a link, given roles, shut out and let in again."""

import datetime

from django.contrib.auth.models import User
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.models import Invitation, Membership, Organ
from reports.oversight import notices
from reports.refusals import Refused
from reportsite.database import within

Action = history.Action
_SAME = datetime.timedelta(minutes=1)  # the same invitation once more within it is the same act


class NameTaken(Refused):
    """Somebody else has this log-in name."""


@transaction.atomic
def invite(
    organ_id: int, *, name: str, roles: list[str], email: str, by, home: str = ""
) -> Invitation:
    """Return a new invitation to work for an organ that `by` administers; raise Http404.

    Where there is an address it also goes there by e-mail. `home` is the site's own address.
    """
    organ = access.organ_to_administer(by, organ_id)
    # One after the other: a second click, or the page sent once more, finds what the first made.
    Organ.objects.select_for_update(no_key=True).get(pk=organ_id)
    wanted = {"organ": organ, "roles": ",".join(roles), "name": name, "email": email, "by": by}
    same = Invitation.objects.pending().filter(within("at", _SAME, timezone.now()), **wanted)
    if recent := same.first():
        return recent
    invitation = Invitation.objects.create(home=home, **wanted)
    notices.send_soon()
    detail = f"邀请{name}任{invitation.role_names}"
    history.note(Action.INVITED, by=by, organ=organ, detail=detail)
    return invitation


@transaction.atomic
def send_again(invitation_id: int, *, by, home: str) -> Invitation:
    """Give the same link a new term, and send it once more; raise Http404, Refused.

    From now on it is the invitation of whoever sends it: theirs is the right that it lives by.
    """
    invitation = _to_administer(invitation_id, by)
    if invitation.accepted_at or invitation.cancelled_at:
        raise Refused("这个邀请已经用过或撤销，请重新邀请。")
    if invitation.mailed_at and abs(timezone.now() - invitation.mailed_at) < Invitation.PAUSE:
        raise Refused("邮件刚刚发过，请十分钟后再发，或者请本人查看垃圾邮件。")
    invitation.at, invitation.home, invitation.by = timezone.now(), home, by
    invitation.mailed_at = invitation.claimed_at = None
    invitation.save(update_fields=["at", "home", "by", "mailed_at", "claimed_at"])
    notices.send_soon()
    detail = f"重新发送对{invitation.name}的邀请"
    history.note(Action.INVITED_AGAIN, by=by, organ=invitation.organ, detail=detail)
    return invitation


@transaction.atomic
def cancel_invitation(invitation_id: int, *, by) -> Organ:
    """Make a link useless; return its organ. Raise Http404."""
    invitation = _to_administer(invitation_id, by)
    organ = invitation.organ
    if not (invitation.accepted_at or invitation.cancelled_at):
        invitation.cancelled_at = timezone.now()
        invitation.save(update_fields=["cancelled_at"])
        detail = f"撤销对{invitation.name}的邀请"
        history.note(Action.INVITATION_CANCELLED, by=by, organ=organ, detail=detail)
    return organ


def _to_administer(invitation_id: int, by) -> Invitation:
    rows = Invitation.objects.select_related("organ").select_for_update(of=("self",))
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    access.organ_to_administer(by, invitation.organ_id)
    return invitation


def invitation_of(token: str, lock: bool = False) -> Invitation:
    """Return the invitation of a link that still serves; raise Http404, Refused."""
    try:
        pk = Invitation.pk_of(token)
    except signing.BadSignature:
        raise Http404 from None
    rows = Invitation.objects.select_related("organ", "by")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    invitation = rows.filter(pk=pk).first()
    if invitation is None:
        raise Http404
    if not invitation.is_open:
        why = (
            "已经用过"
            if invitation.accepted_at
            else "已经撤销"
            if invitation.cancelled_at
            else "已经过期"
        )
        raise Refused(f"这个邀请链接{why}。请联系邀请人重新发送。", 410)
    if not access.may_still_invite(invitation.by, invitation.organ):
        raise Refused(
            "邀请人现在不能再邀请这个机关的人员，链接已失效。请联系本机关现在的管理员重新邀请。",
            410,
        )
    return invitation


@transaction.atomic
def join(token: str, *, username: str, password: str, last_name: str, first_name: str) -> User:
    """Make the invited person's own account and give it the roles; raise Http404, Refused."""
    invitation = invitation_of(token, lock=True)
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                username, invitation.email, password, last_name=last_name, first_name=first_name
            )
    except IntegrityError:
        raise NameTaken("这个用户名已经有人使用，请换一个。") from None
    return _accept(invitation, person)


@transaction.atomic
def join_as(token: str, person: User) -> User:
    """Give the invitation's roles to a person who has an account; raise Http404, Refused."""
    return _accept(invitation_of(token, lock=True), person)


def _accept(invitation: Invitation, person: User) -> User:
    _give(person, invitation.organ, invitation.role_list)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    detail = f"任{invitation.organ}{invitation.role_names}"
    history.note(Action.JOINED, by=person, organ=invitation.organ, detail=detail)
    return person


def _give(person: User, organ: Organ, roles: list[str]) -> None:
    Membership.objects.bulk_create(
        [Membership(user=person, organ=organ, role=role) for role in roles], ignore_conflicts=True
    )


@transaction.atomic
def set_roles(organ_id: int, person_id: int, roles: list[str], *, by) -> None:
    """Let a person of the organ hold exactly `roles` in it; raise Http404, Refused."""
    organ = access.organ_to_administer(by, organ_id)
    held = Membership.objects.filter(organ=organ, user=person_id)
    person = User.objects.filter(pk__in=held.values("user")).first()
    if person is None:
        raise Http404
    before = set(held.values_list("role", flat=True))
    if person == by and "administrator" in before - set(roles):
        raise Refused("不能取消自己的管理员角色，请由另一位管理员办理。")
    if before == set(roles):
        return
    held.exclude(role__in=roles).delete()
    _give(person, organ, roles)
    names = "、".join(Membership.Role(role).label for role in roles) or "无"
    detail = f"{access.person_name(person)}的角色改为：{names}"
    history.note(Action.ROLES_CHANGED, by=by, organ=organ, detail=detail)


@transaction.atomic
def set_active(person_id: int, active: bool, *, by) -> User:
    """Let a person in, or shut them out at once, everywhere; raise Http404, Refused."""
    person = access.person_to_administer(by, person_id)
    if person == by:
        raise Refused("不能停用自己的账号，请由另一位管理员办理。")
    if person.is_active != active:
        person.is_active = active
        person.save(update_fields=["is_active"])
        action = Action.REACTIVATED if active else Action.DEACTIVATED
        organ = Organ.objects.filter(membership__user=person).first()
        history.note(action, by=by, organ=organ, detail=access.person_name(person))
    return person


def staff_of(organ: Organ) -> list[User]:
    """Return the organ's people by name, each with their `roles` in it and their `called`."""
    people: dict[int, User] = {}
    held = Membership.objects.filter(organ=organ).select_related("user")
    for membership in held.order_by("user__last_name", "user__first_name", "user__username"):
        person = people.setdefault(membership.user_id, membership.user)
        person.roles = [*getattr(person, "roles", []), membership.role]
        person.called = access.person_name(person)
    return list(people.values())


def invitation_to_show(organ: Organ, invitation_id: int | None) -> Invitation | None:
    """Return the organ's invitation of that key while its link serves."""
    if invitation_id is None:
        return None
    found = Invitation.objects.pending().filter(organ=organ, pk=invitation_id).first()
    return found if found and found.is_open else None


def invitations_of(organ: Organ) -> list[Invitation]:
    """Return the organ's invitations that nobody has accepted, also those whose term is over."""
    return list(organ.invitations.pending().with_right())
