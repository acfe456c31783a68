"""Reminders that go out by themselves."""

import datetime

import pytest
from django.core.management import call_command

from reports import workflow
from reports.models import AuditEvent, Notice
from reports.oversight import reminding, supervision
from tests import factories

YEAR = 2025


@pytest.fixture
def at(on_day, monkeypatch):
    """Remind at some hour of a day: `at("2026-01-24")`; return how many were told."""

    def remind(day: str, hour: int = 9) -> int:
        on_day(day)
        now = datetime.datetime.fromisoformat(f"{day}T{hour:02d}:00:00")
        monkeypatch.setattr("django.utils.timezone.localtime", lambda *a: now)
        return reminding.remind()

    return remind


@pytest.fixture
def chain(report, at):
    """A draft of the bureau, and a first look at a day without reminders."""
    assert at("2026-01-10") == 0
    return report


@pytest.mark.parametrize(("day", "told"), [
    ("2026-01-24", 2), ("2026-01-30", 2), ("2026-02-01", 2), ("2026-02-07", 2),
])  # fmt: skip
def test_a_week_and_a_day_before_and_after_people_are_reminded(report, at, day, told):
    assert at(day) == told
    assert "自动提醒，2025年度报告：瀍水区文化和旅游局（草稿，1月31日到期" in Notice.objects.first().text


def test_other_days_are_quiet(chain, at):
    assert [at(f"2026-01-{day}") for day in (11, 25, 31)] == [0, 2, 2]
    # 24 and 30 January passed while nobody looked.


def test_nobody_is_reminded_twice_a_day(report, wang, at):
    assert at("2026-01-24") == 2

    assert at("2026-01-24", 17) == 0
    assert supervision.chase(wang, supervision.Choice(YEAR)).told == 0


def test_whom_the_office_has_called_today_gets_no_reminder(report, wang, on_day, at):
    on_day("2026-01-24")
    supervision.chase(wang, supervision.Choice(YEAR))

    assert at("2026-01-24") == 0


def test_nobody_is_woken(report, at):
    assert at("2026-01-24", 7) == 0
    assert at("2026-01-24", 8) == 2


def test_a_calendar_says_how_many_days_before_and_after(government, chain, at):
    factories.calendar(government, YEAR, report="2026-01-20", before="3", after="")

    assert [at(f"2026-01-{day}") for day in (13, 17, 21)] == [0, 2, 0]


def test_a_calendar_can_switch_reminders_off(government, chain, at):
    factories.calendar(government, YEAR, report="2026-01-20", before="", after="")

    assert [at(f"2026-01-{day}") for day in (13, 19, 21, 27)] == [0, 0, 0, 0]


def test_what_is_handed_in_is_left_in_peace_until_it_may_be_published(bureau, zhang, li, wang, at):
    done = factories.sound_report(bureau, YEAR, by=zhang)
    workflow.submit(done.pk, by=li)
    assert at("2026-01-24") == 0

    workflow.approve(done.pk, by=wang)

    assert at("2026-01-30") == 2
    assert "已审核，发布1月31日到期，还有1天" in Notice.objects.filter(kind="chase").first().text


def test_a_reminder_is_noted_without_a_person(report, at):
    at("2026-01-24")

    event = AuditEvent.objects.get(action="chased")
    assert (event.user, event.detail) == (None, "自动提醒：2025年度，2个机关，通知2人")


def test_the_command_reminds_too(report, at, on_day, capsys):
    at("2026-01-23")
    on_day("2026-01-24")

    call_command("send_notices")

    assert "已自动提醒2人。" in capsys.readouterr().out


def test_the_own_report_of_a_government_that_nobody_began_is_reminded_of(government, report, zhang, at):
    factories.give(zhang, government, "clerk")
    factories.report(government, YEAR, by=zhang)

    assert at("2026-01-24") == 2
    assert "机关本级：瀍水区人民政府（未建立，1月31日到期" in Notice.objects.filter(user=zhang).first().text


def test_an_office_that_is_an_organ_of_its_own_owes_it_instead(government, report, zhang, at):
    factories.give(zhang, government, "clerk")
    factories.report(government, YEAR, by=zhang)
    factories.organ("瀍水区人民政府办公室", under=government)

    assert at("2026-01-24") == 2
    assert "机关本级" not in Notice.objects.filter(user=zhang).first().text
