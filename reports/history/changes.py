"""The only maker of `Change` rows: who, when, from where, which place, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from reports.models import Change, Report
from reports.models.chain import link

from .origin import address

# A change of this place says that a file was taken (new: its name) or put back (old: its name).
IMPORT = "import"


@dataclass(frozen=True)
class Step:
    """One place that changed: a cell, a section or a detail, with its old and new text."""

    place: str
    old: str
    new: str


def record(report: Report, steps: Iterable[Step], *, by) -> None:
    """Keep `steps` as changes of the report's present revision.

    The report's row must be locked: its changes are one chain, whose end is kept in the row.
    """
    now, where, rows = timezone.now(), address(), []
    number, head = report.change_count, report.change_head
    for step in steps:
        number += 1
        row = Change(
            report=report, user=by, at=now, address=where, revision=report.revision, number=number,
            place=step.place, old=step.old, new=step.new,
        )  # fmt: skip
        row.hash = head = link(head, row.content())
        rows.append(row)
    if rows:
        Change.objects.bulk_create(rows)
        report.change_count, report.change_head = number, head
        ends = {"change_count": number, "change_head": head}
        Report.objects.filter(pk=report.pk).update(**ends)


def last_writers(report: Report, places: Iterable[str]) -> dict[str, Change]:
    """Return the latest change of each place, with its user."""
    rows = report.changes.filter(place__in=list(places)).select_related("user").order_by("pk")
    return {change.place: change for change in rows}


def text_at(report: Report, place: str, revision: int, now: str) -> str:
    """Return what stood in `place` at `revision`; `now` when nothing has changed since."""
    later = report.changes.filter(place=place, revision__gt=revision).order_by("pk").first()
    return later.old if later else now


def last_import(report: Report) -> Change | None:
    """Return the change that marks the report's latest import, unless it was undone."""
    mark = report.changes.filter(place=IMPORT).select_related("user").first()
    return mark if mark and mark.new else None


def changes_in(report: Report, revision: int) -> list[Change]:
    """Return what one revision changed."""
    return list(report.changes.filter(revision=revision).order_by("pk"))


def changed_since(report: Report, revision: int) -> set[str]:
    """Return the places that somebody has changed after `revision`."""
    return set(report.changes.filter(revision__gt=revision).values_list("place", flat=True))
