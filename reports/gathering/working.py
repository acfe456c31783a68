"""Doing one step of one file after another: read it, take it as a report, put that back.

Each step ends in one transaction with its row, which names the attempt: a worker that was killed
leaves nothing half done, and one that was thought dead finishes nothing twice.
"""

import logging
import time

from django.db import Error, transaction
from django.http import Http404
from django.urls import reverse

from reports import access, history, jobs
from reports.importing import Reading, Scanned, Unreadable, keeping, read_guarded, rest
from reports.models import FormerName, GatheredContent, GatheredFile, Gathering, Report, Worker
from reports.models.background.gathering import Standing
from reports.oversight import notices
from reports.refusals import Refused
from reports.rules import check, with_blanks_together
from reports.workflow import moves
from reports.writing import editing, intake

from .matching import Directory, dated, match

_HOPELESS = f"处理时后台进程中断了{jobs.MOST_ATTEMPTS}次，没有再试。请用办公软件打开这个文件、另存后再上传。"
_NO_REPORT = "没有读到年报的内容：既没有认出各部分的标题，也没有认出三张表。"
# Figures seen in a picture go into a report only after somebody has looked at each.
_SCAN = "这是扫描件或照片（也可能只有几页是）：请在报告的“导入”页单独导入，对照原图逐格核对。"
_GONE = "现在不能导入这个机关的报告：机关已不归本账号督办，或账号已停用。"
_LONGEST_HOW = 500
_LONGEST_PAUSE = 1.0  # seconds between two reports that are taken
log = logging.getLogger(__name__)


def press_one(job_id: int, round_number: int, worker: Worker) -> bool:
    """Do the next step of a lot; return False where there is none to do now.

    A file that cannot be read stops no other. A database that does not answer is an error of its
    own: the file is not to blame and stays claimed.
    """
    files = GatheredFile.objects.defer("reading", "findings")
    file = jobs.claim(files, job_id, round_number, worker, hopeless=_HOPELESS)
    if file is None:
        rest()
        return False
    begun = time.monotonic()
    try:
        _STEPS[file.step](file, worker)
    except Refused as reason:
        jobs.fail(file, worker, str(reason))
    except Http404:
        jobs.fail(file, worker, _GONE)
    except Error:
        raise
    except Exception:
        log.exception("lot %d, file %d", job_id, file.position)
        jobs.fail(file, worker, f"没有处理成功，原因已记入后台日志（批次{job_id}第{file.position}个文件）。"
                                "请先重试，仍不成功时请联系管理员。")  # fmt: skip
    settle(job_id)
    if file.step != GatheredFile.Step.READ:
        # All of it is writing: without a pause nobody else would have a turn to write on SQLite.
        time.sleep(min(2 * (time.monotonic() - begun), _LONGEST_PAUSE))
    return True


def _read(file: GatheredFile, worker: Worker) -> None:
    content = GatheredContent.objects.values_list("content", flat=True).get(file=file)
    try:
        reading = read_guarded(bytes(content), file.path.rsplit("/", 1)[-1], of_many=True)
    except Scanned:
        raise Unreadable(_SCAN) from None
    if not reading.found:
        raise Unreadable(_NO_REPORT)
    findings = check(reading.document)
    told = with_blanks_together(findings, reading.document.edition)
    found = {"findings": [finding.to_json() for finding in findings], "found": len(told)}
    # Kept whole or not at all; the row is this worker's still, or another's result stands.
    jobs.finish(file, worker, **found, **_about(reading), **_aimed(file, reading))


def _about(reading: Reading) -> dict:
    states = [got.state for got in reading.cells.values()]
    return {
        "reading": keeping.to_json(reading),
        "edition": reading.document.edition_id,
        "sure": states.count("sure"),
        "doubtful": states.count("unsure"),
        "blank": states.count("missing"),
    }


def _aimed(file: GatheredFile, reading: Reading) -> dict:
    """Return which report the file is, of the organs that its bringer supervises, and how sure that is."""
    organs = access.organs_supervised(file.job.by)
    rows = organs.values_list("pk", "name", "code", "type")
    former = FormerName.objects.filter(organ__in=organs.order_by().values("pk"))
    directory = Directory.of(rows, former.values_list("organ", "name"))
    found = match(directory, reading.document.organ, file.path)
    when = dated(reading, file.path)
    how = "；".join(filter(None, (found.how, when.how)))
    return {
        "organ": found.organ, "year": when.year, "certain": found.certain and when.certain,
        "how": how[:_LONGEST_HOW], "kind": found.kind,
    }  # fmt: skip


