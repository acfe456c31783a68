"""Who changed what."""

from django.conf import settings
from django.db import models

from .report import Report


class Change(models.Model):
    """One acknowledged change of a cell, a section or a detail. Made only by reports/history.py."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="changes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    revision = models.PositiveIntegerField("修订号")
    place = models.CharField("位置", max_length=80)
    old = models.TextField("原内容", blank=True)
    new = models.TextField("新内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["report", "place", "-revision"], name="change_by_place")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.place}"
