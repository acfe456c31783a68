"""审核台: the queue of a filtered list, passing many at once, what was judged."""

import re

import pytest

from reports import workflow
from reports.models import AuditEvent, Report, Transition
from reports.writing import editing
from tests import factories

WAITING = "queue=1&year=2025&state=submitted&sort=tree&page=1"
CELL = "requests.new.total"


@pytest.fixture
def school(government, zhang):
    """A second organ of the district."""
    return factories.organ("瀍水区教育局", zhang, under=government)


@pytest.fixture
def park(government, zhang):
    """A third one."""
    return factories.organ("瀍水区园林局", zhang, under=government)


@pytest.fixture
def three(bureau, school, park, zhang, li, wang):
    """Three reports handed in, nothing open in any, in the order of the tree."""
    made = []
    for organ in (bureau, school, park):
        factories.give(zhang, organ, "reviewer") if organ == bureau else None
        report = factories.complete(factories.report(organ, 2025, by=zhang), by=zhang)
        made.append(workflow.submit(report.pk, by=zhang))
    return made


def text(response) -> str:
    return response.content.decode()


def address(report, query=WAITING) -> str:
    return f"/reports/{report.pk}/review/?{query}"


def states() -> list[str]:
    return list(Report.objects.order_by("pk").values_list("status", flat=True))


def way_on(page: str, rel: str = "next") -> str:
    return re.search(rf'rel="{rel}" href="([^"]*)"', page)[1].replace("&amp;", "&")


def ticked(*reports) -> dict:
    return {"report": [f"{report.pk}-{report.revision}" for report in reports]}


def test_a_queue_says_where_one_stands_and_leads_on_and_back(three, wang, client_of):
    browser = client_of(wang)

    page = text(browser.get(address(three[1])))
    on = browser.get(way_on(page))
    back = browser.get(way_on(page, "prev"))

    assert "2/3" in page and "/desk/?year=2025&amp;state=submitted" in page
    assert on.url.startswith(f"/reports/{three[2].pk}/review/?queue=1&year=2025")
    assert back.url.startswith(f"/reports/{three[0].pk}/review/")


def test_a_report_by_itself_is_in_no_queue(three, wang, client_of):
    page = text(client_of(wang).get(f"/reports/{three[1].pk}/review/"))

    assert 'class="queue"' not in page and 'rel="next"' not in page


def test_a_decision_opens_the_next_report(three, wang, client_of):
    move = f"/reports/{three[0].pk}/move/approve/?{WAITING}"

    answer = client_of(wang).post(move, {"seen": three[0].revision}, follow=True)

    assert states() == ["approved", "submitted", "submitted"]
    assert answer.request["PATH_INFO"] == f"/reports/{three[1].pk}/review/"
    assert "1/2" in text(answer)
    assert f"《{three[0].title}》：审核通过。" in text(answer)


def test_a_return_opens_the_next_report(three, wang, client_of):
    move = f"/reports/{three[1].pk}/move/return/?{WAITING}"

    answer = client_of(wang).post(move, {"reason": "请核对"}, follow=True)

    assert answer.request["PATH_INFO"] == f"/reports/{three[2].pk}/review/"
    assert f"《{three[1].title}》：退回修改。" in text(answer)


def test_a_decision_that_a_colleague_took_first_is_not_told_as_taken(three, wang, client_of):
    workflow.approve(three[0].pk, by=wang)
    move = f"/reports/{three[0].pk}/move/approve/?{WAITING}"

    answer = client_of(wang).post(move, {"seen": three[0].revision}, follow=True)

    assert f"《{three[0].title}》：审核通过。" not in text(answer)


def test_after_the_last_report_the_list_comes_back_as_it_was(three, wang, client_of):
    move = f"/reports/{three[2].pk}/move/approve/?{WAITING}"

    answer = client_of(wang).post(move)

    assert answer.url == "/desk/?year=2025&state=submitted&sort=tree&page=1"


def test_a_report_that_left_the_list_is_skipped_with_a_word(three, wang, client_of):
    browser = client_of(wang)
    on = way_on(text(browser.get(address(three[0]))))
    workflow.approve(three[1].pk, by=wang)

    answer = browser.get(on, follow=True)

    assert answer.request["PATH_INFO"] == f"/reports/{three[2].pk}/review/"
    assert f"《{three[1].title}》现在是“已审核”，已不在这一列里" in text(answer)


