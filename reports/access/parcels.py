"""Packages that travel by hand: for the supervisors of the organ that their key is trusted for."""

from django.db.models import Q, QuerySet
from django.http import Http404

from reports.models import Organ, PackageKey, Parcel, ParcelFile, ParcelReport, Report
from reports.models.background.jobs import JobQuerySet

from .organs import organs_supervised


def keys_of(user) -> QuerySet[PackageKey]:
    """Return the keys of others that are, or were, trusted for organs which `user` supervises."""
    mine = organs_supervised(user).order_by().values("pk")
    return PackageKey.objects.filter(organ__in=mine).select_related("organ", "by", "revoked_by")


def key_of(user, key_id: int) -> PackageKey:
    """Return a key that is trusted for an organ which `user` supervises; Http404 for all others."""
    key = keys_of(user).filter(pk=key_id).first()
    if key is None:
        raise Http404
    return key


def parcels_of(user) -> JobQuerySet:
    """Return the packages whose key is trusted for an organ that `user` supervises."""
    mine = organs_supervised(user).order_by().values("pk")
    return Parcel.objects.filter(key__organ__in=mine).select_related("key__organ", "by", "taken_by", "undone_by")


def parcel_of(user, parcel_id: int) -> Parcel:
    """Return such a package; Http404 for everyone else."""
    parcel = parcels_of(user).filter(pk=parcel_id).first()
    if parcel is None:
        raise Http404
    return parcel


def parcel_report_of(user, parcel_id: int, row_id: int) -> ParcelReport:
    """Return a report in such a package; Http404 for everyone else."""
    rows = parcel_of(user, parcel_id).reports.select_related("organ", "report")
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row


def parcel_file_of(user, parcel_id: int, row_id: int, file_id: int) -> ParcelFile:
    """Return a published file in such a package; Http404 for everyone else."""
    file = parcel_report_of(user, parcel_id, row_id).files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file


def organs_parcelled(parcel: Parcel) -> QuerySet[Organ]:
    """Return the organs whose reports a package may bring: that of its key, and all below."""
    return Organ.objects.within([parcel.key.organ.path])


def received_from(report: Report) -> ParcelReport | None:
    """Return as which part of which package the report came, the latest; None where it did not."""
    taken = Q(parcel__stage=Parcel.Stage.TAKEN, revision__isnull=False)
    rows = ParcelReport.objects.filter(taken, report=report).select_related("parcel__key")
    return rows.order_by("-parcel").first()
