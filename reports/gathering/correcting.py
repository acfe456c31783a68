"""A file's figures put right before it is taken, and its source to look at beside them."""

import base64
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.http import Http404

from reports import access, history
from reports.document import format_figure
from reports.importing import Reading, keeping, show_guarded
from reports.models import GatheredFile
from reports.models.background.gathering import Standing
from reports.refusals import Refused
from reports.rules import check, with_blanks_together

AT_REST = (Standing.OPEN, Standing.READY, Standing.LEFT)
_slots, _WAIT = threading.BoundedSemaphore(2), 20  # sources opened at once; seconds to wait for a place
_BUSY = "正在打开的原文太多，请稍等几秒再试。"
_PLACES = 12  # places named in the audit


class Kept(NamedTuple):
    """How many figures a person changed, and how many they found right."""

    changed: int
    looked: int


def may_correct(file: GatheredFile) -> bool:
    """Whether figures of the file (with its standing) can be put right now."""
    return file.standing in AT_REST and file.reading is not None


@transaction.atomic
def correct(
    job_id: int,
    file_id: int,
    typed: Mapping[str, Decimal | None],
    looked: Collection[str] = (),
    *,
    by,
) -> Kept:
    """Keep the figures that a person put right, and those `looked` at and found right; return how many.

    Only a doubtful figure is looked at, as it was read. Raise Http404, Refused.
    """
    file = _locked(job_id, file_id, by)
    reading = keeping.from_json(file.reading)
    changed = {c: v for c, v in typed.items() if c in reading.cells and reading.cells[c].value != v}
    right = (keeping.doubtful(reading) & set(looked)) - set(changed)
    if not changed and not right:
        return Kept(0, 0)
    before = dict(file.corrected)
    for cell in (*changed, *right):
        got = reading.cells[cell]
        before.setdefault(cell, [got.state, format_figure(got.value)])
    same = {cell: reading.cells[cell].value for cell in right}
    _keep(file, keeping.settled(reading, changed | same, right), before)
    told = [f"改正{len(changed)}格：{_named(reading, changed)}"] if changed else []
    told += [f"核对{len(right)}格：{_placed(reading, right)}"] if right else []
    _note(file, by, "；".join(told))
    return Kept(len(changed), len(right))


@transaction.atomic
def restore(job_id: int, file_id: int, *, by) -> int:
    """Put back every figure as it was read; return how many. Http404, Refused."""
    file = _locked(job_id, file_id, by)
    if not file.corrected:
        raise Refused("这个文件没有改正过、核对过的数字。")
    reading = keeping.from_json(file.reading)
    cells = dict(reading.cells)
    for cell, (state, text) in file.corrected.items():
        value = Decimal(text) if text else None
        cells[cell] = replace(cells[cell], state=state, value=value)
    document = replace(reading.document, cells={c: got.value for c, got in cells.items()})
    count = len(file.corrected)
    _keep(file, replace(reading, document=document, cells=cells), {})
    _note(file, by, f"恢复读到的{count}格")
    return count


def _locked(job_id: int, file_id: int, by) -> GatheredFile:
    found = access.file_of(by, job_id, file_id)
    GatheredFile.objects.select_for_update().get(pk=found.pk)
    file = access.file_of(by, job_id, file_id)
    if not may_correct(file):
        raise Refused("这个文件正在处理、已经导入或者没有读入，现在不能改正。")
    return file


def _keep(file: GatheredFile, reading: Reading, before: dict) -> None:
    findings = check(reading.document)
    told = with_blanks_together(findings, reading.document.edition)
    states = [got.state for got in reading.cells.values()]
    GatheredFile.objects.filter(pk=file.pk).update(
        reading=keeping.to_json(reading),
        corrected=before,
        findings=[finding.to_json() for finding in findings],
        found=len(told),
        sure=states.count("sure"),
        doubtful=states.count("unsure"),
        blank=states.count("missing"),
    )


def _named(reading: Reading, changed: Mapping[str, Decimal | None]) -> str:
    edition = reading.document.edition
    told = [
        f"{edition.cells[cell].place} {format_figure(reading.cells[cell].value) or '空白'}→{format_figure(value) or '空白'}"
        for cell, value in list(changed.items())[:_PLACES]
    ]
    return "；".join(told) + ("等" if len(changed) > _PLACES else "")


def _placed(reading: Reading, cells: Collection[str]) -> str:
    edition = reading.document.edition
    told = [edition.cells[cell].place for cell in edition.cells if cell in cells]
    return "；".join(told[:_PLACES]) + ("等" if len(told) > _PLACES else "")


def _note(file: GatheredFile, by, detail: str) -> None:
    organ = file.organ or access.organs_supervised(by).first()
    told = f"批量导入{file.job_id}：{file.path}，{detail}"
    history.note(history.Action.GATHERED, by=by, organ=organ, detail=told)


def source_of(file: GatheredFile) -> dict:
    """Return what the file shows, as `show_guarded` does: its pages counted, or tables; Http404, Unreadable."""
    return _shown(file, None)


def page_of(file: GatheredFile, page: int) -> bytes:
    """Return the PNG of a page of the file; raise Http404, Unreadable, Refused."""
    shown = _shown(file, page)
    if "picture" not in shown:
        raise Http404
    return base64.b64decode(shown["picture"])


def _shown(file: GatheredFile, page: int | None) -> dict:
    content = access.content_of(file)
    if content is None:
        raise Http404
    with _slot():
        return show_guarded(content, page)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=_WAIT):
        raise Refused(_BUSY, 503)
    try:
        yield
    finally:
        _slots.release()
