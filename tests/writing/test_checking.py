"""The panel's findings, the 校核单 and the page of the rules."""

import json
import re

import pytest
from django.urls import reverse

from reports.rules import RULES, check
from reports.rules.handbook import markdown
from reports.writing import accepting, editing
from tests import factories

WORDS = "<p>本年度主动公开政府信息465条，其中政策文件65条、工作动态399条。</p>"


@pytest.fixture
def warned(complete, zhang):
    """A complete report with a sum in its words that does not add up."""
    words = complete.narratives.get(section="overview").html + WORDS
    editing.save(complete.pk, [factories.edit(complete, "overview", words)], by=zhang)
    return complete


@pytest.fixture
def key(warned):
    """The key of the warning about the sum."""
    return next(found.key for found in check(warned.document()) if found.id == "text.sum")


def page_of(client, name, *args):
    """Return the text of a page."""
    return client.get(reverse(name, args=args)).content.decode()


def test_the_panel_learns_the_source_and_the_reason(client_of, warned, zhang, key):
    accepting.accept(warned.pk, key, "口径不同", by=zhang)

    reply = client_of(zhang).get(reverse("findings", args=[warned.pk])).json()

    found = next(one for one in reply["findings"] if one["key"] == key)
    assert found["help"] == "/rules/#text.sum" and found["source"] and found["rule"]
    assert found["accepted"]["reason"] == "口径不同" and found["accepted"]["by"] == "张明"


def test_a_script_is_answered_with_the_findings(client_of, warned, zhang, key):
    client, fields = client_of(zhang), {"key": key, "reason": "口径不同"}
    accepts = {"accept": "application/json"}

    kept = client.post(reverse("accept", args=[warned.pk]), fields, headers=accepts).json()
    back = client.post(reverse("reopen", args=[warned.pk]), fields, headers=accepts).json()

    states = [
        next(one["accepted"] for one in answer["findings"] if one["key"] == key)
        for answer in (kept, back)
    ]
    assert states[0]["reason"] == "口径不同" and states[1] is None


def test_without_scripts_one_comes_back_to_the_line(client_of, warned, zhang, key):
    fields = {"key": key, "reason": "口径不同"}

    reply = client_of(zhang).post(reverse("accept", args=[warned.pk]), fields)

    assert reply.url == f"/reports/{warned.pk}/check-sheet/#f-{key}"


@pytest.mark.parametrize("fields", [{}, {"key": "x", "reason": "y"}, {"key": "\0" * 99}])
def test_what_cannot_be_kept_is_refused_with_a_sentence(client_of, warned, zhang, fields):
    reply = client_of(zhang).post(reverse("accept", args=[warned.pk]), fields)

    assert reply.status_code == 422
    assert "已经改动" in reply.content.decode()


def test_a_frozen_report_refuses_in_words(client_of, warned, zhang, key):
    warned.status = "submitted"
    warned.save()
    for name in ("accept", "reopen"):
        reply = client_of(zhang).post(reverse(name, args=[warned.pk]), {"key": key, "reason": "y"})
        assert reply.status_code == 423 and "锁定" in reply.content.decode()


@pytest.mark.parametrize("name", ["findings", "check_sheet", "accept", "reopen"])
def test_a_stranger_finds_nothing(client_of, warned, zhao, name):
    client, address = client_of(zhao), reverse(name, args=[warned.pk])
    method = client.post if name in ("accept", "reopen") else client.get

    assert method(address).status_code == 404


def test_the_sheet_lists_what_was_found_and_why_it_stays(client_of, warned, zhang, key):
    accepting.accept(warned.pk, key, "另有一条未归类", by=zhang)

    page = page_of(client_of(zhang), "check_sheet", warned.pk)

    assert "已保留：另有一条未归类" in page and "张明" in page
    assert "相差 1" in page and "规则：文字里的分项加起来不等于总数。依据：" in page
    assert "这句话是怎样读的" in page and "主动公开〔其他事项〕" in page


