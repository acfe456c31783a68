"""Exports as their maker sees them."""

from reports import access
from reports.models import BulkItem, BulkJob, Report

from .archiving import FORMS

State = BulkItem.State
MOST_SHOWN = 200  # failures on the page; the list in the ZIP names all


def jobs_of(user) -> list[BulkJob]:
    """Return the person's newest exports with `total`, `done`, `failed` and what they are called."""
    return [
        described(job) for job in access.bulk_jobs_of(user).with_progress().order_by("-pk")[:50]
    ]


def described(job: BulkJob) -> BulkJob:
    """Return the job with its states and forms in words."""
    captions = dict(Report.Status.choices)
    job.state_captions = [captions[state] for state in job.states]
    job.form_captions = [FORMS[form].caption for form in job.forms if form in FORMS]
    job.scope = f"{job.under.name}及其下级" if job.under else "全部下级机关"
    if job.chosen:
        job.scope += f"（{job.chosen}）"
    return job


def failures_of(job: BulkJob) -> list[BulkItem]:
    """Return the first reports of the job that failed, with why."""
    failed = job.items.filter(state=State.FAILED).select_related("report__organ")
    return list(failed[:MOST_SHOWN])
