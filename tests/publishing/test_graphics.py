"""图解: from public numbers, public once approved, down when a correction changes its numbers."""

import re

import pytest
from django.urls import reverse

from reports.history import verify_changes, verify_events
from reports.models import AuditEvent, Graphic
from reports.publishing import graphics, publications
from reports.refusals import Already, Refused
from tests import factories


@pytest.fixture(autouse=True)
def _quick_files(quick_files):
    pass


@pytest.fixture
def report(bureau, zhang):
    """The bureau's published report for 2024."""
    return factories.published(bureau, 2024, by=zhang).report


@pytest.fixture
def shown(report, zhang):
    """Its 图解, approved."""
    return graphics.approve(report.pk, graphics.make(report.pk, by=zhang).pk, by=zhang)


@pytest.fixture
def place(bureau):
    return reverse("public_graphic", args=[bureau.pk, 2024])


@pytest.fixture
def image(bureau):
    return reverse("public_graphic_picture", args=[bureau.pk, 2024])


def correct(report, place: str, text: str, by):
    factories.mend(report, place, text, by=by)
    return publications.publish(report.pk, by=by, note="更正")


def test_nothing_is_public_before_it_is_approved(client, report, zhang, place, image):
    graphics.make(report.pk, by=zhang)

    assert (client.get(place).status_code, client.get(image).status_code) == (404, 404)


def test_what_is_approved_is_public_with_its_words(client, shown, place, image, bureau):
    page = client.get(place).content.decode()
    report = client.get(reverse("public_report", args=[bureau.pk, 2024])).content.decode()

    assert shown.words["lead"] in page and 'alt="图解：' in page and "文字版" in page
    # No heading without a word beneath it.
    assert not re.search(r"</h3>\s*(?:<h3|<p class=\"quiet)", page)
    assert f'href="{place}"' in report
    assert client.get(image).content == bytes(shown.content)
    assert client.get(image, headers={"If-None-Match": f'"{shown.sha256}"'}).status_code == 304
    for part in shown.words["parts"]:
        assert all(f">{caption}</th>" in page for caption, *_ in part["rows"])


def test_what_was_done_is_in_history_and_audit(shown, report):
    actions = AuditEvent.objects.filter(report=report).values_list("action", flat=True)

    assert {"graphic_made", "graphic_shown"} <= set(actions)
    assert [c.new for c in report.changes.filter(place="graphic").order_by("pk")] == ["待审定", "已公开"]
    assert verify_changes() == verify_events() == []


def test_a_correction_of_its_numbers_takes_it_down(client, shown, report, zhang, place):
    correct(report, "review.reconsideration.upheld", "9999", zhang)

    shown.refresh_from_db()
    assert shown.withdrawn_at and shown.withdrawn_by is None
    assert client.get(place).status_code == 404
    assert AuditEvent.objects.filter(action="graphic_down", report=report).exists()
    assert verify_changes() == []


def test_a_correction_of_other_numbers_leaves_it(client, shown, report, zhang, place):
    correct(report, "proactive.fees.amount", "12.5", zhang)

    assert client.get(place).status_code == 200


def test_a_correction_of_last_year_takes_this_year_s_down(shown, report, bureau, zhang):
    factories.published(bureau, 2023, by=zhang, seed=5)

    shown.refresh_from_db()
    assert shown.withdrawn_at, "it had said that there was no report of the year before"
    made = graphics.make(report.pk, by=zhang)
    assert made.facts["year_before"] == 2023
    last = bureau.reports.get(year=2023)
    publications.withdraw(last.pk, "误", by=zhang)
    made.refresh_from_db()
    assert made.withdrawn_at


def test_it_goes_and_comes_with_its_report(client, shown, report, zhang, place):
    publications.withdraw(report.pk, "误", by=zhang)
    assert client.get(place).status_code == 410

    publications.publish(report.pk, by=zhang)
    assert client.get(place).status_code == 200


def test_it_is_drawn_of_public_numbers_alone(report, bureau, zhang):
    factories.sound_report(bureau, 2023, by=zhang)

    assert graphics.make(report.pk, by=zhang).facts["year_before"] is None


def test_a_report_that_is_not_public_has_none(bureau, zhang):
    draft = factories.report(bureau, 2025, by=zhang)

    with pytest.raises(Refused, match="没有公开"):
        graphics.make(draft.pk, by=zhang)


def test_a_second_click_is_told_so(shown, report, zhang):
    with pytest.raises(Already, match="已公开"):
        graphics.make(report.pk, by=zhang)
    with pytest.raises(Already, match="已经公开"):
        graphics.approve(report.pk, shown.pk, by=zhang)
    assert Graphic.objects.count() == 1


def test_what_is_taken_down_says_why_and_can_be_made_again(client_of, shown, report, zhang):
    client = client_of(zhang)
    down = reverse("withdraw_graphic", args=[report.pk, shown.pk])
    assert "请用不超过" in client.post(down, {"reason": " "}, follow=True).content.decode()

    page = client.post(down, {"reason": "换一张"}, follow=True).content.decode()

    assert "已撤下：换一张" in page and "生成图解" in page
    assert graphics.make(report.pk, by=zhang).state == "待审定"


def test_a_stale_one_cannot_be_approved(report, zhang):
    made = graphics.make(report.pk, by=zhang)
    Graphic.objects.filter(pk=made.pk).update(facts={})

    with pytest.raises(Refused, match="重新生成"):
        graphics.approve(report.pk, made.pk, by=zhang)


def test_a_clerk_makes_and_keeps_it_and_cannot_approve(client_of, report, bureau):
    clerk = factories.give(factories.clerk("li"), bureau, "clerk")
    client = client_of(clerk)

    page = client.post(reverse("make_graphic", args=[report.pk]), follow=True).content.decode()
    made = report.graphics.get()

    assert "待审定" in page and "审定并公开" not in page
    keep = client.get(reverse("graphic_picture", args=[report.pk, made.pk]) + "?keep=1")
    assert "attachment" in keep["Content-Disposition"] and keep.content.startswith(b"\x89PNG")
    assert client.post(reverse("approve_graphic", args=[report.pk, made.pk])).status_code == 404


def test_a_stranger_finds_no_such_address(client_of, shown, report):
    client = client_of(factories.clerk("outsider"))

    assert client.get(reverse("graphic", args=[report.pk])).status_code == 404
    assert client.get(reverse("graphic_picture", args=[report.pk, shown.pk])).status_code == 404
    assert client.post(reverse("make_graphic", args=[report.pk])).status_code == 404
