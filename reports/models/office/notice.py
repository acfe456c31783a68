"""What people are told, on the site and by e-mail."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.document.which import MAIN
from reportsite.database import within

from ..organ import Organ

# Whoever took a notice to send it and did not say so within this time has died over it.
CLAIM = datetime.timedelta(minutes=10)


def unsent() -> Q:
    """Return which rows of an outbox have not gone out and are in nobody's hands."""
    forgotten = Q(claimed_at=None) | ~within("claimed_at", CLAIM, timezone.now())
    return Q(mailed_at=None) & forgotten


class NoticeQuerySet(models.QuerySet):
    """Questions about many notices."""

    def unread(self) -> "NoticeQuerySet":
        """Keep what nobody has looked at."""
        return self.filter(read_at__isnull=True)

    def to_mail(self) -> "NoticeQuerySet":
        """Keep what shall go out as a letter of its own and has not yet."""
        recent = timezone.now() - Notice.STALE
        waiting = self.filter(unsent(), mail=True, digest=None, at__gt=recent, user__is_active=True)
        waiting = waiting.exclude(user__letters__mode=Letters.Mode.DAILY)
        waiting = waiting.exclude(user__letters__mode=Letters.Mode.URGENT, urgent=False)
        return waiting.exclude(user__email="").select_related("user")


class Letters(models.Model):
    """How a person wants letters, since when; who has not chosen gets each by itself."""

    class Mode(models.TextChoices):
        EACH = "each", "有事随时发"
        DAILY = "daily", "每天最多一封"
        URGENT = "urgent", "只发要紧的"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    mode = models.CharField("邮件方式", max_length=10, choices=Mode, default=Mode.EACH)
    since = models.DateTimeField("选定的时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "邮件方式"
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=["each", "daily", "urgent"]), name="letters_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.mode}"


class DigestQuerySet(models.QuerySet):
    """Questions about many digests."""

    def to_mail(self) -> "DigestQuerySet":
        """Keep what has not gone out yet."""
        recent = timezone.now() - Notice.STALE
        waiting = self.filter(unsent(), at__gt=recent, user__is_active=True)
        return waiting.exclude(user__email="").select_related("user")


class Digest(models.Model):
    """One letter of a day to a person, of several notices; the row is the outbox."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField("日期")
    text = models.TextField("内容")
    at = models.DateTimeField("时间", default=timezone.now)
    claimed_at = models.DateTimeField("取走发送的时间", null=True)
    mailed_at = models.DateTimeField("邮件时间", null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每日通知"
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Notice(models.Model):
    """One message to one person. `mail`: also by e-mail; the row is the outbox.

    `urgent`: goes at once to who wants urgent letters only; `digest`: the letter of a day that told it.

    A reminder (kinds `chase` and `register`) reaches a person once a day at most: the database sees
    to it.
    """

    # A letter that could not be sent for so long would only confuse; the notice itself stays.
    STALE = datetime.timedelta(days=7)

    class Kind(models.TextChoices):
        STEP = "step", "流转"
        CHASE = "chase", "催报"
        REGISTER = "register", "台账"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField("类型", max_length=10, choices=Kind)
    text = models.CharField("内容", max_length=1000)
    link = models.CharField("网址", max_length=200, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    day = models.DateField("日期")
    read_at = models.DateTimeField("阅读时间", null=True)
    mail = models.BooleanField("发邮件", default=False)
    urgent = models.BooleanField("要紧", default=False)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, related_name="notices")
    claimed_at = models.DateTimeField("取走发送的时间", null=True)
    mailed_at = models.DateTimeField("邮件时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(kind="chase"), name="chased_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(kind="register"), name="register_told_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.text[:30]}"


class Call(models.Model):
    """That an organ was reminded of its report of a year: by a letter, or on the telephone.

    `by` is empty for the reminders that go out by themselves; `answered`: whether anybody was there.
    """

    class Way(models.TextChoices):
        LETTER = "letter", "发通知"
        PHONE = "phone", "打电话"

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="calls", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("报告种类", max_length=10, default=MAIN)
    way = models.CharField("方式", max_length=10, choices=Way)
    answered = models.BooleanField("接通", default=False)
    note = models.CharField("记录", max_length=200, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="催报人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "催报记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organ", "year", "kind", "-at"], name="call_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["letter", "phone"]), name="call_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year} {self.way}"
