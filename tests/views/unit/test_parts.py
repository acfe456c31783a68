"""Parts of a report in other hands: what they see and may do, and what the clerk makes of it."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from reports.models import Assignment, AuditEvent, Change, Notice
from reports.writing import assigning
from tests import factories

from ..conftest import JSON, post_json, words

LICENSING = "proactive-2"
CELL = "proactive.licensing.decisions"
OTHER = "proactive.fees.amount"


def given(report, zhang, *parts, unit="许可科", person=None, days=5):
    """Give parts away; return the assignment and its key."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    holder = {"person_id": person.pk} if person else {"unit": unit}
    return assigning.give(report.pk, parts or [LICENSING], day=day, by=zhang, **holder)


@pytest.fixture
def link(report, zhang):
    """What was given to a unit by link, its path and code."""
    assignment, key = given(report, zhang, LICENSING, "problems")
    return assignment, key.path, key.code


@pytest.fixture
def unit(link) -> Client:
    """The browser of somebody who has the link and has given the code."""
    _, path, code = link
    browser = Client()
    browser.post(f"{path}code/", {"code": code})
    return browser


def save_part(browser, path, *edits):
    rows = [dict(zip(("place", "text", "base"), edit, strict=True)) for edit in edits]
    return post_json(browser, f"{path}save/", {"writer": "tab", "edits": rows})


def hand_in(browser, path, **more):
    return browser.post(f"{path}hand-in/", {"signed": "孙工", "answer": ""} | more)


def test_a_clerk_gives_a_part_to_a_unit_and_sees_link_and_code_once(client, report):
    day = timezone.localdate() + datetime.timedelta(days=3)
    form = {"parts": [LICENSING], "unit": "许可科", "day": day.isoformat(), "note": "只数办结的"}
    answer = client.post(f"/reports/{report.pk}/assignments/", form)

    path = re.search(r"http://testserver(/unit/[\w-]+/)", words(answer))[1]
    code = re.search(r'id="unit-code" readonly value="(\d{6})"', words(answer))[1]
    row = Assignment.objects.get()
    assert path.split("/")[2] not in str(row.__dict__) and code not in str(row.__dict__)
    assert path.split("/")[2] not in words(client.get(f"/reports/{report.pk}/assignments/"))


def test_a_link_shows_nothing_before_its_code(link):
    _, path, _ = link
    browser = Client()

    assert browser.get(path)["Location"] == f"{path}code/"
    asked = words(browser.get(f"{path}code/"))
    assert "文化和旅游局" not in asked and "许可" not in asked
    assert save_part(browser, path, (CELL, "1", 0)).status_code == 401


def test_a_link_shows_its_part_and_nothing_else(unit, link, report, zhang):
    factories.type_in(report, OTHER, "77.5", by=zhang)
    page = words(unit.get(link[1]))

    assert CELL in page and "行政许可" in page
    assert OTHER not in page and "77.5" not in page and "requests.new" not in page
    assert zhang.username not in page


def test_only_cells_of_the_part_can_be_written(unit, link, report):
    answer = save_part(unit, link[1], (CELL, "12", 0), (OTHER, "3", 0), ("overview", "<p>x</p>", 0))

    assert answer.status_code == 422
    assert {one["place"] for one in answer.json()["refused"]} == {OTHER, "overview"}
    assert Assignment.objects.get().text_of == {CELL: "12"}
    assert set(report.figures.values_list("value", flat=True)) == {None}


def test_a_bad_figure_is_refused_where_it_was_typed(unit, link):
    refused = save_part(unit, link[1], (CELL, "十二", 0)).json()["refused"]

    assert refused[0]["place"] == CELL and "不是数字" in refused[0]["message"]


def test_a_second_window_does_not_overwrite_the_first(unit, link):
    save_part(unit, link[1], (CELL, "12", 0))
    late = {"writer": "other", "edits": [{"place": CELL, "text": "13", "base": 0}]}

    answer = post_json(unit, f"{link[1]}save/", late)

    assert answer.status_code == 409
    assert "另一个窗口" in answer.json()["conflicts"][0]["message"]


