"""A report's changes of status, each one transaction with who and when."""

from django.db import transaction

from reports import access, history
from reports.models import Report
from reports.rules import Finding, check


class NotReady(Exception):
    """The report cannot be handed in yet; `findings` are the errors that stand in the way."""

    def __init__(self, findings: list[Finding]):
        super().__init__("报告还有错误，暂时不能提交。")
        self.findings = findings


@transaction.atomic
def submit(report_id: int, *, by) -> Report:
    """Freeze the report for the review; raise NotReady, Http404, access.Frozen."""
    report = access.report_to_edit(by, report_id)
    findings = check(report.document(), access.previous_document(report))
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise NotReady(errors)
    return _move(report, Report.Status.SUBMITTED, by)


@transaction.atomic
def withdraw(report_id: int, *, by) -> Report:
    """Take a report that was handed in back to be mended; raise Http404."""
    report = access.locked_report(by, report_id, access.Power.SUBMIT)
    return _move(report, Report.Status.DRAFT, by) if report.is_frozen else report


def _move(report: Report, status: str, by) -> Report:
    step = history.Step("status", report.status, status)
    report.status, report.changed_by = status, by
    report.revision += 1
    report.save()
    history.record(report, [step], by=by)
    return report
