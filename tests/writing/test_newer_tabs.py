"""A tab that knows a newer report than the server, which went back to a backup."""

import pytest

from reports import editing
from tests import factories

CELL = "requests.new.natural_person"


@pytest.mark.parametrize(
    ("place", "restored", "typed"), [(CELL, "3", "34"), ("overview", "<p>甲</p>", "<p>甲乙</p>")]
)
def test_what_a_tab_knows_from_after_the_backup_is_asked_about(report, zhang, place, restored, typed):  # fmt: skip
    editing.save(report.pk, [factories.edit(report, place, restored)], by=zhang)

    outcome = editing.save(report.pk, [editing.Edit(place, typed, base=9)], by=zhang, writer="tab")

    [conflict] = outcome.conflicts
    assert conflict.theirs == restored
    assert (report.document().figure(CELL) or report.document().narrative("overview")) == restored
