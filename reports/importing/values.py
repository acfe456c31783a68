"""What comes of a file."""

from dataclasses import dataclass
from decimal import Decimal

from reports.document import Document
from reports.refusals import Refused


class Unreadable(Refused):
    """The file is no report that can be read; the text is a Chinese sentence for the clerk."""

    status = 422


@dataclass(frozen=True)
class Notice:
    """Something to look at. `where` in the file, the words `read` there, a sentence `message`."""

    where: str
    read: str
    message: str


@dataclass(frozen=True)
class CellReading:
    """A cell as found: `sure`, `unsure` (look at it) or `missing`; `read` are the words there."""

    state: str
    value: Decimal | None
    read: str


@dataclass(frozen=True)
class Reading:
    """A report as read from a file.

    `cells` has every cell of the document's edition; `found` the ids of the sections and tables
    that were recognised, `preface` among them.
    """

    document: Document
    notices: tuple[Notice, ...]
    cells: dict[str, CellReading]
    found: frozenset[str]
