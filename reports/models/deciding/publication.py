"""What was published: snapshots that never change, and what stands on the public site now."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.document.which import MAIN, Which
from reports.editions import OrganType, organ_type

from ..fields import MillionthsField
from ..organ import Organ
from ..report import Report

SEALED_CAPTIONS = {
    "sealed_pdf": "盖章的 PDF",
    "sealed_archive": "盖章的存档用 PDF",
    "sealed_ofd": "盖章的 OFD",
}
_LIVE = Q(withdrawn_at__isnull=True)


class Publication(models.Model):
    """One published version of a report. The database refuses to change or delete it (guards.py)."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("标题", max_length=200)
    edition = models.CharField("模板版本", max_length=20)
    issued = models.DateField("发布日期")
    index_number = models.CharField("索引号", max_length=60, blank=True)
    note = models.CharField("更正说明", max_length=500, blank=True)
    published_at = models.DateTimeField("发布时间")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发布人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "发布件"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="publication_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="publication_version_from_1"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(note=""), name="correction_says_what_changed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class PublishedFile(models.Model):
    """A published version in one form, byte for byte. As unchangeable as its publication."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    form = models.CharField("格式", max_length=20)
    media_type = models.CharField(max_length=100)
    suffix = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "发布文件"
        constraints = [
            models.UniqueConstraint(fields=["publication", "form"], name="published_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.form}"


class Seal(models.Model):
    """What a seal system put on a published file: the sealed one, and who signed when, as it says.

    Whether a seal is valid is the seal system's word. As unchangeable as the file.
    """

    file = models.OneToOneField(PublishedFile, models.PROTECT, related_name="seal")
    signatures = models.JSONField("签章")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("添加时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "盖章文件"

    def __str__(self) -> str:
        return f"{self.file_id}"

    @property
    def caption(self) -> str:
        """What a reader calls the sealed file."""
        return SEALED_CAPTIONS.get(self.file.form, self.file.form)

    @property
    def lines(self) -> list[str]:
        """Who signed and when, as the file says it; a time of digits alone is parted to be read."""
        return [
            "，".join(filter(None, (one["who"] or "（文件里没有写姓名）", _parted(one["at"]))))
            for one in self.signatures
        ]


def _parted(moment: str) -> str:
    digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z?", moment)
    return "{}-{}-{} {}:{}:{}".format(*digits.groups()) if digits else moment


class PostingQuerySet(models.QuerySet):
    """Questions about what stands on the public site."""

    def live(self) -> "PostingQuerySet":
        """Keep what is not withdrawn."""
        return self.filter(_LIVE)

    def main(self) -> "PostingQuerySet":
        """Keep what may be added up: a government's own report is counted in that of its area."""
        return self.filter(report_kind=MAIN)

    def in_order(self) -> "PostingQuerySet":
        """Newest year first, then by organ."""
        return self.order_by("-year", "organ_name", "pk")


class Posting(models.Model):
    """A report's place on the public site: its present version, and how often it was opened.

    The organ's name, kind and region are those of the day of publication.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="posting")
    publication = models.OneToOneField(Publication, models.PROTECT, related_name="posting")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="postings")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_type = models.CharField("机关类型", max_length=30)
    region = models.CharField("行政区划", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    report_kind = models.CharField(
        "报告种类", max_length=10, choices=Report.Kind, default=MAIN
    )
    title = models.CharField("标题", max_length=200)
    # Title and organ as they are searched: who looks for them finds their reports first.
    head = models.TextField(default="")
    first_published_at = models.DateTimeField("首次发布时间")
    published_at = models.DateTimeField("本版发布时间")
    views = models.PositiveBigIntegerField("浏览次数", default=0)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    withdrawal_reason = models.CharField("撤下原因", max_length=500, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开的报告"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "report_kind"], name="posting_once_a_year"),
            models.CheckConstraint(
                condition=_LIVE | ~Q(withdrawal_reason=""), name="withdrawal_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-year", "organ_name", "id"], name="posting_in_order", condition=_LIVE
            ),
            models.Index(
                fields=["region", "-year", "organ_name", "id"],
                name="posting_by_region",
                condition=_LIVE,
            ),
            models.Index(fields=["-published_at"], name="posting_newest", condition=_LIVE),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> OrganType:
        """The kind of organ that it was when it published."""
        return organ_type(self.organ_type)

    @property
    def stable_id(self) -> str:
        """What open data and the API call the report, for good."""
        return f"{self.organ_id}-{self.which}"

    @property
    def which(self) -> Which:
        """Which report of the organ it is, as addresses have it."""
        return Which(self.year, self.report_kind)


class PostedText(models.Model):
    """What a posting says, for the search; apart, so that lists need not read it.

    `text` is everything, folded, as it is searched; `words` is without the title and as it is
    written, for excerpts.
    """

    posting = models.OneToOneField(
        Posting, models.CASCADE, primary_key=True, related_name="searchable"
    )
    text = models.TextField()
    words = models.TextField(default="")

    def __str__(self) -> str:
        return f"{self.posting_id}"


class PostedFigure(models.Model):
    """A figure of a posting that the charts draw: totals of requests, all of reviews."""

    # posted_once begins with the posting.
    posting = models.ForeignKey(Posting, models.CASCADE, related_name="figures", db_index=False)
    cell = models.CharField(max_length=80)
    value = MillionthsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posting", "cell"], name="posted_once")]

    def __str__(self) -> str:
        return f"{self.posting_id} {self.cell}"


class PublicSum(models.Model):
    """What the reports of a year and a region, of those on the public site, come to together.

    `figures`: by cell, in how many reports it stands and the sum, as a text for exactness.
    """

    year = models.PositiveSmallIntegerField("年度")
    region = models.CharField("行政区划", max_length=60, blank=True)
    reports = models.PositiveIntegerField("报告份数", default=0)
    figures = models.JSONField("数字之和", default=dict)
    changes = models.PositiveBigIntegerField("变动次数", default=0)
    changed_at = models.DateTimeField("变动时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "公开报告的合计"
        constraints = [models.UniqueConstraint(fields=["year", "region"], name="public_sum_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.region}"
