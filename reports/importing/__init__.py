"""Reports as they come: a file's bytes in, a document with notices out. Never more than was read.

`read` works in this process and trusts nothing but time; `read_guarded` reads in a process of its
own with limits of time and memory, for files from strangers.
"""

from .door import read
from .guard import LARGEST, TOO_LARGE, read_guarded, read_whole, seen_json
from .scans.guard import read_page
from .values import CellReading, Notice, Reading, Scanned, Unreadable

__all__ = [
    "LARGEST", "TOO_LARGE", "CellReading", "Notice", "Reading", "Scanned",
    "Unreadable", "read", "read_guarded", "read_page", "read_whole", "seen_json",
]  # fmt: skip
