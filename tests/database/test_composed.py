"""Questions that are composed once answer as the ORM does."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from reports.models import Figure, Membership, Report
from reportsite.database import composed, store
from reportsite.database.composed import MOST, Composed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    zhang = factories.clerk("zhang")
    return factories.report(factories.organ("市财政局", zhang), 2024, by=zhang)


def test_instances_come_with_what_is_selected_beside_them(report, django_assert_num_queries):
    asked = Composed(lambda pk: Report.objects.filter(pk=pk).select_related("organ", "changed_by"))
    plain = Report.objects.select_related("organ").get(pk=report.pk)

    with django_assert_num_queries(2):
        first, second = asked(report.pk)[0], asked(report.pk)[0]
        assert (first.organ.name, second.changed_by.username) == ("市财政局", "zhang")

    assert {f.attname: getattr(second, f.attname) for f in Report._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in Report._meta.concrete_fields
    }


def test_other_values_find_other_rows(report):
    asked = Composed(lambda pk, cells: Figure.objects.filter(report=pk, cell__in=cells).order_by("cell"))
    Figure.objects.filter(report=report, cell="requests.new.other").update(value=7)

    found = asked(report.pk, ["requests.new.other", "requests.new.business"])

    assert [(f.cell, f.value) for f in found] == [("requests.new.business", None), ("requests.new.other", 7)]
    assert [f.cell for f in asked(report.pk, ["requests.new.total", "requests.new.research"])] == [
        "requests.new.research", "requests.new.total"]  # fmt: skip
    assert len(asked(report.pk, ["requests.new.total"])) == 1
    assert asked(report.pk, []) == asked(report.pk, []) == []
    assert asked(report.pk + 1, ["requests.new.total"]) == []
    assert asked(report.pk, ["'; DROP TABLE reports_figure; --"]) == []


def test_tuples_and_moments(report):
    held = Composed(lambda pk: Membership.objects.filter(user=pk).values_list("organ__name", "role"))
    early = Composed(lambda at: User.objects.filter(date_joined__lt=at))
    now = timezone.now()

    assert sorted(held(report.changed_by_id)) == [("市财政局", "clerk"), ("市财政局", "reviewer")]
    assert len(early(now)) == 1
    assert early(now - datetime.timedelta(days=1)) == []


def test_the_same_value_twice_is_put_in_both_places(report):
    asked = Composed(lambda name: User.objects.exclude(first_name=name).filter(username=name))

    assert [user.username for user in asked("zhang")] == ["zhang"]
    assert asked("li") == []


def test_what_the_sql_does_not_hold_is_refused(report):
    lost = Composed(lambda pk: Report.objects.filter(pk=2 * pk))

    with pytest.raises(ValueError, match="lacks one of the values"):
        lost(report.pk)


def test_a_process_keeps_only_so_many_shapes(report):
    asked = Composed(lambda cells: Figure.objects.filter(cell__in=cells))

    for count in range(1, MOST + 10):
        asked([f"cell{n}" for n in range(count)])

    assert 0 < len(composed._known) <= MOST


def test_rows_are_stored_field_by_field(report):
    rows = list(report.figures.order_by("pk")[:3])
    rows[0].value, rows[1].value, rows[2].value = 12, None, -3
    for row in rows:
        row.writer, row.manual, row.revision = "tab.1f", True, 9
    rows[2].value = 4

    store(rows, ["value", "manual", "writer"])

    kept = [(f.value, f.manual, f.writer, f.revision) for f in report.figures.order_by("pk")[:4]]
    assert kept == [(12, True, "tab.1f", 0), (None, True, "tab.1f", 0), (4, True, "tab.1f", 0), (None, False, "", 0)]


def test_one_row_gets_its_time_of_change(report):
    before = report.changed_at
    report.revision, report.title = 5, "另一个标题"

    store([report], ["revision", "changed_at"])

    kept = Report.objects.get(pk=report.pk)
    assert kept.revision == 5 and kept.changed_at > before and kept.title != "另一个标题"


def test_several_rows_with_moments(report):
    other = factories.report(report.organ, 2023, by=report.changed_by)
    at = timezone.now() - datetime.timedelta(days=40)
    for row in (report, other):
        row.handed_over_at = at
    other.handed_over_at = None

    store([report, other], ["handed_over_at", "revision"])

    assert list(Report.objects.order_by("-year").values_list("handed_over_at", flat=True)) == [at, None]


def test_a_row_that_is_gone_is_told(report):
    rows = list(report.figures.order_by("pk")[:2])
    Figure.objects.filter(pk=rows[1].pk).delete()

    with pytest.raises(IntegrityError, match="1 of 2"):
        store(rows, ["value"])
