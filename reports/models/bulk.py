"""Bulk export: jobs, the reports in each, the files made of them, and the workers that make them."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest, Now

from reportsite.database import within

from .organ import Organ
from .report import Report


def silence() -> datetime.timedelta:
    """Return how long nothing is heard of a worker, or moves on a job, before others take over."""
    return datetime.timedelta(seconds=settings.WORKER_SILENCE)


class Worker(models.Model):
    """A process that does background work. `seen_at` is by the database's clock."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField("启动时间", auto_now_add=True)
    seen_at = models.DateTimeField("最后出现时间")

    class Meta:
        verbose_name = verbose_name_plural = "后台进程"

    def __str__(self) -> str:
        return self.name


class BulkJobQuerySet(models.QuerySet):
    """Questions about many jobs."""

    def open(self) -> "BulkJobQuerySet":
        """Keep what is not at its end."""
        return self.filter(state__in=BulkJob.OPEN)

    def with_progress(self) -> "BulkJobQuerySet":
        """Add how many reports each job has, and how many of them are made and have failed."""
        done, failed = BulkItem.State.DONE, BulkItem.State.FAILED
        return self.annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__state=done)),
            failed=Count("items", filter=Q(items__state=failed)),
        )

    def stranded(self) -> "BulkJobQuerySet":
        """Keep the running jobs with work to do on which nothing has moved for a while.

        The task that was to do it went down with its worker, or waits behind others: handing the
        job out once more does no harm.
        """
        undone = BulkItem.objects.filter(job=OuterRef("pk"), state__in=BulkItem.UNDONE)
        moved = Greatest(
            "delivered_at",
            Coalesce(Max("items__started_at"), "delivered_at"),
            Coalesce(Max("items__finished_at"), "delivered_at"),
        )
        waiting = self.filter(Exists(undone), state=BulkJob.State.RUNNING)
        return waiting.annotate(moved_at=moved).filter(~within("moved_at", silence(), Now()))

    def through(self) -> "BulkJobQuerySet":
        """Keep the running jobs that have nothing more to do."""
        undone = BulkItem.objects.filter(job=OuterRef("pk"), state__in=BulkItem.UNDONE)
        return self.filter(~Exists(undone), state=BulkJob.State.RUNNING)


class BulkJob(models.Model):
    """An export of many reports that one person has asked for.

    `round` counts how often it was handed to the task engine; a task of an earlier round does
    nothing. `states` and `forms` are ids of Report.Status and of rendering.formats.
    """

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        PAUSED = "paused", "已暂停"
        FINISHED = "finished", "已完成"
        CANCELLED = "cancelled", "已取消"

    OPEN = (State.RUNNING, State.PAUSED)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    under = models.ForeignKey(Organ, models.SET_NULL, null=True, related_name="+")
    # The other filters of the list that it was asked for from, in words.
    chosen = models.CharField("筛选", max_length=300, blank=True)
    states = models.JSONField("报告状态")
    forms = models.JSONField("格式")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RUNNING)
    round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    delivered_at = models.DateTimeField("交给任务引擎的时间", db_default=Now())
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = BulkJobQuerySet.as_manager()

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


class BulkItemQuerySet(models.QuerySet):
    """Questions about the reports of jobs."""

    def claimable_by(self, worker: Worker) -> "BulkItemQuerySet":
        """Keep what waits, and what was taken by a worker that is silent or gone.

        What `worker` itself had taken counts, too: it does one thing at a time, so it let go of it.
        """
        silent = ~within("worker__seen_at", silence(), Now())
        waiting, running = BulkItem.State.WAITING, BulkItem.State.RUNNING
        let_go = Q(worker=None) | Q(worker=worker) | silent
        return self.filter(Q(state=waiting) | Q(let_go, state=running))


class BulkItem(models.Model):
    """One report of a job, and how far it is.

    `attempts` counts how often it was taken up: who finishes must name the attempt, so that a
    worker that was thought dead cannot finish what another has taken up since.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "生成中"
        DONE = "done", "已生成"
        FAILED = "failed", "未生成"

    UNDONE = (State.WAITING, State.RUNNING)

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField("序号")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    # What was printed: the report may have gone on since.
    revision = models.PositiveIntegerField("修订号", null=True)
    status = models.CharField("报告状态", max_length=20, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)
    error = models.CharField("原因", max_length=500, blank=True)

    objects = BulkItemQuerySet.as_manager()

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
