"""What stands in the way of handing in, and what may stay for a reason."""

from decimal import Decimal

import pytest

from reports.document import Document
from reports.editions import all_editions
from reports.rules.tables.previous_year import broken_carry_overs


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_a_total_carried_over_wrongly_is_an_error_and_a_column_a_warning(edition):
    nought = dict.fromkeys(edition.cells, Decimal(0))
    carried = [rule for rule in edition.carry_overs if rule.id.startswith("requests.carried.")]
    wrong = nought | {rule.cell: Decimal(1) for rule in carried}
    year = edition.first_year
    before = Document("某局", year, edition.id, "", cells=nought)

    found = broken_carry_overs(Document("某局", year, edition.id, "", cells=wrong), before)

    severities = {f.id.rpartition(".")[2]: f.severity for f in found}
    assert severities.pop("total") == "error"
    assert set(severities.values()) == {"warning"}
