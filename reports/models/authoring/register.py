"""The register of requests (依申请公开台账): one row a request or a case about one, and what was done.

As little as counting needs: no name, address, telephone or number of a person is ever stored.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone

from ..chain import moment
from ..organ import Organ
from ..report import Report

LONGEST_NUMBER, LONGEST_WORDS = 60, 100
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
# Rows of the table of requests that are no result of one.
NO_RESULTS = ("new", "carried_over", "processed", "carried_forward")
GROUPS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
REVIEW_OUTCOMES = ("upheld", "corrected", "other")


class Register(models.Model):
    """An organ's register and its settings. `revision` counts its changes; locked while one is made.

    `keeps_matter`: whether a few words may say what a request is about. `shown_above`: whether the
    organ's supervisors may see the cases; counts they always see. `years_kept`: older rows can be
    removed.
    """

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="register")
    keeps_matter = models.BooleanField("记事由", default=False)
    shown_above = models.BooleanField("主管可看各件", default=False)
    years_kept = models.PositiveSmallIntegerField("保留年数", default=10)
    revision = models.PositiveIntegerField("修订号", default=0)
    # The end of the chain of changes (reports/history).
    change_count = models.PositiveIntegerField(default=0, editable=False)
    change_head = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "依申请公开台账"
        constraints = [
            models.CheckConstraint(
                condition=Q(years_kept__gte=3, years_kept__lte=99), name="register_years_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} 台账"


def span(year: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a year."""
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


class CaseQuerySet(models.QuerySet):
    """Questions about many requests or reviews: which of them a year counts, and where."""

    def new_in(self, year: int) -> CaseQuerySet:
        """Keep what was received in the year."""
        return self.filter(_new(year))

    def carried_into(self, year: int) -> CaseQuerySet:
        """Keep what was received before the year and open at its beginning."""
        return self.filter(_carried_over(year))

    def closed_in(self, year: int) -> CaseQuerySet:
        """Keep what was closed in the year."""
        return self.filter(_closed(year))

    def open_after(self, year: int) -> CaseQuerySet:
        """Keep what was received by the end of the year and not closed by then."""
        return self.filter(_open_after(year))

    def still_open(self) -> CaseQuerySet:
        """Keep what nobody has closed; an outcome and an end go together, and that one has an index."""
        return self.filter(outcome="", closed_on=None)

    def tallies(self, year: int, *by: str) -> models.QuerySet:
        """Return, for each value of `by`: new, carried over, closed, open after; in one query."""
        return (
            self.order_by()
            .values_list(*by)
            .annotate(
                new=Count("pk", filter=_new(year)),
                over=Count("pk", filter=_carried_over(year)),
                closed=Count("pk", filter=_closed(year)),
                left=Count("pk", filter=_open_after(year)),
            )
        )

    def by_years(self, first: int, last: int, *by: str) -> models.QuerySet:
        """Return, for each value of `by`, how many came and were closed in which years; in one query.

        Each as (*by, came, went, n): a year before `first` stands for all before it, one after `last`
        for all after it and for what is open.
        """
        years = range(first - 1, last + 1)
        return (
            self.order_by()
            .values_list(*by)
            .annotate(came=_year("received_on", years), went=_year("closed_on", years))
            .annotate(n=Count("pk"))
        )


def _year(field: str, years: range) -> Case:
    # By comparison: SQLite would call a function of Python for every row to tell a year.
    whens = (When(**{f"{field}__lte": span(year)[1]}, then=Value(year)) for year in years)
    return Case(*whens, default=Value(years[-1] + 1), output_field=models.IntegerField())


def _new(year: int) -> Q:
    return Q(received_on__range=span(year))


def _carried_over(year: int) -> Q:
    first, _ = span(year)
    return Q(received_on__lt=first) & (Q(closed_on=None) | Q(closed_on__gte=first))


def _closed(year: int) -> Q:
    return Q(closed_on__range=span(year))


def _open_after(year: int) -> Q:
    _, last = span(year)
    return Q(received_on__lte=last) & (Q(closed_on=None) | Q(closed_on__gt=last))


def _rules(name: str) -> list[models.BaseConstraint]:
    """Return what the database holds both kinds of cases to."""
    return [
        models.UniqueConstraint(fields=["register", "number"], name=f"{name}_number_once"),
        models.CheckConstraint(condition=~Q(number=""), name=f"{name}_has_a_number"),
        models.CheckConstraint(
            condition=Q(outcome="", closed_on=None) | (~Q(outcome="") & Q(closed_on__isnull=False)),
            name=f"{name}_closed_whole",
        ),
        models.CheckConstraint(
            condition=Q(closed_on=None) | Q(closed_on__gte=F("received_on")),
            name=f"{name}_closed_after_received",
        ),
        models.CheckConstraint(
            condition=Q(received_on__gte=FIRST_DAY, received_on__lte=LAST_DAY)
            & (Q(closed_on=None) | Q(closed_on__lte=LAST_DAY)),
            name=f"{name}_days_in_range",
        ),
    ]


