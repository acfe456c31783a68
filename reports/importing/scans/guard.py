"""Reading pictures of pages from the server: whether it can be done here, and one page at a time."""

import json
import logging
import os
import struct
from importlib.util import find_spec

from reports.guarded import TooSlow, apart

from ..values import Unreadable

SECONDS = 90  # of a clock for a page, on a busy machine
_SETTING = "SCANS"
_OFF = ("off", "0", "no", "false", "none")
_NEEDED = ("rapidocr", "onnxruntime", "cv2")
_PROCESS = "reports.importing.scans.page_process"
LACKING = (
    "这是扫描件或照片，没有文字层。请用原来的 Word 文件，或者手工填写"
    "（服务器上装了文字识别就能直接读，请告诉管理员：pip install -r requirements-ocr.txt）。"
)
_FAILED = "第{}页没有识别成功：图片损坏、过大，或者花的时间太长。请重新扫描这一页。"
_log = logging.getLogger(__name__)


def can_read() -> bool:
    """Whether the libraries of requirements-ocr.txt are installed and SCANS is not `off`."""
    if os.environ.get(_SETTING, "").strip().lower() in _OFF:
        return False
    return all(find_spec(name) for name in _NEEDED)


def read_page(content: bytes, number: int) -> dict:
    """Return what is seen on page `number` of a file, as JSON; raise Unreadable.

    In a process of its own, one at a time in the process that asks: none has the network.
    """
    asked = json.dumps({"page": number}).encode()
    try:
        answer, complaints = apart(
            _PROCESS, struct.pack(">I", len(asked)) + asked + content, seconds=SECONDS
        )
        told = json.loads(answer)
    except TooSlow:
        raise Unreadable(_FAILED.format(number + 1)) from None
    except ValueError:
        _log.warning("reading a picture failed: %s", complaints)
        raise Unreadable(_FAILED.format(number + 1)) from None
    if "refusal" in told:
        raise Unreadable(f"第{number + 1}页：{told['refusal']}")
    return told
