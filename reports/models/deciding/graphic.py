"""图解 of published reports: what was drawn, what it says, who approved it, and when it came down."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..report import Report
from .publication import Publication

_STANDING = Q(withdrawn_at__isnull=True)


class GraphicQuerySet(models.QuerySet):
    """Questions about 图解."""

    def standing(self) -> "GraphicQuerySet":
        """Keep what waits to be approved or is public: at most one a report."""
        return self.filter(_STANDING)

    def approved(self) -> "GraphicQuerySet":
        """Keep what is public as long as its report is."""
        return self.standing().filter(approved_at__isnull=False)


class Graphic(models.Model):
    """A 图解 of a published version: its numbers, its words, and the picture, kept as approved.

    `withdrawn_by` is None where a correction took it down.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="graphics")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    facts = models.JSONField("数字")
    words = models.JSONField("文字")
    content = models.BinaryField("图片")
    sha256 = models.CharField(max_length=64)
    height = models.PositiveIntegerField("高（像素）")
    made_at = models.DateTimeField("生成时间", default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("审定时间", null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField("撤下原因", max_length=200, blank=True)

    objects = GraphicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "图解"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="one_graphic_stands", condition=_STANDING
            ),
            models.CheckConstraint(
                condition=_STANDING | ~Q(withdrawal_reason=""), name="graphic_down_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"

    @property
    def state(self) -> str:
        """Where it is on its way."""
        if self.withdrawn_at:
            return "已撤下" if self.approved_at else "未采用"
        return "已公开" if self.approved_at else "待审定"
