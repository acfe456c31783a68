"""The days of a report: of the law, of the notice, of the calendars above."""

import datetime

import pytest

from reports.editions import AREA, OWN, edition_for, organ_type
from reports.models import Report
from reports.oversight import supervision
from reports.oversight.days import Calendars
from reports.writing import judging
from tests import factories

YEAR = 2025


def days_of(organ, kind=""):
    return Calendars([YEAR], [organ.path]).of(organ, YEAR, kind)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2026-{text}")


@pytest.fixture
def town(government):
    return factories.organ("瀍水区洛浦镇人民政府", under=government, type="town")


# Written down from report-template.md § Deadlines: type, kind, ordered, law.
@pytest.mark.parametrize(("type", "kind", "ordered", "law"), [
    ("department", OWN, "01-31", "01-31"), ("town", OWN, "01-31", "01-31"),
    ("state_council_department", OWN, "01-31", "01-31"), ("other", OWN, "01-31", "01-31"),
    ("county", AREA, "02-20", "03-31"), ("county", OWN, "01-31", "01-31"),
    ("city", AREA, "03-10", "03-31"), ("city", OWN, "01-31", "01-31"),
    ("province", AREA, "03-31", "03-31"), ("province", OWN, "01-31", "01-31"),
])  # fmt: skip
@pytest.mark.parametrize("year", [2019, 2025])
def test_the_notices_order_a_cascade_inside_the_law(type, kind, ordered, law, year):
    organ = organ_type(type)

    days = edition_for(year).ordered(organ, year, kind), organ.law(year, kind)

    assert [f"{day:%Y-%m-%d}" for day in days] == [f"{year + 1}-{ordered}", f"{year + 1}-{law}"]


def test_without_a_calendar_the_notice_counts(government, bureau):
    assert days_of(government).in_words == "上级要求 2月20日，法定 3月31日"
    assert days_of(bureau).in_words == "法定 1月31日"
    assert days_of(bureau).report == day("01-31")


def test_a_calendar_counts_for_the_organ_and_all_below(government, bureau):
    factories.calendar(government, YEAR, report="2026-01-20", publish="2026-01-28")

    found = days_of(bureau)

    assert (found.report, found.publish) == (day("01-20"), day("01-28"))
    assert (found.in_words, found.whence) == (
        "报送 1月20日，发布 1月28日，法定 1月31日",
        government.name,
    )
    assert days_of(government).in_words == "上级要求 2月20日，法定 3月31日"


def test_for_each_step_the_nearest_calendar_counts(government, bureau):
    school = factories.organ("瀍水区图书馆", under=bureau)
    factories.calendar(government, YEAR, report="2026-01-20", publish="2026-01-28")
    factories.calendar(bureau, YEAR, report="2026-01-12")

    assert days_of(school).report == day("01-12")
    assert days_of(school).publish == day("01-28")


def test_a_type_goes_before_all_and_one_organ_before_its_type(government, bureau, town):
    factories.calendar(government, YEAR, report="2026-01-20")
    factories.calendar(government, YEAR, report="2026-01-15", type="department")
    factories.calendar(government, YEAR, report="2026-01-10", only=bureau)
    other = factories.organ("瀍水区教育局", under=government)

    reports = [days_of(organ).report for organ in (bureau, other, town)]

    assert reports == [day("01-10"), day("01-15"), day("01-20")]


def test_another_district_and_another_year_have_their_own(government, bureau):
    elsewhere = factories.organ("云溪县人民政府", type="county")
    factories.calendar(elsewhere, YEAR, report="2026-01-05")
    factories.calendar(government, YEAR - 1, report="2025-01-05")

    assert days_of(bureau).named == {}


def test_a_returned_report_has_until_the_day_of_mending(government, bureau):
    factories.calendar(government, YEAR, report="2026-01-20", mend="2026-01-26")

    states = {state: days_of(bureau).due(state) for state in Report.Status.values}

    assert states == {
        "draft": day("01-20"), "returned": day("01-26"), "submitted": day("01-31"),
        "approved": day("01-31"), "published": None, "correcting": None, "elsewhere": None,
    }  # fmt: skip


def test_the_list_and_its_charts_follow_the_calendar(government, bureau, town, wang, on_day):
    factories.calendar(government, YEAR, report="2026-01-10", type="department")
    on_day("2026-01-15")

    seen = supervision.overview(wang, supervision.Choice(YEAR))
    late = supervision.overview(wang, supervision.Choice(YEAR, state="overdue"))

    assert (seen.overdue, seen.unposted, [organ.name for organ in late.page]) == (1, 0, [bureau.name])
    assert seen.due == (day("01-10"), day("01-31"), day("02-20"))


def test_who_has_not_published_in_time_is_listed(government, bureau, wang, on_day):
    factories.calendar(government, YEAR, publish="2026-01-10")
    on_day("2026-01-15")

    late = supervision.overview(wang, supervision.Choice(YEAR, state="unposted"))

    assert [organ.name for organ in late.page] == [bureau.name]


def test_a_letter_tells_all_days(government, report, zhang, wang, on_day):
    factories.calendar(government, YEAR, report="2026-01-20", publish="2026-01-28")
    on_day("2026-01-17")

    supervision.chase(wang, supervision.Choice(YEAR))

    text = zhang.notices.get().text
    assert "草稿，1月20日到期，还有3天；报送 1月20日，发布 1月28日，法定 1月31日" in text


def test_calendars_of_thousands_take_two_queries(government, django_assert_num_queries):
    organs = [factories.organ(f"第{n}局", under=government) for n in range(20)]
    for organ in organs:
        factories.calendar(organ, YEAR, report="2026-01-10")

    with django_assert_num_queries(2):
        calendars = Calendars([YEAR], [government.path])
        assert {calendars.of(organ, YEAR).report for organ in organs} == {day("01-10")}


def test_the_date_under_a_report_is_held_against_the_calendar(government, bureau, zhang):
    factories.calendar(government, YEAR, publish="2026-01-20")
    made = factories.complete(factories.report(bureau, YEAR, by=zhang), by=zhang)
    made.issued = day("01-25")

    (found,) = (one for one in judging.findings_of(made) if one.id == "text.date")

    assert f"日程（{government.name}）上公布的最后一天（2026年1月20日" in found.message
