"""Reading in a process of its own: what a file does to it, it does not do to the server."""

import json
import logging
import struct
import subprocess
import sys
from pathlib import Path

from .sending import reading_from
from .values import Reading, Unreadable

_log = logging.getLogger(__name__)
SECONDS = 20
MEMORY = 512 * 1024 * 1024
LARGEST = 20 * 1024 * 1024  # bytes of a file; what is larger is refused unread
_ROOT = Path(__file__).resolve().parents[2]
TOO_LARGE = "文件超过20MB，不像一份年度报告，没有读入。"
_TOO_SLOW = "文件在20秒内没有读完，已停止。请另存为简单的格式（如 DOCX、XLSX）后再试。"
_BROKEN = "文件无法读取：内容损坏，或者展开后过大。请用办公软件打开、另存后再试。"


def read_guarded(content: bytes, name: str = "", *, year: int | None = None) -> Reading:
    """Read as `read` does, in a fresh process with limits of time and memory; raise Unreadable.

    A fresh interpreter, not a fork: a fork of a server with threads may inherit a locked lock.
    """
    if len(content) > LARGEST:
        raise Unreadable(TOO_LARGE)
    asked = json.dumps({"name": name, "year": year}).encode()
    answer = _answer(struct.pack(">I", len(asked)) + asked + content)
    if "refusal" in answer:
        raise Unreadable(answer["refusal"])
    return reading_from(answer)


def _answer(request: bytes) -> dict:
    # -X utf8 and no user site: the same answer wherever the server was started.
    command = [sys.executable, "-s", "-X", "utf8", "-m", "reports.importing.worker"]
    try:
        # The file is not trusted, so the child sees none of the server's secrets.
        done = subprocess.run(
            command, input=request, capture_output=True, timeout=SECONDS, cwd=_ROOT, check=False,
            env={"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_SLOW) from None
    try:
        return json.loads(done.stdout)
    except ValueError:
        _log.warning("reading failed with %s: %s", done.returncode, done.stderr[-2000:].decode())
        raise Unreadable(_BROKEN) from None
