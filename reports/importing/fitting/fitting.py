"""A reading laid on the report that it goes into: what it would fill, replace, or leave out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from reports.document import Document
from reports.document.narrative.merging import Piece, differences
from reports.document.narrative.text import count_characters, has_words
from reports.editions import Cell, Edition, Section, shared_cells

from ..values import CellReading, Reading


@dataclass(frozen=True)
class FigureChange:
    """A figure that would be another: printed old and new, empty when blank."""

    cell: Cell
    old: str
    new: str

    @property
    def replaces(self) -> bool:
        """Whether something that stands there now would be lost."""
        return bool(self.old)


@dataclass(frozen=True)
class NarrativeChange:
    """A section's words, now and in the file; `pieces` mark what differs."""

    section: Section
    old: str
    new: str

    @property
    def replaces(self) -> bool:
        """Whether words that stand there now would be lost."""
        return has_words(self.old)

    @property
    def old_length(self) -> int:
        """How many characters the report has there."""
        return count_characters(self.old)

    @property
    def new_length(self) -> int:
        """How many characters the file has there."""
        return count_characters(self.new)

    @property
    def pieces(self) -> list[Piece]:
        """What differs: `mine` is only in the report, `theirs` only in the file."""
        return differences(self.old, self.new)


@dataclass(frozen=True)
class Fitted:
    """A reading in the cells of the report's own edition.

    `homeless` are figures of the file that the report's edition has no cell for, with their names.
    """

    cells: dict[str, CellReading]
    narratives: dict[str, str]
    homeless: tuple[tuple[str, str], ...]

    @property
    def waiting(self) -> list[str]:
        """The figures of pictures that nobody has compared with their picture: none is taken."""
        return [
            cell
            for cell, got in self.cells.items()
            if got.is_pictured and got.value is not None and not got.looked
        ]


def fitted(reading: Reading, edition: Edition) -> Fitted:
    """Return `reading` on `edition`: across editions only what both have (same id, same kind)."""
    own = reading.document.edition.cells
    shared = set(shared_cells((reading.document.edition, edition)))
    nothing = CellReading("missing", None, "")
    cells = {c: reading.cells.get(c, nothing) if c in shared else nothing for c in edition.cells}
    homeless = [
        (f"{cell.table_name}：{cell.label}", reading.document.figure(name))
        for name, cell in own.items()
        if name not in shared and reading.document.figure(name)
    ]
    sections = (edition.preface, *edition.narratives)
    words = {section.id: reading.document.narrative(section.id) for section in sections}
    return Fitted(cells, words, tuple(homeless))


def figure_changes(present: Document, new: Document, *, clear: bool = False) -> list[FigureChange]:
    """Return the figures that taking `new` would change; a blank changes one only with `clear`."""
    pairs = ((c, present.figure(c.id), new.figure(c.id)) for c in present.edition.cells.values())
    return [FigureChange(c, old, text) for c, old, text in pairs if old != text and (text or clear)]


def narrative_changes(present: Document, words: dict[str, str]) -> list[NarrativeChange]:
    """Return the sections whose words in the file are others than in the report, and not none."""
    changes = (NarrativeChange(s, present.narrative(s.id), words[s.id]) for s in _sections(present))
    return [c for c in changes if c.new and c.new != c.old]


def _sections(document: Document) -> Iterable[Section]:
    return (document.edition.preface, *document.edition.narratives)


@dataclass(frozen=True)
class Look:
    """A file beside the report that it goes into, as the person sees both.

    `present` is the report as it stands (blank when it is still to be made), `seen` its revision.
    """

    reading: Reading
    present: Document
    seen: int = 0

    @cached_property
    def file(self) -> Fitted:
        """The file in the cells of the report's edition."""
        return fitted(self.reading, self.present.edition)

    @cached_property
    def changes(self) -> dict[str, FigureChange]:
        """The figures that would be another, by cell."""
        new = {cell: got.value for cell, got in self.file.cells.items()}
        found = figure_changes(self.present, replace(self.present, cells=new))
        return {change.cell.id: change for change in found}

    @cached_property
    def words(self) -> dict[str, NarrativeChange]:
        """The sections whose words would be others, by id."""
        found = narrative_changes(self.present, self.file.narratives)
        return {change.section.id: change for change in found}

    @cached_property
    def states(self) -> Counter:
        """How many cells are sure, unsure and missing; those seen on a picture are counted apart."""
        return Counter(got.state for got in self.file.cells.values() if not got.is_pictured)

    @cached_property
    def pictured(self) -> list[str]:
        """The cells that a person has to compare with the picture that they were read from."""
        return [cell for cell, got in self.file.cells.items() if got.is_pictured]

    @property
    def confirmed(self) -> int:
        """How many of them are confirmed by their row's and their column's sums."""
        return sum(self.file.cells[cell].state == "sure" for cell in self.pictured)

    @cached_property
    def looked(self) -> list[str]:
        """Those of them that somebody has compared."""
        return [cell for cell in self.pictured if self.file.cells[cell].looked]

    @cached_property
    def emptied(self) -> int:
        """How many figures of the report the file leaves blank."""
        figures = self.present.cells
        return sum(
            g.value is None and figures.get(c) is not None for c, g in self.file.cells.items()
        )

    @cached_property
    def replaced(self) -> int:
        """How many figures and sections of the report would be lost."""
        return sum(c.replaces for c in (*self.changes.values(), *self.words.values()))

    @cached_property
    def details(self) -> list[tuple[str, str, str]]:
        """Title, date and index number: name, now, in the file; where the file has another one."""
        now, new = self.present, self.reading.document
        pairs = [
            ("标题", now.title, new.title),
            ("发布日期", str(now.issued or ""), str(new.issued or "")),
            ("索引号", now.index_number, new.index_number),
        ]
        return [(name, old, text) for name, old, text in pairs if text and text != old]

    @property
    def other_organ(self) -> bool:
        """Whether the file names another organ than the report's."""
        return self.reading.document.organ not in ("", self.present.organ)

    @property
    def other_edition(self) -> bool:
        """Whether the file is written on another edition than the report."""
        return self.reading.document.edition_id != self.present.edition_id

    @property
    def year_question(self) -> str:
        """What to confirm when the file is of another year than the report; empty when it is not."""
        own, year = self.reading.document.year, self.present.year
        return f"文件写的是{own}年度。我已核对，内容就是{year}年度的" if own != year else ""
