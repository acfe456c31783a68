"""The shape of a national template: sections, tables, rows, columns, cells and equations.

Plain frozen values without Django. An edition is built once at import and shared by every screen,
rule, renderer and importer; nothing else in the project knows a caption, a row or an equation.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .days import CASCADE, END_OF_JANUARY, MonthDay, on
from .organs import OrganType
from .quoting import quoted

COUNT, SIGNED, AMOUNT = "count", "signed", "amount"
# What is left for a clerk to fill in a model passage; one that stays is a finding (text.empty).
BLANK = "____"
# An amount is in 万元 with up to six decimals; every other number is whole.
DECIMAL_PLACES = {COUNT: 0, SIGNED: 0, AMOUNT: 6}


@dataclass(frozen=True)
class Help:
    """What belongs into a row, a column or a table, for the clerk who counts: words of our own.

    `source` is what they follow from. `is_practice`: no official text says it, organs differ.
    """

    words: str
    source: str = ""
    is_practice: bool = False

    @property
    def basis(self) -> str:
        """What stands behind the words: their source, or that there is none."""
        if not self.is_practice:
            return f"依据：{self.source}"
        more = f"；可参照{self.source}" if self.source else ""
        return f"没有统一规定，各地做法不一，以上级口径为准{more}"


# What a row of requests is to the others: what came in, came over, came of it, goes on. Of what came
# of it, two kinds may be no answer: those not processed, and those handled otherwise.
NEW, CARRIED_OVER, RESULT, UNPROCESSED, OTHER, TOTAL, CARRIED_FORWARD = (
    "new", "carried_over", "result", "unprocessed", "other", "total", "carried_forward",
)  # fmt: skip
# … and a column of a review, beside its outcomes (TOTAL is a column's role too).
PENDING = "pending"


@dataclass(frozen=True)
class Column:
    """A column of figures; `groups` are the captions it is printed under, outermost first.

    `words` are what sentences call it, parted by spaces, written short as `language/forms` has it.
    `role` is what it is to the other columns: TOTAL, PENDING, or one of its kind.
    """

    id: str
    caption: str
    groups: tuple[str, ...] = ()
    kind: str = COUNT
    words: str = ""
    role: str = ""
    help: Help | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The captions that lead to the column, outermost first, its own last."""
        return (*self.groups, self.caption)


@dataclass(frozen=True)
class Row:
    """A row of figures; `groups` are the captions it is printed under, outermost first.

    `words` are what sentences call it, as of a column; `role` is what it is to the other rows.
    """

    id: str
    caption: str
    groups: tuple[str, ...] = ()
    short: str = ""
    words: str = ""
    role: str = ""
    help: Help | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The captions that lead to the row, outermost first, its own last."""
        return (*self.groups, self.caption)

    @property
    def name(self) -> str:
        """What a sentence calls the row: its group's numeral and its caption, shortened."""
        return self.short or self.caption


@dataclass(frozen=True)
class Cell:
    """One number of the template. `id` is the stable `{table}.{row}.{column}`."""

    id: str
    table: str
    row: Row
    column: Column
    label: str
    table_name: str

    @property
    def place(self) -> str:
        """What the cell is called in a sentence: 表三“一、本年新收政府信息公开申请数量，总计”."""
        return f"{self.table_name}{quoted(self.label)}"

    @property
    def kind(self) -> str:
        """`count`, `signed` (may be negative) or `amount` (万元, six decimals)."""
        return self.column.kind

    @property
    def decimal_places(self) -> int:
        """How many decimals the cell may have."""
        return DECIMAL_PLACES[self.kind]


