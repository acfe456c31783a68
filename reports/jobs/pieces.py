"""Taking up one piece of a job after another: claimed, done, finished, each a short transaction.

A worker that dies between them leaves a claimed row, which another takes up when the dead one has
been silent for a while.
"""

from django.db import transaction
from django.db.models.functions import Now

from reports.models import Worker
from reports.models.background.jobs import Item, ItemQuerySet, Job

MOST_ATTEMPTS = 3
State = Item.State


@transaction.atomic
def claim(
    items: ItemQuerySet, job_id: int, round_number: int, worker: Worker, *, hopeless: str
) -> Item | None:
    """Take the next piece that waits, or that a silent worker had taken, and return it.

    None for a job that is paused or at its end, or whose round is over. What was taken up three
    times in vain is given up, `hopeless` being the sentence that says why.
    """
    running = {"job": job_id, "job__round": round_number, "job__state": Job.State.RUNNING}
    free = items.claimable_by(worker).filter(**running).select_related("job__by")
    locked = free.select_for_update(of=("self",), skip_locked=True).order_by("position")
    while item := locked.first():
        mine = items.filter(pk=item.pk)
        if item.attempts < MOST_ATTEMPTS:
            item.attempts += 1
            mine.update(state=State.RUNNING, worker=worker, attempts=item.attempts,
                        started_at=Now())  # fmt: skip
            return item
        mine.update(state=State.FAILED, worker=None, finished_at=Now(), error=hopeless)
    return None


def held(item: Item, worker: Worker) -> ItemQuerySet:
    """Return the row if it is still this worker's, in this very attempt."""
    rows = type(item).objects.filter(pk=item.pk, state=State.RUNNING)
    return rows.filter(worker=worker, attempts=item.attempts)


def finish(item: Item, worker: Worker, **facts) -> bool:
    """Note that a piece is done, with `facts`; False where another has taken it up since."""
    done = {"state": State.DONE, "worker": None, "finished_at": Now(), "error": ""}
    return bool(held(item, worker).update(**done, **facts))


def fail(item: Item, worker: Worker, reason: str) -> None:
    """Give a piece up, with a sentence that says why."""
    lost = {"state": State.FAILED, "worker": None, "finished_at": Now()}
    held(item, worker).update(**lost, error=reason[:500])
