"""Saving as the editor's scripts do it: what is answered, and that what stood before stands."""

import json

import pytest
from django.db import connection

from reports import workflow
from reports.models import Change
from reports.writing import editing
from tests import factories
from tests.views.conftest import JSON, post_json, save

CELL = "requests.new.natural_person"
FEES = "proactive.fees.amount"


def stands(report, cell=CELL):
    """Return what the server has in a cell."""
    return report.figures.get(cell=cell).value


def put(report, cell, text, by) -> None:
    """Let a person write a figure by other means."""
    editing.save(report.pk, [factories.edit(report, cell, text)], by=by)


def test_a_figure_is_stored_with_who_and_when(client, report, zhang):
    answer = save(client, report, (CELL, "３，００１", 0))

    assert answer.status_code == 200
    assert answer.json()["figures"] == {CELL: {"text": "3001", "revision": 1, "manual": False}}
    change = Change.objects.get()
    assert (change.user, change.place, change.new) == (zhang, CELL, "3001")


def test_a_save_reads_and_writes_its_report_once(client, report, django_assert_num_queries):
    save(client, report, (CELL, "1", 0))

    # Session, person, transaction; report, figures; figure, change, report; the end. PostgreSQL locks the
    # report's row first, and is asked for the roles with the person.
    with django_assert_num_queries(11 if connection.vendor == "postgresql" else 9):
        save(client, report, (CELL, "2", 1))


def test_words_are_stored_sanitised(client, report):
    answer = save(client, report, ("overview", "<p onclick='x()'>主动公开</p>", 0))

    assert answer.json()["narratives"] == {"overview": {"revision": 1}}
    assert report.narratives.get(section="overview").html == "<p>主动公开</p>"


def test_a_total_that_followed_comes_back_too(client, report):
    columns = ("natural_person", "business", "research", "public_interest", "legal_service",
               "other")  # fmt: skip
    answer = save(client, report, *((f"requests.new.{column}", "2", 0) for column in columns))

    assert answer.json()["figures"]["requests.new.total"]["text"] == "12"


