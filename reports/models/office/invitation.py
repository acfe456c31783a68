"""An invitation to work for an organ, by a link that serves once."""

import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from ..organ import Membership, Organ
from .notice import unsent

# Signed, so that nobody can make a link up.
_signer = signing.Signer(salt="reports.invitation")


class InvitationQuerySet(models.QuerySet):
    """Questions about many invitations."""

    def pending(self) -> "InvitationQuerySet":
        """Keep what was neither accepted nor taken back; its term may be over."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def to_mail(self) -> "InvitationQuerySet":
        """Keep what shall go out by e-mail and has not yet."""
        serving = self.pending().filter(at__gt=timezone.now() - Invitation.VALID)
        waiting = serving.filter(unsent()).exclude(email="").exclude(home="")
        return waiting.with_right().filter(has_right=True).select_related("organ", "by")

    def with_right(self) -> "InvitationQuerySet":
        """Add `has_right`: whether whoever made each may make it now (access.may_still_invite)."""
        held = Membership.objects.over(OuterRef("organ__path")).filter(
            user=OuterRef("by"), role=Membership.Role.ADMINISTRATOR
        )
        may = Q(by__is_active=True) & (Q(by__is_superuser=True) | Exists(held))
        return self.annotate(has_right=ExpressionWrapper(may, models.BooleanField()))


class Invitation(models.Model):
    """Roles in an organ, offered to whoever holds the signed link, until it expires or is used.

    Where there is an `email`, the row is the outbox of the letter with the link.
    """

    VALID = datetime.timedelta(days=7)
    # Nobody's letter box is filled by somebody who is impatient.
    PAUSE = datetime.timedelta(minutes=10)

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="invitations")
    roles = models.CharField("角色", max_length=60)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    home = models.CharField("网站地址", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("邀请时间", default=timezone.now)
    accepted_at = models.DateTimeField("接受时间", null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField("撤销时间", null=True)
    claimed_at = models.DateTimeField("取走发送的时间", null=True)
    mailed_at = models.DateTimeField("邮件时间", null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邀请"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.name}（{self.organ}）"

    @property
    def expires_at(self) -> datetime.datetime:
        """When the link stops to serve."""
        return self.at + self.VALID

    @property
    def is_open(self) -> bool:
        """Whether the link still serves."""
        used = self.accepted_at or self.cancelled_at
        return not used and timezone.now() < self.expires_at

    @property
    def link(self) -> str:
        """The address that the invited person opens."""
        return f"{self.home}{reverse('join', args=[_signer.sign(str(self.pk))])}"

    @staticmethod
    def pk_of(token: str) -> int:
        """Return the key of the invitation that a link names; raise BadSignature."""
        return int(_signer.unsign(token))

    @property
    def role_list(self) -> list[str]:
        """The offered roles."""
        return self.roles.split(",")

    @property
    def role_names(self) -> str:
        """The offered roles as people read them."""
        return "、".join(Membership.Role(role).label for role in self.role_list)
