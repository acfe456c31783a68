"""我的报告: one line a year, and a new report."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports import workflow
from reports.models import Report
from reports.publishing import publications
from reports.views.clerk import my_reports
from reports.writing import editing, judging, tallies
from tests import factories
from tests.views.conftest import words


@pytest.fixture
def on(monkeypatch):
    """Let it be a given day."""

    def set_day(year: int, month: int, day: int) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(year, month, day))

    return set_day


def listing(client) -> str:
    return " ".join(words(client.get("/reports/")).split())


def test_a_line_says_state_progress_and_who_saved_last(client, report, zhang):
    editing.save(report.pk, [factories.edit(report, "proactive.fees.amount", "0")], by=zhang)

    page = listing(client)

    assert report.title in page
    assert "草稿" in page and "已填 1/200" in page
    assert "张明" in page


def test_a_line_counts_what_is_wrong(client, complete, zhang):
    edit = factories.edit(complete, "requests.carried_forward.business", "999")
    editing.save(complete.pk, [edit], by=zhang)
    assert "2 处错误" in listing(client)


def test_a_report_in_order_says_so(client, complete):
    page = listing(client)
    assert "已填 200/200" in page and "没有错误" in page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ((2026, 1, 19), "距1月31日还有12天"),
        ((2026, 1, 28), 'is-error">距1月31日还有3天'),
        ((2026, 1, 31), 'is-error">今天（1月31日）到期'),
        ((2026, 2, 1), 'is-error">已过1月31日，逾期1天'),
        ((2025, 11, 24), "距2026年1月31日还有68天"),
    ],
)
def test_a_line_counts_the_days_left(client, report, on, day, said):
    on(*day)
    assert said in listing(client)


def test_a_county_sees_the_ordered_day_and_the_laws(client, zhang, on):
    factories.report(factories.organ("瀍水区人民政府", zhang, type="county"), 2025, by=zhang)
    on(2026, 2, 10)

    page = listing(client)

    assert "距2月20日还有10天" in page and "上级要求 2月20日 · 法定 3月31日" in page


def test_a_line_follows_the_calendar_of_the_organ_above(client, zhang, on):
    district = factories.organ("瀍水区人民政府", type="county")
    bureau = factories.organ("瀍水区文化和旅游局", zhang, under=district)
    factories.report(bureau, 2025, by=zhang)
    factories.calendar(district, 2025, report="2026-01-20", publish="2026-01-28")
    on(2026, 1, 10)

    page = listing(client)

    assert "距1月20日还有10天" in page
    assert "报送 1月20日 · 发布 1月28日 · 法定 1月31日（瀍水区人民政府的日程）" in page


def test_the_days_of_another_year_are_told_with_their_year(client, zhang, on):
    factories.report(factories.organ("瀍水区人民政府", zhang, type="county"), 2023, by=zhang)
    on(2026, 2, 10)

    assert "上级要求 2024年2月20日 · 法定 2024年3月31日" in listing(client)


def test_a_report_handed_in_counts_no_days(client, complete, zhang, on):
    workflow.submit(complete.pk, by=zhang)
    on(2026, 1, 19)
    page = listing(client)

    assert "待审核" in page and "还有12天" not in page
    assert "继续填写" not in page


def test_an_empty_desk_says_what_is_due_and_how_long_it_takes(client, bureau):
    page = listing(client)
    assert "还没有报告" in page and "1 月 31 日" in page and "一小时" in page


def test_a_new_report_opens_in_the_editor(client, bureau):
    answer = client.post("/reports/", {"organ": bureau.pk, "year": 2024})

    made = Report.objects.get(organ=bureau, year=2024)
    assert answer["Location"] == f"/reports/{made.pk}/"


def test_in_january_last_year_is_proposed(client, bureau, on):
    on(2026, 1, 5)
    assert '<option value="2025" selected>' in listing(client)


def test_what_the_address_names_is_proposed(client, zhang, bureau, on):
    county = factories.organ("瀍水区人民政府", zhang, type="county")
    on(2026, 11, 30)
    page = client.get(f"/reports/?organ={county.pk}&year=2024&kind=own").content.decode()

    for chosen in (county.pk, 2024, "own"):
        assert f'<option value="{chosen}" selected>' in page


@pytest.mark.parametrize("odd", ["organ=x&year=y&kind=z", "organ=&year=", "organ=99999999999999999999"])
def test_an_odd_proposal_leaves_the_form_as_it_is(client, bureau, odd):
    answer = client.get(f"/reports/?{odd}")
    assert answer.status_code == 200 and 'name="organ"' in answer.content.decode()


@pytest.mark.parametrize("year", ["1999", "3000", "2018", "", "今年", "9" * 30])
def test_a_year_without_a_template_is_refused_in_words(client, bureau, year):
    answer = client.post("/reports/", {"organ": bureau.pk, "year": year})

    assert answer.status_code == 400
    assert "请从列表中选择年度" in words(answer)
    assert not Report.objects.exists()


def test_a_year_that_has_its_report_is_refused_in_words(client, report):
    answer = client.post("/reports/", {"organ": report.organ.pk, "year": 2025})

    assert answer.status_code == 400
    assert "2025年度的报告已经建立，请从列表中打开它。" in words(answer)


def test_nobody_makes_a_report_for_another_organ(stranger, bureau):
    answer = stranger.post("/reports/", {"organ": bureau.pk, "year": 2024})

    assert answer.status_code == 400
    assert not Report.objects.exists()


def test_a_stranger_sees_nothing_of_it(stranger, report):
    page = listing(stranger)
    assert report.title not in page and "还没有报告" in page


def test_a_person_without_an_organ_is_told_whom_to_ask(client_of, db):
    page = listing(client_of(factories.clerk("sun")))
    assert "这个账号还没有分配机关，请联系本单位的管理员。" in page


def queries(client) -> int:
    """Return how many queries the list takes."""
    with CaptureQueriesContext(connection) as asked:
        client.get("/reports/")
    return len(asked)


def test_a_long_list_takes_no_more_queries_than_a_short_one(client, report, bureau, zhang):
    listing(client)  # judges what nobody has judged yet
    short = queries(client)
    for year in range(2019, 2025):
        factories.report(bureau, year, by=zhang)

    listing(client)
    assert queries(client) == short


def judged(monkeypatch) -> list:
    """Return a list that tells, from now on, of every report that the list judges."""
    seen, plain = [], judging.check

    def check(document, *beside):
        seen.append(document.year)
        return plain(document, *beside)

    monkeypatch.setattr(judging, "check", check)
    return seen


def test_what_is_known_of_a_report_is_not_judged_again(client, complete, monkeypatch):
    listing(client)
    seen = judged(monkeypatch)

    assert "没有错误" in listing(client)
    assert seen == []


@pytest.mark.parametrize("news", ["saved", "rules", "year before", "no year before"])
def test_what_is_known_is_judged_again_when_it_may_have_changed(
    client, complete, bureau, zhang, monkeypatch, news
):
    before = factories.report(bureau, 2024, by=zhang)
    listing(client)
    seen = judged(monkeypatch)

    if news == "saved":
        edit = factories.edit(complete, "requests.carried_forward.business", "999")
        editing.save(complete.pk, [edit], by=zhang)
    elif news == "rules":
        monkeypatch.setattr(tallies, "version", lambda: "other rules")
    elif news == "year before":
        edit = factories.edit(before, "requests.carried_forward.business", "999")
        editing.save(before.pk, [edit], by=zhang)
    else:
        Report.objects.filter(pk=before.pk).update(year=2023)

    listing(client)

    assert 2025 in seen


def test_a_list_goes_on_where_time_did_not_suffice(client, complete, monkeypatch):
    monkeypatch.setattr(tallies, "PATIENCE", -1)
    assert "还没有检查，刷新后再看" in listing(client)

    monkeypatch.undo()
    assert "没有错误" in listing(client)


def test_many_reports_come_in_pages(client, zhang):
    for number in range(my_reports.A_PAGE + 1):
        factories.report(factories.organ(f"第{number:02}号局", zhang), 2025, by=zhang)

    first, last = listing(client), " ".join(words(client.get("/reports/?page=2")).split())

    assert first.count('class="report-line"') == my_reports.A_PAGE and "第 1 / 2 页" in first
    assert last.count('class="report-line"') == 1
    for odd in ("0", "-1", "99", "x", "9" * 50):
        assert client.get(f"/reports/?page={odd}").status_code == 200


@pytest.fixture
def sun(bureau):
    """Who only reviews in the bureau."""
    return factories.give(factories.clerk("sun", "静", "孙"), bureau, "reviewer")


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("reviewer", "新建和填写报告由填报人办理"),
        ("supervisor", "下级机关的报告在<a"),
        ("administrator", "要填写报告，请给自己加上“填报人”的角色"),
    ],
)
def test_who_does_not_write_is_told_what_the_role_is_for(client_of, bureau, role, said):
    person = factories.give(factories.clerk("sun"), bureau, role)

    page = listing(client_of(person))

    assert said in page and "还没有分配机关" not in page


def test_a_reviewer_is_not_asked_to_go_on_writing(client_of, sun, complete, zhang):
    page = listing(client_of(sun))
    assert "继续填写" not in page and ">查看<" in page

    workflow.hand_over(complete.pk, by=zhang)
    page = listing(client_of(sun))
    assert f'btn-primary" href="/reports/{complete.pk}/review/">核对<' in page


def test_a_line_says_who_gave_the_report_back_and_why(client, complete, zhang, sun):
    workflow.submit(complete.pk, by=zhang)
    workflow.return_(complete.pk, by=sun, reason="表三与正文不一致")

    page = listing(client)

    assert "已退回" in page and "孙静" in page and "：表三与正文不一致" in page


def test_a_line_no_longer_speaks_of_a_return_that_was_answered(client, complete, zhang, sun):
    workflow.submit(complete.pk, by=zhang)
    workflow.return_(complete.pk, by=sun, reason="表三与正文不一致")
    workflow.submit(complete.pk, by=zhang)

    assert "表三与正文不一致" not in listing(client)


def test_a_line_counts_the_open_remarks_and_leads_to_the_first(client, complete, sun):
    first = workflow.add_remark(complete.pk, "overview", "请写具体", by=sun)
    settled = workflow.add_remark(complete.pk, "problems", "错字", by=sun)
    workflow.add_remark(complete.pk, "", "请附图", by=sun)
    workflow.close_remark(complete.pk, settled.pk, by=sun)

    page = listing(client)

    assert f'href="/reports/{complete.pk}/#remark-{first.pk}">✎ 2 条批注没有销号' in page


def test_what_waits_for_its_reader_comes_first_and_stands_out(
    client_of, client, complete, zhang, sun
):
    later = factories.complete(factories.report(complete.organ, 2026, by=zhang), by=zhang)
    workflow.submit(complete.pk, by=zhang)
    workflow.hand_over(later.pk, by=zhang)
    factories.report(complete.organ, 2027, by=zhang)

    page = listing(client_of(sun))

    assert page.index("2026年政府") < page.index("2025年政府") < page.index("2027年政府")
    assert page.count("is-awaiting") == 2
    assert page.index("等着核对") < page.index("等着审核")
    assert f'btn-primary" href="/reports/{complete.pk}/review/">审核<' in page


def test_what_another_judges_waits_for_nobody_here(client_of, complete, zhang, sun):
    above = factories.organ("瀍水区人民政府", type="county")
    type(above).objects.move(complete.organ, above, "last-child")
    factories.give(factories.clerk("wang"), above, "supervisor")
    workflow.submit(complete.pk, by=zhang)

    page = listing(client_of(sun))

    assert "待审核" in page and "is-awaiting" not in page


def test_a_report_that_was_taken_down_says_so(client, bureau, zhang, quick_files):
    published = factories.published(bureau, 2024, by=zhang)
    assert "已撤下" not in listing(client)

    publications.withdraw(published.report_id, "日期有误", by=zhang)

    assert "已发布" in listing(client) and "已撤下" in listing(client)
    editor = words(client.get(f"/reports/{published.report_id}/"))
    assert "已撤下" in editor
