"""A new database is like one that grew; what people have written before an update stays."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from reports import history
from reports.models import Change, Membership, Organ, Report

AT_FIRST = ("reports", "0001_initial")
BEFORE_THE_TREE = ("reports", "0003_incoming_reading")
LAST_OF_MANY = ("reports", "0050_invitation_mail")
ALL_IN_ONE = ("reports", "0001_squashed_0050_invitation_mail")
NEWEST = max(key for key in MigrationLoader(None).disk_migrations if key[0] == "reports")


class OneByOne(MigrationLoader):
    """Loads the steps that were made into one, and that one beside them."""

    def __init__(self, connection) -> None:
        """Load what there is."""
        super().__init__(connection, replace_migrations=False)

    def detect_conflicts(self) -> dict:
        """Return none: both ways lead to the same tables."""
        return {}


@pytest.fixture
def one_by_one(monkeypatch):
    """Have `migrate` take the steps one by one."""
    monkeypatch.setattr("django.db.migrations.executor.MigrationLoader", OneByOne)


@pytest.fixture
def before(one_by_one, transactional_db):
    """Go back to the database as it was before organs stood in a tree; return its models."""
    call_command("migrate", *BEFORE_THE_TREE, verbosity=0)
    yield MigrationExecutor(connection).loader.project_state(BEFORE_THE_TREE).apps.get_model
    call_command("migrate", *NEWEST, verbosity=0)


def test_reports_of_before_the_tree_are_kept_whole(before):
    zhang = User.objects.create(username="zhang")
    organs = [before("reports", "Organ").objects.create(name=name) for name in ("甲局", "乙局")]
    before("reports", "Membership").objects.create(user_id=zhang.pk, organ=organs[0])
    report = before("reports", "Report").objects.create(
        organ=organs[0], year=2025, edition="2021", title="甲局2025年年报"
    )
    before("reports", "Figure").objects.create(report=report, cell="requests.new.total", value=3)
    for revision in (1, 2):
        before("reports", "Change").objects.create(
            report=report,
            user_id=zhang.pk,
            revision=revision,
            place="overview",
            new="字" * revision,
        )

    call_command("migrate", *NEWEST, verbosity=0)

    assert Organ.objects.find_problems() == ([], [], [], [], [])
    roles = Membership.objects.filter(user=zhang).values_list("role", flat=True)
    assert set(roles) == {"clerk", "reviewer"}
    assert Report.objects.get().answered_count == 1
    assert Change.objects.count() == 2
    assert list(history.verify_changes()) == []


def test_the_steps_in_one_come_to_the_same_models_as_one_by_one():
    loader = OneByOne(None)
    in_one, grown = (loader.project_state(step) for step in (ALL_IN_ONE, LAST_OF_MANY))

    changes = MigrationAutodetector(grown, in_one).changes(loader.graph)

    assert "reports" not in changes
    assert set(in_one.models) == set(grown.models)


def test_the_steps_in_one_come_to_the_same_tables_as_one_by_one(one_by_one, transactional_db):
    made_in_one = _schema()

    call_command("migrate", *AT_FIRST, verbosity=0)
    gone_back = _schema()
    call_command("migrate", *NEWEST, verbosity=0)

    assert gone_back != made_in_one
    assert _schema() == made_in_one


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
