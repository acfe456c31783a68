"""The only maker of `Change` rows: who, when, which place, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.models import Change, Report


@dataclass(frozen=True)
class Step:
    """One place that changed: a cell, a section or a detail, with its old and new text."""

    place: str
    old: str
    new: str


def record(report: Report, steps: Iterable[Step], *, by) -> None:
    """Keep `steps` as changes of the report's present revision."""
    Change.objects.bulk_create(
        Change(
            report=report, user=by, revision=report.revision, place=s.place, old=s.old, new=s.new
        )
        for s in steps
    )


def last_writers(report: Report, places: Iterable[str]) -> dict[str, Change]:
    """Return the latest change of each place, with its user."""
    rows = report.changes.filter(place__in=list(places)).select_related("user").order_by("pk")
    return {change.place: change for change in rows}


def text_at(report: Report, place: str, revision: int, now: str) -> str:
    """Return what stood in `place` at `revision`; `now` when nothing has changed since."""
    later = report.changes.filter(place=place, revision__gt=revision).order_by("pk").first()
    return later.old if later else now
