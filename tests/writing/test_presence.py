"""Who is in a report just now: whoever has shown themselves within the last seconds."""

import datetime

import pytest
from django.utils import timezone

from reports.models import Presence
from reports.writing import presence


@pytest.mark.parametrize(("seconds", "people"), [(5, [("李红", "overview")]), (60, [])])
def test_who_has_shown_nothing_for_a_while_is_gone(report, zhang, li, seconds, people):
    seen = timezone.now() - datetime.timedelta(seconds=seconds)
    Presence.objects.create(report=report, user=li, place="overview", seen_at=seen)

    assert presence.meet(report, by=zhang, place="", since=0).people == people