def test_the_sheet_offers_a_form_for_open_warnings_only(client_of, warned, zhang, key):
    page = page_of(client_of(zhang), "check_sheet", warned.pk)
    assert page.count('name="reason"') == 1 and "撤回说明" not in page

    accepting.accept(warned.pk, key, "口径不同", by=zhang)
    page = page_of(client_of(zhang), "check_sheet", warned.pk)
    assert page.count('name="reason"') == 0 and "撤回说明" in page


def test_the_blanks_of_a_table_are_one_line_of_the_sheet(client_of, report, zhang):
    page = page_of(client_of(zhang), "check_sheet", report.pk)

    assert "表三还有175格（全部）没有填" in page
    assert page.count("没有填。没有发生的请填 0") == 3


def test_handing_in_with_open_warnings_asks_once_more(client_of, warned, zhang):
    client, address = client_of(zhang), reverse("submit", args=[warned.pk])

    asked = client.post(address, follow=True)
    warned.refresh_from_db()
    assert "还有 1 处提醒没有处理" in asked.content.decode()
    assert not warned.is_frozen

    client.post(address, {"confirmed": "1"})
    warned.refresh_from_db()
    assert warned.is_frozen


def test_a_reason_leads_back_to_the_handing_in(client_of, warned, zhang, key):
    browser, address = client_of(zhang), reverse("submit", args=[warned.pk])
    asked = browser.get(address).content.decode()
    assert 'name="handing_in" value="1"' in asked

    words = {"key": key, "reason": "口径不同", "handing_in": "1"}
    answer = browser.post(reverse("accept", args=[warned.pk]), words, follow=True)

    assert answer.redirect_chain[-1][0] == f"{address}#f-{key}"
    assert "可以提交审核了" in answer.content.decode()


def test_a_reason_that_is_not_kept_stays_on_the_page(client_of, warned, zhang, key):
    words = {"key": key, "reason": "长" * 600, "handing_in": "1"}

    answer = client_of(zhang).post(reverse("accept", args=[warned.pk]), words)

    page = answer.content.decode()
    assert answer.status_code == 422 and "理由没有保存：理由超过" in page
    assert "长" * 600 in page and "提交审核前请再看一遍" in page


def test_explained_warnings_do_not_ask_again(client_of, warned, zhang, key):
    accepting.accept(warned.pk, key, "口径不同", by=zhang)

    client_of(zhang).post(reverse("submit", args=[warned.pk]))

    warned.refresh_from_db()
    assert warned.is_frozen


def test_the_page_of_the_rules_says_what_the_registry_says(client_of, zhang):
    page = page_of(client_of(zhang), "rules")
    handbook = markdown()
    words = re.sub(r"&(?:#x27|quot|lt|gt|amp);", "", re.sub("<[^>]+>", "", page))

    for rule in RULES:
        for said in (rule.title, rule.why, rule.source, rule.fires.told, rule.silent.told):
            assert re.sub("['\"<>&]", "", said) in words
            assert said in handbook
        assert f'id="{rule.anchor}"' in page and f"`{rule.pattern}`" in handbook


def test_every_rule_has_a_place_of_its_own_on_the_page():
    anchors = [rule.anchor for rule in RULES]
    assert len(set(anchors)) == len(anchors)


def test_the_timeline_names_a_kept_warning_in_words(client_of, warned, zhang, key):
    accepting.accept(warned.pk, key, "口径不同", by=zhang)

    page = page_of(client_of(zhang), "timeline", warned.pk)

    assert "提醒的说明：文字里的分项加起来不等于总数" in page and "acceptance." not in page


def test_the_editor_links_to_the_sheet_and_the_rules(client_of, report, zhang):
    page = page_of(client_of(zhang), "editor", report.pk)
    assert f'href="/reports/{report.pk}/check-sheet/"' in page and 'href="/rules/"' in page


def test_the_editor_knows_what_is_kept(client_of, warned, zhang, key):
    accepting.accept(warned.pk, key, "口径不同", by=zhang)
    page = page_of(client_of(zhang), "editor", warned.pk)

    data = json.loads(re.search(r'id="editor-data"[^>]*>(.*?)</script>', page)[1])

    kept = [one["accepted"]["reason"] for one in data["report"]["findings"] if one["accepted"]]
    assert kept == ["口径不同"]
