"""A lot as its bringer sees it: the files of a standing, one file, a workbook of all."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from django.core.paginator import Page, Paginator

from reports import access
from reports.importing import Reading, keeping
from reports.models import GatheredFile, Gathering
from reports.models.background.gathering import Standing
from reports.rendering.office.lists import Sheet, lists_xlsx
from reports.rules import SEVERITIES, SEVERITY_NAMES, Finding

from .correcting import AT_REST
from .sheets import Checked, details_of
from .versions import told_apart
from .working import counted

PAGE = 50
DOUBTFUL = "doubtful"  # asked for as a standing is: files at rest with figures to be looked at
_HEAD = [
    "序号", "文件", "状态", "机关", "年度", "依据", "模板", "有把握", "待核对", "空白", *SEVERITY_NAMES.values(),
    "说明", "导入到的报告",
]  # fmt: skip


def lots_of(user) -> list[Gathering]:
    """Return the person's newest lots, each with `counts`: how many files stand how, in words."""
    lots = list(access.gatherings_of(user).order_by("-pk")[:30])
    for lot in lots:
        lot.counts = [(Standing(name).label, n) for name, n in counted(lot).items() if n]
    return lots


def page_of_files(lot: Gathering, standing: str, page: int) -> Page:
    """Return a page of the lot's files, those of one standing or DOUBTFUL or all.

    Each has its `note`, and `versions`: sentences that set it apart from others for the same report.
    """
    files = lot.items.with_standing().defer("reading", "findings").select_related("organ", "report")
    order = ["position"]
    if standing == DOUBTFUL:
        files = files.filter(standing__in=AT_REST, doubtful__gt=0)
    elif standing:
        files = files.filter(standing=standing)
    if standing == Standing.OPEN:
        order = ["organ__name", "year", "position"]  # what is to be chosen from stands together
    found = Paginator(files.order_by(*order), PAGE).get_page(page)
    versions = told_apart(lot, [f for f in found.object_list if f.standing == Standing.OPEN])
    for file in found.object_list:
        file.note, file.versions = note_of(file), versions.get(file.pk, [])
        file.status = Standing(file.standing).label
        file.may_settle = file.standing in (Standing.OPEN, Standing.READY, Standing.LEFT)
    return found


def doubtful_of(lot: Gathering) -> int:
    """Return how many files of the lot are DOUBTFUL."""
    return lot.items.with_standing().filter(standing__in=AT_REST, doubtful__gt=0).count()


def note_of(file: GatheredFile) -> str:
    """Return the sentence that says what is in a file's way, empty where nothing is."""
    if file.error:
        return file.error
    if file.standing != Standing.OPEN:
        return ""
    if file.organ_id is None or file.year is None or not file.certain:
        return "请确定机关和年度。"
    if file.there:
        return "系统里已有这个机关这一年度的报告，不会改动它。这个文件请勾“不导入”。"
    return "同一机关同一年度有几个文件，请选定用哪一个。" if file.rival else ""


def reading_of(file: GatheredFile) -> Reading | None:
    """Return what was read of the file, None where nothing was."""
    return keeping.from_json(file.reading) if file.reading else None


def findings_of(file: GatheredFile) -> list[Finding]:
    """Return what the rules find in what was read."""
    return [Finding.from_json(value) for value in file.findings]


def workbook(lot: Gathering) -> bytes:
    """Return the workbook of a lot: its files, what is to be looked at, every finding."""
    checked = _Checked(lot)
    files = Sheet("文件", _HEAD, _rows(lot), (6, 44, 10, 30, 8, 50))
    return lists_xlsx([files, *details_of(checked)])


def _rows(lot: Gathering) -> Iterator[list]:
    files = lot.items.with_standing().defer("reading").select_related("organ", "report")
    for file in files.order_by("position").iterator(chunk_size=100):
        counts = [sum(f["severity"] == s for f in file.findings) for s in SEVERITIES]
        read = file.edition != ""
        yield [
            file.position, file.path, Standing(file.standing).label, file.organ and file.organ.name,
            file.year, file.how, file.edition or None,
            *((file.sure, file.doubtful, file.blank, *counts) if read else [None] * 6),
            note_of(file), file.report and file.report.title,
        ]  # fmt: skip


class _Checked:
    """The lot's files that were read, fetched anew for each list: not all in memory at once."""

    def __init__(self, lot: Gathering):
        self.lot = lot

    def __iter__(self) -> Iterator[Checked]:
        files = self.lot.items.filter(reading__isnull=False).select_related("organ")
        for file in files.order_by("position").iterator(chunk_size=20):
            reading = reading_of(file)
            document = reading.document
            about = {"organ": file.organ.name if file.organ else document.organ}
            named = replace(document, **about, year=file.year or document.year)
            yield Checked(file.path, named, reading.notices, tuple(findings_of(file)))


def last_day(lot: Gathering, days: int) -> datetime.datetime:
    """Return until when a lot is kept."""
    return lot.created_at + datetime.timedelta(days=days)
