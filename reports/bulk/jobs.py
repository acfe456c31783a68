"""A job from asking for it to clearing it away."""

import datetime

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now

from reports import access, jobs
from reports.models import BulkFile, BulkItem, BulkJob, Organ
from reports.refusals import Refused

from .pressing import settle

State = BulkJob.State
LONGEST_QUEUE = 3  # jobs that one person may have going at once
MOST_FILES = 20_000  # a district of 3,000 organs in six forms
_BATCH = 200


def count_by_state(user, year: int, under: int | None = None, organs=None) -> dict[str, int]:
    """Return how many reports of a year and subtree are in each state; `organs`: only of these."""
    reports = _of(organs, access.reports_to_export(user, year, under)).order_by()
    return dict(reports.values_list("status").annotate(n=Count("pk")))


def _of(organs, reports):
    return reports if organs is None else reports.filter(organ__in=organs)


@transaction.atomic
def create(
    year: int, under: int | None, states: list[str], forms: list[str], *, by, organs=None,
    chosen: str = "",
) -> BulkJob:  # fmt: skip
    """Store a job for the reports that are in one of `states` now; raise Refused.

    Which reports is settled here; what is in them, when each is printed. `organs`: only theirs,
    `chosen` saying in words which these are.
    """
    if BulkJob.objects.open().filter(by=by).count() >= LONGEST_QUEUE:
        raise Refused(f"已有{LONGEST_QUEUE}个批量导出没有完成，请等其中一个完成，或取消一个。")
    wanted = _of(organs, access.reports_to_export(by, year, under)).filter(status__in=states)
    reports = list(wanted.order_by("organ__path").values_list("pk", flat=True))
    if not reports:
        raise Refused("所选范围和状态里没有报告，请另选。")
    if len(reports) * len(forms) > MOST_FILES:
        raise Refused(f"一次最多导出{MOST_FILES}个文件，请缩小范围或减少格式，分几次导出。")
    organ = Organ.objects.filter(pk=under).first() if under else None
    job = BulkJob.objects.create(
        by=by, year=year, under=organ, states=states, forms=forms, chosen=chosen
    )
    BulkItem.objects.bulk_create(
        (BulkItem(job=job, report_id=pk, position=at) for at, pk in enumerate(reports, 1)),
        batch_size=500,
    )
    return job


def begin_round(job_id: int, after: int | None = None) -> jobs.Round | None:
    """Begin the next round of a running job; None where there is nothing to hand out.

    `after`: only where no round later than that one has begun.
    """
    return jobs.begin_round(BulkJob.objects, job_id, after)


def stranded_jobs() -> list[tuple[int, int]]:
    """Return id and round of each running export with work to do on which nothing moves."""
    return jobs.stranded(BulkJob.objects)


def unsettled_jobs() -> list[int]:
    """Return the ids of running exports that have nothing more to do: nobody could say so."""
    return jobs.unsettled(BulkJob.objects)


def pause(job_id: int, *, by) -> None:
    """Let no further report of a job be taken up; those in hand are finished. Http404, Refused."""
    _move(job_id, [State.RUNNING], State.PAUSED, by)


def resume(job_id: int, *, by) -> None:
    """Let a paused job go on; Http404, Refused."""
    _move(job_id, [State.PAUSED], State.RUNNING, by)
    settle(job_id)


def cancel(job_id: int, *, by) -> None:
    """Give a job up for good; its files are cleared away soon. Http404, Refused."""
    _move(job_id, list(BulkJob.OPEN), State.CANCELLED, by)


@transaction.atomic
def retry(job_id: int, *, by) -> None:
    """Let the reports that failed be tried again; Http404, Refused."""
    job = access.bulk_job_of(by, job_id)
    if job.state == State.CANCELLED:
        raise Refused("任务已取消，不能重试。需要时请重新导出。")
    failed = job.items.filter(state=BulkItem.State.FAILED)
    if not failed.update(state=BulkItem.State.WAITING, attempts=0, error="", finished_at=None):
        raise Refused("没有需要重试的报告。")
    finished = BulkJob.objects.filter(pk=job_id, state=State.FINISHED)
    finished.update(state=State.RUNNING, finished_at=None)


def _move(job_id: int, before: list[str], after: str, by) -> None:
    jobs.move(BulkJob.objects, access.bulk_job_of(by, job_id), before, after)


def clear(days: int) -> int:
    """Delete jobs older than so many days, and the files of cancelled ones; return how many jobs.

    In small transactions: writers wait for none of them long.
    """
    old = BulkJob.objects.filter(created_at__lt=Now() - datetime.timedelta(days=days))
    _clear_files(BulkFile.objects.filter(item__job__in=old))
    _clear_files(BulkFile.objects.filter(item__job__state=State.CANCELLED))
    return old.delete()[1].get("reports.BulkJob", 0)


def _clear_files(files) -> None:
    while some := list(files.values_list("pk", flat=True)[:_BATCH]):
        BulkFile.objects.filter(pk__in=some).delete()
