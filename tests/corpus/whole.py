"""Whole reports in the styles of real ones: their words, their figures, and what must be found.

Format of reports/*.txt:
    @ organ=… type=… year=… requests.new.natural_person=58 …    what is not named is 0; totals follow
    ! RULE: quoted words                                        a finding that is due; no other may be
    == SECTION                                                  its paragraphs, one a line
"""

import re
from decimal import Decimal
from pathlib import Path

from reports.document import Document
from reports.editions import edition_for
from tests.corpus import report_of

FOLDER = Path(__file__).parent / "reports"
_HEADING = re.compile(r"（[一二三四五六七八九十]+）\S{0,20}|[一二三四五六七八九十]、\S{0,24}")


def names() -> list[str]:
    """Return the names of the reports."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def read_whole(name: str) -> tuple[Document, set[tuple[str, str]]]:
    """Return a report and the findings that are due: (rule, quoted words)."""
    head, *parts = (FOLDER / f"{name}.txt").read_text().split("\n== ")
    told, *due = head.splitlines()
    words = dict(part.split("\n", 1) for part in parts)
    sections = {section: _html(text) for section, text in words.items()}
    value = report_of(told[1:]) | {"preface": sections.pop("preface", ""), "sections": sections}
    value["cells"] = _with_totals(value)
    return Document.from_json(value), {tuple(line[2:].split(": ", 1)) for line in due}


def _html(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return "".join(
        f"<h3>{line}</h3>" if _HEADING.fullmatch(line) else f"<p>{line}</p>" for line in lines
    )


def _with_totals(value: dict) -> dict:
    cells = {cell: Decimal(str(number)) for cell, number in value["cells"].items()}
    for cell, equation in edition_for(value["year"]).computed.items():
        cells[cell] = sum((cells[part] for part in equation.right), Decimal(0))
    return {cell: str(number) for cell, number in cells.items()}
