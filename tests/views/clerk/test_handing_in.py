"""Handing a report in and taking it back."""

import pytest

from reports import workflow
from tests import factories
from tests.views.conftest import words


def test_a_report_with_open_points_is_not_handed_in_but_told_what_is_open(client, report):
    answer = client.post(f"/reports/{report.pk}/submit/")

    assert answer.status_code == 409
    assert "处没有填好，暂时不能提交" in words(answer)
    assert f'href="/reports/{report.pk}/#proactive.' in words(answer)
    report.refresh_from_db()
    assert not report.is_frozen


def test_a_report_in_order_is_handed_in_by_whom(client, complete, zhang):
    answer = client.post(f"/reports/{complete.pk}/submit/")

    assert answer["Location"] == f"/reports/{complete.pk}/"
    complete.refresh_from_db()
    assert complete.is_frozen
    assert complete.changes.filter(user=zhang, place="status", new="submitted").exists()


def test_a_second_click_changes_nothing(client, complete):
    for _ in range(2):
        answer = client.post(f"/reports/{complete.pk}/submit/")
    assert answer.status_code == 302
    assert complete.changes.filter(place="status").count() == 1


def test_a_report_is_taken_back_to_be_mended(client, complete):
    client.post(f"/reports/{complete.pk}/submit/")
    client.post(f"/reports/{complete.pk}/withdraw/")

    complete.refresh_from_db()
    assert complete.status == "draft"


@pytest.mark.parametrize("step", ["submit", "withdraw"])
def test_a_stranger_finds_nothing(stranger, complete, step):
    assert stranger.post(f"/reports/{complete.pk}/{step}/").status_code == 404
    complete.refresh_from_db()
    assert not complete.is_frozen


def test_a_mere_link_hands_nothing_in(client, complete):
    page = client.get(f"/reports/{complete.pk}/submit/")

    assert page.status_code == 200 and "可以提交审核了" in words(page)
    assert client.get(f"/reports/{complete.pk}/withdraw/").status_code == 405


@pytest.fixture
def sun(bureau):
    """Who only writes in the bureau."""
    return factories.give(factories.clerk("sun", "静", "孙"), bureau, "clerk")


def test_one_act_has_one_name_on_all_its_pages(client_of, bureau, sun):
    report = factories.sound_report(bureau, 2025, by=sun)
    factories.type_in(report, "overview", "<p>今年公开了信息。</p>", by=sun)
    browser = client_of(sun)

    editor = words(browser.get(f"/reports/{report.pk}/"))
    asked = words(browser.post(f"/reports/{report.pk}/submit/", follow=True))

    assert ">交审核人核对</button>" in editor and ">交审核人核对</button>" in asked
    assert "交审核人核对前请再看一遍" in asked
    assert "提交审核" not in asked and "仍然提交" not in asked


def test_what_is_not_ready_is_not_ready_for_that_act(client_of, report, sun):
    page = words(client_of(sun).post(f"/reports/{report.pk}/submit/"))
    assert "暂时不能交审核人核对" in page and "提交" not in page


def test_an_organ_without_a_reviewer_is_told_so(client_of, sun):
    lonely = factories.organ("云溪市档案馆")
    factories.give(sun, lonely, "clerk")
    report = factories.complete(factories.report(lonely, 2025, by=sun), by=sun)

    answer = client_of(sun).post(f"/reports/{report.pk}/submit/")

    assert answer.status_code == 409 and "本机关还没有审核人" in words(answer)
    report.refresh_from_db()
    assert report.handed_over_at is None


def test_a_handed_over_report_says_what_comes_next(client_of, complete, sun):
    workflow.hand_over(complete.pk, by=sun)

    page = words(client_of(sun).get(f"/reports/{complete.pk}/"))

    assert "接下来由审核人核对并提交审核" in page
    assert ">再交一次核对</button>" in page and ">交审核人核对</button>" not in page
