"""督办: where every organ stands, and reminding the late ones once a day."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from reports import workflow
from reports.forms.report import NewReportForm
from reports.models import AuditEvent, Duty, Notice, Organ, Report
from reports.oversight import supervision
from reports.publishing import publications
from reports.writing import editing
from tests import factories

YEAR = 2025


@pytest.fixture
def school(government):
    """A second organ of the district, with nobody in it."""
    return factories.organ("瀍水区第一小学", under=government, type="other")


@pytest.fixture
def see(wang):
    """Return the names that the list shows for a choice."""

    def names(**choice) -> list[str]:
        seen = supervision.overview(wang, supervision.Choice(YEAR, **choice))
        return [organ.name for organ in seen.page]

    return names


@pytest.fixture
def on(monkeypatch):
    """Let it be another day."""

    def day(text: str) -> None:
        date = datetime.date.fromisoformat(text)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: date)

    return day


def test_every_organ_below_is_listed_with_its_state(report, wang, school, government):
    seen = supervision.overview(wang, supervision.Choice(YEAR))

    states = {organ.name: organ.state for organ in seen.page}
    assert states == {government.name: "none", report.organ.name: "draft", school.name: "none"}
    assert (seen.owing, seen.counts["none"], seen.counts["draft"]) == (3, 2, 1)


def test_what_was_taken_down_is_a_state_of_its_own_with_a_way_to_publish(
    quick_files, bureau, zhang, wang, li, client_of, see
):
    report = factories.sound_report(bureau, YEAR, by=zhang)
    for step, by in (("submit", li), ("approve", wang)):
        workflow.move(report.pk, step, by=by)
    way = f'href="/reports/{report.pk}/publication/"'
    approved = client_of(wang).get(f"/supervision/?year={YEAR}").content.decode()
    publications.publish(report.pk, by=li)
    publications.withdraw(report.pk, "误发", by=li)

    seen = supervision.overview(wang, supervision.Choice(YEAR))
    page = client_of(wang).get(f"/supervision/?year={YEAR}").content.decode()
    assert (seen.counts["withdrawn"], seen.counts["published"]) == (1, 0)
    assert see(state="withdrawn") == [bureau.name] and see(state="published") == []
    assert 'state-withdrawn">已撤下' in page and way in page and way in approved
    workflow.correct(report.pk, by=li, reason="重写")
    during = client_of(wang).get(f"/supervision/?year={YEAR}").content.decode()
    assert "更正中</span>" in during and 'state-withdrawn">已撤下' in during


def test_the_counts_are_those_of_the_last_check(report, zhang, wang, client_of):
    client_of(zhang).get(f"/reports/{report.pk}/findings/")

    organ = next(o for o in supervision.overview(wang, supervision.Choice(YEAR)).page if o.errors)

    assert (organ.answered, organ.cells) == (0, 200)
    assert organ.errors == Report.objects.get().error_count > 0


def test_a_save_counts_what_is_answered(report, zhang):
    editing.save(report.pk, [factories.edit(report, "requests.new.business", "4")], by=zhang)

    assert Report.objects.get().answered_count == 1


def test_the_list_is_filtered_and_searched(report, school, see, bureau, government):
    assert see(state="draft") == [bureau.name]
    assert see(type="other") == [school.name]
    assert see(search="小学") == [school.name]
    assert see(search="a01") == [bureau.name]
    assert see(under=bureau.pk) == [bureau.name]
    assert see(sort="name", state="none") == sorted([government.name, school.name])


@pytest.mark.parametrize("sort", ["progress", "-errors", "-changed"])
def test_the_list_is_sorted(report, school, see, government, sort):
    Report.objects.update(error_count=2, answered_count=150)
    names = [government.name, school.name]
    assert see(sort=sort) == ([*names, report.organ.name] if sort == "progress"
                              else [report.organ.name, *names])  # fmt: skip


def test_the_list_comes_page_by_page(government, see):
    for number in range(60):
        factories.organ(f"第{number:02d}所", under=government, type="other")

    assert (len(see()), len(see(page=2))) == (50, 11)
    assert see(page=2)[-1] == "第59所"


def test_an_excused_organ_owes_nothing(report, school, see, wang):
    Duty.objects.create(organ=school, year=YEAR, kind="exempt", reason="停办")

    seen = supervision.overview(wang, supervision.Choice(YEAR))

    assert (seen.owing, seen.excused) == (2, 1)
    assert see(state="excused") == [school.name]


def test_after_the_deadline_the_late_are_named(report, school, see, on, government):
    on("2026-02-10")

    assert see(state="overdue") == [report.organ.name, school.name]


@pytest.mark.parametrize(("day", "late"), [("2026-01-31", 0), ("2026-02-01", 1)])
def test_on_its_last_day_a_report_is_not_late(report, see, on, day, late):
    on(day)

    assert see(state="overdue") == [report.organ.name] * late


def test_another_district_is_not_seen(wang, see, zhao, report):
    assert "云溪市档案馆" not in see()
    assert see(under=zhao.organs.first().pk) == []


def test_a_reminder_reaches_clerk_and_reviewer_once_a_day(
    report, wang, zhang, li, on, django_capture_on_commit_callbacks
):
    zhang.email = "zhang@example.gov.cn"
    zhang.save()
    on("2026-01-28")

    with django_capture_on_commit_callbacks(execute=True):
        first = supervision.chase(wang, supervision.Choice(YEAR))
        second = supervision.chase(wang, supervision.Choice(YEAR))

    assert (first.told, second.told, second.spared) == (2, 0, 2)
    assert {notice.user for notice in Notice.objects.filter(kind="chase")} == {zhang, li}
    assert "1月31日到期，还有3天" in mail.outbox[0].body
    assert len(mail.outbox) == 1


def test_two_supervisors_do_not_remind_twice(report, wang, government, bureau):
    other = factories.give(factories.clerk("qian"), government, "supervisor")
    supervision.chase(wang, supervision.Choice(YEAR))

    assert supervision.chase(other, supervision.Choice(YEAR)).told == 0


def test_somebody_with_two_organs_gets_one_message(report, wang, zhang, school):
    factories.give(zhang, school, "clerk")

    supervision.chase(wang, supervision.Choice(YEAR))

    text = Notice.objects.get(user=zhang).text
    assert report.organ.name in text and school.name in text


def test_who_is_shut_out_is_not_reminded(report, wang, zhang, li):
    li.is_active = False
    li.save()

    assert supervision.chase(wang, supervision.Choice(YEAR)).told == 1
    assert Notice.objects.get().user == zhang


def test_who_has_handed_in_is_left_in_peace(bureau, zhang, li, wang):
    done = factories.sound_report(bureau, YEAR, by=zhang)
    workflow.submit(done.pk, by=li)

    assert supervision.chase(wang, supervision.Choice(YEAR)).told == 0


def test_the_answer_names_organs_without_people(report, wang, school, client_of):
    page = client_of(wang).post("/supervision/chase/", {"year": YEAR, "all": "1", "sure": "1"}, follow=True)

    assert "已通知2人" in page.content.decode()
    assert school.name in page.content.decode()
    assert AuditEvent.objects.filter(action="chased", user=wang).count() == 1


def test_only_the_ticked_are_reminded(report, wang, school, client_of):
    client_of(wang).post("/supervision/chase/", {"year": YEAR, "organ": [school.pk, "x"]})

    assert not Notice.objects.exists()


@pytest.mark.parametrize("query", ["page=x", "page=999", "year=1", "under=abc", "sort=;", "state=?",
                                   "search=%00", "type=x"])  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_list(wang, client_of, query):
    assert client_of(wang).get(f"/supervision/?{query}").status_code == 200


def figures_of(page, chart: str) -> dict[str, str]:
    """Return the table beneath a chart: each part with its number of organs."""
    table = (
        page.content.decode().partition(f'<th scope="col">{chart}</th>')[2].partition("</table>")[0]
    )
    return dict(re.findall(r'<th scope="row">(.+?)</th>\s*<td class="is-number">(\d+)</td>', table))


def test_the_charts_say_where_the_organs_stand(report, wang, school, client_of):
    Report.objects.update(error_count=2, answered_count=150)

    page = client_of(wang).get(f"/supervision/?year={YEAR}")

    assert figures_of(page, "报告到了哪一步") | {"未建立": "2", "草稿": "1"} == figures_of(
        page, "报告到了哪一步"
    )
    assert figures_of(page, "校核结果") == {
        "有错误": "1",
        "只有提醒": "0",
        "没有发现问题": "0",
        "没填完，还没发现问题": "0",
        "未建立": "2",
    }
    assert figures_of(page, "填写进度") == {
        "填完": "0",
        "过半": "1",
        "不到一半": "0",
        "没有填": "2",
    }
    assert page.content.decode().count('role="img"') == 4
    due = page.context["charts"]["pace"].due
    days = "、".join(f"{day.month}月{day.day}日" for day in due)
    assert due and f"截止日 {days}</span>" in page.content.decode()


@pytest.mark.parametrize(
    ("answered", "part"),
    [(0, "没填完，还没发现问题"), (199, "没填完，还没发现问题"), (200, "没有发现问题")],
)
def test_only_a_report_filled_in_counts_as_sound(report, wang, client_of, answered, part):
    Report.objects.update(error_count=0, warning_count=0, answered_count=answered)

    shown = figures_of(client_of(wang).get(f"/supervision/?year={YEAR}"), "校核结果")

    assert [name for name, count in shown.items() if int(count) and name != "未建立"] == [part]


@pytest.mark.parametrize(
    ("answered", "part"),
    [(0, None), (1, "begun"), (99, "begun"), (100, "half"), (199, "half"), (200, "full")],
)
def test_half_of_the_cells_are_half(report, wang, answered, part):
    Report.objects.update(answered_count=answered)

    filled = supervision.overview(wang, supervision.Choice(YEAR)).filled

    assert [name for name, organs in filled.items() if organs] == ([part] if part else [])


def test_the_charts_are_of_what_is_filtered_but_for_the_state(report, wang, school, client_of):
    page = client_of(wang).get(f"/supervision/?year={YEAR}&type=other&state=draft")
    assert figures_of(page, "校核结果")["未建立"] == "1"


def test_a_report_counts_as_handed_in_from_the_first_time(bureau, zhang, li, wang):
    report = factories.sound_report(bureau, YEAR, by=zhang)
    for move in ("submit", "withdraw", "submit", "approve"):
        workflow.move(report.pk, move, by=wang if move == "approve" else li)

    days = supervision.handed_in(wang, supervision.Choice(YEAR))

    assert days == {"已提交": [timezone.localdate()], "已审核": [timezone.localdate()]}


def test_an_excused_organ_is_on_no_chart(bureau, zhang, li, wang):
    done = factories.sound_report(bureau, YEAR, by=zhang)
    workflow.submit(done.pk, by=li)
    Duty.objects.create(organ=bureau, year=YEAR, kind="merged", reason="并入")

    assert supervision.handed_in(wang, supervision.Choice(YEAR))["已提交"] == []


def test_a_page_of_thousands_takes_few_queries(wang, client_of, report, school,
                                               django_assert_max_num_queries):  # fmt: skip
    browser = client_of(wang)

    with django_assert_max_num_queries(18):
        browser.get(f"/supervision/?year={YEAR}")


def test_the_csv_has_every_organ_and_runs_no_formula(wang, client_of, government):
    factories.organ("=1+1", under=government)

    lines = b"".join(client_of(wang).get("/supervision/list.csv").streaming_content).decode()

    assert lines.startswith("\ufeff机关,")
    assert "\n'=1+1," in lines.replace("\r\n", "\n")


def test_a_stranger_sees_no_list(client_of, zhao):
    for address in ("/supervision/", "/supervision/list.csv", "/organs/", "/audit/"):
        assert client_of(zhao).get(address).status_code == 404


@pytest.mark.parametrize(("moment", "year"), [("15:59:59", 2025), ("16:00:00", 2026)])
def test_the_year_ends_at_midnight_in_beijing(monkeypatch, moment, year):
    now = datetime.datetime.fromisoformat(f"2025-12-31T{moment}+00:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    form = NewReportForm(organs=Organ.objects.none())

    assert supervision.current_year() == year - 1
    assert form.fields["year"].choices[0][0] == year


def test_kinds_of_reports_are_offered_only_where_some_organ_has_two(government, bureau, wang, zhao, client_of):
    factories.give(zhao, bureau, "supervisor")

    pages = [client_of(user).get("/supervision/").content.decode() for user in (wang, zhao)]
    asked = client_of(zhao).get("/supervision/?kind=own").content.decode()

    assert ['name="kind"' in page for page in (*pages, asked)] == [True, False, True]
