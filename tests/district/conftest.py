"""A district: a government, a bureau and a school below it, and their people."""

import pytest

from tests import factories
from tests.hands import bureau, government, li

__all__ = ["bureau", "government", "li", "wang"]


@pytest.fixture
def wang(government):
    """The supervisor and administrator of the district."""
    chief = factories.clerk("wang", "芳", "王")
    return factories.give(chief, government, "supervisor", "administrator")
