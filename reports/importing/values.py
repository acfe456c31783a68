"""What comes of a file."""

from dataclasses import dataclass, field
from decimal import Decimal

from reports.document import Document
from reports.refusals import Refused


class Unreadable(Refused):
    """The file is no report that can be read; the text is a Chinese sentence for the clerk."""

    status = 422


@dataclass(frozen=True)
class Box:
    """A place on a page, in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: "Box") -> bool:
        """Whether the middle of `other` is inside."""
        across, up = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        inside = self.left < across < self.right and self.bottom < up < self.top
        return inside and self.page == other.page

    def to_json(self) -> list[float]:
        """Return the place as plain JSON."""
        return [self.page, *(round(v, 2) for v in (self.left, self.bottom, self.right, self.top))]

    @classmethod
    def from_json(cls, value: list[float]) -> "Box":
        """Return the place that `to_json` wrote."""
        page, *sides = value
        return cls(int(page), *sides)


class Scanned(Unreadable):
    """Pages of the file are pictures: `pages` are their numbers, from 0, of `count` in all."""

    def __init__(self, message: str, pages: tuple[int, ...], count: int):
        super().__init__(message)
        self.pages, self.count = pages, count


@dataclass(frozen=True)
class Notice:
    """Something to look at. `where` in the file, the words `read` there, a sentence `message`."""

    where: str
    read: str
    message: str


@dataclass(frozen=True)
class CellReading:
    """A cell as found: `sure`, `unsure` (look at it) or `missing`; `read` are the words there.

    `box`: where it stands on a page that was read from its picture; `looked`: a person has
    compared it with the picture; `plain`: its words and its place leave no doubt, only sums may.
    `where`: the place in the file, in words; two readings that differ in it alone say the same.
    """

    state: str
    value: Decimal | None
    read: str
    box: Box | None = None
    looked: bool = False
    plain: bool = True
    where: str = field(default="", compare=False)

    @property
    def is_pictured(self) -> bool:
        """Whether something was seen there on a picture: a person has to look at it."""
        return bool(self.box and self.read)


@dataclass(frozen=True)
class Reading:
    """A report as read from a file.

    `cells` has every cell of the document's edition; `found` the ids of the sections and tables
    that were recognised, `preface` among them. `pieces` are pictures of the places that figures
    were read from, by cell, where the file is one of pictures: PNG as base64.
    """

    document: Document
    notices: tuple[Notice, ...]
    cells: dict[str, CellReading]
    found: frozenset[str]
    pieces: dict[str, str] = field(default_factory=dict)

    @property
    def is_of_pictures(self) -> bool:
        """Whether a figure of it was read from a picture: somebody has to look at each."""
        return any(got.box for got in self.cells.values())
