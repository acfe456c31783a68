"""整改: what somebody found in a published report, by when it is to be put right, and what was done."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from ..report import Report
from .publication import Publication


class RectificationQuerySet(models.QuerySet):
    """Questions about many of them."""

    def counted(self) -> "RectificationQuerySet":
        """Leave out what was taken back."""
        return self.exclude(state=Rectification.State.DROPPED)

    def unsettled(self) -> "RectificationQuerySet":
        """Keep what the organ has to answer, or the office to look at."""
        return self.filter(state__in=Rectification.UNSETTLED)

    def to_answer(self) -> "RectificationQuerySet":
        """Keep what waits for the organ."""
        return self.filter(state=Rectification.State.OPEN)

    def overdue(self) -> "RectificationQuerySet":
        """Keep what waits for the organ though its day is past."""
        return self.to_answer().filter(due__lt=timezone.localdate())

    def late(self) -> "RectificationQuerySet":
        """Keep what was answered after its day, or is overdue now."""
        overdue = Q(state=Rectification.State.OPEN, due__lt=timezone.localdate())
        return self.counted().filter(Q(was_late=True) | overdue)

    def by_report(self) -> dict[int, int]:
        """Return how many there are of each report."""
        return dict(self.order_by().values_list("report").annotate(Count("pk")))


class Rectification(models.Model):
    """One thing to be put right in a report that is public. Never public itself.

    `publication`: the version in which it was found; `place` as a remark's. `origin`: whose review
    or which letter, never a citizen's name. `was_late`: it was answered after its day, once.
    """

    LONGEST = 500
    LONGEST_ORIGIN = 60

    class Source(models.TextChoices):
        OFFICE = "office", "主管部门检查"
        REVIEW = "review", "第三方评估"
        CITIZEN = "citizen", "群众反映"

    class State(models.TextChoices):
        OPEN = "open", "待整改"
        ANSWERED = "answered", "待认可"
        CLOSED = "closed", "已办结"
        DROPPED = "dropped", "已撤销"

    UNSETTLED = (State.OPEN, State.ANSWERED)

    report = models.ForeignKey(Report, models.PROTECT, related_name="rectifications")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    place = models.CharField("位置", max_length=80, blank=True)
    source = models.CharField("来源", max_length=10, choices=Source)
    origin = models.CharField("来源说明", max_length=LONGEST_ORIGIN, blank=True)
    text = models.CharField("问题", max_length=LONGEST)
    due = models.DateField("整改期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    was_late = models.BooleanField("逾期答复", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["report"], condition=Q(state__in=["open", "answered"]),
                         name="rectification_unsettled"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="rectification_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "closed", "dropped"]),
                name="rectification_state_known",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["office", "review", "citizen"]),
                name="rectification_source_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.text[:30]}"

    @property
    def is_open(self) -> bool:
        """Whether the organ has to answer."""
        return self.state == self.State.OPEN

    @property
    def is_answered(self) -> bool:
        """Whether the office has to look at the answer."""
        return self.state == self.State.ANSWERED

    @property
    def days_left(self) -> int:
        """For how many days there is time; below zero: how many it is late."""
        return (self.due - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        """For how many days an unanswered one is late, 0 for none."""
        return max(0, -self.days_left) if self.is_open else 0


class RectificationStep(models.Model):
    """One step on its way: asked, answered, sent back, another day, settled, taken back. Never changes.

    `way`: how it was answered; `publication`: the correction with which it was.
    """

    class Action(models.TextChoices):
        ASKED = "asked", "提出"
        ANSWERED = "answered", "答复"
        SENT_BACK = "sent_back", "退回重办"
        PUT_OFF = "put_off", "改期限"
        CLOSED = "closed", "办结"
        DROPPED = "dropped", "撤销"

    class Way(models.TextChoices):
        CORRECTION = "correction", "更正"
        EXPLANATION = "explanation", "说明"

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="steps")
    action = models.CharField("步骤", max_length=10, choices=Action)
    way = models.CharField("方式", max_length=15, choices=Way, blank=True)
    words = models.CharField("说明", max_length=Rectification.LONGEST, blank=True)
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, related_name="rectified")
    due = models.DateField("期限")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "整改经过"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(publication__isnull=True) | Q(way="correction"),
                name="correction_has_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification_id} {self.action}"


def latest_day(today: datetime.date) -> datetime.date:
    """Return the last day that may be set: within a year."""
    return today + datetime.timedelta(days=365)
