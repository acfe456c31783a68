"""What happened stays what happened: the database refuses, and the chains tell."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from reports import history
from reports.history import verifying
from reports.models import AuditEvent, Change
from reports.models.guards import put_up, take_down
from reports.writing import editing
from tests import factories

CELL = "requests.new.natural_person"


@pytest.fixture
def changed(report, zhang):
    """A report with three changes."""
    for text in ("1", "2", "3"):
        editing.save(report.pk, [factories.edit(report, CELL, text)], by=zhang)
    report.refresh_from_db()
    return report


@pytest.fixture
def tampering(db):
    """Do to the database what only its owner can: take the guards down, alter, put them up."""

    def run(sql: str) -> None:
        take_down()
        with connection.cursor() as cursor:
            cursor.execute(sql)
        put_up()

    return run


def replace(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(REPLACING[connection.vendor].format(table))


REPLACING = {
    "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    "postgresql": "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (id) DO UPDATE SET address = NULL",
}


@pytest.mark.parametrize("rows", [Change.objects, AuditEvent.objects])
def test_the_database_refuses_to_alter_what_happened(changed, zhang, rows):
    history.note("exported", by=zhang)

    for write in (
        lambda: rows.update(address="10.0.0.1"),
        lambda: rows.all()._raw_delete("default"),
        lambda: replace(rows.model._meta.db_table),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            write()

    assert rows.exists()


def test_every_change_is_chained_to_the_one_before(changed):
    assert [change.number for change in changed.changes.order_by("number")] == [1, 2, 3]
    assert changed.change_head == changed.changes.get(number=3).hash
    assert list(history.verify_changes()) == []


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE reports_change SET new = '9' WHERE number = 2", "第2条的内容与链值不符"),
        ("DELETE FROM reports_change WHERE number = 2", "第2条到第2条缺失"),
        ("DELETE FROM reports_change WHERE number = 3", "应有3条，现有2条"),
    ],
)
def test_tampering_with_a_change_is_found(changed, tampering, sql, sentence):
    tampering(sql)

    faults = list(history.verify_changes())

    assert len(faults) == 1
    assert sentence in faults[0].message


def test_tampering_with_an_event_fails_the_command(zhang, tampering):
    history.note("exported", by=zhang)
    tampering("UPDATE reports_auditevent SET name = 'li'")

    with pytest.raises(CommandError, match="1处"):
        call_command("verify_audit", stderr=StringIO())


def test_the_command_names_the_end_of_a_whole_chain(changed, zhang):
    event = history.note("exported", by=zhang, report=changed)
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert event.hash in out.getvalue()


def test_a_log_in_is_kept_with_its_address(bureau, zhang):
    browser = Client(REMOTE_ADDR="10.1.2.3")

    browser.post("/login/", {"username": "zhang", "password": "correct horse"})

    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.organ) == ("logged_in", zhang, bureau)
    assert event.address == "10.1.2.3"


def test_a_wrong_password_is_kept_without_a_name_that_nobody_has(zhang):
    for name in ("zhang", "my secret password"):
        Client().post("/login/", {"username": name, "password": "wrong"})

    assert [event.name for event in AuditEvent.objects.order_by("number")] == ["zhang", ""]


@pytest.mark.parametrize(
    ("proxies", "header", "kept"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.1.2.3", "10.1.2.3"),
        (1, "nonsense", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(zhang, settings, proxies, header, kept):
    settings.TRUSTED_PROXIES = proxies

    Client(headers={"x-forwarded-for": header}).post("/login/", {"username": "x", "password": "y"})

    assert AuditEvent.objects.get().address == kept


@pytest.mark.django_db(transaction=True)
def test_verifying_beside_somebody_who_saves_is_no_false_alarm(changed, zhang, monkeypatch):
    compare = verifying._faults

    def saved_meanwhile(*arguments):
        with ThreadPoolExecutor(1) as colleague:
            colleague.submit(save_one_more, changed, zhang).result()
        return compare(*arguments)

    monkeypatch.setattr(verifying, "_faults", saved_meanwhile)

    assert history.verify_changes() == []
    assert history.verify_events() == []
    changed.refresh_from_db()
    assert changed.change_count == 5  # both were saved, none had to wait for the other


def save_one_more(report, by) -> None:
    try:
        editing.save(report.pk, [factories.edit(report, CELL, str(report.revision + 7))], by=by)
        history.note("exported", by=by)
        report.refresh_from_db()
    finally:
        connection.close()
