"""Sums over thousands of reports: a part is added again only where a report of it has changed.

A sum follows from the reports that it is made of, each at a revision. The set is cut along the tree
into parts of some two thousand reports; of each the sums are kept, with a stamp of exactly these
reports and revisions. Whoever asks reads every report's revision, and the figures of the parts alone
whose stamp is another. So nothing has to be told when somebody saves, and nothing kept is ever wrong;
a row that is lost costs a second. Every change of a figure advances its report's revision (ADR 2).
"""

import datetime
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, Func, Sum
from django.utils import timezone

from reports.models import Figure, KeptSum, Organ
from reports.models.report import WRITTEN, ReportQuerySet
from reportsite.database import forget, insert, optional

FEWEST = 500  # reports: fewer are added while one would ask what is kept of them
LARGEST = 2000  # reports of a part
DAYS = datetime.timedelta(days=60)
MOST_KEPT = 5000  # rows, some 10 kB each: there are more sets than anybody should fill a disk with
MILLION = 1_000_000
Line = tuple[str, int, int, int, int]  # cell, written, known, whole, millionths beyond


class Row(NamedTuple):
    """A report of a set: what a sum over the set depends on."""

    pk: int
    revision: int
    path: str
    organ: int
    edition: str
    answered: int


def rows_of(reports: ReportQuerySet) -> list[Row]:
    """Return the reports of a set in the order of the tree: one question, however many parts it has."""
    names = ("pk", "revision", "organ__path", "organ_id", "edition", "answered_count")
    return list(map(Row._make, reports.order_by("organ__path", "pk").values_list(*names)))


class _Whole(Func):
    template = f"(%(expressions)s / {MILLION})"
    output_field = BigIntegerField()


class _Rest(Func):
    # Twice doubled: for the template, and for the driver.
    template = f"(%(expressions)s %%%% {MILLION})"
    output_field = BigIntegerField()


class Keeping:
    """The sums that one request asks for; `store` keeps what had to be added anew."""

    def __init__(self):
        self._new: list[tuple[str, str, list[Line]]] = []

    def lines(self, reports: ReportQuerySet, rows: list[Row], only: str = "") -> Iterable[Line]:
        """Return the sums of the written figures of `reports`, in lines; `only`: of one cell.

        `rows` are these reports, in the order of the tree, read in the same snapshot. Of a large set
        there are several lines a cell, one a part, and those of other cells.
        """
        if len(rows) < FEWEST:
            return added(reports, only) if rows else []
        set_of = str(reports.order_by().values("pk").query)
        parts = {_hash(f"{set_of}|{part[0].path}|{part[0].pk}"): part for part in _parts(rows)}
        kept = dict(KeptSum.objects.filter(pk__in=parts).values_list("pk", "stamp"))
        fresh = [place for place, part in parts.items() if kept.get(place) == _stamp(part)]
        found = list(KeptSum.objects.filter(pk__in=fresh).values_list("lines", flat=True))
        for place in parts.keys() - set(fresh):
            found.append(self._anew(place, parts[place], reports))
        return (line for lines in found for line in lines)

    def _anew(self, place: str, part: list[Row], reports: ReportQuerySet) -> list[Line]:
        of_part = reports.model.objects.filter(pk__in=[row.pk for row in part])
        lines = list(added(of_part))
        self._new.append((place, _stamp(part), lines))
        return lines

    def store(self) -> None:
        """Keep what was added anew, outside of the snapshot; where that cannot be done, go on."""
        if not self._new:
            return
        now = timezone.now()
        with optional("sums"):
            rows = [(*one, now) for one in self._new]
            insert(KeptSum, ["place", "stamp", "lines", "made_at"], rows, key=["place"])
            forget(KeptSum.objects.filter(made_at__lt=now - DAYS))
            by_age = KeptSum.objects.order_by("-made_at").values_list("made_at", flat=True)
            for oldest in by_age[MOST_KEPT : MOST_KEPT + 1]:
                forget(KeptSum.objects.filter(made_at__lte=oldest))
        self._new.clear()


def added(reports: ReportQuerySet, only: str = "") -> Iterator[Line]:
    """Add the written figures of `reports`, whole numbers and millionths apart: no sum overflows."""
    rows = Figure.objects.filter(WRITTEN, report__in=reports.values("pk")).order_by()
    rows = rows.filter(cell=only) if only else rows
    # Nothing but what figure_written holds: of the rows themselves none is read.
    lines = rows.values_list("cell").annotate(
        written=Count("*"), known=Count("value"), whole=Sum(_Whole("value")), rest=Sum(_Rest("value")),
    )  # fmt: skip
    for cell, written, known, whole, rest in lines:
        yield cell, written, known, int(whole or 0), int(rest or 0)


def _parts(rows: list[Row], depth: int = 1) -> Iterator[list[Row]]:
    """Cut rows in the order of the tree along its branches; a branch that is too large itself, too."""
    together: list[Row] = []
    for _, branch in groupby(rows, key=lambda row: row.path[: depth * Organ.steplen]):
        some = list(branch)
        if together and len(together) + len(some) > LARGEST:
            yield together
            together = []
        if len(some) <= LARGEST:
            together += some
        elif len(some[-1].path) > depth * Organ.steplen:
            yield from _parts(some, depth + 1)
        else:
            yield some
    if together:
        yield together


def _stamp(part: list[Row]) -> str:
    return _hash(",".join(f"{row.pk}.{row.revision}" for row in part))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
