"""The workers: who lives, who is silent, and which jobs wait for somebody."""

import datetime

from django.db.models.functions import Now

from reports.models import BulkJob, Worker
from reportsite.database import within

MISSED = datetime.timedelta(minutes=1)  # so long without any worker is worth a sentence


def join(name: str) -> Worker:
    """Return the worker of that name, which has just shown that it lives."""
    return Worker.objects.update_or_create(name=name, defaults={"seen_at": Now()})[0]


def beat(name: str) -> None:
    """Note that the worker lives."""
    if not Worker.objects.filter(name=name).update(seen_at=Now()):
        join(name)


def leave(name: str) -> None:
    """Forget a worker that has ended: what it held is free at once."""
    Worker.objects.filter(name=name).delete()


def worker_is_alive() -> bool:
    """Whether any worker has shown itself within the last minute."""
    return Worker.objects.filter(within("seen_at", MISSED, Now())).exists()


def unsettled_jobs() -> list[int]:
    """Return the ids of running jobs that have nothing more to do: nobody could say so."""
    return list(BulkJob.objects.through().values_list("pk", flat=True))


def stranded_jobs() -> list[tuple[int, int]]:
    """Return id and round of each running job with work to do on which nothing moves."""
    return list(BulkJob.objects.stranded().values_list("pk", "round"))
