"""The workers: who lives and who is silent."""

import datetime
import time

from django.db.models.functions import Now

from reports.models import Worker
from reports.models.background.jobs import silence
from reportsite.database import within

_moved = [0.0]  # when a piece of this process last got on


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


def moving() -> None:
    """Note that a piece which takes long gets on: its worker does not hang."""
    _moved[0] = time.monotonic()


def last_moved() -> float:
    """Return when a piece of this process last got on, by the process's clock."""
    return _moved[0]


def worker_is_alive() -> bool:
    """Whether any worker has shown itself of late: it beats five times in such a span."""
    return Worker.objects.filter(within("seen_at", silence(), Now())).exists()


def forget_silent_workers() -> None:
    """Delete the workers that nobody has seen for a day."""
    Worker.objects.filter(seen_at__lt=Now() - datetime.timedelta(days=1)).delete()
