"""What is offered for a cell is what its column lacks to be in balance."""

import pytest

from reports.editions import all_editions


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_an_offered_figure_brings_its_column_into_balance(edition):
    balances = {e.right[-1]: e for e in edition.equations if e.id.startswith("requests.balance.")}

    assert edition.proposals
    for offered in edition.proposals:
        balance = balances[offered.cell]
        assert set(offered.plus) == set(balance.left)
        assert {offered.cell, *offered.minus} == set(balance.right)
