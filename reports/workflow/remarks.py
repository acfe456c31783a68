"""Remarks on cells and sections: made by whoever checks, answered by the clerk, closed."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.access import Power
from reports.models import Remark, Report, states
from reports.refusals import Refused

_ACTION = history.Action


@transaction.atomic
def add_remark(report_id: int, place: str, text: str, *, by) -> Remark:
    """Remark on a cell, a section or (empty place) the whole report; raise Refused, Http404."""
    report = access.locked_report(by, report_id, Power.REMARK)
    if report.status in states.PAST_REMARKS:
        raise Refused("报告已审核通过，不再批注。需要修改时，请先退回或发起更正。")
    if place and remark_place(report, place) is None:
        raise Refused("本报告的模板里没有这个位置，批注没有保存。", 400)
    remark = Remark.objects.create(report=report, place=place, text=_words(text, "批注"), by=by)
    _note(_ACTION.REMARKED, remark, by, remark.text)
    return remark


@transaction.atomic
def answer_remark(report_id: int, remark_id: int, text: str, *, by) -> Remark:
    """Say what was done about a remark; raise Refused, Http404."""
    remark = _open_remark(access.locked_report(by, report_id, Power.WRITE), remark_id)
    remark.answer, remark.answered_by, remark.answered_at = _words(text, "答复"), by, timezone.now()
    remark.save()
    _note(_ACTION.REMARK_ANSWERED, remark, by, remark.answer)
    return remark


@transaction.atomic
def close_remark(report_id: int, remark_id: int, *, by) -> Remark:
    """Settle a remark; raise Refused, Http404."""
    remark = _open_remark(access.locked_report(by, report_id, Power.REMARK), remark_id)
    remark.closed_by, remark.closed_at = by, timezone.now()
    remark.save()
    _note(_ACTION.REMARK_CLOSED, remark, by, remark.text)
    return remark


def _open_remark(report: Report, remark_id: int) -> Remark:
    remark = report.remarks.filter(pk=remark_id).first()
    if remark is None:
        raise Http404
    if remark.closed_at:
        raise Refused("这条批注已经销号。")
    return remark


def _words(text: str, what: str) -> str:
    words = " ".join(text.replace("\0", "").split())
    if not words:
        raise Refused(f"请写明{what}的内容。", 400)
    if len(words) > Remark.LONGEST:
        raise Refused(f"{what}超过{Remark.LONGEST}字，请写得简短些。", 400)
    return words


def _note(action: str, remark: Remark, by, words: str) -> None:
    place = remark_place(remark.report, remark.place)
    history.note(action, by=by, report=remark.report, detail=f"{place}：{words}")


def remark_place(report: Report, place: str) -> str | None:
    """Return what a place is called, None for one that the template does not have."""
    return report.called(place)


def remarks_of(report: Report) -> list[Remark]:
    """Return the report's remarks, each with `where` (its place's name) and `section`."""
    if not getattr(report, "has_remarks", True):
        return []
    remarks = list(report.remarks.select_related("by", "answered_by", "closed_by"))
    for remark in remarks:
        remark.report = report
        remark.where = remark_place(report, remark.place) or remark.place
        remark.section = remark.place.split(".")[0]
    return remarks
