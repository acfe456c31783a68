"""A public site with something on it."""

import pytest
from django.test import Client

from reports.publishing import publications
from tests import factories


@pytest.fixture(autouse=True)
def _quick_files(quick_files):
    pass


@pytest.fixture
def published(bureau, zhang):
    """The bureau's report for 2024, published."""
    return factories.published(bureau, 2024, by=zhang)


@pytest.fixture
def corrected(published, zhang):
    """The same report, its fees corrected: version 2."""
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)
    return publications.publish(published.report_id, by=zhang, note="更正表二的收费金额")


@pytest.fixture
def citizen():
    """Somebody without a log-in."""
    return Client()


@pytest.fixture
def place(bureau):
    """The address of the bureau's report for 2024."""
    return f"/open/organs/{bureau.pk}/2024/"
