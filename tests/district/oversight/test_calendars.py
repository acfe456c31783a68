"""日程: a district sets the days of a year for itself and all below it."""

import datetime

import pytest

from reports import directory
from reports.directory import Key, WrongDay
from reports.models import AuditEvent, Calendar, CalendarLine
from reports.oversight.days import Calendars
from reports.refusals import Refused
from tests import factories

YEAR = 2025
ALL, DEPARTMENTS, COUNTY = Key(), Key(type="department"), Key("area", "county")


@pytest.fixture(autouse=True)
def _in_december(on_day):
    on_day("2025-12-01")


@pytest.fixture
def put(government, wang):
    """Set the government's calendar: days by line, as 01-20."""

    def set_days(lines: dict, year: int = YEAR, **words):
        days = {
            key: {s: datetime.date.fromisoformat(f"{year + 1}-{d}") for s, d in of.items()}
            for key, of in lines.items()
        }
        return directory.set_calendar(government.pk, year, days, by=wang, **words)

    return set_days


def days_of(organ):
    return Calendars([YEAR], [organ.path]).of(organ, YEAR).in_words


def test_a_calendar_is_kept_and_noted(put, bureau, wang):
    put({ALL: {"report": "01-20", "publish": "01-28"}, COUNTY: {"publish": "02-15"}})
    put({ALL: {"report": "01-22", "publish": "01-28"}}, before="3")

    first, second = AuditEvent.objects.filter(action="calendar_set").order_by("number")
    assert days_of(bureau) == "报送 1月22日，发布 1月28日，法定 1月31日"
    assert "各机关：报送未定→1月20日，发布未定→1月28日" in first.detail
    assert "县级政府（县、县级市、区）（本级政府汇总）：发布未定→2月15日" in first.detail
    assert "各机关：报送1月20日→1月22日" in second.detail and "发布2月15日→未定" in second.detail
    assert "提前3天" in second.detail


@pytest.mark.parametrize(("lines", "said"), [
    ({ALL: {"report": "01-20", "publish": "01-15"}}, "“报送”1月20日晚于“发布”1月15日"),
    ({ALL: {"report": "01-20", "review": "01-19"}}, "“报送”1月20日晚于“初审”1月19日"),
    ({ALL: {"review": "01-25", "mend": "01-24"}}, "“初审”1月25日晚于“退改”1月24日"),
    ({ALL: {"mend": "02-02"}}, "“退改”2月2日晚于“发布”1月31日（上级的日程或上级要求）"),
    ({ALL: {"report": "01-20", "gather": "01-10"}}, "“汇总”1月10日早于报送、退改的1月20日"),
    ({ALL: {"publish": "01-20"}, DEPARTMENTS: {"report": "01-25"}}, "“报送”1月25日晚于“发布”1月20日"),
    ({ALL: {"publish": "02-10"}}, "“发布”2月10日晚于法定的1月31日"),
    ({COUNTY: {"publish": "04-01"}}, "“发布”4月1日晚于法定的3月31日"),
])  # fmt: skip
def test_days_that_cannot_be_are_refused_and_nothing_changes(put, bureau, lines, said):
    with pytest.raises(WrongDay, match=said):
        put(lines)

    assert not Calendar.objects.exists()


def test_a_day_of_another_year_is_refused(government, wang):
    with pytest.raises(WrongDay, match="应当在2026年内，现在是2025年1月20日"):
        day = datetime.date(2025, 1, 20)
        directory.set_calendar(government.pk, YEAR, {ALL: {"report": day}}, by=wang)


def test_later_than_the_law_is_taken_with_a_reason_and_said_everywhere(put, bureau):
    said = put({DEPARTMENTS: {"publish": "02-10"}}, late_reason="系统升级")

    assert said == ["地方政府部门的“发布”2月10日晚于法定的1月31日，原因：系统升级。"]
    assert days_of(bureau).endswith("法定 1月31日（发布晚于法定期限：系统升级）")


def test_later_than_the_notice_is_said(put, government):
    said = put({COUNTY: {"publish": "03-10"}})

    assert said == ["县级政府（县、县级市、区）（本级政府汇总）的“发布”3月10日晚于上级要求的2月20日。"]


