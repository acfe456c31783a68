"""A job: every report once, whatever happens to workers; pause, retry, cancel, clearing away."""

import datetime
import io
import zipfile

import pytest
from django.db import OperationalError
from django.db.models.functions import Now
from django.http import Http404

from reports import access, bulk, jobs, tasks
from reports.models import BulkFile, BulkItem, BulkJob, Membership, Notice, Worker
from reports.refusals import Refused
from reports.rendering.formats import FORMATS
from tests import factories

LONG_AGO = datetime.timedelta(days=30)


def states(job) -> list[str]:
    return list(job.items.order_by("position").values_list("state", flat=True))


def contents(job) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(bulk.packed(job, "清单")))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_report_is_made_once_and_the_maker_is_told(new_job, work, wang):
    job = new_job()

    work(job)

    assert (states(job), job.state) == (["done"] * 4, "finished")
    assert BulkFile.objects.count() == 4
    assert Notice.objects.get(user=wang).link == f"/bulk/{job.pk}/"


def test_all_forms_come_in_a_folder_each(new_job, work, bureau):
    job = new_job(forms=list(FORMATS), under=bureau.pk)

    work(job, most=1)
    BulkItem.objects.filter(state="waiting").delete()
    bulk.settle(job.pk)
    job.refresh_from_db()

    names = contents(job)
    assert len(names) == 1 + len(FORMATS)
    title = "瀍水区文化和旅游局2025年政府信息公开工作年度报告"
    assert names[f"PDF/{title}.pdf"].startswith(b"%PDF")
    assert f"Word/{title}.docx" in names and f"网页片段/{title}-fragment.html" in names


def test_a_report_is_printed_as_it_is_then_with_its_revision(new_job, work, reports, zhang):
    job = new_job()
    factories.complete(reports[0], by=zhang)

    work(job)

    item = job.items.get(position=1)
    reports[0].refresh_from_db()
    assert item.revision == reports[0].revision > 0


def test_a_report_that_has_left_the_states_asked_for_is_not_printed(new_job, work, reports, submit):
    job = new_job()
    submit(reports[1])

    work(job)

    failed = job.items.get(state="failed")
    assert (failed.position, failed.error) == (2, "报告现在是“待审核”，不在所选的状态里。")


def test_a_report_with_a_character_that_no_face_has_says_so(new_job, work, reports, spoil):
    spoil(reports[2])
    job = new_job(forms=["pdf"])

    work(job)

    assert states(job) == ["done", "done", "failed", "done"]
    assert "U+3FFFD" in bulk.failures_of(job)[0].error
    assert job.state == "finished"


def test_a_failure_of_ours_is_logged_and_told_without_its_words(new_job, work, monkeypatch, caplog):
    job = new_job()
    monkeypatch.setattr(access, "report_to_print", lambda *args: 1 / 0)

    work(job)

    assert states(job) == ["failed"] * 4
    assert f"任务{job.pk}第1份" in bulk.failures_of(job)[0].error
    assert "ZeroDivisionError" in caplog.text


def test_a_database_that_is_away_is_not_the_reports_fault(new_job, work, monkeypatch):
    job = new_job()
    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(access, "report_to_print", away)
        work(job)

    assert states(job) == ["running", "waiting", "waiting", "waiting"]
    work(job)
    assert states(job) == ["done"] * 4


def away(*args):
    raise OperationalError("server closed the connection")


def test_what_failed_is_tried_again_and_nothing_else(new_job, work, reports, spoil, wang, zhang):
    spoil(reports[0])
    job = new_job(forms=["pdf"])
    work(job)
    made = set(BulkFile.objects.values_list("pk", flat=True))
    reports[0].refresh_from_db()
    factories.complete(reports[0], by=zhang)

    bulk.retry(job.pk, by=wang)
    work(job)

    assert (states(job), job.state) == (["done"] * 4, "finished")
    assert made < set(BulkFile.objects.values_list("pk", flat=True))
    with pytest.raises(Refused, match="没有需要重试"):
        bulk.retry(job.pk, by=wang)


def test_a_paused_job_rests_and_goes_on_where_it_was(new_job, work, wang):
    job = new_job()
    work(job, most=1)

    bulk.pause(job.pk, by=wang)
    work(job)
    assert states(job) == ["done", "waiting", "waiting", "waiting"]

    bulk.resume(job.pk, by=wang)
    work(job)
    assert states(job) == ["done"] * 4


def test_a_job_that_ended_while_paused_is_finished_when_resumed(new_job, work, wang):
    job = new_job()
    work(job, most=3)
    worker, begun = jobs.join("slow"), bulk.begin_round(job.pk)
    item = BulkItem.objects.filter(state="waiting")
    item.update(state="running", worker=worker, attempts=1)
    bulk.pause(job.pk, by=wang)
    BulkItem.objects.filter(worker=worker).update(state="done", worker=None)

    assert not bulk.press_one(job.pk, begun.number, worker)
    bulk.resume(job.pk, by=wang)

    assert BulkJob.objects.get().state == "finished"


def test_a_cancelled_job_makes_nothing_more_and_loses_its_files(new_job, work, wang):
    job = new_job()
    work(job, most=2)

    bulk.cancel(job.pk, by=wang)
    work(job)
    tasks.tidy.call()

    assert states(job).count("done") == 2
    assert not BulkFile.objects.exists()
    with pytest.raises(Refused, match="已取消"):
        bulk.resume(job.pk, by=wang)


