"""Bulk export: jobs, the reports in each, and the files made of them."""

from django.db import models
from django.db.models import Q

from ..organ import Organ
from ..report import Report
from .jobs import Item, Job


class BulkJob(Job):
    """An export of many reports. `states` and `forms` are ids of Report.Status and of rendering.formats."""

    year = models.PositiveSmallIntegerField("年度")
    under = models.ForeignKey(Organ, models.SET_NULL, null=True, related_name="+")
    # The other filters of the list that it was asked for from, in words.
    chosen = models.CharField("筛选", max_length=300, blank=True)
    states = models.JSONField("报告状态")
    forms = models.JSONField("格式")

    class Meta:
        verbose_name = verbose_name_plural = "批量导出"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "finished", "cancelled"]),
                name="bulk_job_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_state_display()}"


class BulkItem(Item):
    """One report of an export, and how far it is."""

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="items")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    # What was printed: the report may have gone on since.
    revision = models.PositiveIntegerField("修订号", null=True)
    status = models.CharField("报告状态", max_length=20, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量导出的报告"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "report"], name="bulk_report_once"),
            models.UniqueConstraint(fields=["job", "position"], name="bulk_position_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]),
                name="bulk_item_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="bulk_failure_says_why"
            ),
        ]
        indexes = [models.Index(fields=["job", "state", "position"], name="bulk_by_state")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.report_id} {self.get_state_display()}"


class BulkFile(models.Model):
    """A report of a job in one form. In the database, where every machine finds it."""

    item = models.ForeignKey(BulkItem, models.CASCADE, related_name="files")
    form = models.CharField("格式", max_length=20)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "批量导出的文件"
        constraints = [models.UniqueConstraint(fields=["item", "form"], name="bulk_form_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.form}"
