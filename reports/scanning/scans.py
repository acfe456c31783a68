"""A scan from bringing it to the look at what was read."""

import datetime
import logging

from django.db import Error, transaction
from django.db.models.functions import Now
from django.urls import reverse

from reports import access, jobs
from reports.importing import Reading, Unreadable, read_guarded, read_page, seen_json
from reports.models import Organ, Report, Scan, ScanFile, ScanPage, Worker
from reports.oversight import notices
from reports.refusals import Refused
from reports.writing import intake

State = ScanPage.State
NO_REPORT = (
    "没有读到年报的内容：既没有认出各部分的标题，也没有认出三张表。请检查是否选错了文件，图片是否清楚。"
)
_HOPELESS = f"识别时后台进程中断了{jobs.MOST_ATTEMPTS}次，没有再试。"
_FAILED = "第{}页没有识别成功，原因已记入后台日志。请重试，仍不成功时请联系管理员。"
log = logging.getLogger(__name__)


@transaction.atomic
def create(
    files: list[bytes], pages: list[tuple[int, int]], count: int, name: str, *, by,
    organ: Organ | None = None, year: int | None = None, kind: str = Report.Kind.MAIN,
) -> Scan:  # fmt: skip
    """Store what is to be read: `pages` as (number of a file, page in it), of `count` pages in all.

    What `by` had brought before is gone. Raise access.Frozen when the report is handed in.
    """
    if organ and (report := access.report_of(by, organ.pk, year, kind)):
        access.report_to_edit(by, report.pk)
    discard(by=by)
    scan = Scan.objects.create(
        by=by, name=name[-intake.LONGEST_NAME :], organ=organ, year=year, kind=kind, count=count
    )
    stored = [ScanFile(scan=scan, position=n, content=content) for n, content in enumerate(files)]
    for one in stored:
        one.save()
    ScanPage.objects.bulk_create(
        ScanPage(job=scan, position=n, file=stored[file], page=page)
        for n, (file, page) in enumerate(pages)
    )
    return scan


def scan_of(by) -> Scan | None:
    """Return the scan that `by` has brought and that is not laid down yet, if there is one."""
    return Scan.objects.filter(by=by).first()


@transaction.atomic
def discard(*, by) -> None:
    """Forget the scan that `by` has brought, if there is one."""
    Scan.objects.filter(by=by).delete()


@transaction.atomic
def retry(*, by) -> Scan:
    """Let the pages that could not be read be tried again; raise Refused where there are none."""
    scan = Scan.objects.select_for_update().filter(by=by).first()
    failed = scan.items.filter(state=State.FAILED) if scan else ScanPage.objects.none()
    if not failed.update(state=State.WAITING, attempts=0, error="", finished_at=None):
        raise Refused("没有需要重试的页。")
    Scan.objects.filter(pk=scan.pk).update(state=Scan.State.RUNNING, error="", finished_at=None)
    return scan


def begin_round(job_id: int, after: int | None = None) -> jobs.Round | None:
    """Begin the next round of a running scan, as `jobs.begin_round` does."""
    return jobs.begin_round(Scan.objects, job_id, after)


def stranded_jobs() -> list[tuple[int, int]]:
    """Return id and round of each running scan with work to do on which nothing moves."""
    return jobs.stranded(Scan.objects)


def unsettled_jobs() -> list[int]:
    """Return the ids of running scans that have nothing more to do: nobody could say so."""
    return jobs.unsettled(Scan.objects)


def press_one(job_id: int, round_number: int, worker: Worker) -> bool:
    """Read the next page of a scan; return False where there is none to read now."""
    pages = ScanPage.objects.defer("seen")
    page = jobs.claim(pages, job_id, round_number, worker, hopeless=_HOPELESS)
    if page is None:
        return False
    try:
        content = ScanFile.objects.values_list("content", flat=True).get(pk=page.file_id)
        jobs.finish(page, worker, seen=read_page(bytes(content), page.page))
    except Refused as reason:
        jobs.fail(page, worker, str(reason))
    except ScanFile.DoesNotExist:
        return False  # forgotten while it was in hand
    except Error:
        raise
    except Exception:
        log.exception("scan %d, page %d", job_id, page.position)
        jobs.fail(page, worker, _FAILED.format(page.position + 1))
    settle(job_id)
    return True


def settle(job_id: int) -> None:
    """Lay a scan down to be looked at, all of whose pages are read or given up; once."""
    scan = Scan.objects.through().filter(pk=job_id).select_related("by", "organ").first()
    if scan is None:
        return
    try:
        reading, error = _reading(scan), ""
    except Refused as reason:
        reading, error = None, str(reason)
    with transaction.atomic():
        if not jobs.finish_job(Scan.objects, job_id):
            return
        if reading:
            error = _laid_down(scan, reading)
        Scan.objects.filter(pk=job_id).update(error=error[:500])
        _tell(scan, reading, error)
        if not error:
            Scan.objects.filter(pk=job_id).delete()


def _tell(scan: Scan, reading: Reading | None, error: str) -> None:
    """Tell whoever brought the scan, and may have left the page, that it is through."""
    if error or reading is None:
        text = f"扫描件“{scan.name}”没有读成：{error}"
        notices.tell([scan.by], text, reverse("import_scan"))
        return
    seen = sum(got.is_pictured for got in reading.cells.values())
    text = f"扫描件“{scan.name}”识别完了：有 {seen} 格从图片识别，对照原图核对后才能导入。"
    notices.tell([scan.by], text, reverse("import_look"))


def _laid_down(scan: Scan, reading: Reading) -> str:
    """Lay the reading down; return why that cannot be, empty where it could."""
    target = {"organ": scan.organ, "year": scan.year, "kind": scan.kind} if scan.organ else {}
    try:
        with transaction.atomic():
            intake.stage(reading, scan.name, by=scan.by, **target)
    except Refused as reason:
        return str(reason)
    return ""


def _reading(scan: Scan) -> Reading:
    """Return what all pages say together; raise Unreadable."""
    seen = scan.items.filter(state=State.DONE).values_list("position", "page", "seen")
    files = [bytes(content) for content in scan.files.values_list("content", flat=True)]
    if not seen:
        raise Unreadable(scan.items.order_by("position").values_list("error", flat=True)[0])
    # Of one file the pages keep their numbers; of several each picture is the next page.
    alone = len(files) == 1
    pages = [page | {"number": at if alone else position} for position, at, page in seen]
    content = files[0] if alone else b""
    reading = read_guarded(content, scan.name, year=scan.year, seen=seen_json(pages, scan.count))
    if not reading.found:
        raise Unreadable(NO_REPORT)
    return reading


def clear(days: int) -> int:
    """Delete the scans older than so many days; return how many."""
    old = Scan.objects.filter(created_at__lt=Now() - datetime.timedelta(days=days))
    return old.delete()[1].get("reports.Scan", 0)