@dataclass(frozen=True)
class Block:
    """Rows that share a header: all of table 三 or 四, one paragraph of art. 20 in table 二."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""
    row_heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table of figures.

    `across` prints the rows side by side, as table 四 does: one line of figures, the rows' captions
    in the header. `stub_width` is the number of caption columns at the left.
    """

    id: str
    name: str
    blocks: tuple[Block, ...]
    stub_width: int = 1
    across: bool = False
    corner: str = ""
    # What sentences call the rows or columns under a caption of `groups`, all together.
    group_words: tuple[tuple[str, str], ...] = ()
    help: Help | None = None

    @cached_property
    def has_help(self) -> bool:
        """Whether anything is said of what its figures count."""
        columns = (column for block in self.blocks for column in block.columns)
        return any(part.help for part in (self, *self.rows, *columns))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every figure of the table, in reading order."""
        return tuple(self._cells())

    def _cells(self) -> Iterator[Cell]:
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    label = "，".join((*row.path, *column.path[-1:]))
                    cell_id = f"{self.id}.{row.id}.{column.id}"
                    yield Cell(cell_id, self.id, row, column, label, self.name)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all blocks, in order."""
        return tuple(row for block in self.blocks for row in block.rows)


@dataclass(frozen=True)
class Equation:
    """A 勾稽关系: the sum of `left` stands in `relation` to the sum of `right`.

    `sentence` is what the clerk reads when it is broken; its places `{left}`, `{right}`,
    `{difference}` and `{0}`, `{1}` … (the cells of both sides in order) are filled with plain
    decimals, in Python and in the browser alike. `computes` names the cell that the equation fills
    while typing: always the only cell of `left`. `summary` is one line of words and numbers that
    stands beside a column while it is filled in.
    """

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    sentence: str
    relation: str = "="
    severity: str = "error"
    computes: str = ""
    summary: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of both sides, left first."""
        return (*self.left, *self.right)


@dataclass(frozen=True)
class CarryOver:
    """A rule against last year's report: `cell` equals a signed sum of both years' cells.

    `previous` are cells of last year's report, added; `plus` and `minus` are cells of this year's.
    """

    id: str
    cell: str
    previous: tuple[str, ...]
    sentence: str
    severity: str = "warning"
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One answer to a question about an application, in a clerk's words.

    It leads to the result row `row`, else to the question `to`, else nowhere: then `remark` says why.
    """

    caption: str
    row: str = ""
    to: str = ""
    source: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Question:
    """One of the questions that lead to the row in which an application is counted."""

    id: str
    words: str
    source: str
    answers: tuple[Answer, ...]
    remark: str = ""


@dataclass(frozen=True)
class Topic:
    """A matter that a section must speak of (art. 50, and the national template)."""

    id: str
    caption: str
    words: tuple[str, ...]
    governments_only: bool = False


@dataclass(frozen=True)
class Aid:
    """A question beside a section whose answer writes a sentence into it.

    `none` is the sentence for the answer `no`, `some` that for `yes`; `{year}`, `{amount}` and
    `{counted}` in them are filled in, the latter with `counted` and its `{cases}`, where they are
    known. `amount` and `cases` are the captions of the two fields.
    """

    question: str
    no: str
    yes: str
    amount: str
    cases: str
    none: str
    some: str
    counted: str


@dataclass(frozen=True)
class Model:
    """A passage offered for a section, put there on request only, as a paragraph of its own.

    `{year}`, `{organ}`, `{phone}`, `{source}` and cells in braces are filled where they are known;
    what is not stays a blank. `example` is how such a passage reads when it is good.
    `governments`: for them only, for the others only, or for all (None).
    """

    caption: str
    text: str
    example: str = ""
    topic: str = ""
    governments: bool | None = None

    def filled(self, known: Mapping[str, str]) -> str:
        """Return the passage with what is `known`, by name or cell; the rest is BLANK."""
        return re.sub(r"\{([\w.]+)\}", lambda name: known.get(name[1]) or BLANK, self.text)


