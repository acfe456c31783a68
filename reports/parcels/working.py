"""What a worker does with a package: check a run of reports, take all of them, put all of them back.

All are small steps, each a transaction with the row that says so: a worker that was killed leaves
nothing half done, and others save in between. A package of which one step could not be taken is put
back; it counts as taken, or as put back, once all its steps are done.
"""

import logging
import os
import time
from collections.abc import Callable

from django.db import Error, connection, transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.urls import reverse

from reports import access, jobs
from reports.models import Parcel, ParcelPiece, ParcelReport, Worker
from reports.oversight import notices
from reports.refusals import Refused

from . import checking, taking

Stage, Step, State = Parcel.Stage, ParcelPiece.Step, ParcelPiece.State
_HOPELESS = f"处理时后台进程中断了{jobs.MOST_ATTEMPTS}次，没有再试。请联系管理员。"
_FAILED = "没有处理成功，原因已记入后台日志（上报包{}）。请先重试，仍不成功时请联系管理员。"
_TOGETHER = 10  # reports that are taken, or put back, in one transaction
_BREATH = 0.1  # seconds between two of them on a database that lets one write at a time
_LOOKED = ["organ", "certain", "how", "is_checked", "fault", "warning", "news", "different", "findings",
           "errors", "warnings"]  # fmt: skip
log = logging.getLogger(__name__)


def press_one(job_id: int, round_number: int, worker: Worker) -> bool:
    """Do the next step of a package; return False where there is none to do now."""
    piece = jobs.claim(ParcelPiece.objects, job_id, round_number, worker, hopeless=_HOPELESS)
    if piece is None:
        settle(job_id)  # what was given up is the end, too
        return False
    try:
        _STEPS[piece.step](piece, worker)
    except Refused as reason:
        _not_done(piece, worker, str(reason))
    except Error:
        raise
    except Exception:
        log.exception("parcel %d, piece %d", job_id, piece.position)
        _not_done(piece, worker, _FAILED.format(job_id))
    settle(job_id)
    return True


def _not_done(piece: ParcelPiece, worker: Worker, reason: str) -> None:
    jobs.fail(piece, worker, reason)
    if piece.step != Step.CHECK:
        ParcelPiece.objects.filter(job=piece.job_id, step=piece.step, state__in=ParcelPiece.UNDONE).delete()


def _check(piece: ParcelPiece, worker: Worker) -> None:
    parcel = Parcel.objects.select_related("key__organ").get(pk=piece.job_id)
    directory = checking.directory_of(parcel)
    for row in parcel.reports.filter(position__range=(piece.first, piece.last)).order_by("position"):
        row.parcel = parcel
        if row.organ_id is None:
            checking.aim(row, directory)
            # Whoever comes after finds out that there are two.
            ParcelReport.objects.filter(pk=row.pk).update(organ=row.organ_id)
        checking.look(row)
        row.save(update_fields=_LOOKED)
    jobs.finish(piece, worker)


def _take(piece: ParcelPiece, worker: Worker) -> None:
    _do(piece, worker, taking.take_some)


def _undo(piece: ParcelPiece, worker: Worker) -> None:
    _do(piece, worker, taking.undo_some)


def _do(piece: ParcelPiece, worker: Worker, what: Callable[..., None]) -> None:
    """Do a step of a package in a transaction with the row that says so, if it is still to be done."""
    with transaction.atomic():
        if jobs.held(piece, worker).select_for_update().exists():
            parcel = taking.lock(piece.job_id)
            by = parcel.undone_by if piece.step == Step.UNDO and parcel.taken_at else parcel.taken_by
            access.remember_roles(by)
            if piece.step == Step.TAKE and piece.first == 1:
                taking.must_be_possible(parcel)
            what(parcel, piece.first, piece.last, by=by)
            jobs.finish(piece, worker)
    if not connection.features.has_select_for_update:
        time.sleep(_BREATH)


_STEPS = {Step.CHECK: _check, Step.TAKE: _take, Step.UNDO: _undo}


