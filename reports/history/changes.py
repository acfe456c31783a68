"""The only maker of `Change` rows: who, when, from where, which place, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from reports.models import Change, Register, RegisterChange, Report
from reports.models.chain import link
from reports.models.report import IMPORT
from reportsite.database import insert, store

from .origin import address


@dataclass(frozen=True)
class Step:
    """One place that changed: a cell, a section or a detail, with its old and new text."""

    place: str
    old: str
    new: str


def record(report: Report, steps: Iterable[Step], *, by, fields: Iterable[str] = ()) -> None:
    """Keep `steps` as changes of the report's present revision.

    The report's row must be locked: its changes are one chain, whose end is kept in the row.
    `fields` of the report are stored with that end, in one statement.
    """
    _record(report, Change, {"report": report}, steps, by, fields)


def record_in_register(register: Register, steps: Iterable[Step], *, by) -> None:
    """Keep `steps` as changes of the register's present revision; its row must be locked, too."""
    _record(register, RegisterChange, {"register": register}, steps, by)


def _record(
    of: Report | Register, model, home: dict, steps: Iterable[Step], by, fields: Iterable[str] = ()
) -> None:
    rows: list[tuple] = []
    number, head = of.change_count, of.change_head
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    # One row for all of them, changed from step to step: a workbook may bring 20,000.
    row = model(user=by, at=timezone.now(), address=address(), revision=of.revision, **home)
    for step in steps:
        number += 1
        row.number, row.place, row.old, row.new = number, step.place, step.old, step.new
        row.hash = head = link(head, row.content())
        rows.append(tuple(getattr(row, name) for name in names))
    if rows:
        insert(model, names, rows)
        of.change_count, of.change_head = number, head
        fields = (*fields, "change_count", "change_head")
    if fields:
        store([of], list(dict.fromkeys(fields)))


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
    if not getattr(report, "has_imports", True):
        return None
    mark = report.changes.filter(place=IMPORT).select_related("user").first()
    return mark if mark and mark.new else None


def changes_of(report: Report, revision: int) -> list[Change]:
    """Return what one revision changed."""
    return list(report.changes.filter(revision=revision).order_by("pk"))


def changed_since(report: Report, revision: int) -> set[str]:
    """Return the places that somebody has changed after `revision`."""
    return set(report.changes.filter(revision__gt=revision).values_list("place", flat=True))
