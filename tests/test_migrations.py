"""What people have written before an update is there after it."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reports import history
from reports.models import Change, Membership, Organ, Report

BEFORE_THE_TREE = ("reports", "0003_incoming_reading")


@pytest.fixture
def before(transactional_db):
    """Go back to the database as it was before organs stood in a tree; return its models."""
    call_command("migrate", *BEFORE_THE_TREE, verbosity=0)
    yield MigrationExecutor(connection).loader.project_state(BEFORE_THE_TREE).apps.get_model
    call_command("migrate", verbosity=0)


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

    call_command("migrate", verbosity=0)

    assert Organ.objects.find_problems() == ([], [], [], [], [])
    roles = Membership.objects.filter(user=zhang).values_list("role", flat=True)
    assert set(roles) == {"clerk", "reviewer"}
    assert Report.objects.get().answered_count == 1
    assert Change.objects.count() == 2
    assert list(history.verify_changes()) == []
