"""Readings that cannot be stored wait: none is lost while the database takes nothing."""

import pytest
from django.db import DatabaseError

from reports.models import Posting
from reports.publishing import publications
from tests import factories


@pytest.fixture
def posting(quick_files, bureau, zhang):
    """A report on the public site."""
    return Posting.objects.get(publication=factories.published(bureau, 2024, by=zhang))


def test_readings_wait_while_the_database_takes_nothing(posting, monkeypatch):
    for _ in range(3):
        publications.count_view(posting.pk)

    def refused(**ids):
        raise DatabaseError

    with monkeypatch.context() as away:
        away.setattr(publications.Posting.objects, "filter", refused)
        publications.store_views()
    publications.count_view(posting.pk)
    publications.store_views()

    posting.refresh_from_db()
    assert posting.views == 4


def test_readings_are_stored_once(posting):
    publications.count_view(posting.pk)
    publications.store_views()
    publications.store_views()

    posting.refresh_from_db()
    assert posting.views == 1
