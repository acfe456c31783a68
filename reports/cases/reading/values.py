"""What a register is on its way from the file to the cases. Nothing here holds a person's data."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from reports.importing.values import Notice, Unreadable

from ..case import Request, Review

Progress = Callable[[int, int], None]  # (done, in all)


class NoRegister(Unreadable):
    """The file is no register that can be read; the text is a Chinese sentence for the clerk."""


@dataclass
class Sheet:
    """A sheet as it stands: numbered rows of cells, the merged ones as (top, left, bottom, right).

    Rows and columns count from 1; a row has no blank cells at its end, and blank rows are not there.
    `name` is empty for a text, which has no sheets; `notices` tell what was seen while reading.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @cached_property
    def across(self) -> dict[int, list[tuple[int, int]]]:
        """The first and last columns of cells that are merged across, by the row they begin in."""
        found: dict[int, list[tuple[int, int]]] = {}
        for top, left, _, right in self.merged:
            if right > left:
                found.setdefault(top, []).append((left, right))
        return found

    @cached_property
    def above(self) -> dict[tuple[int, int], int]:
        """For places (row, column) covered by a cell merged from above: the row of that cell."""
        found: dict[tuple[int, int], int] = {}
        for top, left, bottom, _ in self.merged:
            found |= {(row, left): top for row in range(top + 1, min(bottom, top + 500) + 1)}
        return found

    def where(self, row: int, column: int = 0) -> str:
        """Return the words for a place: 工作表“3月”B5, or 工作表“3月”第5行."""
        place = f"{letters(column)}{row}" if column and self.name else f"第{row}行"
        return f"工作表“{self.name}”{place}" if self.name else place


def letters(column: int) -> str:
    """Return the letters by which a sheet names a column, counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass
class ReviewDraft:
    """A review as a row tells it; `group` are the words for its kind, or a row of table 四."""

    group: str = ""
    received: str = ""
    closed: str = ""
    outcome: str = ""
    number: str = ""
    request: str = ""
    body: str = ""


@dataclass
class Draft:
    """A row of a register without its personal columns: words, and dates as ISO.

    A date without a year begins with `--`. `kind_from` is where the kind of applicant stands:
    `applicant` for words of its own, `name` for what a name has in common with others.
    `context` names the sheet or part whose year is to be asked.
    """

    where: str
    row: int
    number: str = ""
    running: bool = False
    part: str = ""
    context: str = ""
    received: str = ""
    kind: str = ""
    kind_from: str = "applicant"
    result: str = ""
    closed: str = ""
    corrected: str = ""
    extended: bool = False
    third_party: bool = False
    matter: str = ""
    body: str = ""
    status: str = ""
    reviews: list[ReviewDraft] = field(default_factory=list)
    is_request: bool = True


@dataclass(frozen=True)
class ColumnRead:
    """A column, by where its head stands, and what it was read as (empty: not read)."""

    where: str
    head: str
    meaning: str


@dataclass
class Register:
    """A file as read: its rows, what was seen on the way, the personal columns that were left out."""

    drafts: list[Draft]
    notices: list[Notice] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    columns: list[ColumnRead] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the register as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Register":
        """Return the register that `to_json` wrote."""
        drafts = []
        for one in value["drafts"]:
            reviews = [ReviewDraft(**review) for review in one["reviews"]]
            drafts.append(Draft(**one | {"reviews": reviews}))
        return cls(
            drafts,
            [Notice(**notice) for notice in value["notices"]],
            value["left_out"],
            [ColumnRead(**column) for column in value["columns"]],
        )


@dataclass(frozen=True)
class Asked:
    """A value that only a person can settle: of `column`, in the rows of those numbers.

    `column` is the key of the answers: result, applicant, name, review, group, year, number.
    `proposed` is what it probably is, where that can be told; `where` is its first place.
    """

    column: str
    value: str
    rows: tuple[int, ...]
    where: str = ""
    proposed: str = ""


@dataclass(frozen=True)
class Known:
    """A value that was understood, what it was taken for, and in how many rows it stands."""

    column: str
    value: str
    meaning: str
    rows: int


@dataclass(frozen=True)
class Reading:
    """The cases of a register, and what is left to ask and to tell."""

    requests: tuple[Request, ...]
    reviews: tuple[Review, ...]
    asked: tuple[Asked, ...]
    notices: tuple[Notice, ...]
    left_out: tuple[str, ...]
    known: tuple[Known, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