def test_where_nothing_is_left_the_queue_ends_in_the_list(three, wang, client_of):
    browser = client_of(wang)
    on = way_on(text(browser.get(address(three[1]))))
    workflow.approve(three[2].pk, by=wang)

    answer = browser.get(on, follow=True)

    assert answer.request["PATH_INFO"] == "/desk/"
    assert "没有别的报告了" in text(answer)


def test_two_lists_in_two_tabs_do_not_meet(three, wang, client_of):
    browser = client_of(wang)
    workflow.approve(three[1].pk, by=wang)

    waiting = text(browser.get(address(three[0])))
    every = text(browser.get(address(three[0], "queue=1&year=2025&state=all")))

    assert "1/2" in waiting and "1/3" in every


def test_a_report_that_changed_since_it_was_opened_is_not_passed_unread(
    three, zhang, wang, client_of
):
    seen = three[0].revision
    workflow.return_(three[0].pk, by=wang, reason="请核对")
    workflow.submit(three[0].pk, by=zhang)

    answer = client_of(wang).post(
        f"/reports/{three[0].pk}/move/approve/?{WAITING}", {"seen": seen}
    )

    assert answer.status_code == 409 and "报告又有改动，没有通过" in text(answer)
    assert "1/3" in text(answer) and states()[0] == "submitted"


def test_remarks_keep_the_queue(three, wang, client_of):
    browser = client_of(wang)
    first = three[0].pk

    made = browser.post(f"/reports/{first}/remarks/?{WAITING}", {"place": CELL, "text": "请核对"})
    remark = three[0].remarks.get()
    asked = text(browser.post(f"/reports/{first}/move/approve/?{WAITING}"))
    closed = browser.post(f"/reports/{first}/remarks/{remark.pk}/close/?{WAITING}")

    assert made.url == f"{address(three[0])}#remark-{remark.pk}"
    assert f'action="/reports/{first}/move/approve/?{WAITING}"'.replace("&", "&amp;") in asked
    assert closed.url == address(three[0])


def test_findings_come_before_the_report_and_last_year_beside_each_number(
    bureau, zhang, li, wang, client_of
):
    before = factories.sound_report(bureau, 2024, by=zhang)
    factories.type_in(before, "proactive.licensing.decisions", "417", by=zhang)
    report = factories.sound_report(bureau, 2025, by=zhang)

    page = text(client_of(wang).get(f"/reports/{report.pk}/review/"))

    assert page.index('id="review-findings"') < page.index('class="sheet"')
    assert '<span class="previous">上年 417</span>' in page


def test_what_changed_since_the_last_return_stands_with_its_reason(three, zhang, wang, client_of):
    workflow.return_(three[0].pk, by=wang, reason="许可数请核对")
    cell = "proactive.licensing.decisions"
    editing.save(three[0].pk, [factories.edit(three[0], cell, "4321")], by=zhang)
    workflow.submit(three[0].pk, by=zhang)

    page = text(client_of(wang).get(address(three[0])))

    since = page[page.index('id="since"') : page.index('id="remarking"')]
    assert "许可数请核对" in since and "0 → 4321" in since


def test_the_desk_lists_what_waits_and_what_is_open_in_it(three, wang, client_of):
    workflow.add_remark(three[1].pk, CELL, "请核对", by=wang)
    workflow.return_(three[2].pk, by=wang, reason="数字有误")

    page = text(client_of(wang).get("/desk/?year=2025"))

    assert page.count('class="docket"') == 2
    assert "1条批注没有销号" in page and page.count('name="report"') == 1


def test_a_report_that_came_back_tells_how_often_and_why(three, zhang, wang, client_of):
    workflow.return_(three[0].pk, by=wang, reason="数字有误")
    workflow.submit(three[0].pk, by=zhang)

    page = text(client_of(wang).get("/desk/?year=2025"))

    assert "退回过 1 次" in page and "数字有误" in page


def test_many_pass_at_once_each_as_a_step_of_its_own(three, wang, client_of):
    answer = client_of(wang).post(f"/desk/approve/?{WAITING}", ticked(*three[:2]), follow=True)

    assert states() == ["approved", "approved", "submitted"]
    assert "已通过2份" in text(answer)
    assert AuditEvent.objects.filter(action="approve").count() == 2
    assert Transition.objects.filter(action="approve").count() == 2


