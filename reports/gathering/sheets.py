"""What was read of many files, as lists for a workbook: files, what to look at, findings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.document import Document
from reports.importing import Notice
from reports.rendering.office.lists import Sheet
from reports.rules import SEVERITIES, SEVERITY_NAMES, Finding, place_of, with_blanks_together

FILE_HEAD = [
    "文件",
    "机关",
    "年度",
    "模板",
    "已填",
    "空白",
    *SEVERITY_NAMES.values(),
    "没有读入的原因",
]
NOTICE_HEAD = ["文件", "位置", "读到的文字", "说明"]
FINDING_HEAD = ["文件", "机关", "年度", "级别", "位置", "问题", "依据", "编号"]


@dataclass(frozen=True)
class Checked:
    """A file as read and checked; without a document, `refusal` says why."""

    name: str
    document: Document | None
    notices: tuple[Notice, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusal: str = ""


def lists_of(files: list[Checked]) -> list[Sheet]:
    """Return the lists of a workbook about `files`."""
    return [Sheet("报告", FILE_HEAD, map(_file_row, files), (44, 30)), *details_of(files)]


def details_of(files: Iterable[Checked]) -> list[Sheet]:
    """Return the lists of what to look at in the files, and of what was found wrong.

    `files` are gone through for each list.
    """
    return [
        Sheet("读取说明", NOTICE_HEAD, _notice_rows(files), (44, 30, 30, 80)),
        Sheet("问题", FINDING_HEAD, _finding_rows(files), (44, 30, 8, 8, 30, 80, 30, 24)),
    ]


def _file_row(file: Checked) -> list:
    if file.document is None:
        return [file.name, *[None] * (len(FILE_HEAD) - 2), file.refusal]
    document = file.document
    counts = [sum(f.severity == s for f in file.findings) for s in SEVERITIES]
    blank = len(document.edition.cells) - document.answered
    about = [document.organ, document.year, document.edition.caption]
    return [file.name, *about, document.answered, blank, *counts, ""]


def _notice_rows(files: Iterable[Checked]) -> Iterator[list]:
    for file in files:
        for notice in file.notices:
            yield [file.name, notice.where, notice.read, notice.message]


def _finding_rows(files: Iterable[Checked]) -> Iterator[list]:
    for file in files:
        if (document := file.document) is None:
            continue
        for found in with_blanks_together(file.findings, document.edition):
            where = place_of(found, document.edition)
            about = [file.name, document.organ, document.year, SEVERITY_NAMES[found.severity]]
            yield [*about, where, found.message, found.source, found.id]