@dataclass(frozen=True)
class Section:
    """One of the six parts. `kind` is `narrative` or `table`; a table's section has its id.

    `signs` are the words by which a heading in circulation means this section: all the words of
    one of its groups.
    """

    id: str
    caption: str
    kind: str
    guidance: str = ""
    topics: tuple[Topic, ...] = ()
    required: bool = True
    aid: Aid | None = None
    models: tuple[Model, ...] = ()
    signs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A value offered for a blank cell: the sum of `plus` less the sum of `minus`."""

    cell: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Edition:
    """One national template, whole.

    `first_year` and `last_year` bound the report years that it is for (`None`: open).
    """

    id: str
    caption: str
    first_year: int
    last_year: int | None
    preface: Section
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    equations: tuple[Equation, ...]
    carry_overs: tuple[CarryOver, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    # Counts of this cell need the power to make 规章.
    rulemaking_cells: tuple[str, ...] = ()
    source: str = ""
    title: str = "{organ}{year}年政府信息公开工作年度报告"
    # Which row an application is counted in, question by question.
    choice: tuple[Question, ...] = ()
    # What a blank form says where words are to be written.
    placeholders: tuple[str, ...] = ("文字描述",)
    # By which day whose report is ordered to be public, inside what the law allows.
    cascade: Mapping[tuple[str, str], MonthDay] = field(default_factory=lambda: CASCADE)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every figure by its id, in reading order."""
        return {cell.id: cell for table in self.tables for cell in table.cells}

    @cached_property
    def narratives(self) -> tuple[Section, ...]:
        """The sections that are written in words, in order, without the preface."""
        return tuple(section for section in self.sections if section.kind == "narrative")

    @cached_property
    def worded(self) -> tuple[Section, ...]:
        """The sections that are written in words, the preface first."""
        return (self.preface, *self.narratives)

    @cached_property
    def all_sections(self) -> tuple[Section, ...]:
        """Every section, the preface first."""
        return (self.preface, *self.sections)

    @cached_property
    def computed(self) -> dict[str, Equation]:
        """The totals that fill themselves: cell id to its equation, parts before wholes."""
        return {equation.computes: equation for equation in self.equations if equation.computes}

    @cached_property
    def headlines(self) -> tuple[Cell, ...]:
        """The cells that are no part of a computed total: what one looks at first."""
        parts = {part for equation in self.computed.values() for part in equation.right}
        return tuple(cell for cell in self.cells.values() if cell.id not in parts)

    def totals_of(self, cells: Iterable[str]) -> dict[str, Equation]:
        """Return the totals among `cells` and those that follow from them, parts before wholes."""
        found, touched = {}, set(cells)
        for cell, equation in self.computed.items():
            if cell in touched or not touched.isdisjoint(equation.right):
                found[cell] = equation
                touched.add(cell)
        return found

    @cached_property
    def choosing(self) -> Table | None:
        """The table whose rows the questions of `choice` lead to; None where there are none."""
        rows = {answer.row for question in self.choice for answer in question.answers if answer.row}
        return next((t for t in self.tables if rows and rows <= {row.id for row in t.rows}), None)

    def table(self, table_id: str) -> Table:
        """Return the table of that id; raise KeyError when the edition has none."""
        return {table.id: table for table in self.tables}[table_id]

    def title_of(self, organ: str, year: int) -> str:
        """Return the title that a report of `organ` for `year` carries."""
        return self.title.format(organ=organ, year=year)

    def ordered(self, organ: OrganType, year: int, kind: str = "") -> datetime.date:
        """Return the day by which this template's notice orders such a report to be public."""
        ordered = self.cascade.get((organ.id, kind or organ.kinds[0]), END_OF_JANUARY)
        return on(year, ordered)

    def covers(self, year: int) -> bool:
        """Whether a report for `year` is written on this edition."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def shared_cells(editions: Iterable[Edition]) -> list[str]:
    """Return the cells that all of `editions` have, of the same kind, in the order of the last.

    What only some have, or count otherwise, cannot be compared or added (report-template § Aggregation).
    """
    editions = list(editions)
    kinds = [{cell.id: cell.kind for cell in edition.cells.values()} for edition in editions]
    last = editions[-1].cells.values() if editions else ()
    return [cell.id for cell in last if all(of.get(cell.id) == cell.kind for of in kinds)]
