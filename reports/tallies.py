"""What a list of thousands of reports must know of each without judging it anew."""

from collections.abc import Container, Iterable

from reports.models import Report
from reports.rules import Finding
from reportsite.database import optional


def keep(report: Report, findings: Iterable[Finding], accepted: Container[str] = ()) -> None:
    """Keep how many errors and warnings the report has at its present revision.

    A blank is counted as progress, not as an error; a warning that somebody keeps for a reason
    (`accepted`: keys) is no longer open. Nothing is written when nothing is new, and what was
    found in an older revision never replaces what is known of a newer one.
    """
    found = [finding for finding in findings if finding.id != "cell.blank"]
    new = {
        "error_count": sum(finding.severity == "error" for finding in found),
        "warning_count": sum(f.severity == "warning" and f.key not in accepted for f in found),
        "checked_revision": report.revision,
    }
    if any(getattr(report, name) != value for name, value in new.items()):
        with optional("tallies"):
            Report.objects.filter(pk=report.pk, revision=report.revision).update(**new)
        for name, value in new.items():
            setattr(report, name, value)
