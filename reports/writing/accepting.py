"""Keeping a warning with a written reason, and taking that back.

An acceptance speaks of one warning with its very words and numbers: when these change the warning
has another key and comes back.
"""

from django.db import transaction

from reports import access, history
from reports.models import Acceptance, Report
from reports.refusals import Refused
from reports.rules import Finding

from . import judging

LONGEST_REASON = Acceptance.LONGEST
# In the history a kept warning stands at this place, followed by its rule's id.
PLACE = "acceptance."


_TRIES = 3  # judgements of a report that is being written in


def accept(report_id: int, key: str, reason: str, *, by) -> Acceptance:
    """Keep the report's warning `key` for `reason`; raise Refused, Http404, access.Frozen.

    The rules, which take their time, are asked before the row is locked, and again where the
    report has changed meanwhile.
    """
    for _ in range(_TRIES):
        judged = access.report_to_write(by, report_id)
        if judged.is_frozen:
            raise access.Frozen(judged.status)
        finding = _finding(judged, key)
        reason = _checked(finding, reason)
        with transaction.atomic():
            report = access.report_to_edit(by, report_id)
            if report.revision == judged.revision:
                return _keep(report, finding, reason, by)
    raise Refused("同事正在修改这份报告，没有保留。请稍后再试。")


def _keep(report: Report, finding: Finding, reason: str, by) -> Acceptance:
    old = report.acceptances.filter(key=finding.key).first()
    row, _ = Acceptance.objects.update_or_create(
        report=report, key=finding.key,
        defaults={"rule": finding.id, "reason": reason, "by": by, "message": finding.message[:500],
                  "place": _place(finding), "seen_by": None, "seen_at": None},
    )  # fmt: skip
    _keep_history(report, finding.id, old.reason if old else "", reason, by)
    return row


def _place(finding: Finding) -> str:
    """Return where to remark on what was found."""
    return finding.cells[0] if finding.cells else finding.section


@transaction.atomic
def withdraw(report_id: int, key: str, *, by) -> None:
    """Take an acceptance back, so that the warning is open again; raise Http404, access.Frozen."""
    report = access.report_to_edit(by, report_id)
    row = next((row for row in report.acceptances.all() if row.key == key), None)
    if row:
        _keep_history(report, row.rule, row.reason, "", by)
        row.delete()


def _finding(report: Report, key: str) -> Finding:
    found = judging.findings_of(report)
    finding = next((finding for finding in found if finding.key == key), None)
    if finding is None:
        raise Refused("这条提醒所说的文字或数字已经改动，请刷新后再看。")
    return finding


def _checked(finding: Finding, reason: str) -> str:
    if finding.severity == "error":
        raise Refused("错误须改正，不能保留。", 422)
    if finding.severity == "hint":
        raise Refused("提示只供参考，不需要说明理由。", 422)
    reason = "".join(filter(str.isprintable, " ".join(reason.split())))
    if not reason:
        raise Refused("请写明保留的理由，审核人会看到。", 422)
    if len(reason) > LONGEST_REASON:
        raise Refused(f"理由超过{LONGEST_REASON}字，请写得简短些。", 422)
    return reason


def _keep_history(report: Report, rule: str, old: str, new: str, by) -> None:
    report.revision += 1
    report.changed_by = by
    report.save(update_fields=["revision", "changed_by", "changed_at"])
    history.record(report, [history.Step(f"{PLACE}{rule}"[:80], old, new)], by=by)
