"""A year's report of one organ: its words, figures and pictures."""

import base64
import re
from collections.abc import Iterable
from decimal import Decimal

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from reports.document import Document
from reports.document.which import MAIN, OFFICE
from reports.editions import AREA, FIRST_YEAR, KINDS, LAST_YEAR, OWN, Edition, get_edition

from . import states
from .fields import MillionthsField
from .organ import Membership, Organ

OWN_ROLES = (Membership.Role.CLERK, Membership.Role.REVIEWER)
_PICTURE_URL = re.compile(r'src="/reports/\d+/pictures/([0-9a-f]{64})"')

# A change of this place says that a file was taken (new: its name) or put back (old: its name).
IMPORT = "import"

# Steps of a report that came in a lot as public elsewhere, and went again: it is none the less blank.
TAKEN_ELSEWHERE, UNDONE_ELSEWHERE = "taken_elsewhere", "undone_elsewhere"


class ReportQuerySet(models.QuerySet):
    """Questions about many reports."""

    def of_people(self, user, *roles: str) -> "ReportQuerySet":
        """Keep the reports of the organs that `user` works for, in one of `roles`."""
        held = Membership.objects.filter(user=user, role__in=roles or OWN_ROLES)
        return self.filter(organ__in=held.values("organ"))

    def visible_to(self, user, supervised: Iterable[str]) -> "ReportQuerySet":
        """Keep the reports of the organs that `user` works for, or below a supervised path."""
        held = Membership.objects.filter(user=user, role__in=OWN_ROLES)
        visible = Q(organ__in=held.values("organ"))
        for path in supervised:
            visible |= Q(organ__path__startswith=path)
        return self.filter(visible)

    def with_marks(self) -> "ReportQuerySet":
        """Add whether there is anything to fetch beside each report.

        `is_supervised` of its organ; `has_acceptances`, `has_assignments`, `has_remarks`, `has_rectifications`,
        `has_transitions`;
        `has_register` of its organ, `has_taken_tables` from it; `has_enforcement` statistics beside it;
        `has_imports` among its changes.
        """
        over = Membership.objects.over(OuterRef("organ__path"))
        one = OuterRef("pk")
        return self.annotate(
            is_supervised=Exists(
                over.filter(role=Membership.Role.SUPERVISOR, user__is_active=True)
            ),
            has_acceptances=Exists(self._rows("Acceptance").filter(report=one)),
            has_remarks=Exists(self._rows("Remark").filter(report=one)),
            has_rectifications=Exists(self._rows("Rectification").filter(report=one)),
            has_transitions=Exists(self._rows("Transition").filter(report=one)),
            has_register=Exists(self._rows("Register").filter(organ=OuterRef("organ"))),
            has_taken_tables=Exists(self._rows("TakenTable").filter(report=one)),
            has_assignments=Exists(self._rows("Assignment").filter(report=one)),
            has_enforcement=Exists(self._rows("Enforcement").filter(report=one)),
            has_imports=Exists(self._rows("Change").filter(report=one, place=IMPORT)),
        )

    @staticmethod
    def _rows(model: str) -> models.QuerySet:
        return apps.get_model("reports", model).objects.all()

    def written(self) -> "ReportQuerySet":
        """Leave out the blank drafts: what has neither a figure nor a word, nor was ever handed in."""
        words = self._rows("Narrative").filter(report=OuterRef("pk")).exclude(html="")
        steps = self._rows("Transition").filter(report=OuterRef("pk"))
        steps = steps.exclude(action__in=(TAKEN_ELSEWHERE, UNDONE_ELSEWHERE))
        begun = ~Q(status=states.Status.DRAFT) | Q(answered_count__gt=0)
        return self.filter(begun | Exists(words) | Exists(steps))

    def year_before(self, report: "Report") -> "ReportQuerySet":
        """Keep the same organ's report of the same kind of the year before."""
        return self.filter(organ=report.organ_id, year=report.year - 1, kind=report.kind)

    def main(self) -> "ReportQuerySet":
        """Keep what stands for an organ and all that its report counts: not of an office alone."""
        return self.filter(kind=MAIN)