def test_the_part_is_handed_in_taken_and_undone(unit, link, client, report):
    save_part(unit, link[1], (CELL, "12", 0), ("problems", "<p>存在人手不足的问题，下一步改进。</p>", 0))
    assert hand_in(unit, link[1]).status_code == 302
    row = Assignment.objects.get()
    home = f"/reports/{report.pk}/assignments/{row.pk}/"
    assert "已交来，等着采用" in words(client.get(f"/reports/{report.pk}/"))

    report.refresh_from_db()
    client.post(f"{home}take/", {"seen": report.revision, "stamp": row.revision})

    report.refresh_from_db()
    assert report.figures.get(cell=CELL).value == 12
    assert "人手不足" in report.narratives.get(section="problems").html
    mark = Change.objects.get(report=report, place="import")
    assert mark.new.startswith("科室填报：许可科（孙工）")
    client.post(f"/reports/{report.pk}/import/{report.revision}/undo/")
    assert report.figures.get(cell=CELL).value is None
    assert Assignment.objects.get().is_handed_in


def test_what_is_open_is_named_and_handed_in_only_with_a_word_on_it(unit, link):
    answer = hand_in(unit, link[1])

    assert answer.status_code == 422 and "还有 2 项没有填好" in words(answer)
    assert hand_in(unit, link[1], answer="数据还在核").status_code == 302
    assert Assignment.objects.get().is_handed_in


def test_a_place_that_the_clerk_changed_meanwhile_stays_unless_chosen(unit, link, client, report, zhang):
    save_part(unit, link[1], (CELL, "12", 0))
    hand_in(unit, link[1], answer="问题部分另报")
    factories.type_in(report, CELL, "11", by=zhang)
    row = Assignment.objects.get()
    report.refresh_from_db()
    home = f"/reports/{report.pk}/assignments/{row.pk}/"
    seen = {"seen": report.revision, "stamp": row.revision}

    assert "分出以后，报告里也改过" in words(client.get(home))
    client.post(f"{home}take/", seen)
    assert report.figures.get(cell=CELL).value == 11

    Assignment.objects.update(state="handed_in")
    report.refresh_from_db()
    client.post(f"{home}take/", seen | {"seen": report.revision, "theirs": [CELL]})
    assert report.figures.get(cell=CELL).value == 12


def test_a_part_that_changed_while_it_was_looked_at_is_not_taken(unit, link, client, report):
    save_part(unit, link[1], (CELL, "12", 0))
    hand_in(unit, link[1], answer="x")
    row = Assignment.objects.get()

    answer = client.post(
        f"/reports/{report.pk}/assignments/{row.pk}/take/", {"seen": 9, "stamp": row.revision + 1}
    )

    assert answer.status_code == 409 and "又改过" in words(answer)
    assert report.figures.get(cell=CELL).value is None


def test_what_was_handed_in_is_locked_until_it_is_taken_back(unit, link):
    hand_in(unit, link[1], answer="x")
    assert save_part(unit, link[1], (CELL, "12", 0)).status_code == 423

    unit.post(f"{link[1]}take-back/")
    assert save_part(unit, link[1], (CELL, "12", 0)).status_code == 200


def test_a_part_sent_back_says_why(unit, link, client, report):
    hand_in(unit, link[1], answer="x")
    row = Assignment.objects.get()
    home = f"/reports/{report.pk}/assignments/{row.pk}/"
    client.post(f"{home}send_back/", {"reason": "漏了不予许可的"})

    assert "退回重填：漏了不予许可的" in words(unit.get(link[1]))
    assert save_part(unit, link[1], (CELL, "15", 0)).status_code == 200


def test_a_recalled_link_leads_nowhere_at_once(unit, link, client, report):
    client.post(f"/reports/{report.pk}/assignments/{link[0].pk}/recall/")

    assert unit.get(link[1]).status_code == 404
    assert save_part(unit, link[1], (CELL, "1", 0)).status_code == 404


def test_another_link_makes_the_old_one_and_its_session_useless(unit, link, client, report):
    answer = client.post(f"/reports/{report.pk}/assignments/{link[0].pk}/renew/")

    assert unit.get(link[1]).status_code == 404
    path = re.search(r"http://testserver(/unit/[\w-]+/)", words(answer))[1]
    assert unit.get(path)["Location"] == f"{path}code/"


def test_an_expired_link_leads_nowhere(unit, link):
    Assignment.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert unit.get(link[1]).status_code == 404
    assert Client().get(f"{link[1]}code/").status_code == 404


