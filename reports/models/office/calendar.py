"""The days that a district sets for a year, and the private addresses at which people follow them."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.editions import FIRST_YEAR, KINDS, LAST_YEAR, ORGAN_TYPES

from ..organ import Organ

# The steps of a report's way, in their order; each is a column of `CalendarLine`.
STEPS = {
    "report": "报送", "review": "初审", "mend": "退改", "publish": "发布", "gather": "汇总",
}  # fmt: skip


class Calendar(models.Model):
    """An organ's calendar of a report year, for itself and all below it, unless nearer ones say else.

    `before`, `after`: how many days before and after a day people are reminded, as `7,1`.
    `late_reason`: why a day in it is later than the law lets it be.
    """

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="calendars", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    before = models.CharField("提前几天提醒", max_length=20, default="7,1", blank=True)
    after = models.CharField("逾期几天提醒", max_length=20, default="1,7", blank=True)
    late_reason = models.CharField("晚于法定期限的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日程"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="calendar_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="calendar_year_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}"


class CalendarLine(models.Model):
    """The days of one kind of report: of all organs, of those of a `type`, or of `only` one."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="lines")
    type = models.CharField("机关类型", max_length=30, blank=True)
    only = models.ForeignKey(
        Organ, models.CASCADE, null=True, related_name="calendar_lines", verbose_name="单个机关"
    )
    kind = models.CharField("报告种类", max_length=10, choices=list(KINDS.items()))
    report = models.DateField("报送", null=True)
    review = models.DateField("初审", null=True)
    mend = models.DateField("退改", null=True)
    publish = models.DateField("发布", null=True)
    gather = models.DateField("汇总", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "日程的日期"
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "type", "kind"], condition=Q(only=None), name="line_once"
            ),
            models.UniqueConstraint(
                fields=["calendar", "only", "kind"],
                condition=Q(only__isnull=False),
                name="line_of_one_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="line_kind_known"),
            models.CheckConstraint(
                condition=Q(type="") | Q(only=None, type__in=list(ORGAN_TYPES)),
                name="line_of_a_type_or_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.only_id or self.type} {self.kind}"

    @property
    def days(self) -> dict[str, datetime.date]:
        """The days that it sets, by step."""
        found = {step: getattr(self, step) for step in STEPS}
        return {step: day for step, day in found.items() if day}


class Reminding(models.Model):
    """A day on which the reminders that go out by themselves have gone out."""

    day = models.DateField("日期", unique=True)
    told = models.PositiveIntegerField("人数", default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.told}"


class Subscription(models.Model):
    """A person's private address of their days. Only the hash of its secret is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscription"
    )
    secret_hash = models.CharField("密钥的哈希", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.user_id}"