class Report(models.Model):
    """An annual report.

    `revision` counts the acknowledged changes; each figure and section remembers the revision that
    last touched it, which is how a stale save is recognised.
    """

    Status = states.Status

    class Kind(models.TextChoices):
        """MAIN is a government's report of its whole area, and everybody else's only one."""

        MAIN = MAIN, KINDS[AREA]
        OFFICE = OFFICE, KINDS[OWN]

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="reports", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("报告种类", max_length=10, choices=Kind, default=Kind.MAIN)
    # Nobody has said yet which of the two it is: it was made before there were two.
    kind_asked = models.BooleanField("种类待确认", default=False)
    edition = models.CharField("模板版本", max_length=20)
    status = models.CharField(
        "状态", max_length=20, choices=states.Status, default=states.Status.DRAFT
    )
    title = models.CharField("标题", max_length=200)
    issued = models.DateField("发布日期", null=True, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    revision = models.PositiveIntegerField("修订号", default=0)
    # The end of the chain of changes (reports/history).
    change_count = models.PositiveIntegerField(default=0, editable=False)
    change_head = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    changed_at = models.DateTimeField("最后保存时间", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="最后保存人",
    )  # fmt: skip
    handed_over_at = models.DateTimeField("交审核人核对的时间", null=True, editable=False)
    # Kept so that a list of thousands need not judge: how far, and what is wrong, NULL for "not
    # yet checked". `checked_revision` says of which revision the findings speak.
    answered_count = models.PositiveSmallIntegerField("已填", default=0, editable=False)
    error_count = models.PositiveSmallIntegerField("错误", null=True, editable=False)
    warning_count = models.PositiveSmallIntegerField("提醒", null=True, editable=False)
    checked_revision = models.PositiveIntegerField(null=True, editable=False)
    # And by which rules, and beside which revision of the report of the year before.
    checked_by = models.CharField(max_length=16, default="", editable=False)
    checked_beside = models.PositiveIntegerField(null=True, editable=False)
    # And beside which revision of the register, where tables were taken from one.
    checked_register = models.PositiveIntegerField(null=True, editable=False)

    # The revision of the report of the year before, once somebody has read it (access).
    revision_before: int | None = None

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year", "organ__name"]
        # Lists and sums are of one year.
        indexes = [models.Index(fields=["year", "kind", "organ"], name="report_of_year")]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "kind"], name="report_once_a_year"),
            models.CheckConstraint(condition=Q(kind__in=[MAIN, OFFICE]), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="report_year_in_range"
            ),
            models.CheckConstraint(
                condition=Q(status__in=states.Status.values), name="report_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def template(self) -> Edition:
        """The edition that the report is written on."""
        return get_edition(self.edition)

    @property
    def is_frozen(self) -> bool:
        """Whether nobody may write in the report now."""
        return self.status not in states.OPEN

    @property
    def is_approved(self) -> bool:
        """Whether it waits to be published."""
        return self.status == states.Status.APPROVED

    @property
    def is_published(self) -> bool:
        """Whether its latest words are the published ones."""
        return self.status == states.Status.PUBLISHED

    @property
    def is_correcting(self) -> bool:
        """Whether what is published is being put right."""
        return self.status == states.Status.CORRECTING

    @property
    def is_of_office(self) -> bool:
        """Whether it is of a government itself and its office alone."""
        return self.kind == OFFICE

    @property
    def may_sum(self) -> bool:
        """Whether the sums of the organs below may be put into it now."""
        return not self.is_of_office and not self.is_frozen

    @property
    def organ_name(self) -> str:
        """Who reports: the organ, or the office of a government."""
        return self.organ.kind.office_of(self.organ.name) if self.is_of_office else self.organ.name

    @property
    def organ_type(self) -> str:
        """What kind of organ reports: an office owes what a department does."""
        return "department" if self.is_of_office else self.organ.type

    @property
    def kind_caption(self) -> str:
        """Which of two reports it is; empty where the organ has one only."""
        return self.get_kind_display() if self.is_of_office or self.organ.kind.has_two else ""

    @property
    def days_kind(self) -> str:
        """As whose report its days are reckoned (editions/days.py); empty: as the organ's main one."""
        return OWN if self.is_of_office else ""

    def called(self, place: str) -> str | None:
        """Return what a place (a cell, a section, empty: the whole) is called; None for no such place."""
        edition = self.template
        if not place:
            return "全文"
        if cell := edition.cells.get(place):
            return cell.place
        sections = (edition.preface, *edition.sections)
        return next((section.caption for section in sections if section.id == place), None)

    def document(self, pictures: bool = True) -> Document:
        """Return the report as a plain value; two or three queries.

        Its pictures are inside, or by address where they are not asked for.
        """
        narratives = {n.section: n.html for n in self.narratives.all()}
        if pictures and any(_PICTURE_URL.search(html) for html in narratives.values()):
            narratives = self._with_pictures(narratives)
        return Document(
            organ=self.organ_name,
            organ_type=self.organ_type,
            year=self.year,
            edition_id=self.edition,
            title=self.title,
            issued=self.issued,
            index_number=self.index_number,
            preface=narratives.pop("preface", ""),
            sections=narratives,
            cells={figure.cell: figure.value for figure in self.figures.all()},
        )

    def _with_pictures(self, narratives: dict[str, str]) -> dict[str, str]:
        pictures = {picture.sha256: picture.data_uri for picture in self.pictures.all()}

        def inside(match: re.Match) -> str:
            return f'src="{pictures.get(match[1], "")}"'

        return {section: _PICTURE_URL.sub(inside, html) for section, html in narratives.items()}


class Narrative(models.Model):
    """The words of one section, as sanitised mark-up."""

    # narrative_once begins with the report: an index of its own would be written for nothing.
    report = models.ForeignKey(Report, models.CASCADE, related_name="narratives", db_index=False)
    section = models.CharField("部分", max_length=30)
    html = models.TextField("正文", blank=True)
    revision = models.PositiveIntegerField("修订号", default=0)
    writer = models.CharField("填写窗口", max_length=36, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文字部分"
        constraints = [
            models.UniqueConstraint(fields=["report", "section"], name="narrative_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section}"


# Blank, or another number than 0.
WRITTEN = Q(value__isnull=True) | Q(value__gt=0) | Q(value__lt=0)


class Figure(models.Model):
    """One number. NULL is "nobody has answered" and is not 0.

    `manual` marks a total that somebody has taken over by hand. `writer` is the browser tab that
    wrote last, so that a save whose answer got lost is not a conflict with itself.
    """

    # figure_once begins with the report, as do the sums' questions; every save writes each index.
    report = models.ForeignKey(Report, models.CASCADE, related_name="figures", db_index=False)
    cell = models.CharField("单元格", max_length=80)
    value = MillionthsField("数值", null=True)
    manual = models.BooleanField("手工填写", default=False)
    revision = models.PositiveIntegerField("修订号", default=0)
    writer = models.CharField("填写窗口", max_length=36, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数字"
        # Sums read only this: most figures of most organs are 0 and add nothing.
        indexes = [
            models.Index(
                fields=["report", "cell", "value"], name="figure_written", condition=WRITTEN
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "cell"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True)
                | Q(value__gt=-(Decimal(10) ** 12), value__lt=Decimal(10) ** 12),
                name="figure_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.cell}"


class TemplateCell(models.Model):
    """A cell that an edition has, told to the database so that it can refuse any other.

    `step` is the smallest amount of millionths: 1,000,000 for whole numbers, 1 for amounts.
    """

    edition = models.CharField(max_length=20)
    cell = models.CharField(max_length=80)
    signed = models.BooleanField()
    step = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "cell"], name="template_cell_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.cell}"


class Picture(models.Model):
    """A picture in a report's words, checked and re-encoded, named by its content."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="pictures")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "图片"
        constraints = [
            models.UniqueConstraint(fields=["report", "sha256"], name="picture_once"),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def data_uri(self) -> str:
        """The picture as a `data:` address, for a document that stands alone."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


class Presence(models.Model):
    """Where in a report a person is writing just now."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.place}"


class Incoming(models.Model):
    """A file as read, laid beside a report by a person who has not yet said whether to take it.

    One a person. `organ` and `year` say which report it goes into, once that is settled; `reading`
    is the JSON of reports/importing/keeping.py.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="incoming")
    organ = models.ForeignKey(Organ, models.CASCADE, null=True, related_name="+")
    year = models.PositiveSmallIntegerField("年度", null=True)
    kind = models.CharField("报告种类", max_length=10, choices=Report.Kind, default=MAIN)
    name = models.CharField("文件名", max_length=120)
    reading = models.JSONField("内容")
    at = models.DateTimeField("读取时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "待核对的导入"

    def __str__(self) -> str:
        return self.name
