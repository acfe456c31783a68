"""Reading in a process of its own: what a file does to it, it does not do to the server."""

import base64
import json
import logging
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from reports.guarded import TooSlow, apart
from reports.nursery import Nursery

from ..old_office import OLE, program
from ..old_office import SECONDS as OFFICE_SECONDS
from ..scans.guard import LACKING, can_read, read_page
from ..values import Notice, Reading, Scanned, Unreadable
from .sending import reading_from

_slots, _WAIT = threading.BoundedSemaphore(2), 8
_BUSY = "同时打开的旧格式文件太多，这份没有读。请稍后再试，或者另存为 DOCX、XLSX 后再导入。"
_log = logging.getLogger(__name__)
SECONDS = 20
_PATIENCE = 180  # seconds for the pages of one file that are pictures
LARGEST = 20 * 1024 * 1024  # bytes of a file; what is larger is refused unread
_WORKER, _SHOWER = "reports.importing.apart.reader_process", "reports.importing.apart.showing_process"
_nursery = Nursery(_WORKER)
TOO_LARGE = "文件超过20MB，不像一份年度报告，没有读入。"
_TOO_SLOW = "文件在{}秒内没有读完，已停止。请另存为简单的格式（如 DOCX、XLSX）后再试。"
# What an old office file begins with, also inside a letter.
_OLD = (OLE, base64.b64encode(OLE)[:10])
_SEEN = "数字是从图片识别的，可能有错：请对照原图逐格核对后再用。"
_BROKEN = "文件无法读取：内容损坏，或者展开后过大。请用办公软件打开、另存后再试。"


def read_whole(content: bytes, name: str = "", *, year: int | None = None) -> Reading:
    """Read one of many files as `read_guarded` does, pages that are pictures too, seconds each."""
    try:
        return read_guarded(content, name, year=year, of_many=True)
    except Scanned as scan:
        pages, end = [], time.monotonic() + _PATIENCE
        for number in scan.pages:
            # A page that cannot be read, or is not come to, is told of in the notices.
            with suppress(Unreadable):
                if time.monotonic() < end:
                    pages.append(read_page(content, number))
        reading = read_guarded(content, name, year=year, seen=seen_json(pages, scan.count))
        return replace(reading, notices=(Notice("图片", "", _SEEN), *reading.notices))


def rest() -> None:
    """End what `read_guarded` keeps ready for the next file of many."""
    _nursery.close()


def read_guarded(
    content: bytes, name: str = "", *, year: int | None = None, seen: dict | None = None,
    of_many: bool = False,
) -> Reading:  # fmt: skip
    """Read as `read` does, in a process apart with limits of time and memory; raise Unreadable.

    Where pages are pictures, raise Scanned if they can be read here; they are given as `seen`
    (`seen_json`) then. For one file `of_many` a process is kept ready, until `rest`.
    """
    try:
        return _read(content, name, year, seen, of_many)
    except Scanned as scan:
        if can_read():
            raise
        if len(scan.pages) == scan.count:
            raise Unreadable(LACKING) from None
    return _read(content, name, year, seen_json([], 0), of_many)


def seen_json(pages: list[dict], count: int) -> dict:
    """Return pages that were read from their pictures, of so many in all, as `read_guarded` takes them."""
    return {"count": count, "pages": pages}


def _read(
    content: bytes, name: str, year: int | None, seen: dict | None, of_many: bool
) -> Reading:
    if len(content) > LARGEST:
        raise Unreadable(TOO_LARGE)
    asked = {"name": name, "year": year, "seen": seen}
    answer = answer_apart(_WORKER, content, asked, SECONDS, by=_nursery if of_many else None)
    return reading_from(answer)


def answer_apart(
    worker: str, content: bytes, asked: dict[str, Any], seconds: int,
    heard: Callable[[str], None] | None = None, by: Nursery | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the module `worker` answers to a file and what is asked of it; raise Unreadable.

    What it is asked also names LibreOffice and a folder for it, where the file is an old one. `heard`
    is told every line that the worker says before its answer.
    """
    office = program() if any(sign in content for sign in _OLD) else ""
    with _slot() if office else nullcontext(), _folder(office) as folder:
        head = json.dumps(asked | {"office": office, "folder": folder}).encode()
        request = struct.pack(">I", len(head)) + head + content
        ask = by.answer if by else partial(apart, worker, heard=heard)
        answer = _answer(ask, request, OFFICE_SECONDS if office else seconds)
    if "scanned" in answer:
        pages, count = answer["scanned"]
        raise Scanned(answer["refusal"], tuple(pages), count)
    if "refusal" in answer:
        raise Unreadable(answer["refusal"])
    return answer


@contextmanager
def _slot() -> Iterator[None]:
    """Hold one of the places for LibreOffice, which takes more of the machine than a reader."""
    if not _slots.acquire(timeout=_WAIT):
        raise Unreadable(_BUSY)
    try:
        yield
    finally:
        _slots.release()


def _folder(office: str):
    """Where LibreOffice may write: thrown away here, for the process that uses it may be killed."""
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True) if office else nullcontext("")


def _answer(ask: Callable[..., tuple[bytes, str]], request: bytes, seconds: float) -> dict:
    try:
        answer, complaints = ask(request, seconds=seconds)
    except TooSlow:
        raise Unreadable(_TOO_SLOW.format(seconds)) from None
    try:
        return json.loads(answer)
    except ValueError:
        _log.warning("reading failed: %s", complaints)
        raise Unreadable(_BROKEN) from None


def show_guarded(content: bytes, page: int | None = None) -> dict:
    """Return what a file shows, read in a process apart; raise Unreadable.

    {"pages": count} of a PDF, {"picture": PNG in base64} of its `page`, else {"tables": …} as they
    stand in the file (showing_process).
    """
    if len(content) > LARGEST:
        raise Unreadable(TOO_LARGE)
    return answer_apart(_SHOWER, content, {"page": page}, SECONDS)
