"""Remarks on cells and sections: made by whoever checks, answered by the clerk, closed.

Those among colleagues are for the people of the organ alone, before and after it is handed in.
"""

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.access import Power
from reports.models import Remark, Report, states
from reports.refusals import Refused

_ACTION = history.Action
_OWN = (Power.WRITE, Power.SUBMIT)  # what makes somebody one of the organ's people


@transaction.atomic
def add_remark(
    report_id: int, place: str, text: str, *, by, inside: bool = False
) -> Remark:  # fmt: skip
    """Remark on a cell, a section or (empty place) the whole report; raise Refused, Http404.

    `inside`: among colleagues, while the report is written.
    """
    report = access.locked_report(by, report_id, *(_OWN if inside else (Power.REMARK,)))
    if inside and report.is_frozen:
        raise Refused("报告已经提交，同事之间的批注不再添加。需要修改时，请先撤回。")
    if report.status in states.PAST_REMARKS:
        raise Refused("报告已审核通过，不再批注。需要修改时，请先退回或发起更正。")
    if place and remark_place(report, place) is None:
        raise Refused("本报告的模板里没有这个位置，批注没有保存。", 400)
    words = _words(text, "批注")
    remark = Remark.objects.create(report=report, place=place, text=words, inside=inside, by=by)
    _note(_ACTION.REMARKED, remark, by, remark.text)
    return remark


@transaction.atomic
def answer_remark(report_id: int, remark_id: int, text: str, *, by) -> Remark:
    """Say what was done about a remark; raise Refused, Http404."""
    powers = _powers(report_id, remark_id, Power.WRITE)
    remark = _open_remark(access.locked_report(by, report_id, *powers), remark_id)
    remark.answer, remark.answered_by, remark.answered_at = _words(text, "答复"), by, timezone.now()
    remark.save()
    _note(_ACTION.REMARK_ANSWERED, remark, by, remark.answer)
    return remark


@transaction.atomic
def close_remark(report_id: int, remark_id: int, *, by) -> Remark:
    """Settle a remark; raise Refused, Http404."""
    powers = _powers(report_id, remark_id, Power.REMARK)
    remark = _open_remark(access.locked_report(by, report_id, *powers), remark_id)
    remark.closed_by, remark.closed_at = by, timezone.now()
    remark.save()
    _note(_ACTION.REMARK_CLOSED, remark, by, remark.text)
    return remark


def _powers(report_id: int, remark_id: int, official: Power) -> tuple[Power, ...]:
    """Return with which powers one may act on a remark: on a colleague's, any of the organ's people."""
    inside = Remark.objects.filter(pk=remark_id, report=report_id, inside=True).exists()
    return _OWN if inside else (official,)


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
    # The trail is read above the organ, too: what colleagues say to one another stays among them.
    detail = f"{place}（同事批注）" if remark.inside else f"{place}：{words}"
    history.note(action, by=by, report=remark.report, detail=detail)


def remark_place(report: Report, place: str) -> str | None:
    """Return what a place is called, None for one that the template does not have."""
    return report.called(place)


def is_own(user, report: Report) -> bool:
    """Whether `user` is one of the organ's people, who see what colleagues told one another."""
    return bool(access.powers_over(user, report) & set(_OWN))


def remarks_of(report: Report, user) -> list[Remark]:
    """Return the remarks on the report that `user` may see: colleagues' are the organ's people's.

    Each with `where` (its place's name) and `section`, `may_answer` and `may_close`.
    """
    if not getattr(report, "has_remarks", True):
        return []
    powers, own = access.powers_over(user, report), is_own(user, report)
    rows = report.remarks.all() if own else report.remarks.official()
    remarks = list(rows.select_related("by", "answered_by", "closed_by"))
    for remark in remarks:
        remark.may_answer = own if remark.inside else Power.WRITE in powers
        remark.may_close = own if remark.inside else Power.REMARK in powers
        remark.report = report
        remark.where = remark_place(report, remark.place) or remark.place
        remark.section = remark.place.split(".")[0]
    return remarks
