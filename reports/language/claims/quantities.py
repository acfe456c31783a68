"""The quantities that a count in the text can mean: sums and differences of the tables' cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reports.editions import Edition
from reports.editions import structure as roles


class Quantity(NamedTuple):
    """A number of the tables: the sum of `plus` less the sum of `minus`; `name` is for the clerk.

    False when an edition has none of its cells: then it adds nothing to another one.
    """

    name: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.plus)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells that it is made of."""
        return (*self.plus, *self.minus)

    def value(self, figures: Mapping[str, Decimal | None]) -> Decimal | None:
        """Return the number, None while a cell of it is blank."""
        if len(self.plus) == 1 and not self.minus:
            return figures.get(self.plus[0])
        plus, minus = ([figures.get(cell) for cell in cells] for cells in (self.plus, self.minus))
        # Not `None in`, which compares a Decimal with None through an abstract class.
        return None if any(value is None for value in (*plus, *minus)) else sum(plus, Decimal(0)) - sum(minus)

    def __add__(self, other: "Quantity") -> "Quantity":
        """Return the sum, named after both."""
        if not (self and other):
            return self or other
        return Quantity(
            f"{self.name}＋{other.name}", self.plus + other.plus, self.minus + other.minus
        )

    def __sub__(self, other: "Quantity") -> "Quantity":
        """Return the difference, named after both."""
        if not (self and other):
            return self
        return Quantity(
            f"{self.name}－{other.name}", self.plus + other.minus, self.minus + other.plus
        )


NOTHING = Quantity("", ())
AT_MOST, AT_LEAST = "多", "少"  # what a count must not be beside the quantity: 更多, 更少
IN_COMPANY = "同"


@dataclass(frozen=True)
class Meaning:
    """The quantities that the words can mean; `firm` when the words themselves leave no doubt.

    None where the words are understood and no table has their number. `bound` says that the count is
    of a part, AT_MOST the quantity, or of more than the office, AT_LEAST the quantity, or the
    quantity only where those listed with it are, IN_COMPANY.
    """

    quantities: tuple[Quantity, ...]
    firm: bool
    denies: bool = False
    bound: str = ""

    def __post_init__(self):
        # What the edition has no cell for cannot be meant.
        object.__setattr__(self, "quantities", tuple(filter(None, self.quantities)))


class Quantities:
    """Names the quantities of one edition by its rows' roles and ids."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.cells = edition.cells
        tables = {table.id: table for table in edition.tables}
        self.rows = {row.id: row for row in tables["requests"].rows} if "requests" in tables else {}
        self.groups = {row.id: row for row in tables["review"].rows} if "review" in tables else {}
        # What came in during the year, what was carried over from the one before, was settled, and goes on.
        flow = [self.of_role(role) for role in (roles.NEW, roles.CARRIED_OVER, roles.TOTAL, roles.CARRIED_FORWARD)]
        self.new, self.over, self.done, self.forward = flow
        # The groups of table 四: reviews stand alone, suits together.
        self.reconsideration = tuple(row.id for row in self.groups.values() if not row.groups)
        self.suits = tuple(row.id for row in self.groups.values() if row.groups)
        # Whether the edition has the tables that counts in words are compared with.
        self.known = all(flow) and bool(self.reconsideration) and len(self.suits) > 1
        results = [row for row in self.rows.values() if row.role == roles.RESULT and not self.is_reason(row.id)]
        # What was granted, whole and in part: the first results; and what was handled otherwise.
        self.granted = tuple(row.id for row in results[:2])
        # The outcomes of cases, and the groups of what came of requests.
        self.outcomes = [cell for cell in self.cells if cell.startswith("review.reconsideration.")][:-1]
        came = [row for row in self.rows.values() if row.role in (roles.RESULT, roles.UNPROCESSED, roles.OTHER)]
        self.results = {row.groups[-1] if self.is_reason(row.id) else row.id for row in came}
        self.others = tuple(row.id for row in self.rows.values() if row.role == roles.OTHER)

    def of_role(self, role: str) -> "Quantity":
        """Return the rows of table 三 of one role; NOTHING when the edition has none."""
        return self.requests(tuple(row.id for row in self.rows.values() if row.role == role))

    def row_of(self, quantity: "Quantity") -> str:
        """Return the row of table 三 that a quantity is first of."""
        return quantity.cells[0].split(".")[1]

    def is_reason(self, row: str) -> bool:
        """Whether a row is a reason under a group of results, not a group of its own."""
        return len(self.rows[row].groups) > 1

    def requests(self, rows: tuple[str, ...], columns: tuple[str, ...] = ("total",)) -> Quantity:
        """Return some rows of table 三 in some columns, all together; NOTHING of what it has not."""
        cells = tuple(f"requests.{row}.{column}" for row in rows for column in columns)
        cells = tuple(cell for cell in cells if cell in self.cells)
        return Quantity(self._name(rows, columns), cells) if cells else NOTHING

    def _name(self, rows: tuple[str, ...], columns: tuple[str, ...]) -> str:
        first = self.rows[rows[0]]
        caption = f"表三“{first.groups[-1] if len(rows) > 1 else first.name}”"
        if columns == ("total",):
            return caption
        told = {c.id: c for c in self.edition.table("requests").blocks[0].columns}
        known = [told[column] for column in columns if column in told]
        together = [c for c in told.values() if c.groups == known[0].groups]
        return caption + (known[0].groups[-1] if len(known) > 1 and known == together else "、".join(c.caption for c in known))

    def review(self, groups: Iterable[str], column: str = "total") -> Quantity:
        """Return a column of table 四, summed over groups; NOTHING when the edition has none."""
        groups = tuple(group for group in groups if f"review.{group}.{column}" in self.cells)
        if not groups:
            return NOTHING
        cells = tuple(f"review.{group}.{column}" for group in groups)
        caption, rows = self.cells[cells[0]].column.caption, [self.groups[group] for group in groups]
        kinds = dict.fromkeys(row.groups[0] if row.groups and len(rows) > 1 else row.caption for row in rows)
        return Quantity(f"表四“{'、'.join(kinds)}”{caption}", cells)

    def proactive(self, row: str, column: str) -> Quantity:
        """Return a cell of table 二, NOTHING when the edition has none."""
        cell = self.cells.get(f"proactive.{row}.{column}")
        return Quantity(cell.place.replace("，", "”“"), (cell.id,)) if cell else NOTHING
