"""日期和订阅: one's days, and a private address at which a calendar follows them."""

import datetime

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from reports import directory
from reports.models import AuditEvent, Subscription
from tests import factories


@pytest.fixture(autouse=True)
def _in_december(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *a: datetime.date(2025, 12, 1))


@pytest.fixture
def feed(zhang, bureau):
    """The days that a stranger's calendar program gets: each with its title."""
    address = f"/days/{directory.subscribe(by=zhang)}.ics"

    def get() -> dict[str, datetime.date]:
        answer = Client().get(address)
        events = icalendar.Calendar.from_ical(answer.content).events
        return {str(event["summary"]): event.start for event in events}

    return get


def test_a_calendar_program_gets_the_days_of_ones_organs(feed, bureau):
    assert feed() == {
        f"发布：{bureau.name}2024年度报告": datetime.date(2025, 1, 31),
        f"发布：{bureau.name}2025年度报告": datetime.date(2026, 1, 31),
    }


def test_the_feed_follows_the_calendar_of_the_district(feed, bureau):
    factories.calendar(bureau, 2025, report="2026-01-20", publish="2026-01-28")

    assert feed()[f"报送：{bureau.name}2025年度报告"] == datetime.date(2026, 1, 20)
    assert feed()[f"发布：{bureau.name}2025年度报告"] == datetime.date(2026, 1, 28)


def test_a_day_that_moves_keeps_its_name_for_calendars(zhang, bureau):
    secret = directory.subscribe(by=zhang)
    before = Client().get(f"/days/{secret}.ics").content
    factories.calendar(bureau, 2025, publish="2026-01-28")
    after = Client().get(f"/days/{secret}.ics").content

    ids = [{e["uid"] for e in icalendar.Calendar.from_ical(c).events} for c in (before, after)]
    assert ids[0] == ids[1]


def test_a_supervisor_gets_the_days_of_the_district_once(wang_over, bureau):
    factories.calendar(wang_over, 2025, report="2026-01-20")
    secret = directory.subscribe(by=factories.person("wang"))

    words = Client().get(f"/days/{secret}.ics").content.decode().replace("\r\n ", "")

    assert words.count(f"SUMMARY:报送：{wang_over.name}及下级2025年度报告") == 1


@pytest.fixture
def wang_over(db):
    """A district whose supervisor is wang."""
    district = factories.organ("云溪县人民政府", type="county")
    factories.organ("云溪县教育局", under=district)
    factories.organ("云溪县民政局", under=district)
    factories.give(factories.clerk("wang"), district, "supervisor")
    return district


def test_no_person_is_named(feed, zhang):
    secret = directory.subscribe(by=zhang)
    words = Client().get(f"/days/{secret}.ics").content.decode()

    assert "zhang" not in words and "张" not in words


def test_the_address_is_shown_once_and_kept_as_a_hash(client, zhang, bureau):
    made = client.post("/days/").content.decode()
    secret = made.partition("/days/")[2].partition(".ics")[0]

    assert secret and secret not in client.get("/days/").content.decode()
    assert Subscription.objects.get().secret_hash != secret
    assert Client().get(f"/days/{secret}.ics").status_code == 200


@pytest.mark.parametrize("end", ["anew", "revoke", "shut out"])
def test_an_address_can_be_ended(client, zhang, bureau, end):
    secret = directory.subscribe(by=zhang)
    if end == "shut out":
        zhang.is_active = False
        zhang.save()
    else:
        client.post("/days/" if end == "anew" else "/days/revoke/")

    assert Client().get(f"/days/{secret}.ics").status_code == 404


def test_making_and_ending_is_noted(client, zhang):
    client.post("/days/")
    client.post("/days/revoke/")

    assert {event.action for event in AuditEvent.objects.filter(user=zhang)} >= {
        "subscribed",
        "unsubscribed",
    }


def test_a_made_up_secret_is_nothing(db):
    assert Client().get("/days/abc.ics").status_code == 404


def test_an_organ_that_owes_nothing_has_no_days(feed, bureau):
    factories.duty(bureau, 2025, "exempt", "停办")

    assert list(feed()) == [f"发布：{bureau.name}2024年度报告"]