@pytest.mark.parametrize(
    ("cell", "typed", "sentence"),
    [
        (CELL, "三个", "“三个”不是数字，请只填阿拉伯数字。"),
        (CELL, "1.5", "这里填整数，不能有小数。"),
        (CELL, "−1", "这里不能填负数。"),
        (CELL, "1" + "0" * 13, "数字过大，应小于一万亿，请核对。"),
        (CELL, "3/4", "“3/4”不是数字，请只填阿拉伯数字。"),
        (FEES, "0.1234567", "金额最多保留六位小数（精确到分以下）。"),
        (FEES, "251000元", "本格单位为万元：请换算后填写，251000元＝25.1万元。"),
        ("requests.new.nobody", "1", "本报告的模板里没有这个位置，内容没有保存。"),
        ("proactive.procurement.items", "1", "本报告的模板里没有这个位置，内容没有保存。"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused_in_a_sentence(client, report, zhang, cell, typed, sentence):  # fmt: skip
    put(report, CELL, "7", zhang)
    put(report, FEES, "7", zhang)

    answer = save(client, report, (cell, typed, 2))

    assert answer.status_code == 422
    assert answer.json()["refused"] == [{"place": cell, "message": sentence}]
    assert (stands(report), stands(report, FEES)) == (7, 7)


def test_a_refused_cell_does_not_hold_up_its_neighbours(client, report):
    save(client, report, (CELL, "x", 0), ("requests.new.business", "5", 0))
    assert stands(report, "requests.new.business") == 5


def test_a_stale_revision_shows_both_figures_and_overwrites_nothing(client, report, li):
    put(report, CELL, "35", li)

    answer = save(client, report, (CELL, "34", 0))

    assert answer.status_code == 409
    [conflict] = answer.json()["conflicts"]
    assert (conflict["mine"], conflict["theirs"], conflict["revision"]) == ("34", "35", 1)
    assert conflict["message"].startswith("李红 ")
    assert conflict["message"].endswith(" 将此格改为 35，这里填写的是 34。")
    assert stands(report) == 35


def test_giving_back_a_total_that_a_colleague_took_over_says_so(client, report, zhang, li):
    total = factories.edit(report, "requests.new.total", "9", manual=True)
    editing.save(report.pk, [total], by=li)

    answer = save(client, report, ("requests.new.total", "", 0))

    [conflict] = answer.json()["conflicts"]
    assert conflict["manual"] is True
    assert conflict["message"].endswith(" 将此格改为 9，这里恢复为自动计算。")


def test_what_one_person_typed_is_not_saved_as_anothers(client, report, li):
    body = {"user": li.pk, "edits": [{"place": CELL, "text": "3", "base": 0}]}

    answer = post_json(client, f"/reports/{report.pk}/save/", body)

    assert answer.status_code == 403
    assert answer.json()["message"].startswith("现在登录的是张明，")
    assert stands(report) is None


def test_words_that_come_late_are_answered_with_those_typed_after(client, report):
    def words(text, at):
        edit = {"place": "overview", "text": text, "base": 0, "at": at}
        body = {"writer": "tab-1", "edits": [edit]}
        return post_json(client, f"/reports/{report.pk}/save/", body).json()["narratives"]

    words("<p>甲乙</p>", 2_000)

    assert words("<p>甲</p>", 1_000) == {"overview": {"revision": 1, "html": "<p>甲乙</p>"}}


def test_a_stale_section_shows_both_texts_and_a_merged_one(client, report, li):
    put(report, "overview", "<p>甲。</p><p>乙。</p>", li)
    base = report.narratives.get(section="overview").revision
    put(report, "overview", "<p>甲一。</p><p>乙。</p>", li)

    answer = save(client, report, ("overview", "<p>甲。</p><p>乙二。</p>", base))

    [conflict] = answer.json()["conflicts"]
    assert conflict["merged"] == "<p>甲一。</p><p>乙二。</p>"
    assert ["mine", "乙二。"] in conflict["difference"]


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "3", '"text"', "[" * 100_000, "{}", '{"edits": 3}',
        '{"edits": [3]}', '{"edits": [{}]}', '{"edits": [{"place": 3, "text": "1", "base": 0}]}',
        '{"edits": [{"place": "x", "text": 1, "base": 0}]}',
        '{"edits": [{"place": "x", "text": "1", "base": -1}]}',
        '{"edits": [{"place": "x", "text": "1", "base": 1e400}]}',
        '{"edits": [{"place": "x", "text": "1", "base": true}]}',
        '{"edits": [], "writer": 5}', '{"edits": [], "writer": "\\u0000"}',
        '{"edits": [], "writer": "\\ud800"}',
        json.dumps({"edits": [{"place": CELL, "text": "1", "base": 0}] * 501}),
    ],
)  # fmt: skip
def test_a_body_that_is_no_save_is_refused_whole(client, report, body):
    answer = client.post(f"/reports/{report.pk}/save/", body, **JSON)

    assert answer.status_code == 400
    assert "已保存的内容没有变化" in answer.json()["message"]
    assert stands(report) is None


def test_ten_megabytes_are_too_much_for_one_save(client, report):
    answer = save(client, report, ("overview", "字" * 3_500_000, 0))

    assert answer.status_code == 413
    assert answer.json()["message"].startswith("内容过大，没有保存。")


def test_a_section_longer_than_it_may_be_is_refused_with_the_limit(client, report):
    answer = save(client, report, ("overview", "字" * 200_001, 0))

    [refused] = answer.json()["refused"]
    assert refused["message"].startswith("这一部分超过20万字符，没有保存。")


def test_a_report_handed_in_takes_no_more(client, complete, zhang):
    workflow.submit(complete.pk, by=zhang)

    answer = save(client, complete, (CELL, "34", 1))

    assert answer.status_code == 423
    assert "已提交审核" in answer.json()["message"]


def test_a_session_that_ran_out_is_told_to_the_script(client, report):
    client.logout()

    answer = save(client, report, (CELL, "34", 0))

    assert answer.status_code == 401
    assert answer.json()["message"] == "登录已过期，重新登录后继续（内容已保留）。"


def test_a_missing_token_is_told_to_the_script(client_of, zhang, report):
    answer = save(client_of(zhang, enforce_csrf_checks=True), report, (CELL, "34", 0))

    assert answer.status_code == 403
    assert "请刷新页面" in answer.json()["message"]
    assert stands(report) is None


@pytest.mark.parametrize("address", ["save", "pulse", "findings", "pictures"])
def test_a_stranger_finds_nothing(stranger, report, address):
    url = f"/reports/{report.pk}/{address}/"
    send = stranger.get if address == "findings" else stranger.post

    assert send(url, headers={"accept": "application/json"}).status_code == 404


@pytest.mark.parametrize("address", ["save", "pulse", "pictures"])
def test_writing_by_a_mere_link_is_not_possible(client, report, address):
    answer = client.get(f"/reports/{report.pk}/{address}/")
    assert answer.status_code == 405


def test_a_pulse_tells_what_others_changed_and_where_they_are(client, client_of, report, li):
    put(report, CELL, "35", li)
    post_json(client_of(li), f"/reports/{report.pk}/pulse/", {"since": 1, "place": CELL})

    news = post_json(client, f"/reports/{report.pk}/pulse/", {"since": 0, "place": ""}).json()

    assert news["figures"][CELL]["text"] == "35"
    assert news["people"] == [{"name": "李红", "place": CELL}]
    assert (news["revision"], news["frozen"]) == (1, False)


def test_a_pulse_is_silent_when_nothing_is_new(client, report):
    news = post_json(client, f"/reports/{report.pk}/pulse/", {"since": 0, "place": ""}).json()
    assert (news["figures"], news["narratives"], news["people"]) == ({}, {}, [])


@pytest.mark.parametrize("body", ["", "[]", '{"since": "1"}', '{"since": 0, "place": "\\ud800"}'])
def test_a_pulse_that_is_none_is_refused(client, report, body):
    answer = client.post(f"/reports/{report.pk}/pulse/", body, **JSON)

    assert answer.status_code == 400
    assert "已保存的内容没有变化" in answer.json()["message"]


def test_a_pulse_of_ten_megabytes_is_refused_in_words(client, report):
    body = {"since": 0, "place": "x" * 10_000_000}
    answer = post_json(client, f"/reports/{report.pk}/pulse/", body)

    assert answer.status_code == 413
    assert answer.json()["message"].startswith("内容过大")


def test_findings_come_in_order_with_their_sentences(client, report, zhang):
    put(report, CELL, "3", zhang)

    found = client.get(f"/reports/{report.pk}/findings/").json()

    assert found["revision"] == 1
    assert {"id", "severity", "cells", "section", "quote", "message"} <= set(found["findings"][0])
