"""What the rules find in a report as it is saved, with everything known beside it."""

from reports import access, aggregation
from reports.document import Document
from reports.models import Report
from reports.rules import Finding, check

from . import enforcing


def findings_of(report: Report) -> list[Finding]:
    """Return every finding: last year's report and the organ's register and its statistics of
    enforcement are beside it."""
    return findings_beside(report, access.previous_document(report))


def findings_beside(report: Report, previous: Document | None) -> list[Finding]:
    """Return every finding where last year's report is at hand, None where there is none."""
    counts = aggregation.from_register(report)
    told = enforcing.beside(report)
    return check(report.document(pictures=False), previous, counts, told)
