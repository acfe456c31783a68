"""From which address the present request comes; commands and tasks have none."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_address: ContextVar[str | None] = ContextVar("address", default=None)


def address() -> str | None:
    """Return the address of whoever acts now, None outside a request."""
    return _address.get()


@contextmanager
def acting_from(where: str | None) -> Iterator[None]:
    """Have everything recorded inside say that it came from `where`."""
    token = _address.set(where)
    try:
        yield
    finally:
        _address.reset(token)
