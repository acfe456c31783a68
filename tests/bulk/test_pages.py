"""The pages of bulk export: choosing, watching, moving, downloading; strangers find nothing."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django_tasks_db.models import DBTaskResult

from reports import bulk, jobs
from reports.models import (
    AuditEvent,
    BulkJob,
    Membership,
    Organ,
    Posting,
    Publication,
    Report,
    Worker,
)
from tests import factories
from tests.bulk.conftest import YEAR

CHOICE = {"year": YEAR, "states": ["draft"], "formats": ["json"]}


@pytest.fixture
def browser(wang, client_of):
    """The browser of 王."""
    return client_of(wang)


@pytest.fixture
def other(government):
    """A second supervisor of the same district."""
    return factories.give(factories.clerk("chen"), government, "supervisor")


def page(browser, job, *rest: str) -> str:
    return browser.get(f"/bulk/{job.pk}/" + "".join(rest)).content.decode()


def test_the_choice_shows_how_many_there_are_and_proposes_what_is_handed_in(
    browser, reports, submit
):
    submit(reports[0])

    shown = browser.get(f"/bulk/new/?year={YEAR}").content.decode()

    assert "草稿（3 份）" in shown and "待审核（1 份）" in shown
    form = browser.get(f"/bulk/new/?year={YEAR}").context["form"]
    assert form.initial["states"] == ["submitted"]


def test_where_there_is_nothing_the_page_says_so(browser, reports):
    shown = browser.get("/bulk/new/?year=2022").content.decode()

    assert "还没有2022年度的报告" in shown and "开始导出" not in shown


def test_a_job_begins_and_its_page_is_shown(browser, reports):
    answer = browser.post("/bulk/new/", CHOICE, follow=True)

    assert answer.redirect_chain == [(f"/bulk/{BulkJob.objects.get().pk}/", 302)]
    assert "已生成 0/4 份" in answer.content.decode()
    assert BulkJob.objects.get().round == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"states": []}, "请至少选一种状态。"),
        ({"formats": []}, "请至少选一种格式。"),
        ({"formats": ["exe"]}, "所选的不在列表里，请重新选择。"),
        ({"states": ["published"]}, "所选的状态里现在没有报告，请重新选择。"),
    ],
)
def test_a_choice_that_makes_no_job_says_what_is_missing(browser, reports, wrong, words):
    answer = browser.post("/bulk/new/", CHOICE | wrong)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not BulkJob.objects.exists()


@pytest.mark.parametrize(
    "query", ["year=1900", "year=甲", "under=0", "under=99999999999", "under=x"]
)
def test_what_cannot_be_chosen_is_not_there(browser, reports, query):
    assert browser.get(f"/bulk/new/?{query}").status_code == 404


def exported(browser, query: str) -> list[str]:
    """Return whose reports an export takes that is begun from the list with this query."""
    form = browser.get(f"/bulk/new/?{query}").context["form"]
    given = form.initial | {"formats": ["json"]}
    browser.post("/bulk/new/", {name: value for name, value in given.items() if value})
    job = BulkJob.objects.order_by("pk").last()
    return [item.report.organ.name for item in job.items.select_related("report__organ")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("search=第二", ["瀍水区第二小学"]),
        ("type=town", ["瀍水区第三小学"]),
        ("state=submitted", ["瀍水区文化和旅游局"]),
        ("state=undone&search=小学", ["瀍水区第一小学", "瀍水区第二小学", "瀍水区第三小学"]),
        ("state=wrong", ["瀍水区第一小学"]),
        ("state=withdrawn", ["瀍水区第二小学"]),
    ],
)
def test_an_export_keeps_every_filter_of_its_list(browser, reports, submit, query, names):
    submit(reports[0])
    Report.objects.filter(pk=reports[1].pk).update(error_count=2)
    Organ.objects.filter(name="瀍水区第三小学").update(type="town")
    if "withdrawn" in query:
        taken_down(reports[2])

    assert exported(browser, f"year={YEAR}&{query}") == names
    told = bulk.described(BulkJob.objects.get()).scope
    assert told.startswith("全部下级机关（") and told.endswith("）")


def taken_down(report) -> None:
    """Let a report have been published and taken down."""
    made = Publication.objects.create(
        report=report, version=1, title="题", edition=report.edition, issued="2026-01-20",
        published_at=Now(), published_by_id=report.changed_by_id,
    )  # fmt: skip
    Posting.objects.create(
        report=report, publication=made, organ=report.organ, year=report.year, title="题",
        first_published_at=Now(), published_at=Now(), withdrawn_at=Now(), withdrawal_reason="误发",
    )  # fmt: skip
    Report.objects.filter(pk=report.pk).update(status="published")


def test_an_organ_of_another_district_cannot_be_exported(browser, reports):
    elsewhere = factories.organ("云溪市人民政府")
    factories.organ("云溪市档案馆", under=elsewhere)

    assert browser.post("/bulk/new/", CHOICE | {"under": elsewhere.pk}).status_code == 404


def test_the_page_says_what_failed_and_why_with_a_link(browser, new_job, work, reports, submit):
    job = new_job()
    submit(reports[1])
    work(job)

    shown = page(browser, job)

    assert "1 份没有生成" in shown and "重试没有生成的" in shown
    assert f'href="/reports/{reports[1].pk}/review/"' in shown
    assert "报告现在是“待审核”，不在所选的状态里。" in shown


def test_buttons_fit_the_state(browser, new_job, work):
    job = new_job()
    for move, words, gone in (("pause", "继续", "暂停</button>"), ("resume", "暂停", "继续</button>"),
                              ("cancel", "已取消", "取消导出</button>")):  # fmt: skip
        shown = browser.post(f"/bulk/{job.pk}/{move}/", follow=True).content.decode()
        assert words in shown and gone not in shown


def test_cancelling_leaves_the_clearing_away_to_a_worker(browser, new_job, work):
    job = new_job()
    work(job, most=1)

    browser.post(f"/bulk/{job.pk}/cancel/")

    queued = DBTaskResult.objects.ready().values_list("task_path", flat=True)
    assert list(queued) == ["reports.tasks.tidy"]


def test_a_move_that_comes_too_late_is_said_and_changes_nothing(browser, new_job, work):
    job = new_job()
    work(job)

    shown = browser.post(f"/bulk/{job.pk}/pause/", follow=True).content.decode()

    assert "任务现在是“已完成”，没有改变。" in shown
    assert browser.post(f"/bulk/{job.pk}/explode/").status_code == 404


def test_a_missing_worker_is_said_in_a_sentence(browser, new_job):
    job = new_job()
    assert "后台进程没有在运行" in page(browser, job)

    Worker.objects.create(name="w", seen_at=Now())
    assert "后台进程没有在运行" not in page(browser, job)


def test_the_script_is_told_state_and_progress(browser, new_job, work):
    job = new_job()
    work(job, most=1)

    answer = browser.get(f"/bulk/{job.pk}/progress/").json()

    assert answer["state"] == "running"
    assert "已生成 1/4 份" in answer["html"] and 'value="1"' in answer["html"]


def test_the_minutes_left_are_those_at_the_pace_of_the_last(new_job):
    job = new_job()
    job.items.filter(position__lt=4).update(
        state="done", started_at=Now() - timedelta(minutes=2), finished_at=Now()
    )

    assert jobs.progress_of(job).minutes_left == 1
    job.items.filter(position=3).update(finished_at=Now() - timedelta(minutes=2))
    assert jobs.progress_of(job).minutes_left is None


def test_the_download_is_a_zip_with_its_list_and_is_noted(browser, new_job, work, wang):
    job = new_job()
    work(job)

    answer = browser.get(f"/bulk/{job.pk}/download/")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(archive.namelist()) == 5
    listed = archive.read("清单.csv").decode()
    assert listed.startswith("\ufeff序号,机关") and listed.count("已生成") == 4
    event = AuditEvent.objects.get(action="exported")
    assert (event.user, f"批量导出{job.pk}" in event.detail) == (wang, True)


def test_what_is_not_finished_cannot_be_downloaded(browser, new_job):
    answer = browser.get(f"/bulk/{new_job().pk}/download/")

    assert answer.status_code == 409
    assert "还不能下载" in answer.content.decode()


ADDRESSES = [("get", ""), ("get", "progress/"), ("get", "download/"), ("post", "cancel/")]


@pytest.mark.parametrize(("method", "rest"), ADDRESSES)
def test_another_supervisor_and_a_stranger_find_nothing(
    new_job, work, other, zhao, client_of, method, rest
):
    job = new_job()
    work(job)

    for person in (other, zhao):
        assert getattr(client_of(person), method)(f"/bulk/{job.pk}/{rest}").status_code == 404


@pytest.mark.parametrize(("method", "rest"), ADDRESSES)
def test_who_lost_the_role_finds_nothing(browser, new_job, work, wang, method, rest):
    job = new_job()
    work(job)
    Membership.objects.filter(user=wang).delete()

    assert getattr(browser, method)(f"/bulk/{job.pk}/{rest}").status_code == 404


def test_who_lost_a_part_of_the_district_loses_exports_with_it(
    browser, new_job, work, wang, bureau
):
    job = new_job()
    work(job)
    Membership.objects.filter(user=wang).update(organ=Organ.objects.get_children(bureau).first())

    assert browser.get(f"/bulk/{job.pk}/download/").status_code == 404
    assert f"/bulk/{job.pk}/" not in browser.get("/bulk/").content.decode()


def test_the_dashboard_leads_here(browser, new_job, work):
    job = new_job()
    work(job)

    assert (
        f'href="/bulk/new/?year={YEAR}'
        in browser.get(f"/supervision/?year={YEAR}").content.decode()
    )
    assert f'href="/bulk/{job.pk}/download/"' in browser.get("/bulk/").content.decode()


def test_the_list_is_the_persons_own(new_job, other):
    new_job()

    assert bulk.jobs_of(other) == []
