"""Reading the trail between two days: both days with it."""

import datetime

import pytest
from django.utils import timezone

from reports import history
from tests import factories

DAY = datetime.timedelta(days=1)


@pytest.fixture
def boss(db):
    """Somebody who sees every event."""
    return factories.superuser("boss")


@pytest.mark.parametrize(
    ("since", "until", "seen"),
    [(0, None, 1), (None, 0, 1), (0, 0, 1), (-1, 1, 1), (1, None, 0), (None, -1, 0)],
)
def test_the_days_asked_for_are_both_with_it(boss, report, since, until, seen):
    today = timezone.localdate()
    asked = {"since": since, "until": until}
    days = {name: today + days * DAY for name, days in asked.items() if days is not None}

    assert history.events_seen_by(boss, action="created", **days).count() == seen
