"""整改: asked for once a report is public, answered by a correction or in words, settled, counted."""

import datetime

import pytest
from django.utils import timezone

from reports import workflow
from reports.models import AuditEvent, Notice, Rectification
from reports.oversight import appraisal, reminding, supervision
from reports.publishing import publications
from reports.workflow import rectifying
from tests import factories

YEAR = supervision.current_year()
DAY = timezone.localdate() + datetime.timedelta(days=10)
PAST = timezone.localdate() - datetime.timedelta(days=4)


@pytest.fixture
def report(bureau, zhang, li, wang, quick_files):
    """A report that is public."""
    made = factories.sound_report(bureau, YEAR, by=zhang)
    workflow.submit(made.pk, by=li)
    workflow.approve(made.pk, by=wang)
    return publications.publish(made.pk, by=li).report


@pytest.fixture
def asked(report, wang):
    """Something that 王 wants put right in it."""
    return rectifying.ask(report.pk, "表三合计与正文不一致", DAY, by=wang, source="review", origin="某评估")


def post(client, asked, act, **data):
    return client.post(f"/reports/{asked.report_id}/rectifications/{asked.pk}/{act}/", data, follow=True)


def page(person, client_of, report) -> str:
    return client_of(person).get(f"/reports/{report.pk}/rectifications/").content.decode()


def state(one) -> str:
    one.refresh_from_db()
    return one.get_state_display()


def kinds(person) -> list[str]:
    return [kind.caption for kind in workflow.errands_of(person)]


def test_the_office_asks_and_the_organ_s_people_are_told(report, wang, zhang, li, client_of):
    form = {"text": "表三合计与正文不一致", "source": "citizen", "origin": "来信 12 号", "due": DAY, "place": "requests.new.total"}
    answer = client_of(wang).post(f"/reports/{report.pk}/rectifications/", form, follow=True)

    made = Rectification.objects.get()
    assert (made.publication.version, made.get_state_display()) == (1, "待整改")
    assert "来信 12 号" in answer.content.decode()
    assert "<summary>改期限或撤销</summary>" in answer.content.decode()
    told = Notice.objects.filter(text__contains="提出整改")
    assert {notice.user for notice in told} == {zhang, li} and all(notice.mail for notice in told)
    assert AuditEvent.objects.get(action="rectify_asked").report == report


def test_it_waits_on_the_home_pages_of_who_has_to_act(asked, zhang, li, wang):
    before = kinds(zhang), kinds(li), kinds(wang)
    rectifying.answer(asked.report_id, asked.pk, "explanation", "两处口径不同", by=zhang)

    assert before == (["整改"], ["整改"], [])
    assert (kinds(zhang), kinds(li), kinds(wang)) == ([], [], ["整改待认可"])


def test_an_explanation_is_settled(asked, zhang, wang, client_of):
    post(client_of(zhang), asked, "answer", way="explanation", words="两处口径不同")
    answered = state(asked)
    assert "<summary>改期限或撤销</summary>" not in page(wang, client_of, asked.report)
    shown = post(client_of(wang), asked, "close").content.decode()
    assert "<summary>退回重办</summary>" in shown

    assert (answered, state(asked)) == ("待认可", "已办结")
    assert "两处口径不同" in shown and "办结" in shown
    assert AuditEvent.objects.filter(action__startswith="rectify_").count() == 3


def test_a_correction_answers_what_was_ticked_as_it_is_published(asked, report, zhang, li, wang, client_of):
    workflow.correct(report.pk, by=li, reason="整改")
    factories.type_in(report, "proactive.fees.amount", "12.5", by=zhang)
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)
    report.refresh_from_db()
    browser = client_of(li)
    form = {"issued": "2026-01-20", "note": "更正收费金额", "answers": [asked.pk], "seen": report.revision}

    offered = browser.get(f"/reports/{report.pk}/publication/").content.decode()
    looked = browser.post(f"/reports/{report.pk}/publication/publish/", form).content.decode()
    browser.post(f"/reports/{report.pk}/publication/publish/", form | {"confirmed": 1, "act": "publish"})

    step = asked.steps.last()
    assert "这一版改正了哪些整改" in offered and "随这一版答复的整改" in looked
    assert (state(asked), step.publication.version, step.words) == ("待认可", 2, "更正收费金额")
    assert "第 2 版更正" in page(wang, client_of, report)


def test_a_correction_that_is_out_already_can_be_named(asked, report, zhang, li, wang):
    early = pytest.raises(rectifying.Refused, rectifying.answer, report.pk, asked.pk, "correction", "", by=li, version=1)
    workflow.correct(report.pk, by=li, reason="整改")
    factories.type_in(report, "proactive.fees.amount", "12.5", by=zhang)
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)
    publications.publish(report.pk, by=li, note="更正收费金额")

    rectifying.answer(report.pk, asked.pk, "correction", "", by=li, version=2)

    assert "还没有发布更正" in str(early.value)
    assert asked.steps.last().publication.version == 2


def test_an_answer_is_sent_back_with_words_and_another_day(asked, zhang, wang, client_of):
    rectifying.answer(asked.report_id, asked.pk, "explanation", "没有问题", by=zhang)
    later = DAY + datetime.timedelta(days=5)

    silent = post(client_of(wang), asked, "send_back", due=later)
    kept = state(asked)
    post(client_of(wang), asked, "send_back", due=later, words="请附依据")

    assert silent.status_code == 400 and "请写明原因" in silent.content.decode() and kept == "待认可"
    assert (state(asked), asked.due) == ("待整改", later)
    assert Notice.objects.filter(user=zhang, text__contains="请附依据").exists()


