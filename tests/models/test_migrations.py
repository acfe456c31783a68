"""A database of any step there is comes to the newest; one from before them is left as it is."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from reports.models import Report
from tests import factories

STEPS = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "reports")
FIRST, *LATER = STEPS
# What an older program wrote down, among others; they are joined into the first step now.
JOINED = ("0001_squashed_0050_invitation_mail", "0051_audit_words", "0076_register_indexes")


def migrated_to(step: str) -> None:
    call_command("migrate", "reports", step, verbosity=0)


@pytest.fixture
def database(transactional_db):
    """A database that other tests find as it was."""
    yield
    migrated_to(STEPS[-1])


def test_what_is_stored_at_the_first_step_is_there_after_each_later_one(database, zhang):
    at_newest = _schema()
    report = factories.report(factories.organ("瀍水区水利局", zhang), 2025, by=zhang)
    for name in JOINED:
        MigrationRecorder(connection).record_applied("reports", name)
    migrated_to(FIRST)
    at_first = _schema()

    for step in LATER:
        migrated_to(step)

    assert not LATER or at_first != at_newest
    assert _schema() == at_newest
    assert Report.objects.get() == report


def test_a_database_that_went_through_the_joined_steps_has_nothing_to_do(database, zhang):
    report = factories.report(factories.organ("瀍水区水利局", zhang), 2025, by=zhang)
    for name in JOINED:
        MigrationRecorder(connection).record_applied("reports", name)

    call_command("migrate", check_unapplied=True, verbosity=0)
    call_command("migrate", verbosity=0)

    assert Report.objects.get() == report
    assert set(JOINED) <= {name for app, name in MigrationRecorder(connection).applied_migrations()}


def test_a_database_that_stopped_on_the_way_is_told_so_and_left_alone(database):
    recorder = MigrationRecorder(connection)
    for step in STEPS:
        recorder.record_unapplied("reports", step)
    recorder.record_applied("reports", JOINED[-1])
    before = _schema()

    with pytest.raises(CommandError, match="来自更早的版本.*先换成上一版程序"):
        call_command("migrate", verbosity=0)

    assert _schema() == before
    for step in STEPS:
        recorder.record_applied("reports", step)


def _schema() -> dict[str, tuple]:
    """Return the tables of reports, each with its columns and constraints."""
    schema, read = {}, connection.introspection
    with connection.cursor() as cursor:
        for table in read.table_names(cursor):
            if table.startswith("reports_") and not table.startswith("reports_search_"):
                columns = {
                    (c.name, str(c.type_code), c.null_ok)
                    for c in read.get_table_description(cursor, table)
                }
                constraints = {
                    (tuple(c["columns"]), c["primary_key"], c["unique"], c["index"], c["check"])
                    + (c["foreign_key"],)
                    for c in read.get_constraints(cursor, table).values()
                }
                schema[table] = columns, constraints
    return schema
