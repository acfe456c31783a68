"""雷同: signatures of the sections that were handed in, and the pairs that say almost the same."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..report import Report


class SectionPrint(models.Model):
    """The min-hash of a section as it was at `revision` (reports/language/likeness.py).

    Empty where the section has too few words of its own. A section that changes gets another row:
    what was found of the old one goes with it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="prints")
    section = models.CharField("部分", max_length=30)
    revision = models.PositiveIntegerField("修订号")
    signature = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "部分的特征"
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="print_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section}"


class Alike(models.Model):
    """Two sections that were compared: `share` of their own words stands in both, in thousandths.

    `other` is another organ's of the same year, or the same organ's of the year before.
    """

    one = models.ForeignKey(SectionPrint, models.CASCADE, related_name="+")
    other = models.ForeignKey(SectionPrint, models.CASCADE, related_name="+")
    share = models.PositiveSmallIntegerField("相同")

    class Meta:
        verbose_name = verbose_name_plural = "雷同"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="compared_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="alike_another"),
            models.CheckConstraint(condition=Q(share__lte=1000), name="share_in_thousandths"),
        ]
        indexes = [models.Index(fields=["-share"], name="alike_most")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id} {self.share}"


class Compared(models.Model):
    """When the sections of a year were compared last, and up to which print."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    last = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField("时间", default=timezone.now)

    def __str__(self) -> str:
        return f"{self.year}"
