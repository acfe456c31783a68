"""Organs and the people who work for them."""

from django.conf import settings
from django.db import models

from reports.editions import ORGAN_TYPES, OrganType, organ_type


class Organ(models.Model):
    """A body that owes a report each year."""

    name = models.CharField("机关名称", max_length=100, unique=True)
    type = models.CharField(
        "机关类型",
        max_length=30,
        choices=[(kind.id, kind.caption) for kind in ORGAN_TYPES.values()],
        default="department",
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organs", verbose_name="人员"
    )

    class Meta:
        verbose_name = verbose_name_plural = "机关"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> OrganType:
        """The kind of organ: its deadline and its duties."""
        return organ_type(self.type)


class Membership(models.Model):
    """A person who writes an organ's reports."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="人员")
    organ = models.ForeignKey(Organ, models.CASCADE, verbose_name="机关")

    class Meta:
        verbose_name = verbose_name_plural = "机关人员"
        constraints = [
            models.UniqueConstraint(fields=["user", "organ"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.organ}）"