class RegisteredRequest(models.Model):
    """One request. `outcome` is a result row of the newest edition, empty while it is open.

    That applicant and outcome are a column and a row of some edition, the database sees to
    (guards.py).
    """

    FIELDS = (
        "number", "received_on", "applicant", "outcome", "closed_on", "corrected_on", "extended",
        "third_party", "matter", "body",
    )  # fmt: skip

    register = models.ForeignKey(Register, models.PROTECT, related_name="requests")
    number = models.CharField("编号", max_length=LONGEST_NUMBER)
    received_on = models.DateField("收到日期")
    applicant = models.CharField("申请人类型", max_length=30)
    outcome = models.CharField("办理结果", max_length=40, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    corrected_on = models.DateField("补正日期", null=True, blank=True)
    extended = models.BooleanField("延期", default=False)
    third_party = models.BooleanField("征求第三方意见", default=False)
    matter = models.CharField("事由", max_length=LONGEST_WORDS, blank=True)
    body = models.CharField("承办单位", max_length=LONGEST_WORDS, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记的申请"
        ordering = ["-received_on", "-pk"]
        constraints = [
            *_rules("request"),
            models.CheckConstraint(
                condition=~Q(outcome__in=NO_RESULTS), name="request_outcome_is_a_result"
            ),
        ]
        indexes = [
            models.Index(fields=["register", "-received_on", "-id"], name="request_by_day"),
            models.Index(fields=["register", "closed_on", "received_on"], name="request_by_end"),
            models.Index(fields=["register", "outcome", "-received_on", "-id"], name="request_by_outcome"),
            models.Index(fields=["register", "body", "-received_on", "-id"], name="request_by_body"),
        ]

    def __str__(self) -> str:
        return self.number


class RegisteredReview(models.Model):
    """One case of reconsideration or litigation about a request."""

    FIELDS = ("number", "group", "received_on", "outcome", "closed_on", "request")

    register = models.ForeignKey(Register, models.PROTECT, related_name="reviews")
    number = models.CharField("案号", max_length=LONGEST_NUMBER)
    group = models.CharField("途径", max_length=40)
    received_on = models.DateField("收到日期")
    outcome = models.CharField("结果", max_length=20, blank=True)
    closed_on = models.DateField("审结日期", null=True, blank=True)
    # The number of the request that it is about: that may be of an older register, on paper.
    request = models.CharField("申请编号", max_length=LONGEST_NUMBER, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记的复议诉讼"
        ordering = ["-received_on", "-pk"]
        constraints = [
            *_rules("review"),
            models.CheckConstraint(condition=Q(group__in=GROUPS), name="review_group_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *REVIEW_OUTCOMES]), name="review_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RegisterWord(models.Model):
    """What an organ means by a word of its own workbooks: asked once, remembered."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="words")
    column = models.CharField("列", max_length=20)
    value = models.CharField("写作", max_length=LONGEST_WORDS)
    key = models.CharField("即", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "台账用语"
        constraints = [
            models.UniqueConstraint(
                fields=["register", "column", "value"], name="register_word_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}：{self.key}"


class RegisterBatch(models.Model):
    """A workbook that was taken into a register, to be undone as one.

    `before`: how each case that it touched stood, as [kind, number, fields or None for a new one].
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    name = models.CharField("文件", max_length=120)
    revision = models.PositiveIntegerField("修订号")
    added = models.PositiveIntegerField("新增")
    changed = models.PositiveIntegerField("改动")
    removed = models.PositiveIntegerField("移出")
    before = models.JSONField(default=list)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class RegisterChange(models.Model):
    """One acknowledged change of a register. Made only by reports/history; the chain is per register.

    `place` is "request" or "review" with its number, or a setting. What a request is about is not
    kept here: these rows stay when old cases are removed.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="changes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    address = models.GenericIPAddressField("来源地址", null=True)
    revision = models.PositiveIntegerField("修订号")
    place = models.CharField("位置", max_length=80)
    old = models.TextField("原内容", blank=True)
    new = models.TextField("新内容", blank=True)
    number = models.PositiveIntegerField("序号")
    hash = models.CharField("链值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "台账留痕"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["register", "place"], name="register_change_by_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number"], name="register_change_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.place}"

    def content(self) -> dict[str, Any]:
        """Return what the hash covers."""
        names = ("register_id", "number", "revision", "user_id", "address", "place", "old", "new")
        return {name: getattr(self, name) for name in names} | {"at": moment(self.at)}


class TakenTable(models.Model):
    """A table of a report that was filled from the register, by the revision that did so."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="taken_tables")
    table = models.CharField("表", max_length=30)
    revision = models.PositiveIntegerField("修订号")

    class Meta:
        verbose_name = verbose_name_plural = "取自台账的表"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "table", "revision"], name="taken_table_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.table}"


class Bringing(models.Model):
    """A workbook on its way into a register, as read: one a person. The file itself is never stored.

    `reading` is the JSON of reports/cases/reading, without a personal column; None while it is read,
    `done` rows of `total`. `answers` settle what only this file asks (years, numbers).
    """

    register = models.ForeignKey(Register, models.CASCADE, related_name="bringings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("文件", max_length=120)
    at = models.DateTimeField("时间", default=timezone.now)
    done = models.PositiveIntegerField("已读行数", default=0)
    total = models.PositiveIntegerField("行数", default=0)
    reading = models.JSONField("内容", null=True)
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "待核对的台账"
        constraints = [
            models.UniqueConstraint(fields=["register", "by"], name="bringing_one_a_person"),
        ]

    def __str__(self) -> str:
        return self.name
