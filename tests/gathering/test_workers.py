"""Real workers killed in the middle of reading and of taking: nothing twice, nothing lost."""

from collections import Counter

import pytest

from reports import gathering, tasks
from reports.models import Change, Report
from tests.gathering.conftest import old_report
from tests.workers import finished, start, stopped_in_the_middle, until

__all__ = ["start"]  # a fixture
pytestmark = pytest.mark.django_db(transaction=True)


def killed_in_the_middle(lot, start) -> None:
    """Let a worker begin, kill it with a file in hand, and let another come to the end."""
    tasks.deliver(lot.pk, room=gathering)
    worker = start()
    stopped_in_the_middle(lot, worker)
    worker.kill()
    worker.wait()
    second = start()
    until(lambda: finished(lot))
    second.terminate()
    second.wait(60)


def test_a_worker_killed_while_reading_and_while_taking_loses_and_doubles_nothing(
    bring, bureau, school, wang, start
):
    organs = (bureau, school)
    files = {f"{o.name}{y}.json": old_report(o.name, y) for o in organs for y in range(2021, 2025)}
    lot = bring(files)

    killed_in_the_middle(lot, start)

    assert Counter(lot.items.with_standing().values_list("standing", flat=True)) == {"ready": 8}
    assert sorted(lot.items.values_list("attempts", flat=True))[-1] == 2

    gathering.take_ready(lot.pk, by=wang)
    tasks.deliver(lot.pk, room=gathering)
    worker = start()
    until(lambda: Report.objects.exists())
    worker.kill()
    worker.wait()
    start()
    until(lambda: finished(lot))

    assert Counter(lot.items.with_standing().values_list("standing", flat=True)) == {"taken": 8}
    assert Report.objects.count() == 8
    assert Change.objects.filter(place="import").count() == 8
