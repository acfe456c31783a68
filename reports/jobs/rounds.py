"""A job in the hands of the task engine: handed out, moved, found again, brought to its end."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from reports.models.background.jobs import Item, Job, JobQuerySet
from reports.refusals import Refused

State = Job.State
STRANDS = 32  # tasks that work at one job at once: as many workers can share it


@dataclass(frozen=True)
class Round:
    """A job as handed to the task engine: which time, and to how many tasks."""

    number: int
    strands: int


@transaction.atomic
def begin_round(jobs: JobQuerySet, job_id: int, after: int | None = None) -> Round | None:
    """Begin the next round of a running job; None where there is nothing to hand out.

    `after`: only where no round later than that one has begun.
    """
    job = jobs.select_for_update().filter(pk=job_id, state=State.RUNNING).first()
    if job is None or after not in (None, job.round):
        return None
    undone = job.items.filter(state__in=Item.UNDONE).count()
    number = job.round + 1
    jobs.filter(pk=job_id).update(round=number, delivered_at=Now())
    return Round(number, min(undone, STRANDS)) if undone else None


def unsettled(jobs: JobQuerySet) -> list[int]:
    """Return the ids of running jobs that have nothing more to do: nobody could say so."""
    return list(jobs.through().values_list("pk", flat=True))


def stranded(jobs: JobQuerySet) -> list[tuple[int, int]]:
    """Return id and round of each running job with work to do on which nothing moves."""
    return list(jobs.stranded().values_list("pk", "round"))


def move(jobs: JobQuerySet, job: Job, before: list[str], after: str) -> None:
    """Bring a job from one of the states `before` to another; raise Refused where it is in none."""
    if not jobs.filter(pk=job.pk, state__in=before).update(state=after):
        job.refresh_from_db(fields=["state"])
        raise Refused(f"任务现在是“{job.get_state_display()}”，没有改变。")


def finish(jobs: JobQuerySet, job_id: int) -> bool:
    """Finish a running job that has nothing more to do; return whether it was this call that did."""
    through = jobs.through().filter(pk=job_id)
    return bool(through.update(state=State.FINISHED, finished_at=Now()))
