"""What somebody takes who supervises several trees is noted in each: administrators read of their own."""

import pytest

from reports import access, history
from reports.models import AuditEvent
from tests import factories


@pytest.fixture
def other_city(zhang):
    """The government of another tree."""
    return factories.organ("邻水市人民政府", zhang)


@pytest.fixture
def of_both(other_city, bureau, wang):
    """A supervisor of both trees, and, as it happens, of one organ below the first."""
    for organ in (other_city, bureau):
        factories.give(wang, organ, "supervisor")
    return wang


def organs_noted(action: str) -> list[str]:
    events = AuditEvent.objects.filter(action=action).order_by("number")
    return list(events.values_list("organ__name", flat=True))


def test_the_outermost_organs_are_the_trees(of_both, government, other_city):
    assert set(access.trees_supervised(of_both)) == {government, other_city}


@pytest.mark.parametrize("address", [
    "/supervision/list.csv?year=2025", "/supervision/rectifications/list.csv?year=2025",
])  # fmt: skip
def test_a_list_that_is_taken_is_noted_in_each_tree(of_both, client_of, government, other_city, address):
    assert client_of(of_both).get(address).status_code == 200

    assert sorted(organs_noted("exported")) == sorted([government.name, other_city.name])


def test_an_administrator_reads_of_their_own_tree(of_both, client_of, other_city, li):
    factories.give(li, other_city, "administrator")
    client_of(of_both).get("/supervision/list.csv?year=2025")

    seen = history.events_seen_by(li, action="exported")

    assert [event.organ for event in seen] == [other_city]
