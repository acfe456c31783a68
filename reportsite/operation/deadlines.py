"""A time limit for every request: what hangs is ended and told so, the others of its process go on.

A watchdog looks at the requests under way. What is over its time (settings.TIME_LIMITS, by name of
the address) has its database question broken off and TookTooLong raised in its thread; transactions
roll back as with any other error. A thread that hears nothing of it, in a foreign call that waits
for ever, is answered for, and its process is replaced: it takes no more requests, ends those under
way, and goes.
"""

import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import connection, connections
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from reportsite.database.interrupting import break_off, raise_in

LOOK = 0.5  # seconds between two looks at what is under way
AGAIN = 5.0  # seconds until a thread that was told is told again: something swallowed it
DEAF = 10.0  # seconds after which a thread that was told is given up
LAST = 30.0  # seconds that the others of a process that is given up have to end
log = logging.getLogger(__name__)
HEADING = "这一步用时太长，已经停止。"
REMEDY = "以前保存的内容都在。请过一会儿再试；内容特别多的，请分成几部分。"
_ANSWER = (
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nCache-Control: no-store\r\n"
    "Content-Type: {type}; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
)


class TookTooLong(BaseException):
    """Raised in a thread whose request is over its time; no error that anybody may swallow."""


class Cut(OSError):
    """The rest of an answer took too long: the connection ends where it is."""


class _UnderWay:
    """A request, or a piece of its answer, in the thread that makes it."""

    def __init__(self, request: HttpRequest):
        self.request, self.since = request, time.monotonic()
        self.thread, self.connection = threading.get_ident(), connections["default"]
        self.lock, self.over = threading.RLock(), False
        self.told, self.told_again = 0.0, float("-inf")

    def limit(self) -> float:
        """Return how many seconds it may take."""
        limits = settings.TIME_LIMITS
        return limits.get(_route(self.request), limits[""])

    def end(self) -> None:
        """Note that it is over: from now on nothing is raised in its thread any more."""
        self.over = True
        with self.lock:  # whoever is telling it has done so
            if self.told:
                raise_in(self.thread, None)
        _under_way.pop(id(self), None)

    def tell(self) -> None:
        """Break off what it asks of the database, and raise TookTooLong in its thread."""
        with self.lock:
            if self.over:
                return
            self.told_again = time.monotonic()
            self.told = self.told or self.told_again
            raise_in(self.thread, TookTooLong)
            break_off(self.connection)


_under_way: dict[int, _UnderWay] = {}
_watching: list[int] = []  # the process whose watchdog runs: a fork has its own


def _watch() -> None:
    while True:
        time.sleep(LOOK)
        for one in list(_under_way.values()):
            try:
                _look_at(one)
            except Exception:
                log.exception("watchdog")


def _look_at(one: _UnderWay) -> None:
    late = time.monotonic() - one.since - one.limit()
    if late < 0:
        return
    now = time.monotonic()
    if one.told and now - one.told > DEAF:
        _give_up(one)
    elif now - one.told_again > AGAIN:
        one.tell()


def _give_up(one: _UnderWay) -> None:
    """Answer for a thread that hears nothing, and replace the process: gunicorn starts another."""
    with one.lock:
        _under_way.pop(id(one), None)
        if one.over:
            return
        log.error(
            "a request hangs beyond recall: this process ends", extra={"route": _route(one.request)}
        )
        _answer_for(one.request)
    os.kill(os.getpid(), signal.SIGTERM)
    ending = threading.Timer(LAST, os._exit, (os.EX_TEMPFAIL,))
    ending.daemon = True
    ending.start()


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _answer_for(request: HttpRequest) -> None:
    sock = request.META.get("gunicorn.socket")
    if sock is None:
        return
    answer = import_string(settings.PROBLEM_PAGE)(request, 503, HEADING, REMEDY)
    head = _ANSWER.format(type=answer["Content-Type"].split(";")[0], length=len(answer.content))
    with suppress(OSError):
        sock.sendall(head.encode() + answer.content)
        sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _watched(request: HttpRequest) -> Iterator[_UnderWay]:
    one = _UnderWay(request)
    _under_way[id(one)] = one
    if os.getpid() not in _watching:
        _watching[:] = [os.getpid()]
        threading.Thread(target=_watch, daemon=True, name="deadlines").start()
    try:
        yield one
    finally:
        one.end()


class TimeLimit:
    """Ends a request that is over its time with a 503 and a sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or the sentence."""
        one = None
        try:
            with _watched(request) as one:
                response = self.get_response(request)
            # A question that was broken off looks like a failure of the database.
            if not (one.told and response.status_code >= 500):
                return self._in_time(request, response)
        except TookTooLong:
            _end_for_certain(one)
        log.error("a request took too long", extra={"route": _route(request)})
        # Who knows in the middle of what it was interrupted.
        connection.close()
        answer = import_string(settings.PROBLEM_PAGE)(request, 503, HEADING, REMEDY)
        answer["Retry-After"] = "30"
        return answer

    def _in_time(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming and not getattr(response, "file_to_stream", None):
            response.streaming_content = _pieces(request, response.streaming_content)
        return response


def _end_for_certain(one: _UnderWay | None) -> None:
    if one is not None:
        one.end()


def _pieces(request: HttpRequest, content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces of an answer, none of which may take longer than a request."""
    pieces = iter(content)
    while True:
        try:
            with _watched(request):
                piece = next(pieces, None)
        except TookTooLong:
            connection.close()
            log.error("an answer took too long: cut", extra={"route": _route(request)})
            raise Cut(errno.EPIPE, "the answer was cut") from None
        if piece is None:
            return
        yield piece
