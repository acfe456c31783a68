"""A lot from bringing it to clearing it away."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.db.models.functions import Now

from reports import access, history, jobs
from reports.models import GatheredContent, GatheredFile, Gathering
from reports.models.background.gathering import Standing
from reports.refusals import Refused

from .unpacking import Brought, unpacked
from .working import settle

State, Step = GatheredFile.State, GatheredFile.Step
LONGEST_QUEUE = 3  # lots that one person may have going at once
LONGEST_NAME = 200
_AT_ONCE = 20  # files stored in one statement


@transaction.atomic
def create(uploads: list[tuple[str, BinaryIO]], *, by) -> Gathering:
    """Store the files that a supervisor brings as a lot to be read; raise Refused."""
    if Gathering.objects.open().filter(by=by).count() >= LONGEST_QUEUE:
        raise Refused(f"已有{LONGEST_QUEUE}批没有处理完，请等其中一批完成，或停止一批。")
    lot = Gathering.objects.create(by=by, name=_name_of([name for name, _ in uploads]))
    count = sum(_store(lot, files) for files in _numbered(unpacked(uploads)))
    if not count:
        raise Refused("压缩包里没有文件，请重新选择。", 400)
    detail = f"批量导入{lot.pk}：{lot.name}，{count}个文件"
    history.note_over(history.Action.GATHERED, access.trees_supervised(by), by=by, detail=detail)
    return lot


def _name_of(names: list[str]) -> str:
    first = names[0].replace("\0", "")[: LONGEST_NAME - 20]
    return first if len(names) == 1 else f"{first}等{len(names)}个文件"


def _numbered(files: Iterator[Brought]) -> Iterator[tuple[tuple[int, Brought], ...]]:
    numbered = enumerate(files, 1)
    while some := tuple(islice(numbered, _AT_ONCE)):
        yield some


def _store(lot: Gathering, files: Iterable[tuple[int, Brought]]) -> int:
    rows = [
        GatheredFile(
            job=lot, position=at, path=file.path, size=len(file.content), error=file.refusal,
            state=State.FAILED if file.refusal else State.WAITING,
        )
        for at, file in files
    ]  # fmt: skip
    GatheredFile.objects.bulk_create(rows)
    GatheredContent.objects.bulk_create(
        GatheredContent(file=row, content=file.content)
        for row, (_, file) in zip(rows, files, strict=True)
        if not file.refusal
    )
    return len(rows)


def begin_round(job_id: int, after: int | None = None) -> jobs.Round | None:
    """Begin the next round of a running lot, as `jobs.begin_round` does."""
    return jobs.begin_round(Gathering.objects, job_id, after)


def stranded_jobs() -> list[tuple[int, int]]:
    """Return id and round of each running lot with work to do on which nothing moves."""
    return jobs.stranded(Gathering.objects)


def unsettled_jobs() -> list[int]:
    """Return the ids of running lots that have nothing more to do: nobody could say so."""
    return jobs.unsettled(Gathering.objects)


def pause(job_id: int, *, by) -> None:
    """Let no further file be taken up; those in hand are finished. Http404, Refused."""
    lot = access.gathering_of(by, job_id)
    jobs.move(Gathering.objects, lot, [Gathering.State.RUNNING], Gathering.State.PAUSED)


def resume(job_id: int, *, by) -> None:
    """Let a paused lot go on; Http404, Refused."""
    lot = access.gathering_of(by, job_id)
    jobs.move(Gathering.objects, lot, [Gathering.State.PAUSED], Gathering.State.RUNNING)
    settle(job_id)


@transaction.atomic
def stop(job_id: int, *, by) -> None:
    """Do nothing further of what waits; what is read or taken stays. Http404, Refused."""
    lot = _locked(job_id, by)
    if lot.state not in Gathering.OPEN:
        raise Refused("这一批已经处理完，没有可以停止的。")
    waiting = lot.items.filter(state=State.WAITING)
    unread = {"error": "已停止，没有读取。可以重试。", "finished_at": Now()}
    waiting.filter(step=Step.READ).update(state=State.FAILED, **unread)
    waiting.update(state=State.DONE, finished_at=Now())
    Gathering.objects.filter(pk=job_id).update(state=Gathering.State.RUNNING)
    settle(job_id)


@transaction.atomic
def retry(job_id: int, *, by) -> None:
    """Let the files that could not be read, or not be put through, be tried again; Http404, Refused."""
    lot = _locked(job_id, by)
    failed = lot.items.filter(state=State.FAILED, bytes__isnull=False)
    _set_going(lot, failed, "没有需要重试的文件。")


@transaction.atomic
def take_ready(job_id: int, *, by, elsewhere: bool = False) -> int:
    """Let every file of the lot that is ready be taken as a report; return how many. Http404, Refused.

    `elsewhere`: as reports that are public elsewhere; else as drafts.
    """
    lot = _locked(job_id, by)
    ready = lot.items.with_standing().filter(standing=Standing.READY)
    pks = list(ready.values_list("pk", flat=True))
    chosen = GatheredFile.objects.filter(pk__in=pks)
    nothing = "没有可以导入的文件。待确定的，请先确定机关和年度。"
    return _set_going(lot, chosen, nothing, Step.TAKE, elsewhere=elsewhere)


def take_ready_elsewhere(job_id: int, *, by) -> int:
    """Do what `take_ready` does, for reports that are public elsewhere. Http404, Refused."""
    return take_ready(job_id, by=by, elsewhere=True)


@transaction.atomic
def undo_all(job_id: int, *, by) -> int:
    """Let all that was taken of the lot be put back; return how many reports. Http404, Refused."""
    lot = _locked(job_id, by)
    taken = lot.items.filter(report__isnull=False).exclude(state__in=GatheredFile.UNDONE)
    return _set_going(lot, taken, "没有已导入的报告，不需要撤销。", Step.UNDO)


@transaction.atomic
def undo_one(job_id: int, file_id: int, *, by) -> None:
    """Let one report that was taken of the lot be put back. Http404, Refused."""
    file = access.file_of(by, job_id, file_id)
    lot = _locked(job_id, by)
    taken = lot.items.filter(pk=file.pk, report__isnull=False)
    taken = taken.exclude(state__in=GatheredFile.UNDONE)
    _set_going(lot, taken, "这个文件没有导入，或者正在处理。", Step.UNDO)


def _locked(job_id: int, by) -> Gathering:
    access.gathering_of(by, job_id)
    return Gathering.objects.select_for_update().get(pk=job_id)


def _set_going(lot: Gathering, files, nothing: str, step: str = "", **facts) -> int:
    """Let files of the lot wait for their next step; raise Refused, saying `nothing`, for none."""
    steps = {"step": step} if step else {}
    begun = {"state": State.WAITING, "attempts": 0, "error": "", "finished_at": None}
    count = files.update(**begun, **steps, **facts)
    if not count:
        raise Refused(nothing)
    at_rest = Gathering.objects.filter(pk=lot.pk, state=Gathering.State.FINISHED)
    at_rest.update(state=Gathering.State.RUNNING, finished_at=None)
    return count


def clear(days: int) -> int:
    """Delete the lots older than so many days, with what they brought; return how many."""
    old = Gathering.objects.filter(created_at__lt=Now() - datetime.timedelta(days=days))
    old = old.filter(state=Gathering.State.FINISHED)
    count = 0
    for pk in list(old.values_list("pk", flat=True)):
        GatheredContent.objects.filter(file__job=pk).delete()
        count += Gathering.objects.filter(pk=pk).delete()[1].get("reports.Gathering", 0)
    return count
