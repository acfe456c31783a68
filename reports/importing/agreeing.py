"""A page that was saved from elsewhere, beside what was published: where the two differ."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from reports.document import Document, format_figure, plain_text
from reports.document.narrative.merging import Piece, differences
from reports.editions import Section

from .values import Reading

MOST = 300  # differences that are kept
_FURNITURE = 300  # characters around a report that are the page's own: 打印, 关闭, 版权 …
_AROUND = 24  # characters of what is the same that are kept beside what differs
_LONGEST = 3000  # characters of one section's differences
NOTE = "note"


@dataclass(frozen=True)
class Fault:
    """One place that differs. `kind`: `head`, `figure`, `words`, `missing`, or `note` (no fault).

    `ours` stands in the publication, `theirs` on the page. `pieces` are the words of both, as
    `differences` has them: `mine` the publication's.
    """

    kind: str
    caption: str
    ours: str = ""
    theirs: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the fault as plain JSON."""
        return asdict(self)


def disagreements(published: Document, reading: Reading) -> list[Fault]:
    """Return where a page differs from the publication: organ, year, title, each cell, each section.

    White space and the width of characters make no difference. A blank of the publication that the
    page has as well is none.
    """
    found = [*_heads(published, reading), *_figures(published, reading)]
    for section in (published.edition.preface, *published.edition.narratives):
        found += _words(section, published, reading)
    return found[:MOST]


def agrees(faults: list[Fault]) -> bool:
    """Whether nothing differs but what surrounds the report on its page."""
    return all(fault.kind == NOTE for fault in faults)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _heads(published: Document, reading: Reading) -> Iterator[Fault]:
    page = reading.document
    pairs = (("机关", published.organ, page.organ), ("年度", str(published.year), str(page.year)),
             ("标题", published.title, page.title))  # fmt: skip
    for caption, ours, theirs in pairs:
        if _plain(ours) != _plain(theirs):
            yield Fault("head", caption, ours, theirs)


def _figures(published: Document, reading: Reading) -> Iterator[Fault]:
    page = reading.document.cells
    for table in published.edition.tables:
        cells = [cell for cell in table.cells if published.cells.get(cell.id) != page.get(cell.id)]
        if cells and all(page.get(cell.id) is None for cell in table.cells):
            yield Fault("missing", table.name, f"{len(table.cells)}格")
            continue
        for cell in cells:
            theirs = format_figure(page.get(cell.id))
            yield Fault("figure", f"{cell.table_name}：{cell.label}", published.figure(cell.id), theirs)


def _words(section: Section, published: Document, reading: Reading) -> Iterator[Fault]:
    ours, theirs = (one.narrative(section.id) for one in (published, reading.document))
    mine, page = (_plain(plain_text(words)) for words in (ours, theirs))
    if mine == page:
        return
    if mine and not page:
        yield Fault("missing", section.caption, f"{len(mine)}字")
    elif (around := _furniture(section, published, mine, page)) is not None:
        yield Fault(NOTE, section.caption, "", around)
    else:
        yield Fault("words", section.caption, pieces=_short(differences(ours, theirs)))


def _furniture(section: Section, published: Document, mine: str, page: str) -> str | None:
    """Return what the page has before the first words of the report or after its last ones."""
    if section == published.edition.preface and page.endswith(mine):
        around = page[: len(page) - len(mine)]
    elif section == published.edition.narratives[-1] and page.startswith(mine):
        around = page[len(mine) :]
    else:
        return None
    return around if len(around) <= _FURNITURE else None


def _short(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with what is the same cut down to what stands beside a difference."""
    kept, room = [], _LONGEST
    for kind, text in pieces:
        if kind == "same" and len(text) > 2 * _AROUND:
            text = f"{text[:_AROUND]}…{text[-_AROUND:]}"
        kept.append((kind, text[:room]))
        room -= len(text)
        if room <= 0:
            break
    return kept
