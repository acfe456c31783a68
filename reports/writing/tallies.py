"""What a list of thousands of reports must know of each without judging it anew."""

import time
from collections.abc import Container, Iterable

from django.db.models import prefetch_related_objects

from reports.models import Report
from reports.rules import Finding, version
from reportsite.database import optional

from . import judging

PATIENCE = 3.0  # seconds that a list judges what nobody has judged yet


def keep(report: Report, findings: Iterable[Finding], accepted: Container[str] = ()) -> None:
    """Keep how many errors and warnings the report has at its present revision.

    A blank is counted as progress, not as an error; a warning that somebody keeps for a reason
    (`accepted`: keys) is no longer open. Nothing is written when nothing is new, and what was
    found in an older revision never replaces what is known of a newer one. The report of the year
    before, with which it was compared, is the one that access has read last for it.
    """
    found = [finding for finding in findings if finding.id != "cell.blank"]
    new = {
        "error_count": sum(finding.severity == "error" for finding in found),
        "warning_count": sum(f.severity == "warning" and f.key not in accepted for f in found),
        "checked_revision": report.revision,
        "checked_by": version(),
        "checked_beside": report.revision_before,
        "checked_register": _register_of(report),
    }
    if any(getattr(report, name) != value for name, value in new.items()):
        with optional("tallies"):
            Report.objects.filter(pk=report.pk, revision=report.revision).update(**new)
        for name, value in new.items():
            setattr(report, name, value)


def bring_up_to_date(reports: list[Report]) -> None:
    """Judge those of a page of reports of which what is kept is too old; for a few seconds at most.

    Each report gets `is_tallied`: whether its counts speak of it as it is, by the present rules.
    What time did not suffice for is judged the next time somebody looks.
    """
    before = _years_before(reports)
    _remember_registers(reports)
    stale = []
    for report in reports:
        previous = before.get((report.organ_id, report.year - 1, report.kind))
        report.revision_before = previous and previous.revision
        report.is_tallied = is_current(report)
        if not report.is_tallied:
            stale.append((report, previous))
    _judge(stale)


def is_current(report: Report) -> bool:
    """Return whether what is kept was found in this revision, by these rules, beside that year."""
    kept = (report.checked_revision, report.checked_by, report.checked_beside)
    now = (report.revision, version(), report.revision_before)
    return kept == now and report.checked_register == _register_of(report)


def _register_of(report: Report) -> int | None:
    """Return at which revision the register is that the report has tables of; None without one."""
    if not hasattr(report, "register_revision"):
        _remember_registers([report])
    return report.register_revision


def _remember_registers(reports: list[Report]) -> None:
    taken = [report.pk for report in reports if getattr(report, "has_taken_tables", True)]
    rows = Report.objects.filter(pk__in=taken, taken_tables__isnull=False) if taken else Report.objects.none()
    found = dict(rows.order_by().distinct().values_list("pk", "organ__register__revision"))
    for report in reports:
        report.register_revision = found.get(report.pk)


def _years_before(reports: list[Report]) -> dict[tuple[int, int, str], Report]:
    rows = Report.objects.filter(
        organ__in={report.organ_id for report in reports},
        year__in={report.year - 1 for report in reports},
    )
    return {(row.organ_id, row.year, row.kind): row for row in rows.select_related("organ")}


def _judge(stale: list[tuple[Report, Report | None]]) -> None:
    end = time.monotonic() + PATIENCE
    content = {row for pair in stale for row in pair if row is not None}
    prefetch_related_objects(list(content), "figures", "narratives", "acceptances")
    for report, previous in stale:
        if time.monotonic() > end:
            return
        beside = previous and previous.document(pictures=False)
        findings = judging.findings_beside(report, beside)
        keep(report, findings, {acceptance.key for acceptance in report.acceptances.all()})
        report.is_tallied = True
