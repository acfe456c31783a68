"""The way of a report through the hands: its steps with snapshots, and the remarks on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..report import Report


class Transition(models.Model):
    """One step of a report: who, when, from where, why, and the document as it was. Never changes.

    `document` is the report's JSON with its pictures by address.
    """

    # transition_first begins with the report.
    report = models.ForeignKey(Report, models.PROTECT, related_name="transitions", db_index=False)
    action = models.CharField("步骤", max_length=20)
    from_status = models.CharField("原状态", max_length=20)
    to_status = models.CharField("新状态", max_length=20, choices=Report.Status)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    reason = models.CharField("说明", max_length=500, blank=True)
    revision = models.PositiveIntegerField("修订号")
    document = models.JSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        ordering = ["pk"]
        # When something was done first is told without reading the documents beside it.
        indexes = [models.Index(fields=["report", "action", "at"], name="transition_first")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.action}"


class RemarkQuerySet(models.QuerySet):
    """Questions about many remarks."""

    def open(self) -> "RemarkQuerySet":
        """Keep the remarks that nobody has closed."""
        return self.filter(closed_at__isnull=True)

    def unanswered(self) -> "RemarkQuerySet":
        """Keep the open remarks that the clerk has not answered."""
        return self.open().filter(answered_at__isnull=True)

    def official(self) -> "RemarkQuerySet":
        """Leave out what colleagues of the organ say to one another."""
        return self.filter(inside=False)


class Remark(models.Model):
    """What a reviewer wants changed in a cell or section (place), or in the whole (empty place).

    `inside`: a colleague's, for the people of the organ alone.
    """

    LONGEST = 500

    report = models.ForeignKey(Report, models.CASCADE, related_name="remarks")
    place = models.CharField("位置", max_length=80, blank=True)
    text = models.CharField("批注", max_length=LONGEST)
    inside = models.BooleanField("本机关内部", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    answer = models.CharField("答复", max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField("销号时间", null=True)
    # Of a remark that came from above by hand: who said it there, and what has become of it since.
    said_by = models.CharField("上级批注人", max_length=200, blank=True)
    aside = models.CharField("附注", max_length=200, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.place}"
