"""How far a job is."""

import datetime
import math
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from reports.models.background.jobs import Item, Job

from .workers import worker_is_alive

State = Item.State
_RECENT = datetime.timedelta(minutes=1)
_ENOUGH = 3  # pieces to tell a pace by


@dataclass(frozen=True)
class Progress:
    """How many pieces of a job are in which state.

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


def progress_of(job: Job, **which) -> Progress:
    """Return how far the job is, or those of its pieces that are asked for."""
    counts = job.items.filter(**which).aggregate(
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
    """Return in how many minutes `left` pieces are made, `recent` having been in the last one."""
    if recent < _ENOUGH or since is None:
        return None
    minute = min(_RECENT, timezone.now() - since) / _RECENT
    return math.ceil(left / recent * minute)
