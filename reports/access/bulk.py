"""Bulk exports: each belongs to whoever asked for it, while they supervise what is in it."""

from django.db.models import Exists, OuterRef
from django.http import Http404

from reports.models import BulkItem, BulkJob, Report
from reports.models.background.jobs import JobQuerySet
from reports.models.report import ReportQuerySet

from .organs import organs_supervised
from .reports import report_to_read


def reports_to_export(user, year: int, under: int | None = None) -> ReportQuerySet:
    """Return the reports of a year that `user` supervises, of one organ and all below if asked."""
    organs = organs_supervised(user)
    if under is not None:
        organs = organs.within(organs.filter(pk=under).values_list("path", flat=True))
    return Report.objects.filter(year=year, organ__in=organs.values("pk"))


def bulk_jobs_of(user) -> JobQuerySet:
    """Return the person's own exports; not those with a report that they no longer supervise."""
    mine = organs_supervised(user).order_by().values("pk")
    outside = BulkItem.objects.filter(job=OuterRef("pk")).exclude(report__organ__in=mine)
    return BulkJob.objects.filter(~Exists(outside), by=user).select_related("under")


def bulk_job_of(user, job_id: int) -> BulkJob:
    """Return the person's own export; Http404 for everyone else."""
    job = bulk_jobs_of(user).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job


def report_to_print(user, report_id: int) -> Report:
    """Return a report for a background export; Http404 where its maker may not read it now."""
    if not user.is_active:
        raise Http404
    return report_to_read(user, report_id)
