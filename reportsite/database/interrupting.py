"""Stopping from outside what another thread does; knows nobody's reasons."""

import ctypes
from contextlib import suppress


def raise_in(thread: int, kind: type[BaseException] | None) -> None:
    """Have an exception raised in a thread as soon as it runs Python again; None: take it back.

    Taking back what was never raised makes CPython look for it at every call from then on.
    """
    what = ctypes.py_object(kind) if kind else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def break_off(wrapper) -> None:
    """Have the database stop what it does for this connection; both drivers allow it from here."""
    asked = wrapper.connection
    with suppress(Exception):  # it may end, or be closed, at this very moment
        if wrapper.vendor == "sqlite":
            asked.interrupt()
        elif asked is not None:
            asked.cancel_safe(timeout=2)
