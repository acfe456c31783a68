"""Statements that go together: all or nothing, and nobody hears of success before the commit."""

import threading
import time
from contextlib import nullcontext

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, connection, transaction

from reports import access, history
from reports.access.reports import locked_in
from reports.models import Change, Figure, PackageKey, Parcel, ParcelReport, Report
from reports.refusals import Refused
from reports.writing import editing
from reportsite.database import insert, store
from reportsite.database.composed import Composed, ask_together
from reportsite.database.prepared import run, together, when_run
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
CELL = "requests.new.natural_person"
_names = Composed(lambda name: User.objects.filter(username=name).values_list("username"))


@pytest.fixture
def report():
    zhang = factories.clerk("zhang")
    return factories.report(factories.organ("市财政局", zhang), 2024, by=zhang)


def save(report, text: str, base: int = 0):
    return editing.save(report.pk, [editing.Edit(CELL, text, base)], by=report.changed_by)


def in_database(report) -> tuple:
    figure = Figure.objects.get(report=report, cell=CELL)
    changes = Change.objects.filter(report=report, place=CELL).count()
    return figure.value, figure.revision, Report.objects.get(pk=report.pk).revision, changes


def test_when_a_save_returns_everybody_sees_all_of_it(report):
    seen = []

    outcome = save(report, "12")
    other = threading.Thread(target=lambda: (seen.append(in_database(report)), connection.close()))
    other.start()
    other.join()

    assert seen == [(12, outcome.revision, outcome.revision, 1)]
    assert not history.verify_changes()


@pytest.mark.parametrize("broken", ["hash", "head", "figure"])
def test_a_save_of_which_one_statement_fails_is_no_success(report, monkeypatch, broken):
    save(report, "1")
    before = in_database(report)
    if broken == "hash":  # the history is not written
        monkeypatch.setattr(history.changes, "link", lambda *_: None)
    else:  # the last statement, or the first, finds nothing
        gone = Report if broken == "head" else Figure
        stored = store

        def elsewhere(rows, names):
            for row in rows:
                row.pk = -1 if isinstance(row, gone) else row.pk
            stored(rows, names)

        monkeypatch.setattr("reportsite.database.store", elsewhere)
        monkeypatch.setattr(history.changes, "store", elsewhere)

    with pytest.raises(IntegrityError):
        save(report, "2", before[1])

    assert in_database(report) == before
    monkeypatch.undo()
    assert save(report, "3", before[1]).saved[CELL].value == 3  # and the line goes on


def test_what_goes_together_runs_in_its_order_and_is_looked_at_afterwards(report):
    looked = []

    with transaction.atomic(), together():
        insert(User, ["username", "password", "first_name", "last_name", "email", "is_superuser", "is_staff",
                      "is_active", "date_joined"],
               [(f"user{n}", "", "", "", "", False, False, True, report.created_at) for n in range(3)])  # fmt: skip
        count = run("SELECT COUNT(*) FROM auth_user WHERE username LIKE %s", ["user%"])
        when_run(lambda: looked.append(count.fetchone()[0]))

    assert looked == [3]


def test_after_a_failure_none_of_the_later_ones_runs(report):
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        run("UPDATE auth_user SET username = NULL WHERE username = %s", ["zhang"])
        run("UPDATE auth_user SET first_name = %s", ["late"])

    assert User.objects.get(username="zhang").first_name == ""


def test_whole_numbers_of_every_size_and_texts_of_every_kind(report):
    figures = list(report.figures.order_by("pk")[:2])
    for number in (0, 1, 40_000, 2**31 - 1):
        for figure, text in zip(figures, ("", "'; --\\ %s"), strict=True):
            figure.revision, figure.writer = number, text
            store([figure], ["revision", "writer"])
        store(figures, ["revision", "writer"])
        kept = Figure.objects.filter(pk__in=[f.pk for f in figures]).order_by("pk")
        assert [(f.revision, f.writer) for f in kept] == [(number, ""), (number, "'; --\\ %s")]


def test_a_table_that_gets_a_column_meanwhile_is_asked_on(report):
    """An update's migrations run while the old program still serves."""
    figure = report.figures.get(cell=CELL)
    for number, change in enumerate(("ADD COLUMN more integer", "DROP COLUMN more")):
        save(report, str(number + 1), figure.revision)
        with connection.cursor() as cursor:
            for table in ("auth_user", "reports_figure", "reports_report"):
                cursor.execute(f"ALTER TABLE {table} {change}")
        figure.refresh_from_db()
        assert (_names("zhang"), figure.value) == ([("zhang",)], number + 1)
    assert save(report, "9", figure.revision).saved[CELL].value == 9


def cut_the_line() -> None:
    """End this thread's connection at the other end, as a restart of PostgreSQL does; a file has none."""
    line = connection
    # As a request begins that finds the line open.
    line.health_check_enabled, line.health_check_done = True, line.in_atomic_block
    if line.vendor != "postgresql":
        return
    here = line.connection.info.backend_pid

    def cut():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [here])
        connection.close()

    other = threading.Thread(target=cut)
    other.start()
    other.join()


def test_whoever_finds_the_line_cut_is_answered_on_a_new_one(report):
    assert _names("zhang") == [("zhang",)]
    cut_the_line()
    assert _names("zhang") == [("zhang",)]
    cut_the_line()
    assert ask_together((_names, "zhang"), (_names, "li")) == [[("zhang",)], []]
    cut_the_line()
    assert save(report, "7").saved[CELL].value == 7


def test_within_a_transaction_nothing_is_asked_twice(report):
    cut = pytest.raises(OperationalError) if connection.vendor == "postgresql" else nullcontext()

    with cut, transaction.atomic():
        User.objects.filter(username="zhang").update(first_name="三")
        cut_the_line()
        _names("zhang")

    lost = connection.vendor == "postgresql"
    assert User.objects.get(username="zhang").first_name == ("" if lost else "三")


def carry(report) -> None:
    """Let a package that carries the report be under way."""
    by = report.changed_by
    key = PackageKey.objects.create(side=PackageKey.Side.BELOW, organ=report.organ, by=by)
    parcel = Parcel.objects.create(
        key=key, by=by, stage=Parcel.Stage.TAKING, size=0, serial=1, made_at=report.created_at, year=report.year
    )
    ParcelReport.objects.create(parcel=parcel, position=1, year=report.year, content=b"", report=report)


def wait_until_it_waits(thread: threading.Thread) -> None:
    """Return when the database has let the thread wait for a lock; SQLite does not tell."""
    asked = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(1000 if connection.vendor == "postgresql" else 20):
        time.sleep(0.01)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(asked)
                if cursor.fetchone()[0]:
                    return
    assert thread.is_alive()


@pytest.mark.parametrize("way", ["clerk", "any"])
def test_a_package_that_begins_while_somebody_waits_for_the_report_is_seen(report, way):
    """The one who waits had asked before it began."""
    outcome = []

    def late():
        try:
            with transaction.atomic():
                if way == "clerk":
                    access.report_to_edit(report.changed_by, report.pk)
                else:
                    locked_in(Report.objects.all(), report.pk)
            outcome.append("written")
        except Refused as refused:
            outcome.append(str(refused))
        finally:
            connection.close()

    with transaction.atomic():
        locked_in(Report.objects.all(), report.pk)
        carry(report)
        waiting = threading.Thread(target=late)
        waiting.start()
        wait_until_it_waits(waiting)
    waiting.join()

    assert len(outcome) == 1 and "上报包" in outcome[0]
