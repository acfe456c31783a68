"""Scans and photographs of one person, read page by page in the background, then laid down to be looked at.

A scan is a job of reports/jobs, a page of it a piece. What was seen goes where any file that is
brought in goes (reports/writing/intake.py), and the scan is gone.
"""

from .scans import (
    begin_round,
    clear,
    create,
    discard,
    press_one,
    retry,
    scan_of,
    settle,
    stranded_jobs,
    unsettled_jobs,
)

__all__ = [
    "begin_round", "clear", "create", "discard", "press_one", "retry", "scan_of", "settle",
    "stranded_jobs", "unsettled_jobs",
]  # fmt: skip
