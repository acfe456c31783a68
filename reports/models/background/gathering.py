"""Old reports, many at once: the files of each lot, what was read of them, and where they go."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from reports.document.which import MAIN
from reports.editions import FIRST_YEAR, LAST_YEAR

from ..organ import Organ
from ..report import Report
from .jobs import Item, ItemQuerySet, Job


class Gathering(Job):
    """A lot of files that one supervisor has brought."""

    name = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "批量导入"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "finished", "cancelled"]),
                name="gathering_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Standing(models.TextChoices):
    """How a file stands, for whoever settles a lot. Never stored: it follows from the rows."""

    WORKING = "working", "处理中"
    OPEN = "open", "待确定"
    READY = "ready", "可以导入"
    TAKEN = "taken", "已导入"
    FAILED = "failed", "没有读入"
    LEFT = "left", "不导入"


class GatheredQuerySet(ItemQuerySet):
    """Questions about the files of lots."""

    def with_standing(self) -> "GatheredQuerySet":
        """Add each file's `standing`, whether others of its lot are `rival` to it, and what is `there`.

        Rivals are for the same organ, year and kind. A blank draft is in nobody's way.
        """
        rivals = GatheredFile.objects.filter(
            job=OuterRef("job"), organ=OuterRef("organ"), year=OuterRef("year"),
            kind=OuterRef("kind"), left_out=False,
        ).exclude(pk=OuterRef("pk"))
        there = Report.objects.filter(organ=OuterRef("organ"), year=OuterRef("year"), kind=OuterRef("kind"))
        unsettled = Q(organ=None) | Q(year=None) | Q(certain=False) | Q(rival=True) | Q(there=True)
        return self.annotate(rival=Exists(rivals), there=Exists(there.written())).annotate(
            standing=Case(
                When(state__in=Item.UNDONE, then=Value(Standing.WORKING)),
                When(report__isnull=False, then=Value(Standing.TAKEN)),
                When(left_out=True, then=Value(Standing.LEFT)),
                When(state=Item.State.FAILED, step=GatheredFile.Step.READ,
                     then=Value(Standing.FAILED)),
                When(unsettled, then=Value(Standing.OPEN)),
                default=Value(Standing.READY),
                output_field=models.CharField(),
            )
        )  # fmt: skip


class GatheredFile(Item):
    """One file of a lot: what was read, which report it is, and how far it is with its `step`.

    `certain`: the file itself says which organ and year, or a person has said so. `report` is set
    while the file is taken, `revision` being the one that its taking made.
    """

    class Step(models.TextChoices):
        READ = "read", "读取"
        TAKE = "take", "导入"
        UNDO = "undo", "撤销"

    job = models.ForeignKey(Gathering, models.CASCADE, related_name="items")
    step = models.CharField("步骤", max_length=5, choices=Step, default=Step.READ)
    path = models.CharField("文件", max_length=400)
    size = models.PositiveIntegerField("字节数")
    # What was read: reports/importing/keeping.py, and the findings as reports/rules has them.
    reading = models.JSONField("内容", null=True)
    findings = models.JSONField("问题", default=list)
    found = models.PositiveSmallIntegerField("问题数", default=0)
    edition = models.CharField("模板版本", max_length=20, blank=True)
    sure = models.PositiveSmallIntegerField("有把握", default=0)
    doubtful = models.PositiveSmallIntegerField("待核对", default=0)
    blank = models.PositiveSmallIntegerField("空白", default=0)
    # Which report it is: as found, with how that is known, or as a person has settled it.
    organ = models.ForeignKey(Organ, models.SET_NULL, null=True, related_name="+")
    year = models.PositiveSmallIntegerField("年度", null=True)
    kind = models.CharField("报告种类", max_length=10, choices=Report.Kind, default=MAIN)
    certain = models.BooleanField("确定", default=False)
    how = models.CharField("依据", max_length=500, blank=True)
    # What was put right by a person, before it is taken: [state, figure] as read, by cell.
    corrected = models.JSONField("改正的数字", default=dict)
    left_out = models.BooleanField("不导入", default=False)
    # How it is taken: as a draft, or as a report that is public elsewhere.
    elsewhere = models.BooleanField("已在别处发布", default=False)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField("修订号", null=True)

    objects = GatheredQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量导入的文件"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="gathered_position_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]),
                name="gathered_state_known",
            ),
            models.CheckConstraint(
                condition=Q(step__in=["read", "take", "undo"]), name="gathered_step_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="gathered_failure_says_why"
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="gathered_year_in_range",
            ),
            models.CheckConstraint(
                condition=Q(report=None) | Q(revision__isnull=False), name="gathered_taken_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["job", "state", "position"], name="gathered_by_state"),
            models.Index(fields=["job", "organ", "year"], name="gathered_by_report"),
        ]

    def __str__(self) -> str:
        return self.path


class GatheredContent(models.Model):
    """A file's bytes, apart: lists need none of them."""

    file = models.OneToOneField(GatheredFile, models.CASCADE, related_name="bytes")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "批量导入的原文件"

    def __str__(self) -> str:
        return str(self.file_id)
