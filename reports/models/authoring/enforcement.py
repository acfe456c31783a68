"""What the yearly statistics of administrative enforcement say beside a report."""

from django.conf import settings
from django.db import models

from ..report import Report


class Enforcement(models.Model):
    """The numbers of these statistics, kept with the report whose table 二 counts them once more.

    `told` is the JSON of reports/importing/enforcement; `name` the file, empty where it was typed.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="enforcement")
    told = models.JSONField("数字")
    name = models.CharField("文件名", max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("读取时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政执法统计年报"

    def __str__(self) -> str:
        return f"{self.report_id} {self.name}"
