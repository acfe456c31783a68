"""What the rules find in a report as it is saved, with everything known beside it."""

import datetime

from reports import access, aggregation
from reports.document import Document
from reports.models import Report
from reports.oversight import days
from reports.rules import Finding, check, is_signed

from . import enforcing


def findings_of(report: Report) -> list[Finding]:
    """Return every finding: last year's report and the organ's register and its statistics of
    enforcement are beside it."""
    return findings_beside(report, access.previous_document(report))


def findings_beside(report: Report, previous: Document | None) -> list[Finding]:
    """Return every finding where last year's report is at hand, None where there is none."""
    counts = aggregation.from_register(report)
    told = enforcing.beside(report)
    document = report.document(pictures=False)
    return check(document, previous, counts, told, _due(report, document))


def _due(report: Report, document: Document) -> tuple[datetime.date, str] | None:
    """Return by when calendars have it public and whose; asked only where a day stands under it."""
    if not is_signed(document):
        return None
    named = days.of_reports([report])[report.pk].named
    return named.get("publish")
