"""A district with finished reports, its supervisor 王, and workers to make exports."""

import pytest

from reports import bulk, jobs, workflow
from reports.models import Worker
from reports.writing import editing
from tests import factories

YEAR = 2025


@pytest.fixture
def government(db):
    """The government above the bureaus."""
    return factories.organ("瀍水区人民政府", type="county")


@pytest.fixture
def bureau(government, zhang):
    """A bureau where 张 writes and hands in."""
    return factories.organ("瀍水区文化和旅游局", zhang, under=government)


@pytest.fixture
def wang(government):
    """The supervisor of the district."""
    return factories.give(factories.clerk("wang", "芳", "王"), government, "supervisor")


@pytest.fixture
def reports(government, bureau, zhang):
    """Four drafts of the district, by position."""
    schools = [factories.organ(f"瀍水区第{n}小学", zhang, under=bureau) for n in "一二三"]
    return [factories.report(organ, YEAR, by=zhang) for organ in (bureau, *schools)]


@pytest.fixture
def new_job(wang, reports):
    """Return a job of 王 for the drafts of the district."""

    def make(forms=("json",), states=("draft",), under=None):
        return bulk.create(YEAR, under, list(states), list(forms), by=wang)

    return make


@pytest.fixture
def work(db):
    """Return a function that makes all of a job that can be made, as a worker would."""

    def press(job, name: str = "worker", most: int = 1000) -> Worker:
        worker = jobs.join(name)
        job.refresh_from_db()
        if begun := bulk.begin_round(job.pk):
            for _ in range(most):
                if not bulk.press_one(job.pk, begun.number, worker):
                    break
        job.refresh_from_db()
        return worker

    return press


@pytest.fixture
def spoil(zhang):
    """Return a function that puts a character into a report that no face has."""

    def put(report) -> None:
        editing.save(report.pk, [factories.edit(report, "overview", "<p>\U0003fffd</p>")], by=zhang)

    return put


@pytest.fixture
def submit(zhang):
    """Return a function that completes a report and hands it in."""

    def hand_in(report) -> None:
        factories.complete(report, by=zhang)
        workflow.submit(report.pk, by=zhang)

    return hand_in
