"""The ZIP of a finished job, made while it is sent: never whole in memory or on disk."""

import datetime
import zipfile
from collections import Counter
from collections.abc import Iterator

from django.utils import timezone

from reports.archive import MANIFEST, Outlet, lot
from reports.models import BulkFile, BulkItem, BulkJob, Report
from reports.rendering.page.title_lines import download_name

from .archiving import FORMS, PACKAGE

LIST_NAME = "清单.csv"
LIST_HEAD = [
    "序号",
    "机关",
    "标题",
    "报告状态",
    "结果",
    "没有生成的原因",
    "修订号",
    "生成时间",
    "文件",
]
# These are packed already.
_PACKED = {"pdf", "archive", "ofd", "docx", "xlsx", PACKAGE}


def package_name(job: BulkJob) -> str:
    """Return the file name of the ZIP."""
    where = f"{job.under.name}-" if job.under else ""
    return download_name(f"{where}{job.year}年度报告-批量导出{job.pk}", ".zip")


def listing(job: BulkJob) -> Iterator[list]:
    """Yield a line for every report of the job: what became of it, and why not."""
    captions, names = dict(Report.Status.choices), _names(job)
    for item in _items(job):
        files = [names[item.pk, form] for form in job.forms if (item.pk, form) in names]
        made = item.state == BulkItem.State.DONE
        at = f"{timezone.localtime(item.finished_at):%Y-%m-%d %H:%M:%S}" if made else ""
        yield [
            item.position, item.report.organ.name, item.title or item.report.title,
            captions.get(item.status or item.report.status), "已生成" if made else "未生成",
            item.error, item.revision if made else "", at, "；".join(files),
        ]  # fmt: skip


def packed(job: BulkJob, told: str) -> Iterator[bytes]:
    """Yield the ZIP of the job piece by piece; `told` is the text of its list.

    Where archive packages are in it, it is one that verify_archive checks to the last byte.
    """
    if PACKAGE in job.forms:
        yield from lot((name, content) for name, content, *_ in _parts(job, told))
        return
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:
        for name, content, at, form in _parts(job, told):
            archive.writestr(_entry(name, at, form), content)
            yield outlet.taken()
    yield outlet.taken()


def _parts(job: BulkJob, told: str) -> Iterator[tuple[str, bytes, datetime.datetime, str]]:
    """Yield each file of the job: its name, its content, when it was made, its form."""
    yield LIST_NAME, told.encode(), job.finished_at, "csv"
    times = dict(job.items.values_list("pk", "finished_at"))
    for (item, form), name in _names(job).items():
        # One at a time: a cursor over all of them would be copied whole by PostgreSQL.
        content = BulkFile.objects.values_list("content", flat=True).get(item=item, form=form)
        yield name, bytes(content), times[item], form


def _entry(name: str, at, form: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if form in _PACKED else zipfile.ZIP_DEFLATED
    return entry


def _items(job: BulkJob):
    return job.items.select_related("report__organ").order_by("position")


def _names(job: BulkJob) -> dict[tuple[int, str], str]:
    """Return the name in the ZIP of each report (id of its item) and form.

    Several forms lie in a folder each. No name is used twice, also where capitals do not count.
    """
    used: Counter[str] = Counter([LIST_NAME, MANIFEST])
    names = {}
    for item in _items(job).filter(state=BulkItem.State.DONE):
        for form in job.forms:
            folder = f"{FORMS[form].caption}/" if len(job.forms) > 1 else ""
            name = folder + file_name(item.report.organ.name, item.title, FORMS[form].suffix)
            names[item.pk, form] = _unused(name, FORMS[form].suffix, used)
    return names


def file_name(organ: str, title: str, suffix: str) -> str:
    """Return the name of a report's file: organ and title, nothing that a path could hide in."""
    name = title if organ in title else f"{organ} {title}"
    visible = "".join(character for character in name if character.isprintable())
    return download_name(visible, suffix)


def _unused(name: str, suffix: str, used: Counter[str]) -> str:
    """Return the name, numbered where another file is called so already."""
    stem = name.removesuffix(suffix)
    while used[name.casefold()]:
        used[stem.casefold()] += 1
        name = f"{stem}（{used[stem.casefold()] + 1}）{suffix}"
    used[name.casefold()] += 1
    return name