def test_what_a_silent_worker_held_another_takes_up(new_job, work):
    job = new_job()
    dead = work(job, "dead", most=1)
    BulkItem.objects.filter(position=2).update(state="running", worker=dead, attempts=1)

    work(job, "other")
    assert states(job) == ["done", "running", "done", "done"]

    Worker.objects.filter(pk=dead.pk).update(seen_at=Now() - datetime.timedelta(seconds=21))
    work(job, "other")
    assert (states(job), job.state) == (["done"] * 4, "finished")


def test_a_worker_that_fell_silent_is_soon_told_to_be_gone(new_job, work):
    worker = work(new_job(), "one", most=1)
    assert jobs.worker_is_alive()

    Worker.objects.filter(pk=worker.pk).update(seen_at=Now() - datetime.timedelta(seconds=21))

    assert not jobs.worker_is_alive()


def test_a_clock_that_went_ahead_keeps_no_dead_worker_alive(new_job, work):
    job, ahead = new_job(), Now() + datetime.timedelta(days=365)
    dead = work(job, "dead", most=1)
    BulkItem.objects.filter(position=2).update(state="running", worker=dead, attempts=1)
    Worker.objects.filter(pk=dead.pk).update(seen_at=ahead)
    BulkJob.objects.update(delivered_at=ahead)

    assert not jobs.worker_is_alive()
    assert bulk.stranded_jobs() == [(job.pk, 1)]
    work(job, "other")
    assert (states(job), job.state) == (["done"] * 4, "finished")


def test_a_worker_thought_dead_cannot_finish_what_another_took_up(new_job, work, monkeypatch):
    job = new_job()
    real, began = access.report_to_print, []

    def slow(user, report_id):
        if not began:
            began.append(report_id)
            Worker.objects.filter(name="slow").update(seen_at=Now() - LONG_AGO)
            work(job, "quick")
        return real(user, report_id)

    monkeypatch.setattr(access, "report_to_print", slow)
    work(job, "slow", most=1)

    assert (states(job), BulkFile.objects.count()) == (["done"] * 4, 4)
    assert job.items.get(position=1).attempts == 2


def test_a_report_that_kills_its_workers_is_given_up(new_job, work):
    job = new_job()
    BulkItem.objects.filter(position=1).update(state="running", worker=None, attempts=3)

    work(job)

    assert states(job) == ["failed", "done", "done", "done"]
    assert "中断了3次" in bulk.failures_of(job)[0].error


def test_a_task_of_an_earlier_round_does_nothing(new_job):
    job = new_job()
    old, _ = bulk.begin_round(job.pk), bulk.begin_round(job.pk)

    assert not bulk.press_one(job.pk, old.number, jobs.join("late"))
    assert states(job) == ["waiting"] * 4


def test_a_job_on_which_nothing_moves_is_handed_out_again_once(new_job):
    job = new_job()
    assert bulk.stranded_jobs() == []
    BulkJob.objects.update(delivered_at=Now() - LONG_AGO)

    assert bulk.stranded_jobs() == [(job.pk, 0)]
    assert bulk.begin_round(job.pk, after=0).strands == 4
    assert bulk.begin_round(job.pk, after=0) is None


def test_a_job_whose_end_nobody_noted_is_finished(new_job):
    job = new_job()
    job.items.update(state="done")

    tasks.look_around()

    assert BulkJob.objects.get().state == "finished"


def test_whoever_lost_the_role_gets_nothing_more(new_job, work, wang):
    job = new_job()
    work(job, most=1)
    Membership.objects.filter(user=wang).delete()

    work(job)

    assert states(job) == ["done", "failed", "failed", "failed"]
    assert "现在看不到这份报告" in bulk.failures_of(job)[0].error
    with pytest.raises(Http404):
        access.bulk_job_of(wang, job.pk)


def test_whoever_is_shut_out_gets_nothing_more(new_job, work, wang):
    job = new_job()
    wang.is_active = False
    wang.save()

    work(job)

    assert states(job) == ["failed"] * 4


def test_nobody_fills_the_queue_alone(new_job, wang):
    for _ in range(bulk.LONGEST_QUEUE):
        new_job()

    with pytest.raises(Refused, match="没有完成"):
        new_job()


@pytest.mark.parametrize(
    ("states", "words"), [(["published"], "没有报告"), (["draft"], "最多导出")]
)
def test_what_cannot_be_exported_is_refused_in_words(new_job, monkeypatch, states, words):
    monkeypatch.setattr("reports.bulk.jobs.MOST_FILES", 3)

    with pytest.raises(Refused, match=words):
        new_job(states=states)


def test_a_subtree_is_only_that_subtree(new_job, bureau, government):
    other = factories.organ("瀍水区教育局", factories.clerk("sun"), under=government)
    factories.report(other, 2025, by=other.people.first())

    assert new_job(under=bureau.pk).items.count() == 4
    assert new_job().items.count() == 5


def test_old_jobs_are_cleared_away_with_their_files(new_job, work):
    old, young = new_job(), new_job()
    work(old)
    work(young)
    BulkJob.objects.filter(pk=old.pk).update(created_at=Now() - datetime.timedelta(days=8))

    assert tasks.tidy.call() == 1
    assert set(BulkFile.objects.values_list("item__job", flat=True)) == {young.pk}


def test_a_worker_that_leaves_lets_go_of_what_it_held(new_job, work):
    job = new_job()
    work(job, "leaving", most=1)
    BulkItem.objects.filter(position=2).update(
        state="running", attempts=1, worker=jobs.join("leaving")
    )

    jobs.leave("leaving")
    work(job, "other")

    assert states(job) == ["done"] * 4