def test_a_mistaken_one_is_taken_back_and_not_counted(asked, report, wang):
    rectifying.act(report.pk, asked.pk, "drop", "看错了", by=wang)

    line = next(one for one in appraisal.lines_of(wang, YEAR) if one.organ.pk == report.organ_id)
    assert (line.rectified, line.rectified_late) == (0, 0)


def test_a_settled_one_is_opened_again(asked, zhang, wang):
    rectifying.answer(asked.report_id, asked.pk, "explanation", "没有问题", by=zhang)
    rectifying.act(asked.report_id, asked.pk, "close", by=wang)

    rectifying.act(asked.report_id, asked.pk, "send_back", "又有来信", by=wang, due=DAY)

    assert state(asked) == "待整改"


@pytest.mark.parametrize(("form", "sentence"), [
    ({"due": PAST}, "整改期限要在今天到一年以内"),
    ({"due": DAY.replace(year=DAY.year + 2)}, "整改期限要在今天到一年以内"),
    ({"due": "明天"}, "没有这个日期"),
    ({"due": ""}, "没有填"),
    ({"text": " \u200b "}, "没有填"),
    ({"text": "字" * 501}, "最多500个字"),
    ({"source": "x"}, "请选择是谁发现的"),
    ({"place": "nowhere"}, "没有这个位置"),
], ids=["past", "far", "no day", "empty", "no words", "long", "source", "place"])  # fmt: skip
def test_bad_input_is_told_and_nothing_is_asked(report, wang, client_of, form, sentence):
    whole = {"text": "表三有误", "source": "office", "due": DAY, "place": ""} | form

    answer = client_of(wang).post(f"/reports/{report.pk}/rectifications/", whole)

    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert not Rectification.objects.exists()


def test_nothing_is_asked_of_what_is_not_public(bureau, zhang, wang, client_of):
    draft = factories.report(bureau, YEAR, by=zhang)

    with pytest.raises(rectifying.Refused, match="没有公开"):
        rectifying.ask(draft.pk, "有误", DAY, by=wang)
    assert "提出整改" not in page(wang, client_of, draft)


def test_a_second_click_asks_and_answers_once(asked, zhang, wang, client_of):
    for _ in range(2):
        again = client_of(wang).post(f"/reports/{asked.report_id}/rectifications/",
                                     {"text": asked.text, "source": "office", "due": DAY}, follow=True)  # fmt: skip
        post(client_of(zhang), asked, "answer", way="explanation", words="两处口径不同")
        if again.status_code == 200:
            twice = post(client_of(zhang), asked, "answer", way="explanation", words="两处口径不同")

    assert Rectification.objects.count() == 1 and asked.steps.count() == 2
    assert "没有再提一次" in again.content.decode() and "没有再做一次" in twice.content.decode()


def test_what_is_overdue_is_shown_filtered_and_counted(report, wang, zhang, client_of):
    one = factories.rectification(report, by=wang, due=PAST.isoformat())
    dashboard = client_of(wang).get(f"/supervision/?year={YEAR}&state=rectify_late").content.decode()
    listed = client_of(wang).get(f"/supervision/rectifications/?year={YEAR}&state=overdue").content.decode()
    rectifying.answer(report.pk, one.pk, "explanation", "两处口径不同", by=zhang)
    line = next(one for one in appraisal.lines_of(wang, YEAR) if one.organ.pk == report.organ_id)
    after = client_of(wang).get(f"/supervision/?year={YEAR}&state=rectify_late").content.decode()

    assert "1 个整改逾期" in dashboard and f"/reports/{report.pk}/review/" in dashboard
    assert "已过 4 天" in listed and "已过期 4 天" not in page(zhang, client_of, report)
    assert (line.rectified, line.rectified_late) == (1, 1)
    assert "没有符合条件的机关" in after


def test_reminders_go_out_around_its_day(asked, zhang, on_day, monkeypatch):
    def remind(day):
        on_day(day.isoformat())
        now = datetime.datetime.combine(day, datetime.time(9))
        monkeypatch.setattr("django.utils.timezone.localtime", lambda *a: now)
        return reminding.remind()

    told = [remind(DAY + datetime.timedelta(days=n)) for n in (-9, -7, -6, -1, 0, 1)]

    assert told == [0, 2, 0, 2, 0, 2]
    assert "的整改（" in Notice.objects.filter(user=zhang, kind="chase").first().text


def test_the_list_as_a_file_has_a_row_each(asked, wang, client_of):
    answer = client_of(wang).get(f"/supervision/rectifications/list.csv?year={YEAR}")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert len(lines) == 2 and "表三合计与正文不一致" in lines[1] and "某评估" in lines[1]


def test_it_is_never_public(asked, report, client):
    for address in (f"/open/organs/{report.organ_id}/{YEAR}/", "/open/", "/open/feed.xml", f"/open/organs/{report.organ_id}/"):
        assert "合计与正文不一致" not in client.get(address, follow=True).content.decode()


def test_a_stranger_finds_none(asked, zhao, client_of):
    browser = client_of(zhao)
    assert browser.get(f"/reports/{asked.report_id}/rectifications/").status_code == 404
    assert browser.get("/supervision/rectifications/").status_code == 404
    assert post(browser, asked, "answer", way="explanation", words="x").status_code == 404
    assert post(browser, asked, "drop", words="x").status_code == 404


def test_the_organ_cannot_settle_and_the_office_cannot_answer(asked, zhang, wang, client_of):
    assert post(client_of(zhang), asked, "close").status_code == 404
    assert post(client_of(wang), asked, "answer", way="explanation", words="x").status_code == 404
    assert post(client_of(wang), asked, "nothing").status_code == 404
    assert state(asked) == "待整改"
