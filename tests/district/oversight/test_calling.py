"""催报: the letter is seen before it goes, and every call is kept."""

import datetime

import pytest

from reports.models import AuditEvent, Call, Notice
from reports.oversight import calling, supervision
from tests import factories

YEAR = 2025


@pytest.fixture
def browser(client_of, wang):
    return client_of(wang)


def test_a_letter_is_shown_before_it_goes(report, browser, zhang):
    page = browser.post("/supervision/chase/", {"year": YEAR, "all": "1"}).content.decode()

    assert "将通知 2 人，涉及 2 个机关" in page and "王芳催报2025年度报告：" in page
    assert not Notice.objects.exists()


def test_the_letter_can_be_changed(report, browser, zhang):
    words = {"year": YEAR, "organ": [report.organ_id], "head": "区政府办提醒：", "sure": "1"}
    browser.post("/supervision/chase/", words)

    assert zhang.notices.get().text.startswith("区政府办提醒：瀍水区文化和旅游局（草稿")


def test_a_letter_that_is_too_long_is_refused(report, browser, zhang):
    answer = browser.post("/supervision/chase/", {"year": YEAR, "all": "1", "head": "长" * 400})

    assert answer.status_code == 400 and "缩短到300字以内" in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_letter_is_on_the_call_sheet(report, wang):
    supervision.chase(wang, supervision.Choice(YEAR))

    organ = next(o for o in supervision.overview(wang, supervision.Choice(YEAR)).page if o.report_id)
    assert (organ.last_call.way, organ.last_call.caller) == ("letter", "王芳")


def test_what_was_said_on_the_telephone_is_kept(report, browser, wang):
    pk = report.organ_id
    words = {"year": YEAR, f"note-{pk}": "周五\0前交", f"answered-{pk}": "1"}
    page = browser.post(f"/supervision/calls/{pk}/", words, follow=True).content.decode()

    call = Call.objects.get()
    assert (call.note, call.answered, call.by) == ("周五前交", True, wang)
    assert "“周五前交”" in page and "王芳打电话，接通" in page
    assert "接通，周五前交" in AuditEvent.objects.get(action="called").detail


def test_nobody_answered_is_worth_a_word(report, browser):
    browser.post(f"/supervision/calls/{report.organ_id}/", {"year": YEAR})

    assert (Call.objects.get().note, Call.objects.get().answered) == ("没有接通", False)


def test_a_note_that_is_too_long_is_refused(report, browser):
    pk = report.organ_id
    answer = browser.post(f"/supervision/calls/{pk}/", {"year": YEAR, f"note-{pk}": "长" * 300})

    assert answer.status_code == 400 and not Call.objects.exists()


def test_who_was_left_longest_comes_first(government, bureau, wang, on_day):
    school = factories.organ("瀍水区第一小学", under=government, type="other")
    calling.note_call(government.pk, YEAR, "a", answered=True, by=wang)
    calling.note_call(bureau.pk, YEAR, "b", answered=True, by=wang)
    Call.objects.filter(organ=bureau).update(
        at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    )

    seen = supervision.overview(wang, supervision.Choice(YEAR, sort="untouched"))

    assert [organ.name for organ in seen.page] == [school.name, bureau.name, government.name]


@pytest.mark.parametrize("place", ["desk/", "supervision/list.csv", "bulk/new/"])
def test_every_list_can_be_sorted_so(report, browser, place):
    answer = browser.get(f"/{place}?year={YEAR}&sort=untouched")

    assert answer.status_code == 200
    assert not answer.streaming or b"".join(answer)


def test_an_organ_without_a_report_shows_its_people(bureau, browser):
    page = browser.get(f"/supervision/?year={YEAR}").content.decode()

    assert "填报人 张明、审核人 李红" in page and "没有填报人和审核人" in page


def test_all_of_a_page_can_be_ticked(report, browser):
    page = browser.get(f"/supervision/?year={YEAR}&tick=1").content.decode()

    assert f'value="{report.organ_id}" checked' in page


def test_rows_come_first_and_charts_beneath(report, browser):
    page = browser.get(f"/supervision/?year={YEAR}").content.decode()

    assert page.index("organ-list") < page.index('class="charts"')


def test_a_stranger_notes_no_call(report, client_of, zhao, zhang):
    for person in (zhao, zhang):
        answer = client_of(person).post(f"/supervision/calls/{report.organ_id}/", {"year": YEAR})
        assert answer.status_code == 404
