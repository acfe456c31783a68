"""The demo's made-up district: reports of several years that follow one another without errors."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports import access, aggregation
from reports.management.district import sound_document
from reports.models import Organ, Posting, Register, Report, Transition
from reports.oversight.supervision import current_year
from reports.rules import check

KINDS = ["city", "county", "town", "department", "other"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_made_up_report_follows_last_year_s_without_a_finding(kind):
    previous = None

    for year in range(2022, 2032):
        document = sound_document("澜州市某机关", kind, year, seed=year, previous=previous)
        assert check(document, previous) == []
        previous = document


@pytest.mark.parametrize(("today", "year"), [("2026-11-29", 2025), ("2027-01-02", 2026)])
def test_the_demo_s_year_is_the_last_one_that_is_over(monkeypatch, today, year):
    date = datetime.date.fromisoformat(today)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: date)

    assert current_year() == year


@pytest.fixture
def district(db, settings):
    """The demo with a district of eight organs."""
    settings.DEMO = True
    call_command("load_demo", organs=8, unpublished=True, stdout=StringIO())
    return Report.objects.filter(organ__code__startswith="LZ")


def test_a_district_has_three_years_to_compare(district):
    years = district.order_by("year").values_list("year", flat=True).distinct()

    assert list(years) == [current_year() - 2, current_year() - 1, current_year()]


def test_every_finished_report_of_the_demo_is_without_errors(district):
    for report in district.exclude(status="draft"):
        previous = access.previous_document(report)
        errors = [f for f in check(report.document(), previous) if f.severity == "error"]
        assert errors == [], report.title
        assert report.year < timezone.localdate().year


def test_earlier_years_are_published_in_their_time(district):
    past = district.filter(year=current_year() - 1)

    assert {report.status for report in past} == {"published"}
    assert Posting.objects.filter(report__in=past).count() == past.count() == 8
    last_day = datetime.date(current_year(), 2, 1)
    steps = Transition.objects.filter(report__in=past)
    assert steps.count() == 3 * 8 and all(step.at.date() < last_day for step in steps)


def test_a_district_grows_and_nothing_is_loaded_twice(district):
    before = set(district.values_list("pk", "organ__name"))

    for _ in range(2):
        call_command("load_demo", organs=40, unpublished=True, stdout=StringIO())

    assert before < set(district.values_list("pk", "organ__name"))
    assert district.filter(year=current_year() - 1).count() == 40
    organs = Organ.objects.filter(code__startswith="LZ")
    assert organs.count() == 40 and organs.get(code="LZ000000").numchild == 31
    assert Organ.objects.find_problems() == ([], [], [], [], [])


def test_an_interrupted_load_goes_on_where_it_stopped(db, settings, monkeypatch):
    settings.DEMO = True
    with monkeypatch.context() as broken:
        broken.setattr("reports.publishing.publications.publish", lambda *args, **options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("load_demo", stdout=StringIO())

    call_command("load_demo", stdout=StringIO())

    assert Posting.objects.count() == 2


def test_the_city_keeps_a_register_that_its_next_report_is_offered(db, settings):
    settings.DEMO = True
    call_command("load_demo", unpublished=True, stdout=StringIO())
    kept = Register.objects.get()
    year = timezone.localdate().year

    assert kept.requests.count() == 300
    report = Report.objects.get(organ=kept.organ, year=year - 1)
    found = aggregation.counted(kept, year - 1, report.template)
    before = Report.objects.filter(organ=kept.organ, year=year - 2).first()
    if before:
        last = before.document().cells
        assert all(found[f"requests.carried_over.{column}"] == last[f"requests.carried_forward.{column}"]
                   for column in ("natural_person", "business", "total"))  # fmt: skip
    assert kept.requests.still_open().count() >= 6

    call_command("load_demo", unpublished=True, stdout=StringIO())
    assert kept.requests.count() == 300
