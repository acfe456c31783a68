"""Trying failed reports again: as if for the first time."""

from reports import bulk
from reports.jobs import MOST_ATTEMPTS
from reports.models import BulkItem


def test_a_report_that_was_given_up_is_tried_anew_when_asked(new_job, work, wang):
    job = new_job()
    job.items.filter(position=1).update(state="running", attempts=MOST_ATTEMPTS)
    work(job)
    assert job.items.get(position=1).state == "failed"

    bulk.retry(job.pk, by=wang)
    work(job)

    assert set(job.items.values_list("state", flat=True)) == {BulkItem.State.DONE}
    assert job.items.get(position=1).error == ""
