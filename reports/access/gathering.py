"""Lots of old reports: each belongs to whoever brought it, while they supervise what is in it."""

from django.db.models import Exists, OuterRef
from django.http import Http404

from reports.document.which import MAIN
from reports.models import GatheredContent, GatheredFile, Gathering, Organ, Report
from reports.models.background.jobs import JobQuerySet

from .organs import organs_supervised, supervises_anything
from .reports import Frozen, locked_in


def gatherings_of(user) -> JobQuerySet:
    """Return the person's own lots; not those with an organ that they no longer supervise."""
    if not supervises_anything(user):
        return Gathering.objects.none()
    mine = organs_supervised(user).order_by().values("pk")
    files = GatheredFile.objects.filter(job=OuterRef("pk"), organ__isnull=False)
    return Gathering.objects.filter(~Exists(files.exclude(organ__in=mine)), by=user)


def gathering_of(user, job_id: int) -> Gathering:
    """Return the person's own lot; Http404 for everyone else."""
    lot = gatherings_of(user).filter(pk=job_id).first()
    if lot is None:
        raise Http404
    return lot


def file_of(user, job_id: int, file_id: int) -> GatheredFile:
    """Return a file of the person's own lot, with its standing; Http404 for everyone else."""
    files = gathering_of(user, job_id).items.with_standing().select_related("organ", "report")
    file = files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file


def organ_to_fill(user, organ_id: int) -> Organ:
    """Return the organ if `user`, whose account is in use, supervises it; Http404 for all others."""
    organ = organs_supervised(user).filter(pk=organ_id).first() if user.is_active else None
    if organ is None:
        raise Http404
    return organ


def report_taken(user, report: Report) -> Report:
    """Return a report that a lot was taken into, its row locked, whether frozen or not; raise Http404."""
    organ_to_fill(user, report.organ_id)
    return locked_in(Report.objects.all(), report.pk)


def report_to_fill(organ: Organ, year: int, kind: str = MAIN) -> Report | None:
    """Return the organ's report of a year and kind, its row locked; None where there is none. Raise Frozen."""
    found = Report.objects.filter(organ=organ, year=year, kind=kind).values_list("pk", flat=True).first()
    if found is None:
        return None
    report = locked_in(Report.objects.all(), found)
    if report.is_frozen:
        raise Frozen(report.status)
    return report


def content_of(file: GatheredFile) -> bytes | None:
    """Return the bytes of a file that `file_of` has found; None where none were kept."""
    found = GatheredContent.objects.filter(file=file).values_list("content", flat=True).first()
    return None if found is None else bytes(found)
