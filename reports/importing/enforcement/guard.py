"""Reading the statistics in a process of its own, within limits of time and memory."""

from ..apart.guard import LARGEST, SECONDS, answer_apart
from ..values import Unreadable
from .values import Statistics

_WORKER = "reports.importing.enforcement.process"
_TOO_LARGE = "文件超过20MB，不像行政执法统计年报，没有读入。"


def read_statistics_guarded(content: bytes, name: str = "") -> Statistics:
    """Return what a file tells of licences, penalties and coercion; raise Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(_TOO_LARGE)
    return Statistics.from_json(answer_apart(_WORKER, content, {"name": name}, SECONDS))
