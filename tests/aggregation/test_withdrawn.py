"""What was taken off the public site is approved still, and published no more."""

import pytest

from reports.publishing import publications
from tests import factories

from .conftest import YEAR


@pytest.fixture(autouse=True)
def _quick_files(quick_files):
    pass


@pytest.fixture
def published(government, zhang):
    """A bureau's published report, by somebody who supervises it as well."""
    factories.give(zhang, government, "supervisor")
    bureau = factories.organ("教育局", zhang, under=government)
    return factories.published(bureau, YEAR, by=zhang)


@pytest.mark.parametrize(("stage", "counted"), [("approved", 1), ("published", 0)])
def test_what_was_taken_down_counts_as_approved_and_not_as_published(
    published, zhang, gather, stage, counted
):
    publications.withdraw(published.report_id, "误发", by=zhang)

    assert gather(stage=stage)[1].count() == counted


def test_what_is_published_counts_as_published(published, gather):
    assert gather(stage="published")[1].count() == 1
