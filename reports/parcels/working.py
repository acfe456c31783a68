"""What a worker does with a package: check a run of reports, take all of them, put all of them back.

Checking is in small steps. Taking and putting back are one transaction each, with the row that says
so: a worker that was killed leaves nothing half done.
"""

import logging
import os

from django.db import Error, transaction
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
# What a package stands as while it waits for a step, and again where that does not come about.
BEFORE = {Step.TAKE: Stage.READY, Step.UNDO: Stage.TAKEN}
_LOOKED = ["organ", "certain", "how", "is_checked", "fault", "warning", "news", "different", "findings",
           "errors", "warnings"]  # fmt: skip
log = logging.getLogger(__name__)


def press_one(job_id: int, round_number: int, worker: Worker) -> bool:
    """Do the next step of a package; return False where there is none to do now."""
    piece = jobs.claim(ParcelPiece.objects, job_id, round_number, worker, hopeless=_HOPELESS)
    if piece is None:
        _give_back_what_hangs(job_id)
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
    if piece.step in BEFORE:
        taking.refused(piece.job_id, BEFORE[piece.step], reason)


def _give_back_what_hangs(job_id: int) -> None:
    """Let a package whose taking was given up stand as before: its worker was killed each time."""
    for step, stage in BEFORE.items():
        waits = Stage.TAKING if step == Step.TAKE else Stage.UNDOING
        hanging = Parcel.objects.filter(pk=job_id, stage=waits)
        hanging = hanging.exclude(items__step=step, items__state__in=ParcelPiece.UNDONE)
        hanging.update(stage=stage, refusal=_HOPELESS)


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
    with transaction.atomic():
        if jobs.held(piece, worker).select_for_update().exists():
            parcel = taking.lock(piece.job_id)
            access.remember_roles(parcel.taken_by)
            taking.take_all(parcel, by=parcel.taken_by)
            jobs.finish(piece, worker)


def _undo(piece: ParcelPiece, worker: Worker) -> None:
    with transaction.atomic():
        if jobs.held(piece, worker).select_for_update().exists():
            parcel = taking.lock(piece.job_id)
            taking.undo_all(parcel, by=parcel.undone_by)
            jobs.finish(piece, worker)


_STEPS = {Step.CHECK: _check, Step.TAKE: _take, Step.UNDO: _undo}


@transaction.atomic
def settle(job_id: int) -> None:
    """Finish a package that has nothing more to do for now, and tell whoever asked, once."""
    if not jobs.finish_job(Parcel.objects, job_id):
        return
    parcel = Parcel.objects.select_related("by").get(pk=job_id)
    if parcel.stage == Stage.CHECKING:
        _look_again_at_doubled(parcel)
        parcel.stage = Stage.READY
        Parcel.objects.filter(pk=job_id).update(stage=parcel.stage)
    said = parcel.refusal or f"现在是“{parcel.get_stage_display()}”。"
    text = f"{parcel.sender}{parcel.year}年度的上报包：{said}"
    people = {parcel.by, parcel.taken_by, parcel.undone_by} - {None}
    notices.tell(people, text[:500], reverse("parcel", args=[job_id]))


def _look_again_at_doubled(parcel: Parcel) -> None:
    """Find out of the first of two that there is a second, which was not known when it was checked."""
    rows = parcel.reports.filter(organ__isnull=False, left_out=False).order_by()
    twice = rows.values("organ", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    for one in twice:
        same = rows.filter(organ=one["organ"], kind=one["kind"])
        same.update(fault=checking.DOUBLED, news="")


def failed(parcel: Parcel) -> bool:
    """Whether some of its reports could not be checked."""
    return parcel.items.filter(step=Step.CHECK, state=State.FAILED).exists()


def begin(parcel: Parcel, step: str, stage: str, **facts) -> None:
    """Let a package at rest wait for a step of its whole; its row is locked."""
    last = parcel.items.order_by("-position").values_list("position", flat=True).first() or 0
    ParcelPiece.objects.create(job=parcel, position=last + 1, step=step)
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
