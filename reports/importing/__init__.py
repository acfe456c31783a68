"""Reports as they come: a file's bytes in, a document with notices out. Never more than was read.

`read` works in this process and trusts nothing but time; `read_guarded` reads in a process of its
own with limits of time and memory, for files from strangers.
"""

from .apart.guard import LARGEST, TOO_LARGE, read_guarded, read_whole, rest, seen_json, show_guarded
from .door import read
from .readers.file_kinds import is_picture
from .readers.paper.pictures import MOST_SCANNED
from .scans.guard import LACKING, can_read, read_page
from .values import CellReading, Notice, Reading, Scanned, Unreadable

__all__ = [
    "LACKING", "LARGEST", "MOST_SCANNED", "TOO_LARGE", "CellReading", "Notice", "Reading", "Scanned",
    "Unreadable", "can_read", "is_picture", "read", "read_guarded", "read_page", "read_whole", "rest", "seen_json", "show_guarded",
]  # fmt: skip