def test_wrong_codes_lock_the_link_and_in_the_end_kill_it(link, settings):
    _, path, code = link
    browser = Client()
    answers = [browser.post(f"{path}code/", {"code": "x"}) for _ in range(settings.AXES_FAILURE_LIMIT)]

    assert "还可以试 1 次" in words(answers[-2])
    assert answers[-1].status_code == 429
    assert browser.post(f"{path}code/", {"code": code}).status_code == 429
    Assignment.objects.update(locked_until=None, tries=19)
    assert "已经作废" in words(browser.post(f"{path}code/", {"code": "x"}))
    assert browser.get(f"{path}code/").status_code == 404


def test_the_form_serves_without_scripts(unit, link):
    page = words(unit.get(link[1]))
    base = re.search(r'name="base" value="([^"]*)"', page)[1].replace("&quot;", '"')
    answer = unit.post(link[1], {CELL: "8", "problems": "存在不足。", "base": base})

    assert answer.status_code == 302
    assert Assignment.objects.get().text_of == {CELL: "8", "problems": "<p>存在不足。</p>"}


def test_whoever_leaves_a_shared_computer_is_asked_again(unit, link):
    unit.post(f"{link[1]}leave/")
    assert unit.get(link[1])["Location"] == f"{link[1]}code/"


def test_a_colleague_is_told_and_fills_their_part_by_account(report, zhang, bureau, client_of):
    sun = factories.give(factories.clerk("sun", "丽", "孙"), bureau, "reviewer")
    assignment, _ = given(report, zhang, person=sun)
    browser = client_of(sun)

    assert Notice.objects.filter(user=sun, link=f"/part/{assignment.pk}/").exists()
    assert "交给我填的" in words(browser.get("/reports/"))
    assert save_part(browser, f"/part/{assignment.pk}/", (CELL, "5", 0)).status_code == 200
    assert hand_in(browser, f"/part/{assignment.pk}/").status_code == 302


def test_nobody_but_the_holder_opens_a_part_by_account(report, zhang, bureau, li, stranger, client_of):
    assignment, _ = given(report, zhang, person=li)
    factories.give(li, bureau, "reviewer")

    for browser in (stranger, client_of(zhang)):
        assert browser.get(f"/part/{assignment.pk}/").status_code == 404
        assert save_part(browser, f"/part/{assignment.pk}/", (CELL, "5", 0)).status_code == 404


def test_whoever_left_the_organ_has_no_part_any_more(report, zhang, bureau, client_of):
    sun = factories.give(factories.clerk("sun"), bureau, "reviewer")
    assignment, _ = given(report, zhang, person=sun)
    bureau.people.remove(sun)

    assert client_of(sun).get(f"/part/{assignment.pk}/").status_code == 404


def test_strangers_find_no_assignments(stranger, report, link):
    home = f"/reports/{report.pk}/assignments/"
    for address in (home, f"{home}{link[0].pk}/", f"{home}{link[0].pk}/sheet/"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{home}{link[0].pk}/recall/").status_code == 404


def test_a_part_is_in_one_hand_only(client, report, link):
    day = timezone.localdate().isoformat()
    form = {"parts": ["proactive"], "unit": "法规科", "day": day}
    answer = client.post(f"/reports/{report.pk}/assignments/", form)

    assert answer.status_code == 409 and "已经分给许可科" in words(answer)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"unit": ""}, "请选择人员，或者写科室的名称"), ({"parts": []}, "请选择要分出去的部分"),
     ({"day": "2020-01-01"}, "交回日期应在今天到一年之内"), ({"parts": ["nothing"]}, "没有这个部分")],
    ids=["nobody", "nothing", "past", "unknown"],
)  # fmt: skip
def test_what_cannot_be_given_is_said_on_the_form(client, report, change, sentence):
    form = {"parts": [LICENSING], "unit": "许可科", "day": timezone.localdate().isoformat()}
    answer = client.post(f"/reports/{report.pk}/assignments/", form | change)

    assert answer.status_code in (400, 422) and sentence in words(answer)
    assert not Assignment.objects.exists()


def test_nobody_fills_in_a_report_that_was_handed_in(unit, link, complete):
    complete.status = "submitted"
    complete.save()

    assert save_part(unit, link[1], (CELL, "1", 0)).status_code == 423
    assert "现在不能填写" in words(unit.get(link[1]))


