"""How far a job is."""

import datetime
import math
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from reports import access
from reports.models import BulkItem, BulkJob, Report
from reports.rendering.formats import FORMATS

from .workers import worker_is_alive

State = BulkItem.State
MOST_SHOWN = 200  # failures on the page; the list in the ZIP names all
_RECENT = datetime.timedelta(minutes=1)
_ENOUGH = 3  # reports to tell a pace by


@dataclass(frozen=True)
class Progress:
    """How many reports of a job are in which state.

    `minutes_left`: at the pace of the last minute; None where there is not enough to go by.
    """

    total: int
    done: int
    failed: int
    running: int
    minutes_left: int | None
    has_worker: bool

    @property
    def ended(self) -> int:
        """How many are made or given up."""
        return self.done + self.failed

    @property
    def percent(self) -> int:
        """Whole percent; 100 only at the end."""
        return 100 * self.ended // self.total


def progress_of(job: BulkJob) -> Progress:
    """Return how far the job is."""
    counts = job.items.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=State.DONE)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        recent=Count("pk", filter=Q(finished_at__gt=Now() - _RECENT)),
        since=Min("started_at"),
    )
    left = counts["total"] - counts["done"] - counts["failed"]
    minutes = _minutes(left, counts.pop("recent"), counts.pop("since"))
    return Progress(**counts, minutes_left=minutes, has_worker=worker_is_alive())


def _minutes(left: int, recent: int, since: datetime.datetime | None) -> int | None:
    """Return in how many minutes `left` reports are made, `recent` having been in the last one."""
    if recent < _ENOUGH or since is None:
        return None
    minute = min(_RECENT, timezone.now() - since) / _RECENT
    return math.ceil(left / recent * minute)


def jobs_of(user) -> list[BulkJob]:
    """Return the person's newest exports with `total`, `done`, `failed` and what they are called."""
    return [
        described(job) for job in access.bulk_jobs_of(user).with_progress().order_by("-pk")[:50]
    ]


def described(job: BulkJob) -> BulkJob:
    """Return the job with its states and forms in words."""
    captions = dict(Report.Status.choices)
    job.state_captions = [captions[state] for state in job.states]
    job.form_captions = [FORMATS[form].caption for form in job.forms if form in FORMATS]
    job.scope = f"{job.under.name}及其下级" if job.under else "全部下级机关"
    if job.chosen:
        job.scope += f"（{job.chosen}）"
    return job


def failures_of(job: BulkJob) -> list[BulkItem]:
    """Return the first reports of the job that failed, with why."""
    failed = job.items.filter(state=State.FAILED).select_related("report__organ")
    return list(failed[:MOST_SHOWN])
