"""A district: a government, a bureau and a school below it, and their people."""

import datetime

import pytest

from tests import factories
from tests.hands import bureau, government, li

__all__ = ["bureau", "government", "li", "wang"]


@pytest.fixture
def wang(government):
    """The supervisor and administrator of the district."""
    chief = factories.clerk("wang", "芳", "王")
    return factories.give(chief, government, "supervisor", "administrator")


@pytest.fixture
def on_day(monkeypatch):
    """Let it be another day, as 2026-01-20."""

    def set_day(text: str) -> None:
        date = datetime.date.fromisoformat(text)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: date)

    return set_day
