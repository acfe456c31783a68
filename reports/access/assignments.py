"""Parts of reports in other hands: for the clerk who gave them, and for whoever holds one."""

import hashlib

from django.http import Http404
from django.utils import timezone

from reports.models import Assignment, Membership, Report
from reports.models.authoring.assignment import AssignmentQuerySet

from .reports import report_to_write


def assignments_in(report: Report) -> AssignmentQuerySet:
    """Return what was given of a report that somebody has been let into, with who holds it."""
    rows = Assignment.objects.filter(report=report).select_related("person", "by")
    return rows.order_by("day", "pk")


def assignment_to_manage(user, report_id: int, assignment_id: int) -> Assignment:
    """Return what was given of a report that `user` writes; Http404 for everyone else."""
    report = report_to_write(user, report_id)
    row = assignments_in(report).filter(pk=assignment_id).first()
    if row is None:
        raise Http404
    row.report = report
    return row


def locked_assignment(report: Report, assignment_id: int) -> Assignment:
    """Return what was given of the locked report, its row locked, too; Http404."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(report=report, pk=assignment_id).first()
    if row is None:
        raise Http404
    row.report = report
    return row


def assigned_to(user) -> AssignmentQuerySet:
    """Return what `user` has in hand, of organs that they still work for."""
    held = Membership.objects.filter(user=user)
    rows = Assignment.objects.standing().filter(person=user, report__organ__in=held.values("organ"))
    return rows.select_related("report__organ", "person", "by").order_by("day", "pk")


def assignment_to_fill(user, assignment_id: int) -> Assignment:
    """Return what `user` has in hand; Http404 for everyone else, its giver included."""
    return _one(assigned_to(user).filter(pk=assignment_id))


def assignment_of_link(token: str) -> Assignment:
    """Return what a link leads to; Http404 when it leads, or leads now, to nothing."""
    rows = Assignment.objects.filter(token=hash_of(token), expires_at__gt=timezone.now()).standing()
    return _one(rows.select_related("report__organ", "by"))


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _one(rows: AssignmentQuerySet) -> Assignment:
    row = rows.first()
    if row is None:
        raise Http404
    return row
