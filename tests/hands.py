"""Several hands on one report: 张 writes it, 李 reviews, 王 supervises. Imported by a conftest."""

import pytest

from tests import factories

__all__ = ["bureau", "government", "li", "wang"]


@pytest.fixture
def government(db):
    """The government above the bureau."""
    return factories.organ("瀍水区人民政府", type="county")


@pytest.fixture
def bureau(government, zhang, li):
    """A bureau where 张 writes and 李 reviews."""
    made = factories.organ("瀍水区文化和旅游局", under=government, code="A01")
    factories.give(zhang, made, "clerk")
    factories.give(li, made, "reviewer")
    return made


@pytest.fixture
def li(db):
    """The reviewer of the bureau."""
    return factories.clerk("li", "红", "李")


@pytest.fixture
def wang(government):
    """The supervisor of the district."""
    return factories.give(factories.clerk("wang", "芳", "王"), government, "supervisor")