@transaction.atomic
def settle(job_id: int) -> None:
    """Finish a package that has nothing more to do for now, and tell whoever asked, once."""
    if not jobs.finish_job(Parcel.objects, job_id):
        return
    parcel = taking.lock(job_id)
    if parcel.stage == Stage.CHECKING:
        _look_again_at_doubled(parcel)
        parcel.stage = Stage.READY
        Parcel.objects.filter(pk=job_id).update(stage=parcel.stage)
    elif parcel.stage in _ENDS and not _ENDS[parcel.stage](parcel):
        return
    parcel.refresh_from_db(fields=["stage", "refusal"])
    said = parcel.refusal or f"现在是“{parcel.get_stage_display()}”。"
    text = f"{parcel.sender}{parcel.year}年度的上报包：{said}"
    people = {parcel.by, parcel.taken_by, parcel.undone_by} - {None}
    notices.tell(people, text[:500], reverse("parcel", args=[job_id]))


def _end_of_taking(parcel: Parcel) -> bool:
    """Note that all was taken, or let what was be put back; return whether that is the end."""
    lost = parcel.items.filter(step=Step.TAKE, state=State.FAILED).first()
    if lost is None:
        taking.complete(parcel)
    elif parcel.reports.filter(revision__isnull=False).exists():
        begin(parcel, Step.UNDO, Stage.UNDOING)
        Parcel.objects.filter(pk=parcel.pk).update(refusal=lost.error)
        return False
    else:
        Parcel.objects.filter(pk=parcel.pk).update(stage=Stage.READY, refusal=lost.error)
    return True


def _end_of_undoing(parcel: Parcel) -> bool:
    lost = parcel.items.filter(step=Step.UNDO, state=State.FAILED).first()
    if lost is None:
        taking.complete_undoing(parcel)
    else:
        # What is back is back; the rest can be put back by the same button.
        stage = Stage.TAKEN if parcel.taken_at else Stage.READY
        Parcel.objects.filter(pk=parcel.pk).update(stage=stage, refusal=lost.error)
    return True


_ENDS = {Stage.TAKING: _end_of_taking, Stage.UNDOING: _end_of_undoing}


def _look_again_at_doubled(parcel: Parcel) -> None:
    """Find out of the first of two that there is a second, which was not known when it was checked."""
    rows = parcel.reports.filter(organ__isnull=False, left_out=False).order_by()
    twice = rows.values("organ", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    for one in twice:
        same = rows.filter(organ=one["organ"], kind=one["kind"])
        same.update(fault=checking.DOUBLED, news="")


def progress(parcel: Parcel) -> jobs.Progress:
    """Return how far the package is in what is done with it now; at rest, how its checking went."""
    step = {Stage.TAKING: Step.TAKE, Stage.UNDOING: Step.UNDO}.get(parcel.stage, Step.CHECK)
    return jobs.progress_of(parcel, step=step)


def begin(parcel: Parcel, step: str, stage: str, **facts) -> None:
    """Let a package at rest wait for the steps of its whole; its row is locked."""
    parcel.items.filter(step=step).delete()  # of a try before
    last = parcel.items.order_by("-position").values_list("position", flat=True).first() or 0
    count = parcel.reports.count()
    ParcelPiece.objects.bulk_create(
        ParcelPiece(job=parcel, position=at, step=step, first=first, last=first + _TOGETHER - 1)
        for at, first in enumerate(range(1, count + 1, _TOGETHER), last + 1)
    )
    Parcel.objects.filter(pk=parcel.pk).update(
        stage=stage, state=Parcel.State.RUNNING, finished_at=None, refusal="",
        delivered_at=Now(), **facts,
    )  # fmt: skip


def do_here(parcel: Parcel) -> None:
    """Do in this process what waits to be done with a package: for whoever sits at the server."""
    worker = jobs.join(f"here {os.getpid()}")
    try:
        begun = jobs.begin_round(Parcel.objects, parcel.pk)
        while begun and press_one(parcel.pk, begun.number, worker):
            jobs.beat(worker.name)
    finally:
        jobs.leave(worker.name)
