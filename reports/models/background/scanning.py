"""Scans and photographs that somebody brings in: their pages, and what was seen on each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..organ import Organ
from ..report import MAIN, Report
from .jobs import Item, Job


class Scan(Job):
    """A scan on its way to be looked at, one a person. `organ`, `year`, `kind`: which report it goes into.

    Gone once it is laid beside a report; `error` says why it could not be.
    """

    by = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="scan")
    name = models.CharField("文件名", max_length=120)
    organ = models.ForeignKey(Organ, models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField("年度", null=True)
    kind = models.CharField("报告种类", max_length=10, choices=Report.Kind, default=MAIN)
    # Of the whole file where some are read from their pictures, some from their text.
    count = models.PositiveSmallIntegerField("页数")
    error = models.CharField("原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待识别的扫描件"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "finished", "cancelled"]),
                name="scan_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScanFile(models.Model):
    """A file's bytes, apart: progress needs none of them."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField("序号")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "扫描件的原文件"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.scan_id}-{self.position}"


class ScanPage(Item):
    """A page that is read from its picture: `page` of its file, and what was seen there."""

    job = models.ForeignKey(Scan, models.CASCADE, related_name="items")
    file = models.ForeignKey(ScanFile, models.CASCADE, related_name="+")
    page = models.PositiveSmallIntegerField("页")
    seen = models.JSONField("内容", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "扫描件的页"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="scan_position_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]),
                name="scan_page_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}-{self.position}"
