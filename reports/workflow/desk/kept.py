"""Kept warnings over all organs: looked at, asked about, or a reason to give the report back."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.access import Power
from reports.models import Acceptance, states
from reports.refusals import Already, Refused

from ..moves import return_
from ..remarks import add_remark

ACTS = ("accept", "ask", "give_back")


def kept_warnings(user, year: int, seen: bool = False):
    """Return the warnings kept in the year's reports that were handed in below `user`, by rule.

    Those that nobody above has looked at, or with `seen` those that somebody has.
    """
    organs = access.organs_supervised(user).order_by().values("pk")
    rows = Acceptance.objects.filter(
        report__year=year, report__organ__in=organs, report__status__in=states.HANDED_IN,
        seen_at__isnull=not seen,
    )  # fmt: skip
    rows = rows.select_related("report__organ", "by", "seen_by")
    return rows.order_by("rule", "report__organ__path", "pk")


def judge_kept(kept_id: int, act: str, words: str, *, by) -> str:
    """Accept the reason, ask about it (a remark) or give the report back; return what was done.

    Raise Http404, Refused, Already.
    """
    kept = Acceptance.objects.filter(pk=kept_id).select_related("report__organ").first()
    if kept is None or act not in ACTS:
        raise Http404
    report = access.report_with(by, kept.report_id, Power.JUDGE)
    name = report.organ.name
    if act == "ask":
        add_remark(report.pk, kept.place, words, by=by)
        return f"已在{name}的报告上批注。"
    if act == "give_back":
        return_(report.pk, by=by, reason=words)
        return f"已退回{name}的报告。"
    _accept(kept, by)
    return f"已认可{name}的说明。"


@transaction.atomic
def _accept(kept: Acceptance, by) -> None:
    report = access.locked_report(by, kept.report_id, Power.JUDGE)
    # The reason may have been taken back, or be another, by now.
    now = report.acceptances.filter(pk=kept.pk, reason=kept.reason).first()
    if now is None:
        raise Refused("这条说明已经改动或撤回，请刷新后再看。")
    if now.seen_at:
        when = timezone.localtime(now.seen_at)
        raise Already(f"{access.person_name(now.seen_by)} {when:%m-%d %H:%M} 已认可，没有再做一次。")
    now.seen_by, now.seen_at = by, timezone.now()
    now.save(update_fields=["seen_by", "seen_at"])
    history.note(history.Action.KEPT_SEEN, by=by, report=report, detail=f"{now.rule}：{now.reason}")