def test_who_is_late_is_told_once_a_day_and_shown(client, report, zhang, li, bureau):
    factories.give(li, bureau, "reviewer")
    given(report, zhang, person=li)
    Assignment.objects.update(day=timezone.localdate() - datetime.timedelta(days=2))

    assert [assigning.remind(), assigning.remind()] == [1, 0]
    assert "已逾期2天" in Notice.objects.filter(user=zhang).first().text
    assert "已逾期2天" in Notice.objects.filter(user=li).first().text
    assert "1 份逾期" in words(client.get(f"/reports/{report.pk}/"))


def test_what_happened_to_a_part_is_in_the_audit_trail(unit, link, client, report):
    hand_in(unit, link[1], answer="x")
    client.post(f"/reports/{report.pk}/assignments/{link[0].pk}/send_back/", {"reason": "改"})
    client.post(f"/reports/{report.pk}/assignments/{link[0].pk}/recall/")

    actions = AuditEvent.objects.filter(report=report).order_by("number").values_list("action", flat=True)
    assert list(actions) == [
        "created", "assigned", "part_opened", "part_handed_in", "part_sent_back", "part_recalled",
    ]  # fmt: skip


def test_a_picture_from_elsewhere_does_not_come_along(unit, link, report):
    own = factories.picture(report)
    html = (
        f'<p>甲<img src="/reports/{report.pk}/pictures/{own.sha256}" alt="图">'
        '<IMG src="https://example.org/x.png"><img src="data:image/png;base64,AAAA">乙</p>'
    )
    save_part(unit, link[1], ("problems", html, 0))

    kept = Assignment.objects.get().text_of["problems"]
    assert kept.count("<img") == 1 and own.sha256 in kept


def test_findings_are_of_the_part_alone(unit, link):
    found = unit.get(f"{link[1]}findings/", **{"headers": JSON["headers"]}).json()["findings"]

    assert {cell for one in found for cell in one["cells"]} == {CELL}
    assert {one["section"] for one in found} == {"", "problems"}


def test_the_sheet_to_print_says_what_each_figure_counts(unit, link, client, report):
    save_part(unit, link[1], (CELL, "12", 0))
    for browser, address in (
        (unit, f"{link[1]}sheet/"),
        (client, f"/reports/{report.pk}/assignments/{link[0].pk}/sheet/"),
    ):
        page = words(browser.get(address))
        assert ">12</td>" in page and "填报人：" in page and "怎么数" in page
        assert "行政处罚" not in page


def test_a_clerk_who_left_is_not_told_but_whoever_writes_now(unit, link, zhang, bureau, li):
    bureau.people.remove(zhang)

    hand_in(unit, link[1], answer="x")

    assert Notice.objects.filter(user=li).exists() and not Notice.objects.filter(user=zhang).exists()


def test_handing_in_asks_about_parts_that_are_still_out_and_may_be_answered(client, complete, zhang):
    given(complete, zhang)

    asked = client.post(f"/reports/{complete.pk}/submit/")
    assert asked["Location"] == f"/reports/{complete.pk}/submit/"
    page = words(client.get(asked["Location"]))
    complete.refresh_from_db()
    assert "1 份分工没有了结" in page and not complete.is_frozen
    assert "许可科</a>：表二 第二十条第（五）项：行政许可（填报中，" in page

    client.post(f"/reports/{complete.pk}/submit/", {"confirmed": "1"})
    complete.refresh_from_db()
    assert complete.is_frozen


def test_the_way_of_a_part_stands_in_the_reports_own_with_every_reason(unit, link, client, report):
    home = f"/reports/{report.pk}/assignments/{link[0].pk}/"
    for reason in ("漏了不予许可的", "还漏了撤回的"):
        hand_in(unit, link[1], answer="数了两遍")
        client.post(f"{home}send_back/", {"reason": reason})

    page = words(client.get(f"/reports/{report.pk}/timeline/"))

    told = page.split("<h2>分工</h2>")[1].split("<h2>")[0]
    assert told.index("还漏了撤回的") < told.index("漏了不予许可的") < told.index("张明 分工")
    assert told.count("交来分工") == told.count("数了两遍") == told.count("张明 退回分工") == 2


def test_a_clerk_who_may_take_a_part_too_is_named_and_told_what_for(client, report):
    page = words(client.get(f"/reports/{report.pk}/assignments/"))

    assert "张明（本人）" in page and "自己填的直接在报告里填，不用分出" in page
