"""Bulk export: many reports as one ZIP, made in the background, report by report (reports/jobs)."""

from .archiving import FORMS, PACKAGE, archive_package
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
    stranded_jobs,
    unsettled_jobs,
)
from .packing import LIST_HEAD, listing, package_name, packed
from .pressing import press_one, settle
from .progress import described, failures_of, jobs_of

__all__ = [
    "FORMS", "LIST_HEAD", "LONGEST_QUEUE", "MOST_FILES", "PACKAGE", "archive_package", "begin_round",
    "cancel", "clear", "count_by_state", "create", "described", "failures_of", "jobs_of", "listing",
    "package_name", "packed", "pause", "press_one", "resume", "retry", "settle",
    "stranded_jobs", "unsettled_jobs",
]  # fmt: skip
