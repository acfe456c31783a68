"""Findings as a list to read: where each stands, and the blanks of a table as one line."""

from collections.abc import Iterable

from reports.document import SENTENCES
from reports.editions import Edition

from .findings import Finding


def place_of(finding: Finding, edition: Edition) -> str:
    """Return where a finding stands, as the report prints it: a section, a cell, or a table."""
    sections = {section.id: section.caption for section in (edition.preface, *edition.sections)}
    if finding.section:
        return sections[finding.section]
    if not finding.cells:
        return "全文"
    cells = [edition.cells[cell] for cell in finding.cells]
    if len(cells) == 1:
        return cells[0].place
    return sections[cells[0].table]


def with_blanks_together(findings: Iterable[Finding], edition: Edition) -> list[Finding]:
    """Return the findings with the blank cells of a table as one, where its first blank stands."""
    told, blanks = [], {}
    for finding in findings:
        if finding.id != "cell.blank":
            told.append(finding)
            continue
        table = edition.cells[finding.cells[0]].table
        if table not in blanks:
            blanks[table] = (len(told), finding, [])
            told.append(finding)
        blanks[table][2].extend(finding.cells)
    for at, first, cells in blanks.values():
        told[at] = _together(first, edition, cells)
    return told


def _together(first: Finding, edition: Edition, cells: list[str]) -> Finding:
    table = edition.table(edition.cells[cells[0]].table)
    share = f"{len(cells)}格" + ("" if len(cells) < len(table.cells) else "（全部）")
    message = SENTENCES["unanswered_many"].format(place=table.name, share=share)
    return first._replace(message=message, cells=tuple(cells))
