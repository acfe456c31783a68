"""One door for every format: the bytes say what a file is, its name only helps."""

from .ours import read_json
from .plain import read_text
from .recognising import recognise
from .values import CellReading, Notice, Reading, Unreadable

__all__ = ["CellReading", "Notice", "Reading", "Unreadable", "read", "read_guarded"]


def read(content: bytes, name: str = "", *, year: int | None = None) -> Reading:
    """Return the report in a file's bytes; raise Unreadable with a sentence for the clerk.

    `year` is the year that the clerk asks for, used where the file names none.
    """
    if content.lstrip()[:1] == b"{":
        return read_json(content)
    source = read_text(content)
    return recognise(source, year)


def read_guarded(content: bytes, name: str = "", *, year: int | None = None) -> Reading:
    """Read as `read` does."""
    return read(content, name, year=year)
