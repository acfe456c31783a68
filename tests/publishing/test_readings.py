"""Readings that cannot be stored wait: none is lost while the database takes nothing."""

import pytest
from django.db import DatabaseError

from reports import publishing
from reports.models import Posting
from tests import factories


@pytest.fixture
def posting(quick_files, bureau, zhang):
    """A report on the public site."""
    return Posting.objects.get(publication=factories.published(bureau, 2024, by=zhang))


def test_readings_wait_while_the_database_takes_nothing(posting, monkeypatch):
    for _ in range(3):
        publishing.count_view(posting.pk)

    def refused(**ids):
        raise DatabaseError

    with monkeypatch.context() as away:
        away.setattr(publishing.Posting.objects, "filter", refused)
        publishing.store_views()
    publishing.count_view(posting.pk)
    publishing.store_views()

    posting.refresh_from_db()
    assert posting.views == 4


def test_readings_are_stored_once(posting):
    publishing.count_view(posting.pk)
    publishing.store_views()
    publishing.store_views()

    posting.refresh_from_db()
    assert posting.views == 1
