"""Where an organ posted its report on a site of its own, and whether a saved page of it agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..report import Report
from .publication import Publication

# How a public report stands on its organ's own site: what lists show and are filtered by.
NO_ADDRESS, UNCHECKED, DIFFERS, AGREES = "site_none", "site_unchecked", "site_differs", "site_agrees"
SITE_CAPTIONS = {
    NO_ADDRESS: "未提交网址", UNCHECKED: "有网址，待核对", DIFFERS: "有出入", AGREES: "已核对一致",
}  # fmt: skip


class OwnSiteQuerySet(models.QuerySet):
    """Questions about many addresses."""

    def standing(self, state: str) -> "OwnSiteQuerySet":
        """Keep those that stand so; a check counts for the version that is public now."""
        now = Q(check_that_counts__publication=F("report__posting__publication"))
        rows = self.exclude(address="")
        if state == UNCHECKED:
            return rows.exclude(pk__in=rows.filter(now).values("pk"))
        return rows.filter(now, check_that_counts__agrees=state == AGREES)


class OwnSite(models.Model):
    """The address at which a report stands on its organ's own site; the server never asks for it.

    `check_that_counts` is the latest check of this address that was not taken back.
    """

    LONGEST = 500

    report = models.OneToOneField(Report, models.CASCADE, related_name="own_site")
    address = models.CharField("网址", max_length=LONGEST, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("提交时间", default=timezone.now)
    check_that_counts = models.ForeignKey(
        "SiteCheck", models.SET_NULL, null=True, related_name="+"
    )

    objects = OwnSiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "本机关网站的网址"
        constraints = [
            models.CheckConstraint(
                condition=Q(address="") | Q(address__startswith="http://") | Q(address__startswith="https://"),
                name="own_site_of_the_web",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.address}"


class SiteCheck(models.Model):
    """A page that was saved from an organ's own site, beside what is published: what differs.

    `faults` are reports/importing/agreeing.py's, as plain values. The file itself is not kept.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="site_checks")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    address = models.CharField("网址", max_length=OwnSite.LONGEST)
    agrees = models.BooleanField("一致")
    faults = models.JSONField("出入", default=list)
    file_name = models.CharField("文件", max_length=100)
    sha256 = models.CharField(max_length=64)
    from_above = models.BooleanField("主管核对", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("核对时间", default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "本机关网站的核对"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.agrees}"
