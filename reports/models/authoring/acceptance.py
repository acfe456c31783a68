"""A warning that somebody has looked at and keeps, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..report import Report


class Acceptance(models.Model):
    """One warning kept. `key` names it with its words and numbers: when they change it comes back."""

    LONGEST = 500

    report = models.ForeignKey(Report, models.CASCADE, related_name="acceptances")
    key = models.CharField("提醒", max_length=16)
    rule = models.CharField("规则", max_length=100)
    reason = models.CharField("理由", max_length=LONGEST)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="说明人"
    )
    at = models.DateTimeField("时间", auto_now=True)
    # What the warning said and where, for lists that do not judge anew; who above has looked at it.
    message = models.CharField("提醒的内容", max_length=500, blank=True)
    place = models.CharField("位置", max_length=80, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="认可人"
    )
    seen_at = models.DateTimeField("认可时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒的说明"
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="acceptance_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="acceptance_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.rule}"
