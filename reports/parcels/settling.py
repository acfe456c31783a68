"""What a person says of a package: which organ a report is of, what is left out, take it, undo it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from reports import access, history, jobs
from reports.models import Parcel, ParcelReport
from reports.refusals import Refused

from . import checking, taking, working

Stage, Step = Parcel.Stage, working.Step


@dataclass(frozen=True)
class Said:
    """What was said of a report: the organ's name as typed, whether it is left out."""

    organ: str
    left_out: bool


@transaction.atomic
def settle_reports(parcel_id: int, said: Mapping[int, Said], *, by) -> dict[int, str]:
    """Keep what was said of reports, by their ids; return what is wrong, a sentence each.

    Nothing is kept where something is wrong. Raise Http404, Refused.
    """
    parcel = _locked(parcel_id, by, Stage.READY, "只有待收下的上报包可以改。")
    rows = parcel.reports.filter(pk__in=said).select_related("organ")
    organs, faults, changed = access.organs_parcelled(parcel), {}, []
    for row in rows:
        row.parcel, one = parcel, said[row.pk]
        organ = organs.filter(name=one.organ).first() if one.organ else None
        if one.organ and organ is None and not one.left_out:
            faults[row.pk] = f"{parcel.key.organ.name}之下没有叫“{one.organ}”的机关。请从列表里选，或勾“不收”。"
        row.left_out = one.left_out
        if organ and (organ.pk != row.organ_id or not row.certain):
            row.organ, row.certain, row.how = organ, True, "由人确定"
        changed.append(row)
    if not faults:
        _keep(parcel, changed)
    return faults


def _keep(parcel: Parcel, rows: list[ParcelReport]) -> None:
    for row in rows:
        row.save(update_fields=["left_out", "organ", "certain", "how"])
    # One that is left out is in no other's way any more.
    doubled = parcel.reports.filter(fault=checking.DOUBLED).exclude(pk__in=[row.pk for row in rows])
    for row in [*rows, *doubled.select_related("organ")]:
        row.parcel = parcel
        checking.look(row)
        row.save(update_fields=["is_checked", "fault", "warning", "news", "different", "findings",
                                "errors", "warnings"])  # fmt: skip


def _locked(parcel_id: int, by, stage: str, sentence: str) -> Parcel:
    access.parcel_of(by, parcel_id)
    parcel = taking.lock(parcel_id)
    if parcel.stage != stage:
        raise Refused(f"这个上报包现在是“{parcel.get_stage_display()}”。{sentence}")
    return parcel


@transaction.atomic
def take(parcel_id: int, *, by) -> None:
    """Let the package be taken as a whole; raise Http404, Refused."""
    parcel = _locked(parcel_id, by, Stage.READY, "只有待收下的可以收下。")
    open_ones = parcel.reports.filter(left_out=False)
    if count := open_ones.exclude(fault="").count():
        raise Refused(f"还有{count}份不能收：请在下面逐份看原因，勾“不收”，或请对方重新打包。")
    if count := (open_ones.filter(organ=None) | open_ones.filter(certain=False)).count():
        raise Refused(f"还有{count}份没有确定是哪个机关的，请先在下面确定，或勾“不收”。")
    if not open_ones.exists():
        raise Refused("包里的报告都勾了“不收”，没有可以收下的。")
    working.begin(parcel, Step.TAKE, Stage.TAKING, taken_by=by)


@transaction.atomic
def undo(parcel_id: int, *, by) -> None:
    """Let what taking the package changed be put back as a whole; raise Http404, Refused."""
    parcel = _locked(parcel_id, by, Stage.TAKEN, "没有收下，不需要撤销。")
    rows = parcel.reports.filter(revision__isnull=False).select_related("report__organ")
    taking.must_be_last(parcel, list(rows.defer("content", "findings")))
    working.begin(parcel, Step.UNDO, Stage.UNDOING, undone_by=by)


@transaction.atomic
def drop(parcel_id: int, *, by) -> None:
    """Send a package away untaken; what it brought is forgotten. Raise Http404, Refused."""
    access.parcel_of(by, parcel_id)
    parcel = taking.lock(parcel_id)
    if parcel.stage not in (Stage.READY, Stage.CHECKING):
        raise Refused("只有没收下的上报包可以退掉。已收下的，请用“撤销收下”。")
    if count := parcel.reports.filter(revision__isnull=False).count():
        # Without its rows nobody would know any more what to put back.
        raise Refused(f"有{count}份收进来以后没能恢复，不能退掉。请再点“整个收下”：收不全时会再恢复一次，然后再退。")
    parcel.items.all().delete()
    parcel.reports.all().delete()
    Parcel.objects.filter(pk=parcel_id).update(
        stage=Stage.DROPPED, state=Parcel.State.FINISHED, finished_at=Now()
    )
    detail = f"{parcel.sender}{parcel.year}年度 序号{parcel.serial}"
    history.note(history.Action.PARCEL_DROPPED, by=by, organ=parcel.key.organ, detail=detail)


@transaction.atomic
def retry(parcel_id: int, *, by) -> None:
    """Let what could not be checked be tried again; raise Http404, Refused."""
    parcel = _locked(parcel_id, by, Stage.READY, "没有需要重试的。")
    again = parcel.items.filter(step=Step.CHECK, state=working.State.FAILED)
    if not again.update(state=working.State.WAITING, attempts=0, error="", finished_at=None):
        raise Refused("没有需要重试的。")
    Parcel.objects.filter(pk=parcel_id).update(
        stage=Stage.CHECKING, state=Parcel.State.RUNNING, finished_at=None
    )


def begin_round(job_id: int, after: int | None = None) -> jobs.Round | None:
    """Begin the next round of a package, as `jobs.begin_round` does."""
    return jobs.begin_round(Parcel.objects, job_id, after)


def stranded_jobs() -> list[tuple[int, int]]:
    """Return id and round of each package with work to do on which nothing moves."""
    return jobs.stranded(Parcel.objects)


def unsettled_jobs() -> list[int]:
    """Return the ids of packages that have nothing more to do: nobody could say so."""
    return jobs.unsettled(Parcel.objects)


def clear(days: int) -> int:
    """Forget the packages that nobody took within so many days, and those put back; return how many."""
    old = Parcel.objects.filter(
        stage__in=(Stage.CHECKING, Stage.READY, Stage.UNDONE, Stage.DROPPED),
        created_at__lt=Now() - datetime.timedelta(days=days),
    )
    half = ParcelReport.objects.filter(parcel=OuterRef("pk"), revision__isnull=False)
    old = old.exclude(Exists(half), stage=Stage.READY)
    return old.delete()[1].get("reports.Parcel", 0)
