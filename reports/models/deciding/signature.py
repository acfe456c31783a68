"""审签: which steps a district has switched on, and who signed which version of a report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..organ import Organ
from ..report import Report


class Signing(models.Model):
    """The steps that must be signed before a report is published, for an organ and all below it.

    The nearest row above an organ counts; one without steps switches them off again.
    """

    organ = models.OneToOneField(Organ, models.CASCADE, related_name="signing", verbose_name="机关")
    steps = models.CharField("审签步骤", max_length=60, blank=True)
    # In an office of two or three people whoever drafts may check and issue as well.
    by_one = models.BooleanField("可以由同一人办理", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "审签步骤"

    def __str__(self) -> str:
        return f"{self.organ_id} {self.steps}"


class Signature(models.Model):
    """One step signed: who, when, with which words, for which content. Never changes.

    `content` is the SHA-256 of what was signed: after a change it no longer counts. `user` signed
    here, or brought the photograph of the sheet that `signer` signed on paper.
    """

    LONGEST = 500

    class Step(models.TextChoices):
        DRAFT = "drafting", "拟稿"
        CHECK = "check", "审核"
        SECRECY = "secrecy", "保密审查"
        ISSUE = "issue", "签发"

    report = models.ForeignKey(Report, models.PROTECT, related_name="signatures")
    step = models.CharField("步骤", max_length=10, choices=Step)
    content = models.CharField("内容指纹", max_length=64)
    revision = models.PositiveIntegerField("修订号")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer = models.CharField("签署人", max_length=60)
    words = models.CharField("意见", max_length=LONGEST, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    photo = models.BinaryField(null=True)
    photo_type = models.CharField(max_length=20, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审签"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "step", "content"], name="signed_once_a_version"
            ),
            models.CheckConstraint(
                condition=Q(step__in=["drafting", "check", "secrecy", "issue"]),
                name="signature_step_known",
            ),
            models.CheckConstraint(condition=~Q(signer=""), name="signature_has_a_signer"),
            models.CheckConstraint(
                condition=Q(photo__isnull=True) | ~Q(photo_sha256=""), name="photo_has_its_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.step}"

    @property
    def on_paper(self) -> bool:
        """Whether it was signed on paper."""
        return bool(self.photo_sha256)
