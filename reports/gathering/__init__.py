"""Many old reports at once: read in the background, matched with their organs, settled, taken.

A lot is a job of reports/jobs, a file of it a piece, done in steps: read, take, and perhaps undo.
How a file stands is never stored: it follows from the rows (models/background/gathering.py).
"""

from .correcting import Kept, correct, may_correct, page_of, restore, source_of
from .looking import (
    DOUBTFUL,
    doubtful_of,
    findings_of,
    last_day,
    lots_of,
    page_of_files,
    reading_of,
    workbook,
)
from .lots import (
    begin_round,
    clear,
    create,
    pause,
    resume,
    retry,
    stop,
    stranded_jobs,
    take_ready,
    take_ready_elsewhere,
    undo_all,
    undo_one,
    unsettled_jobs,
)
from .settling import Choice, prefer, settle_files
from .working import counted, press_one, settle

__all__ = [
    "DOUBTFUL", "doubtful_of",
    "Kept", "correct", "may_correct", "page_of", "restore", "source_of",
    "Choice", "begin_round", "clear", "counted", "create", "findings_of", "last_day", "lots_of", "page_of_files",
    "pause", "prefer", "press_one", "reading_of", "resume", "retry", "settle", "settle_files", "stop",
    "stranded_jobs", "take_ready", "take_ready_elsewhere", "undo_all", "undo_one", "unsettled_jobs", "workbook",
]  # fmt: skip
