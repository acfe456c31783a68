"""The checks that a strict reviewer would make: pure functions from a `Document` to findings."""

from collections.abc import Callable, Iterable

from reports.document import Document

from . import arithmetic, previous_year
from .findings import SEVERITIES, SEVERITY_NAMES, Finding

__all__ = ["SEVERITIES", "SEVERITY_NAMES", "Finding", "check", "equation_findings"]

_ALONE: tuple[Callable[[Document], Iterable[Finding]], ...] = (
    arithmetic.outdated_edition,
    arithmetic.broken_equations,
    arithmetic.impossible_cells,
    arithmetic.rules_without_power,
    arithmetic.amounts_in_yuan,
    arithmetic.blank_cells,
)
_WITH_PREVIOUS: tuple[Callable[[Document, Document], Iterable[Finding]], ...] = (
    previous_year.broken_carry_overs,
    previous_year.amounts_out_of_scale,
    previous_year.swings,
)


def check(document: Document, previous: Document | None = None) -> list[Finding]:
    """Return every finding in the order of the report: sections as printed, errors first in a place.

    `previous` is the same organ's report of the year before, when there is one.
    """
    findings = [finding for rule in _ALONE for finding in rule(document)]
    if previous:
        findings += [f for rule in _WITH_PREVIOUS for f in rule(document, previous)]
    return in_order(findings, document)


def equation_findings(document: Document) -> list[Finding]:
    """Return only what the browser computes too: the edition's equations."""
    return list(arithmetic.broken_equations(document))


def in_order(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """Return `findings` sorted by their place in the report, then by severity."""
    sections = ["preface", *(section.id for section in document.edition.sections)]
    cells = {cell: n for n, cell in enumerate(document.edition.cells)}

    def place(finding: Finding) -> tuple:
        table = finding.cells[0].split(".")[0] if finding.cells else ""
        section = finding.section or table
        at = sections.index(section) if section in sections else -1
        first = cells.get(finding.cells[0], 0) if finding.cells else finding.start or 0
        return at, SEVERITIES.index(finding.severity), first, finding.id

    return sorted(findings, key=place)