def test_all_of_a_page_with_nothing_open_pass_by_one_button(three, wang, client_of):
    browser = client_of(wang)
    workflow.add_remark(three[1].pk, CELL, "请核对", by=wang)
    page = text(browser.get("/desk/?year=2025"))
    clear = re.findall(r'name="clear" value="([^"]*)"', page)

    browser.post(f"/desk/approve/?{WAITING}", {"all": "1", "clear": clear})

    assert "没有待办的 2 份" in page and states() == ["approved", "submitted", "approved"]


def test_what_is_open_by_now_is_not_passed_and_named(three, wang, client_of):
    sent = ticked(*three)
    workflow.add_remark(three[0].pk, CELL, "请核对", by=wang)
    factories.with_figures(three[1], {CELL: 3})
    Report.objects.filter(pk=three[1].pk).update(checked_revision=None)
    workflow.approve(three[2].pk, by=wang)

    page = text(client_of(wang).post(f"/desk/approve/?{WAITING}", sent, follow=True))

    assert states() == ["submitted", "submitted", "approved"]
    assert f"没有通过《{three[0].title}》：还有1条批注没有销号" in page
    assert f"没有通过《{three[1].title}》：还有" in page and "处错误" in page
    assert "没有再做一次" in page


def test_a_version_that_was_not_seen_is_not_passed(three, zhang, wang, client_of):
    sent = ticked(three[0])
    workflow.withdraw(three[0].pk, by=zhang)
    workflow.submit(three[0].pk, by=zhang)

    page = text(client_of(wang).post("/desk/approve/", sent, follow=True))

    assert states()[0] == "submitted" and "报告又有改动，没有通过" in page


def test_another_district_s_report_among_the_ticked_passes_none(three, zhao, wang, client_of):
    outside = factories.complete(factories.report(zhao.organs.first(), 2025, by=zhao), by=zhao)
    workflow.submit(outside.pk, by=zhao)
    outside.refresh_from_db()

    answer = client_of(wang).post("/desk/approve/", ticked(three[0], outside))

    assert answer.status_code == 404
    assert set(states()) == {"submitted"}


@pytest.mark.parametrize("sent", [[], ["x"], ["9-"], ["-"], ["²-1"]])
def test_nothing_sensible_ticked_passes_nothing(three, wang, client_of, sent):
    answer = client_of(wang).post("/desk/approve/", {"report": sent}, follow=True)

    assert "没有通过任何一份" in text(answer) and set(states()) == {"submitted"}


def test_more_than_a_page_is_refused(three, wang, client_of):
    sent = [f"{number}-1" for number in range(1, workflow.MOST + 2)]

    answer = client_of(wang).post("/desk/approve/", {"report": sent}, follow=True)

    assert "一次最多通过50份" in text(answer)


def test_the_record_says_who_judged_what_how_long_it_waited_and_why_it_came_back(
    three, zhang, wang, client_of
):
    workflow.return_(three[0].pk, by=wang, reason="数字有误")
    workflow.submit(three[0].pk, by=zhang)
    workflow.approve(three[0].pk, by=wang)
    browser = client_of(wang)

    page = text(browser.get("/desk/judged/?year=2025"))
    returns = text(browser.get(f"/desk/judged/?year=2025&kind=return&by={wang.pk}"))

    assert re.search(r'王芳</th>\s*<td class="is-number">1</td><td class="is-number">1</td>', page)
    assert "第 2 次审核" in page and "1 次（数字有误）" in page
    assert returns.count("<time") == 1


def test_a_stranger_finds_no_desk(three, zhao, zhang, client_of):
    for person in (zhao, zhang):
        for place in ("/desk/", "/desk/judged/", "/desk/go/?to=1"):
            assert client_of(person).get(place).status_code == 404
        assert client_of(person).post("/desk/approve/").status_code == 404
    assert client_of(zhao).get(address(three[0])).status_code == 404


def test_a_clerk_s_look_with_a_list_in_the_address_is_a_look_without_one(three, zhang, client_of):
    assert 'class="queue"' not in text(client_of(zhang).get(address(three[0])))
