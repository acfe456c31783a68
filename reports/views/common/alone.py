"""Reading files one at a time for each who brings them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from reports.refusals import Refused

# Longer than a guarded reading can take, in seconds.
_READING = 60


@contextmanager
def alone(who: object) -> Iterator[None]:
    """Refuse a second file of `who` while the first is being read."""
    key = f"importing:{who}".replace(" ", "-")
    if not cache.add(key, True, _READING):
        raise Refused("上一份文件还在读取，请等它读完再导入下一份。", 429)
    try:
        yield
    finally:
        cache.delete(key)
