"""Bulk export: many reports as one ZIP, made in the background, report by report.

The room knows nothing of the task engine (reports/tasks.py): a job is rows, and whoever claims one
makes it. docs/adr/0040 says why.
"""

from .jobs import (
    LONGEST_QUEUE,
    MOST_FILES,
    begin_round,
    cancel,
    clear,
    count_by_state,
    create,
    pause,
    resume,
    retry,
)
from .packing import LIST_HEAD, listing, package_name, packed
from .pressing import press_one, settle
from .progress import Progress, described, failures_of, jobs_of, progress_of
from .workers import beat, join, leave, stranded_jobs, unsettled_jobs, worker_is_alive

__all__ = [
    "LIST_HEAD", "LONGEST_QUEUE", "MOST_FILES", "Progress", "beat", "begin_round",
    "cancel", "clear", "count_by_state", "create", "described", "failures_of", "join", "jobs_of", "leave", "listing",
    "package_name", "packed", "pause", "press_one", "progress_of", "resume", "retry", "settle",
    "stranded_jobs", "unsettled_jobs", "worker_is_alive",
]  # fmt: skip
