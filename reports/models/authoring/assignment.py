"""Parts of a report given to a colleague, or to a business unit that has only a link and a code."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.editions.partial import BETWEEN, Part, PartialEdition, known_parts, partial

from ..report import Report


class AssignmentQuerySet(models.QuerySet):
    """Questions about many assignments."""

    def standing(self) -> "AssignmentQuerySet":
        """Keep what was not taken back from whoever it was given to."""
        return self.exclude(state=Assignment.State.RECALLED)

    def waiting(self) -> "AssignmentQuerySet":
        """Keep what somebody has still to hand in."""
        return self.filter(state__in=Assignment.FILLING)

    def late(self, today: datetime.date) -> "AssignmentQuerySet":
        """Keep what should have been handed in before `today`."""
        return self.waiting().filter(day__lt=today)


class Assignment(models.Model):
    """Some parts of a report in somebody's hands: a `person`, or a `unit` by link and code.

    What they write stands in `places` (place → text, revision, the browser tab that wrote it) until the clerk
    takes it: nothing of the report changes before. `given_revision` is the report's when they got
    the parts; `revision` counts their own changes. Of the link only a hash is kept, of the code one, too.
    """

    class State(models.TextChoices):
        FILLING = "filling", "填报中"
        HANDED_IN = "handed_in", "已交来"
        TAKEN = "taken", "已采用"
        SENT_BACK = "sent_back", "退回重填"
        RECALLED = "recalled", "已收回"

    FILLING = (State.FILLING, State.SENT_BACK)
    LONGEST_NOTE = 500

    report = models.ForeignKey(Report, models.CASCADE, related_name="assignments")
    parts = models.CharField("部分", max_length=400)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="assignments",
        verbose_name="填报人",
    )  # fmt: skip
    unit = models.CharField("科室", max_length=60, blank=True)
    day = models.DateField("交回日期")
    note = models.CharField("说明", max_length=LONGEST_NOTE, blank=True)
    state = models.CharField("状态", max_length=20, choices=State, default=State.FILLING)
    reason = models.CharField("退回的原因", max_length=LONGEST_NOTE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("分出时间", default=timezone.now)
    given_revision = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    places = models.JSONField("填写的内容", default=dict)
    token = models.CharField(max_length=64, blank=True, editable=False)
    code = models.CharField(max_length=128, blank=True, editable=False)
    expires_at = models.DateTimeField("链接到期", null=True)
    failures = models.PositiveSmallIntegerField("连续输错", default=0)
    tries = models.PositiveSmallIntegerField("共输错", default=0)
    locked_until = models.DateTimeField("锁定到", null=True)
    opened_at = models.DateTimeField("第一次打开", null=True)
    saved_at = models.DateTimeField("最后保存", null=True)
    handed_in_at = models.DateTimeField("交来时间", null=True)
    signed = models.CharField("填报人姓名", max_length=60, blank=True)
    answer = models.CharField("交来时的说明", max_length=LONGEST_NOTE, blank=True)
    taken_revision = models.PositiveIntegerField("采用的修订号", null=True)
    reminded_on = models.DateField("最近提醒", null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分工"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit="", token="")
                | Q(person__isnull=True) & ~Q(unit=""),
                name="assigned_to_one",
            ),
            models.CheckConstraint(condition=~Q(parts=""), name="assignment_has_parts"),
            models.CheckConstraint(
                condition=Q(state__in=["filling", "handed_in", "taken", "sent_back", "recalled"]),
                name="assignment_state_known",
            ),
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="assignment_link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.parts}"

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The ids of its parts (reports/editions/partial.py)."""
        return tuple(self.parts.split(BETWEEN))

    @property
    def part_list(self) -> tuple[Part, ...]:
        """Its parts, in the order of the report."""
        return known_parts(self.report.template, self.part_ids)

    @property
    def captions(self) -> str:
        """What the parts are called, in one line."""
        return "；".join(part.caption for part in self.part_list)

    @property
    def template(self) -> PartialEdition:
        """The part of the report's edition that is filled in here."""
        return partial(self.report.template, self.part_ids)

    @property
    def text_of(self) -> dict[str, str]:
        """What is written so far, by place."""
        return {place: kept[0] for place, kept in self.places.items()}

    @property
    def is_filling(self) -> bool:
        """Whether whoever has it may write in it."""
        return self.state in self.FILLING

    @property
    def is_handed_in(self) -> bool:
        """Whether the clerk is to take it or to send it back."""
        return self.state == self.State.HANDED_IN

    @property
    def is_taken(self) -> bool:
        """Whether it stands in the report."""
        return self.state == self.State.TAKEN

    @property
    def is_recalled(self) -> bool:
        """Whether it was taken back."""
        return self.state == self.State.RECALLED

    @property
    def is_late(self) -> bool:
        """Whether it should have been handed in before today."""
        return self.is_filling and self.day < timezone.localdate()

    @property
    def link_serves(self) -> bool:
        """Whether the link still leads to it."""
        return bool(self.token) and not self.is_recalled and timezone.now() < self.expires_at

    def answered(self, cells: Iterable[str]) -> int:
        """Return how many of `cells` have a figure."""
        return sum(bool(self.places.get(cell, [""])[0]) for cell in cells)
