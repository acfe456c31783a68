"""Handing a report in and taking it back."""

import pytest

from .conftest import words


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


@pytest.mark.parametrize("step", ["submit", "withdraw"])
def test_a_mere_link_hands_nothing_in(client, complete, step):
    assert client.get(f"/reports/{complete.pk}/{step}/").status_code == 405
