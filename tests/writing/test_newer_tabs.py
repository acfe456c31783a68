"""A tab that knows a newer report than the server, which went back to a backup."""

import pytest

from reports.importing.ours.document import reading_of
from reports.refusals import Refused
from reports.writing import editing, intake
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


def test_a_title_looked_at_after_the_backup_is_asked_about(report, zhang):
    restored = report.title
    seen = {"title": "备份之后的标题", "issued": None, "index_number": "", "seen": 9}

    with pytest.raises(editing.Overtaken) as asked:
        editing.set_details(report.pk, by=zhang, **seen)

    [conflict] = asked.value.conflicts
    report.refresh_from_db()
    assert (conflict.theirs, report.title) == (restored, restored)


def test_a_file_looked_at_after_the_backup_is_compared_once_more(report, zhang):
    editing.save(report.pk, [factories.edit(report, CELL, "3")], by=zhang)
    document = factories.filled(report.template, year=2025)
    reading = reading_of(document)
    intake.stage(reading, "年报.json", by=zhang, organ=report.organ, year=report.year)

    with pytest.raises(Refused, match="修改了其中"):
        intake.take({"requests"}, by=zhang, seen=9)

    assert report.document().figure(CELL) == "3"
    assert document.figure(CELL) != "3"
