"""Making one report of an export after another: claimed, printed, finished (reports/jobs)."""

import logging
from dataclasses import dataclass

from django.db import Error, transaction
from django.http import Http404
from django.urls import reverse

from reports import access, jobs
from reports.document import Document
from reports.models import BulkFile, BulkItem, BulkJob, Report, Worker
from reports.oversight import notices
from reports.refusals import Refused
from reports.rendering.typesetting.fonts import MissingGlyphs

from .archiving import FORMS, PACKAGE, archive_package

State = BulkItem.State
_HOPELESS = (
    f"生成时后台进程中断了{jobs.MOST_ATTEMPTS}次，没有再试。请检查报告里是否有特别大的表格或图片。"
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Print:
    """A report as printed: in which revision and state, and its files by form."""

    report: Report
    files: dict[str, bytes]


def press_one(job_id: int, round_number: int, worker: Worker) -> bool:
    """Make the next report of a job; return False where there is none to take up.

    None for a job that is paused or at its end, or whose round is over. A database that does not
    answer is an error of its own: the report is not to blame and stays claimed.
    """
    item = jobs.claim(BulkItem.objects, job_id, round_number, worker, hopeless=_HOPELESS)
    if item is None:
        return False
    try:
        _finish(item, worker, _printed(item))
    except Refused as reason:
        jobs.fail(item, worker, str(reason))
    except Error:
        raise
    except Exception:
        log.exception("bulk job %d, report %d", job_id, item.position)
        jobs.fail(item, worker, f"没有生成成功，原因已记入后台日志（任务{job_id}第{item.position}份）。"
                            "请先重试，仍不成功时请联系管理员。")  # fmt: skip
    settle(job_id)
    return True


def _printed(item: BulkItem) -> _Print:
    """Return the report as it is now, in every form that the job asks for; raise Refused."""
    try:
        report, document = _read(item)
    except Http404:
        raise Refused("现在看不到这份报告：机关已不归本账号督办，或账号已停用。") from None
    if report.status not in item.job.states:
        raise Refused(f"报告现在是“{report.get_status_display()}”，不在所选的状态里。")
    try:
        return _Print(report, {form: _made(form, report, document) for form in item.job.forms})
    except MissingGlyphs as missing:
        raise Refused(str(missing)[:500]) from None


def _made(form: str, report: Report, document: Document | None) -> bytes:
    return archive_package(report) if form == PACKAGE else FORMS[form].bytes_of(document)


def _read(item: BulkItem) -> tuple[Report, Document | None]:
    """Return the report and its content, both of one revision; a package has what was published."""
    while True:
        report = access.report_to_print(item.job.by, item.report_id)
        if item.job.forms == [PACKAGE]:
            return report, None
        document = report.document()
        # A clerk may have saved between our queries.
        if Report.objects.filter(pk=report.pk, revision=report.revision).exists():
            return report, document


@transaction.atomic
def _finish(item: BulkItem, worker: Worker, made: _Print) -> None:
    """Keep the files, all or none, unless another has taken the report up since."""
    report = made.report
    facts = {"revision": report.revision, "status": report.status, "title": report.title}
    if jobs.finish(item, worker, **facts):
        BulkFile.objects.bulk_create(
            BulkFile(item=item, form=form, size=len(content), content=content)
            for form, content in made.files.items()
        )


@transaction.atomic
def settle(job_id: int) -> None:
    """Finish a running job that has nothing more to do, and tell its maker, once."""
    if jobs.finish_job(BulkJob.objects, job_id):
        job = BulkJob.objects.select_related("by").get(pk=job_id)
        failed = job.items.filter(state=State.FAILED).count()
        text = f"{job.year}年度报告批量导出已完成，可以下载。"
        text += f"有{failed}份没有生成。" if failed else ""
        notices.tell([job.by], text, reverse("bulk_job", args=[job_id]))