@pytest.mark.parametrize(("year", "said"), [
    (2023, "2023年度的报送已经结束"), (2026, "2026年度还没有开始"), (2018, "没有2018年度"),
])  # fmt: skip
def test_a_year_that_is_over_or_to_come_is_refused(put, on_day, year, said):
    on_day("2025-12-01")
    with pytest.raises(Refused, match=said):
        put({ALL: {"report": "01-20"}}, year)

    assert not Calendar.objects.exists()


def test_one_organ_has_days_of_its_own(put, bureau):
    put({ALL: {"report": "01-20"}, Key(only=bureau.pk): {"report": "01-10"}})

    assert days_of(bureau) == "报送 1月10日，法定 1月31日"


def test_an_organ_elsewhere_gets_no_days(put, zhao):
    with pytest.raises(Refused, match="不在瀍水区人民政府之下"):
        put({Key(only=zhao.organs.first().pk): {"report": "01-10"}})


def test_last_years_calendar_is_taken_over_a_year_later(government, bureau, wang):
    factories.calendar(government, YEAR - 1, report="2024-02-29", before="5", type="department")
    Calendar.objects.update(late_reason="")
    CalendarLine.objects.update(report="2025-01-20", publish="2025-01-27")

    directory.copy_last_year(government.pk, YEAR, by=wang)

    assert days_of(bureau) == "报送 1月20日，发布 1月27日，法定 1月31日"
    assert Calendar.objects.get(year=YEAR).before == "5"


def test_there_is_nothing_to_take_over_or_something_in_its_way(put, government, wang):
    with pytest.raises(Refused, match="没有设定过2024年度的日程"):
        directory.copy_last_year(government.pk, YEAR, by=wang)
    put({ALL: {"report": "01-20"}})
    factories.calendar(government, YEAR - 1, report="2025-01-20")
    with pytest.raises(Refused, match="2025年度的日程已经设定"):
        directory.copy_last_year(government.pk, YEAR, by=wang)


@pytest.fixture
def page(client_of, wang, government):
    """The supervisor's browser at the calendar: sends days, returns the page."""
    browser = client_of(wang)
    address = f"/calendars/{government.pk}/{YEAR}/"

    def send(**fields) -> str:
        days = {name.replace("_", "-"): value for name, value in fields.items()}
        fields = {**days, **{n: v for n, v in fields.items() if n.startswith(("new_", "late_"))}}
        answer = browser.post(address, fields, follow=True) if fields else browser.get(address)
        return answer.content.decode()

    return send


def test_the_page_sets_and_shows_days(page, bureau):
    saved = page(own_all_report="2026-01-20", own_department_publish="2026年1月28日", before="5、2")

    assert "已保存2025年度的日程" in saved and 'value="2026-01-20"' in saved
    assert 'value="5,2"' in saved and "上级要求 2月20日，法定 3月31日" in saved
    assert days_of(bureau) == "报送 1月20日，发布 1月28日，法定 1月31日"


@pytest.mark.parametrize(("fields", "said"), [
    ({"own_all_report": "1月32日"}, "请写成 2026-01-20 这样的日期"),
    ({"own_all_report": "2026-01-20", "own_all_publish": "2026-01-10"}, "“报送”1月20日晚于“发布”1月10日"),
    ({"own_all_publish": "2026-02-10"}, "在“晚于法定期限的原因”里写明再保存"),
    ({"before": "一周"}, "请写 0 到 60 之间的天数"),
    ({"new_name": "瀍水区教育局", "new_report": "2026-01-10"}, "没有叫“瀍水区教育局”的机关"),
    ({"new_report": "2026-01-10"}, "请写明是哪个机关"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(page, bureau, fields, said):
    shown = page(own_department_review="2026-01-22", **fields)

    assert said in shown and 'value="2026-01-22"' in shown
    assert not Calendar.objects.exists()


def test_one_organ_is_added_by_name(page, bureau):
    page(new_name=bureau.name, new_report="2026-01-10", new_kind="own")

    assert days_of(bureau) == "报送 1月10日，法定 1月31日"
    assert f"{bureau.name}的报送" in page()


def test_a_stranger_finds_no_calendar(client_of, zhao, zhang, government, bureau):
    for person in (zhao, zhang):
        for name in ("", "copy/"):
            address = f"/calendars/{government.pk}/{YEAR}/{name}"
            assert client_of(person).post(address).status_code == 404


def test_the_shortcut_leads_to_the_topmost_organ(client_of, wang, government):
    answer = client_of(wang).get("/calendars/")

    assert answer.url.startswith(f"/calendars/{government.pk}/")