def _take(file: GatheredFile, worker: Worker) -> None:
    value = GatheredFile.objects.values_list("reading", flat=True).get(pk=file.pk)
    reading = keeping.from_json(value)
    if reading.is_of_pictures:
        raise Refused(_SCAN)
    pictures = intake.pictures_of(reading)  # takes its time, so before any row is locked
    by = file.job.by
    with transaction.atomic():
        if not jobs.held(file, worker).select_for_update().exists():
            return
        _must_be_settled(file)
        organ = access.organ_to_fill(by, file.organ_id)
        report = _report_for(file, organ, by)
        intake.fill(report, reading, file.path[-intake.LONGEST_NAME :], pictures, by=by)
        taken = report.revision
        if file.elsewhere:
            moves.register_elsewhere(report.pk, by=by, file=file.path)
        jobs.finish(file, worker, report=report, revision=taken)
        how = "（已在别处发布）" if file.elsewhere else ""
        detail = f"批量导入{file.job_id}{how}：{file.path}"
        history.note(history.Action.GATHERED, by=by, report=report, detail=detail)


def _must_be_settled(file: GatheredFile) -> None:
    """Refuse what somebody has unsettled since it was ready."""
    seen = GatheredFile.objects.with_standing().defer("reading", "findings").get(pk=file.pk)
    if seen.left_out or not seen.certain or None in (seen.organ_id, seen.year):
        raise Refused("这个文件的机关、年度现在没有确定，没有导入。")
    if seen.rival:
        raise Refused("同一机关同一年度还有另一个文件，没有导入。请选定用哪一个。")
    if seen.there:
        raise Refused(_THERE)


_THERE = "系统里已有这个机关这一年度的报告，没有导入，也没有改动它。"


def _report_for(file: GatheredFile, organ, by) -> Report:
    """Return the locked blank report that the file goes into, made where there is none."""
    report = access.report_to_fill(organ, file.year, file.kind)
    if report is None:
        return editing.create_report(organ, file.year, kind=file.kind, by=by)
    # Somebody may have begun to write before the row was locked.
    if Report.objects.written().filter(pk=report.pk).exists():
        raise Refused(_THERE)
    return report


def _to_empty(file: GatheredFile, by) -> Report:
    """Return the locked report that the file was taken into, as a draft again; raise Frozen."""
    report = access.report_taken(by, file.report)
    if file.elsewhere and report.status == Report.Status.ELSEWHERE:
        moves.undo_elsewhere(report.pk, by=by, file=file.path)
    return access.report_to_fill(report.organ, report.year, report.kind)


def _undo(file: GatheredFile, worker: Worker) -> None:
    by = file.job.by
    with transaction.atomic():
        if not jobs.held(file, worker).select_for_update().exists():
            return
        report = _to_empty(file, by)
        undone = intake.undo_in(report, file.revision, by=by)
        jobs.finish(file, worker, report=None, revision=None)
        detail = f"批量导入{file.job_id}：{file.path}，恢复{undone.restored}处"
        detail += f"，之后有人改过的{len(undone.kept)}处保持现状" if undone.kept else ""
        history.note(history.Action.GATHERING_UNDONE, by=by, report=report, detail=detail)


_STEPS = {
    GatheredFile.Step.READ: _read,
    GatheredFile.Step.TAKE: _take,
    GatheredFile.Step.UNDO: _undo,
}


@transaction.atomic
def settle(job_id: int) -> None:
    """Finish a running lot that has nothing more to do, and tell its maker, once."""
    if jobs.finish_job(Gathering.objects, job_id):
        lot = Gathering.objects.select_related("by").get(pk=job_id)
        counts = counted(lot)
        said = [f"{Standing(name).label}{n}个" for name, n in counts.items() if n]
        text = f"批量导入“{lot.name}”这一步已做完：{'，'.join(said)}。"
        notices.tell([lot.by], text, reverse("gathering", args=[job_id]))


def counted(lot: Gathering) -> dict[str, int]:
    """Return how many files of the lot stand how, in the order of Standing."""
    counts = dict.fromkeys(Standing.values, 0)
    for standing in lot.items.with_standing().order_by().values_list("standing", flat=True):
        counts[standing] += 1
    return counts
