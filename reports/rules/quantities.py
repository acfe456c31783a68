"""The quantities that a count in the text can mean: sums and differences of the tables' cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.editions import Edition


@dataclass(frozen=True)
class Quantity:
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
        if any(figures.get(cell) is None for cell in self.cells):
            return None
        return sum((figures[c] for c in self.plus), Decimal(0)) - sum(
            (figures[c] for c in self.minus), Decimal(0)
        )

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


ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other")


# The totals that every reading of a report's words starts from.
_ALWAYS = (
    *(f"requests.{row}.total" for row in ("new", "carried_over", "processed", "carried_forward")),
    *(f"review.{row}.total" for row in (
        "reconsideration", "litigation_direct", "litigation_after_reconsideration")),
)  # fmt: skip


def has_known_tables(edition: Edition) -> bool:
    """Whether `edition` has the tables 三 and 四 that counts in words are compared with."""
    return all(cell in edition.cells for cell in _ALWAYS)


class Quantities:
    """Names the quantities of one edition. A group is all rows whose id begins alike."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self._told: dict[tuple, Quantity] = {}
        table = edition.table("requests")
        self.rows = {row.id: row for row in table.rows}
        self.columns = {column.id: column for column in table.blocks[0].columns}

    def request(self, prefix: str, columns: tuple[str, ...] = ("total",)) -> Quantity:
        """Return a row or group of rows of table 三 in some columns; NOTHING when the edition has none."""
        key = (prefix, *columns)
        if key not in self._told:
            self._told[key] = self._request(prefix, tuple(columns))
        return self._told[key]

    def _request(self, prefix: str, columns: tuple[str, ...]) -> Quantity:
        rows = [row for row in self.rows if row == prefix] or [
            row for row in self.rows if row.startswith(prefix + "_")
        ]
        columns = self._organisations() if columns == ORGANISATIONS else columns
        columns = tuple(column for column in columns if column in self.columns)
        if not (rows and columns):
            return NOTHING
        cells = tuple(f"requests.{row}.{column}" for row in rows for column in columns)
        return Quantity(self._name(rows, columns), cells)

    def _name(self, rows: list[str], columns: tuple[str, ...]) -> str:
        first = self.rows[rows[0]]
        caption = first.groups[-1] if len(rows) > 1 else first.name
        if columns == ("total",):
            return f"表三“{caption}”"
        whose = self._columns(columns)
        return f"表三“{caption}”{whose}"

    def _organisations(self) -> tuple[str, ...]:
        """Return all columns that are printed under one heading with those known."""
        groups = {self.columns[known].groups for known in ORGANISATIONS if known in self.columns}
        return tuple(column.id for column in self.columns.values() if column.groups in groups)

    def _columns(self, columns: tuple[str, ...]) -> str:
        if len(columns) > 1 and columns == self._organisations():
            return self.columns[columns[0]].groups[-1]
        return "、".join(self.columns[column].caption for column in columns)

    def review(self, groups: Iterable[str], column: str = "total") -> Quantity:
        """Return a column of table 四, summed over groups; NOTHING when the edition has none."""
        table = self.edition.table("review")
        rows = {row.id: row for row in table.rows}
        captions = {c.id: c.caption for c in table.blocks[0].columns}
        groups = tuple(group for group in groups if group in rows)
        if not groups or column not in captions:
            return NOTHING
        row = rows[groups[0]]
        whole = row.groups[0] if row.groups and len(groups) > 1 else row.caption
        name = f"表四“{whole}”{captions[column]}"
        return Quantity(name, tuple(f"review.{group}.{column}" for group in groups))

    def proactive(self, row: str, column: str) -> Quantity:
        """Return a cell of table 二, NOTHING when the edition has none."""
        cell = self.edition.cells.get(f"proactive.{row}.{column}")
        if cell is None:
            return NOTHING
        return Quantity(f"{cell.table_name}“{cell.label.replace('，', '”“')}”", (cell.id,))
