"""Packages that came by hand: whose they are, what is in them, what of it was taken (docs/adr/0150)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.document.which import MAIN

from ..deciding.review import Remark
from ..organ import Organ
from ..report import Report
from .jobs import Item, Job


class PackageKey(models.Model):
    """The key of an installation: our own, or one that a person trusts for an organ and all below.

    Who holds a key of BELOW sends reports up to here; who holds one of ABOVE sends remarks down.
    `serial`: of our own, that of the last package packed. `after`: the key that vouches for it.
    """

    class Side(models.TextChoices):
        OWN = "own", "本系统"
        BELOW = "below", "下级"
        ABOVE = "above", "上级"

    fingerprint = models.CharField("指纹", max_length=64, unique=True)
    public = models.CharField("公钥", max_length=44)
    side = models.CharField("方向", max_length=5, choices=Side)
    name = models.CharField("持有人", max_length=200, blank=True)
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    serial = models.BigIntegerField("最后序号", default=0)
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "签名钥匙"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["own", "below", "above"]), name="package_key_side_known"
            ),
            models.CheckConstraint(
                condition=Q(side="own") | Q(organ__isnull=False, by__isnull=False),
                name="package_key_trusted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint[:8]}"


class Parcel(Job):
    """A package of reports that was brought, and how far it is: checked, taken, undone.

    What is to be done in the background are its pieces (`items`); its reports are rows apart.
    """

    class Stage(models.TextChoices):
        CHECKING = "checking", "核对中"
        READY = "ready", "待收下"
        TAKING = "taking", "收下中"
        TAKEN = "taken", "已收下"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "不收"

    key = models.ForeignKey(PackageKey, models.PROTECT, related_name="parcels")
    stage = models.CharField("进度", max_length=10, choices=Stage, default=Stage.CHECKING)
    name = models.CharField("文件名", max_length=200)
    size = models.BigIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    serial = models.BigIntegerField("序号")
    made_at = models.DateTimeField("打包时间")
    year = models.PositiveSmallIntegerField("年度")
    sender = models.CharField("打包单位", max_length=300)
    scope = models.CharField("范围", max_length=300, blank=True)
    organs = models.JSONField("机关", default=list)
    # Why the last taking or undoing did not come about.
    refusal = models.CharField("没有办成的原因", max_length=500, blank=True)
    taken_at = models.DateTimeField("收下时间", null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "上报包"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "finished", "cancelled"]),
                name="parcel_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ParcelPiece(Item):
    """Something to do with a package: check a run of its reports, take them all, undo that."""

    class Step(models.TextChoices):
        CHECK = "check", "核对"
        TAKE = "take", "收下"
        UNDO = "undo", "撤销"

    job = models.ForeignKey(Parcel, models.CASCADE, related_name="items")
    step = models.CharField("步骤", max_length=5, choices=Step, default=Step.CHECK)
    first = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "上报包的处理"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="parcel_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.step} {self.first}"


class ParcelReport(models.Model):
    """A report in a package: what it is there, which organ it is here, what is new in it.

    `fault`: why it cannot be taken. `report` and `revision` are set while it is taken; `mark` is the
    revision that put its content there, `before` the state in which the report was.
    """

    class News(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "有改动"
        SAME = "same", "没有变化"

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="reports")
    position = models.PositiveIntegerField("序号")
    organ_name = models.CharField("机关", max_length=300)
    code = models.CharField("代码", max_length=300, blank=True)
    organ_type = models.CharField("机关类型", max_length=300, blank=True)
    year = models.PositiveIntegerField("年度")
    kind = models.CharField("报告种类", max_length=10, choices=Report.Kind, default=MAIN)
    title = models.CharField("标题", max_length=300, blank=True)
    status = models.CharField("对方的状态", max_length=300, blank=True)
    there = models.BigIntegerField("对方的修订号", default=0)
    changes = models.BigIntegerField("对方留痕条数", default=0)
    head = models.CharField("对方留痕的链尾", max_length=300, blank=True)
    digest = models.CharField("内容的摘要", max_length=300)
    origins = models.JSONField("来源", default=list)
    content = models.BinaryField()
    organ = models.ForeignKey(Organ, models.SET_NULL, null=True, related_name="+")
    certain = models.BooleanField("确定", default=False)
    how = models.CharField("依据", max_length=500, blank=True)
    left_out = models.BooleanField("不收", default=False)
    is_checked = models.BooleanField("已核对", default=False)
    fault = models.CharField("不能收的原因", max_length=500, blank=True)
    warning = models.CharField("要留意的", max_length=500, blank=True)
    news = models.CharField("比较", max_length=10, choices=News, blank=True)
    different = models.PositiveIntegerField("改动处数", default=0)
    findings = models.JSONField("问题", default=list)
    errors = models.PositiveIntegerField("错误", default=0)
    warnings = models.PositiveIntegerField("提醒", default=0)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="parcelled")
    revision = models.PositiveIntegerField("修订号", null=True)
    mark = models.PositiveIntegerField("收下的修订号", null=True)
    before = models.CharField("原状态", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上报包里的报告"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "position"], name="parcel_report_once"),
        ]
        indexes = [models.Index(fields=["report", "-parcel"], name="parcel_by_report")]

    def __str__(self) -> str:
        return f"{self.organ_name} {self.year}"


class ParcelFile(models.Model):
    """A published file that came with a report, byte for byte."""

    of = models.ForeignKey(ParcelReport, models.CASCADE, related_name="files")
    name = models.CharField("文件名", max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "上报包里的文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class CarriedRemark(models.Model):
    """What came from above once: `told` is its name there, so that nothing is taken twice."""

    key = models.ForeignKey(PackageKey, models.PROTECT, related_name="+")
    told = models.CharField("编号", max_length=300)
    remark = models.ForeignKey(Remark, models.CASCADE, null=True, related_name="carried")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "上级的批注"
        constraints = [
            models.UniqueConstraint(fields=["key", "told"], name="carried_remark_once"),
        ]

    def __str__(self) -> str:
        return self.told
