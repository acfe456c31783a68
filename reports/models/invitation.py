"""An invitation to work for an organ, by a link that serves once."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from .organ import Membership, Organ


class Invitation(models.Model):
    """Roles in an organ, offered to whoever holds the signed link, until it expires or is used."""

    VALID = datetime.timedelta(days=7)

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="invitations")
    roles = models.CharField("角色", max_length=60)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("邀请时间", default=timezone.now)
    accepted_at = models.DateTimeField("接受时间", null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField("撤销时间", null=True)

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
    def role_list(self) -> list[str]:
        """The offered roles."""
        return self.roles.split(",")

    @property
    def role_names(self) -> str:
        """The offered roles as people read them."""
        return "、".join(Membership.Role(role).label for role in self.role_list)
