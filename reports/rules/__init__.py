"""The checks that a strict reviewer would make: pure functions from a `Document` to findings."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from reports import document as documents
from reports import editions, language
from reports.document import Document

from .entries import RULES, is_rule, rule_of
from .findings import SEVERITIES, SEVERITY_NAMES, Finding
from .listing import place_of, with_blanks_together
from .registry import Example, Rule
from .running import every_finding
from .tables import arithmetic
from .text.form.dates.signed_days import is_signed

__all__ = [
    "RULES", "SEVERITIES", "SEVERITY_NAMES", "Example", "Finding", "Rule", "check",
    "equation_findings", "is_rule", "is_signed", "place_of", "rule_of", "version",
    "with_blanks_together",
]  # fmt: skip


def check(
    document: Document,
    previous: Document | None = None,
    register: Mapping[str, int] | None = None,
    enforcement: Mapping[str, tuple[int, str]] | None = None,
    due: tuple[datetime.date, str] | None = None,
) -> list[Finding]:
    """Return every finding in the order of the report: sections as printed, errors first in a place.

    `previous` is the same organ's report of the year before, when there is one; `register` what its
    register counts now for the cells that were taken from it, `enforcement` what the yearly statistics
    of enforcement have for table 二; `due` by when a district's calendar has it public, and whose
    calendar. Always returns: a rule that fails, or
    takes too long for a text, is named by a hint (rule.unread).
    """
    found = every_finding(document, previous, register, enforcement, due)
    return in_order((explained(finding, document) for finding in _each_once(found)), document)


@cache
def version() -> str:
    """Return a text that changes whenever a rule may say something else: what is kept is too old."""
    said = hashlib.sha256()
    for room in (__file__, language.__file__, editions.__file__, documents.__file__):
        for file in sorted(Path(room).parent.rglob("*.py")):
            said.update(file.read_bytes())
    return said.hexdigest()[:16]


def _each_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings but those that say of the same words and cells what another rule has said."""
    said = set()
    for finding in findings:
        place = (finding.section, finding.start, finding.end, finding.cells)
        if not (finding.quote and finding.cells and place in said):
            said.add(place)
            yield finding


def explained(finding: Finding, document: Document) -> Finding:
    """Return the finding with its key, its rule's title, and the rule's source where it has no own."""
    rule = rule_of(finding.id)
    # An equation that only one edition has is explained by that edition.
    title, source = (rule.title, rule.source) if rule else ("勾稽关系", document.edition.source)
    return finding.keyed(document.cells, rule=title, source=finding.source or source)


def equation_findings(document: Document) -> list[Finding]:
    """Return only what the browser computes too: the edition's equations."""
    return [explained(found, document) for found in arithmetic.broken_equations(document)]


def in_order(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """Return `findings` sorted by their place in the report, then by severity."""
    sections = ["preface", *(section.id for section in document.edition.sections)]
    cells = {cell: n for n, cell in enumerate(document.edition.cells)}

    def place(finding: Finding) -> tuple:
        table = finding.cells[0].split(".")[0] if finding.cells else ""
        section = finding.section or table
        at = sections.index(section) if section in sections else -1
        first = finding.start if finding.section else cells.get((*finding.cells, "")[0], 0)
        return at, SEVERITIES.index(finding.severity), first or 0, finding.id

    return sorted(findings, key=place)
