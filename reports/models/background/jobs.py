"""Background work as rows: jobs, the pieces of each, and the workers that do them (docs/adr/0040).

What is done is said by the models that inherit these: bulk exports (bulk), old reports (gathering).
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest, Now

from reportsite.database import within


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


class JobQuerySet(models.QuerySet):
    """Questions about many jobs of one kind."""

    def open(self) -> "JobQuerySet":
        """Keep what is not at its end."""
        return self.filter(state__in=Job.OPEN)

    def with_progress(self) -> "JobQuerySet":
        """Add how many pieces each job has, and how many of them are made and have failed."""
        done, failed = Item.State.DONE, Item.State.FAILED
        return self.annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__state=done)),
            failed=Count("items", filter=Q(items__state=failed)),
        )

    def stranded(self) -> "JobQuerySet":
        """Keep the running jobs with work to do on which nothing has moved for a while.

        The task that was to do it went down with its worker, or waits behind others: handing the
        job out once more does no harm.
        """
        moved = Greatest(
            "delivered_at",
            Coalesce(Max("items__started_at"), "delivered_at"),
            Coalesce(Max("items__finished_at"), "delivered_at"),
        )
        waiting = self.filter(Exists(self._undone()), state=Job.State.RUNNING)
        return waiting.annotate(moved_at=moved).filter(~within("moved_at", silence(), Now()))

    def through(self) -> "JobQuerySet":
        """Keep the running jobs that have nothing more to do."""
        return self.filter(~Exists(self._undone()), state=Job.State.RUNNING)

    def _undone(self) -> models.QuerySet:
        items = self.model.items.rel.related_model.objects
        return items.filter(job=OuterRef("pk"), state__in=Item.UNDONE)


class Job(models.Model):
    """Many pieces of work that one person has asked for.

    `round` counts how often it was handed to the task engine; a task of an earlier round does
    nothing.
    """

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        PAUSED = "paused", "已暂停"
        FINISHED = "finished", "已完成"
        CANCELLED = "cancelled", "已取消"

    OPEN = (State.RUNNING, State.PAUSED)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RUNNING)
    round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    delivered_at = models.DateTimeField("交给任务引擎的时间", db_default=Now())
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True


class ItemQuerySet(models.QuerySet):
    """Questions about the pieces of jobs."""

    def claimable_by(self, worker: Worker) -> "ItemQuerySet":
        """Keep what waits, and what was taken by a worker that is silent or gone.

        What `worker` itself had taken counts, too: it does one thing at a time, so it let go of it.
        """
        silent = ~within("worker__seen_at", silence(), Now())
        waiting, running = Item.State.WAITING, Item.State.RUNNING
        let_go = Q(worker=None) | Q(worker=worker) | silent
        return self.filter(Q(state=waiting) | Q(let_go, state=running))


class Item(models.Model):
    """One piece of a job, and how far it is; the model that inherits this has the `job`.

    `attempts` counts how often it was taken up: who finishes must name the attempt, so that a
    worker that was thought dead cannot finish what another has taken up since.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    UNDONE = (State.WAITING, State.RUNNING)

    position = models.PositiveIntegerField("序号")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    error = models.CharField("原因", max_length=500, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        abstract = True
