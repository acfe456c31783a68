"""The first save of a server costs what the hundredth does: what it asks is known before."""

import pytest
from django.db import DatabaseError

from reports.models import Change
from reportsite.database import composed
from reportsite.operation import warming
from tests import factories
from tests.views.conftest import save


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("year", [2020, 2024])
def test_once_warm_a_save_composes_nothing(client, year):
    zhang = factories.clerk("zhang")
    report = factories.report(factories.organ("市财政局", zhang), year, by=zhang)
    client.force_login(zhang)
    composed._known.clear()

    warming.warm_up()
    known = set(composed._known)
    cells = [cell for cell in report.template.cells if cell not in report.template.computed][::12]
    for cell in cells:
        assert save(client, report, (cell, "1", 0)).status_code == 200

    assert known
    assert set(composed._known) == known
    assert Change.objects.filter(report=report).count() >= len(cells) > 5


@pytest.mark.django_db
def test_without_a_database_the_server_begins_all_the_same(monkeypatch, caplog):
    def fail(nobody):
        raise DatabaseError("secret")

    monkeypatch.setattr("reports.writing.rehearsing.save_nothing", fail)

    warming.warm_up()

    assert "not warmed up: DatabaseError" in caplog.text
    assert "secret" not in caplog.text
