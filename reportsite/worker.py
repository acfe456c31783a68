"""gunicorn's worker with threads, which no slow line holds up.

A thread is for a request that has arrived whole and for making its answer, not for waiting: the
worker's main loop collects every request, head and body, and sends what a slow reader has not taken
yet. What does not fit in memory lies in a temporary file. nginx in front does the same; without it,
eight clients on slow lines, or with bad intentions, would be all that two workers serve.
"""

import gc
import re
import selectors
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent import futures
from contextlib import suppress
from functools import partial

from gunicorn import util
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from . import balance

BLOCK = 64 * 1024
IN_MEMORY = 64 * 1024  # bytes of a request or an answer; with more it is in a file
LONGEST_HEAD = 256 * 1024  # more than gunicorn.conf.py lets in: gunicorn refuses it
# More is refused by its announcement (settings.LARGEST_REQUEST, LARGEST_LOT at LOTS_ADDRESSES).
LARGEST_BODY, LARGEST_LOT = 22 * 1024 * 1024, 62 * 1024 * 1024
MOST_WAITING = 64 * 1024 * 1024  # bytes of an answer that wait for its reader
HEAD_SECONDS = 15.0  # for a request's head to arrive
SLOWEST = 8 * 1024  # bytes a second that a body, or a reader, must make
SLOWEST_HOLDING = 256 * 1024  # and of an answer so long that a thread waits for its reader
STALL = 20.0  # seconds after which that is looked at
LINGER = 2.0  # seconds for the other end to hang up
LEFT = 0.003  # seconds that a new connection is left to a worker with less in hand
WARM = 10.0  # seconds that a worker makes itself ready before it takes requests as it is
_LOT = re.compile(rb"POST /(?:gatherings|parcels)/[ ?]")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)


class Queue:
    """Bytes that wait, first in, first out; many of them in a file."""

    def __init__(self):
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed by close)
        self._at = self._end = 0

    def __len__(self) -> int:
        return self._end - self._at

    def put(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._file.seek(self._end)
        self._end += self._file.write(data)

    def peek(self, most: int) -> bytes:
        """Return the first bytes; they stay."""
        self._file.seek(self._at)
        return self._file.read(most)

    def drop(self, count: int) -> None:
        """Take the first bytes away."""
        self._at += count
        if not len(self):
            self._file.seek(0)
            self._file.truncate()
            self._at = self._end = 0

    def close(self) -> None:
        """Forget everything."""
        self._file.close()


class Line:
    """What gunicorn's threads take for the socket: nothing on it waits for the other end.

    Reads give what has arrived; what cannot be sent at once is queued for the main loop.
    """

    def __init__(self, sock: socket.socket):
        self.sock, self.inbox, self.outbox = sock, Queue(), Queue()
        self.due = 0.0  # when the main loop gives it up
        self.wanted: int | None = (
            None  # bytes of the request that is arriving, once its head is here
        )
        self.moved = 0  # bytes since it was last given time
        self.timeout: float | None = None
        sock.setblocking(False)

    def __getattr__(self, name: str):
        return getattr(self.sock, name)

    # What threads may ask of a socket.

    def setblocking(self, flag) -> None:
        """Do nothing: it never blocks."""

    def gettimeout(self) -> float | None:
        """Return what was set."""
        return self.timeout

    def settimeout(self, seconds: float | None) -> None:
        """Note how long a read may wait for what has not arrived."""
        self.timeout = seconds

    def recv(self, most: int) -> bytes:
        """Return what has arrived; wait only for the rest of what nobody keeps, and not long."""
        if data := self.inbox.peek(most):
            self.inbox.drop(len(data))
            return data
        if not _ready(self.sock, selectors.EVENT_READ, min(self.timeout or LINGER, LINGER)):
            raise TimeoutError
        return self.sock.recv(most)

    def sendall(self, data: bytes) -> None:
        """Send, or queue; wait only while too much is queued, and for no reader who is too slow."""
        rest = memoryview(data)
        if not self.outbox:
            rest = rest[self._send(rest) :]
            self.give_time(time.monotonic())
        for start in range(0, len(rest), BLOCK):
            self.outbox.put(rest[start : start + BLOCK])
            self._make_room()

    def sendfile(self, file, offset: int = 0, count: int | None = None) -> int:
        """Send a file as `socket.sendfile` does."""
        file.seek(offset)
        sent = 0
        while count is None or sent < count:
            block = file.read(BLOCK if count is None else min(BLOCK, count - sent))
            if not block:
                break
            self.sendall(block)
            sent += len(block)
        return sent

    def close(self) -> None:
        """Close the socket and forget what waits."""
        self.sock.close()
        self.inbox.close()
        self.outbox.close()

    def _make_room(self) -> None:
        if len(self.outbox) <= MOST_WAITING:
            return
        since, before = time.monotonic(), len(self.outbox)
        while len(self.outbox) > MOST_WAITING // 2:
            late = time.monotonic() - since - STALL
            taken = before - len(self.outbox)
            if late > 0 and taken < SLOWEST_HOLDING * (late + STALL):
                raise TimeoutError("the reader is too slow")
            if _ready(self.sock, selectors.EVENT_WRITE, 1.0):
                self.forward(time.monotonic())

    def _send(self, data: memoryview) -> int:
        try:
            return self.sock.send(data)
        except BlockingIOError:
            return 0

    # What the main loop does with it.

    def forward(self, now: float) -> None:
        """Send of what is queued what the other end takes; raise OSError."""
        sent = self._send(memoryview(self.outbox.peek(BLOCK)))
        self.outbox.drop(sent)
        self.moved += sent
        if self.moved >= SLOWEST * STALL:
            self.give_time(now)

    def give_time(self, now: float) -> None:
        """Let it go on for a while."""
        self.due, self.moved = now + STALL, 0

    def expect_request(self, now: float) -> None:
        """Begin to collect a request."""
        self.due, self.wanted = now + HEAD_SECONDS, None

    def collect(self, now: float) -> bool:
        """Take in what has come; return whether the request is whole; raise OSError, EOFError."""
        try:
            data = self.sock.recv(BLOCK)
        except BlockingIOError:
            return False
        if not data:
            raise EOFError
        self.inbox.put(data)
        return self.is_whole(now)

    def is_whole(self, now: float) -> bool:
        """Return whether all of the request is here that anybody will read."""
        if self.wanted is None:
            self._read_head(now)
        return self.wanted is not None and len(self.inbox) >= self.wanted

    def _read_head(self, now: float) -> None:
        begun = self.inbox.peek(LONGEST_HEAD)
        end = begun.find(b"\r\n\r\n") + 4
        if end < 4:
            # What gunicorn cannot read either, it refuses.
            self.wanted = 0 if len(begun) >= LONGEST_HEAD else None
            return
        found = _LENGTH.search(begun, 0, end)
        length = int(found[1]) if found else 0
        largest = LARGEST_LOT if _LOT.match(begun) else LARGEST_BODY
        self.wanted = end + (length if length <= largest else 0)
        self.due = now + STALL + length / SLOWEST
        if length and self.wanted > len(begun) and _EXPECTS.search(begun, 0, end):
            self._send(memoryview(b"HTTP/1.1 100 Continue\r\n\r\n"))


def _warmed(warm_up: Callable[[], None], meet: threading.Barrier) -> None:
    with suppress(threading.BrokenBarrierError):
        meet.wait(WARM)
    warm_up()


def _ready(sock: socket.socket, event: int, seconds: float) -> bool:
    with selectors.DefaultSelector() as waiting:
        waiting.register(sock, event)
        return bool(waiting.select(seconds))


class PatientWorker(ThreadWorker):
    """The main loop that collects requests, sends what is queued, and gives up what is too slow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Connections in the main loop's hands, each with what is done when it may go on.
        self.held: dict[TConn, str] = {}
        self.stopped = 0.0  # since when it has been told to end
        self.place: int | None = None  # where it tells the others what it has in hand
        self.most_kept = self.max_keepalived
        self.in_hand = 0  # requests that threads are answering, or will
        self.left_until = 0.0  # new connections are left to others

    def run(self) -> None:
        """Make every thread ready before the first connection is taken, then serve.

        What is there by then stays for good: the collector, which would look through all of it again and
        again while everybody waits, leaves it alone from now on.
        """
        if warm_up := getattr(self.wsgi, "warm_up", None):
            meet = threading.Barrier(self.cfg.threads)  # or a quick thread would do it for two
            futures.wait([self.tpool.submit(_warmed, warm_up, meet) for _ in range(self.cfg.threads)], WARM)
        gc.collect()
        gc.freeze()
        self._tell()
        super().run()

    def set_accept_enabled(self, enabled: bool) -> None:
        """Listen for new connections, or not; not while they are left to another worker."""
        super().set_accept_enabled(enabled and time.monotonic() >= self.left_until)
        if self.place is not None and not self.alive:
            balance.leave(self.place)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait no longer than new connections are left to another."""
        rest = self.left_until - time.monotonic()
        if not self._accepting and rest > -LEFT:
            timeout = min(timeout, max(rest, 0.0))
        super().wait_for_and_dispatch_events(timeout)

    def _leaves_it(self) -> bool:
        """Return whether to leave a connection to another; once, then whoever comes first takes it."""
        now = time.monotonic()
        if self.place is None or now < self.left_until + LEFT or not balance.is_another_freer(self.place):
            return False
        self.left_until = now + LEFT
        self.set_accept_enabled(False)
        return True

    def _tell(self) -> None:
        if self.place is not None and self.alive:
            balance.tell(self.place, self.in_hand, self.nr_conns)

    def enqueue_req(self, conn: TConn) -> None:
        """Let a thread answer a request; its connection is kept unless far more are kept here than elsewhere."""
        self.in_hand += 1
        self._tell()
        is_much = self.place is not None and balance.keeps_too_many(self.place)
        self.max_keepalived = 0 if is_much else self.most_kept
        super().enqueue_req(conn)

    def accept(self, listener) -> None:
        """Take a connection and collect its request."""
        if self._leaves_it():
            return
        try:
            sock, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError as fault:  # no descriptors left, say: the next ones may find some
            self.log.warning("accept: %s", fault)
            return
        self.nr_conns += 1
        self._tell()
        conn = TConn(self.cfg, Line(sock), address, listener.getsockname())
        conn.data_ready = True
        self._collect(conn)

    def _collect(self, conn: TConn) -> None:
        conn.sock.expect_request(time.monotonic())
        if conn.sock.inbox and conn.sock.is_whole(time.monotonic()):
            self.enqueue_req(conn)
        else:
            self._hold(conn, selectors.EVENT_READ, "arriving", self._on_arriving)

    def _hold(self, conn: TConn, event: int, what: str, act) -> None:
        self.held[conn] = what
        self.poller.register(conn.sock, event, partial(self._guarded, act, conn))

    def _release(self, conn: TConn) -> None:
        self.held.pop(conn, None)
        self.poller.unregister(conn.sock)

    def _guarded(self, act, conn: TConn, _sock) -> None:
        """Act; a connection that is broken, or finds no room on the disk, is let go."""
        try:
            act(conn)
        except (OSError, EOFError):
            self._drop(conn)

    def _on_arriving(self, conn: TConn) -> None:
        if conn.sock.collect(time.monotonic()):
            self._release(conn)
            self.enqueue_req(conn)

    def _on_leaving(self, conn: TConn) -> None:
        conn.sock.forward(time.monotonic())
        if not conn.sock.outbox:
            self._release(conn)
            self._after(conn, conn.keep)

    def _on_closing(self, conn: TConn) -> None:
        if not conn.sock.sock.recv(BLOCK):
            self._drop(conn)

    def on_client_socket_readable(self, conn: TConn, client) -> None:
        """Collect the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._collect(conn)

    def finish_request(self, conn: TConn, fs) -> None:
        """Send what the reader has not taken, then keep the connection or close it."""
        self.in_hand -= 1
        self._tell()
        try:
            keep = bool(fs.result()) if not fs.cancelled() else False
        except Exception:
            keep = False
        if conn.sock.fileno() < 0:
            self.nr_conns -= 1
        elif conn.sock.outbox:
            conn.keep = keep
            conn.sock.give_time(time.monotonic())
            self._hold(conn, selectors.EVENT_WRITE, "leaving", self._on_leaving)
        else:
            self._after(conn, keep)

    def _after(self, conn: TConn, keep: bool) -> None:
        if not keep:
            self._close(conn)
            return
        if early := conn.parser.unreader.take_buffered():
            conn.sock.inbox.put(early)
        if conn.sock.inbox:
            self._collect(conn)
            return
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)
        self.poller.register(
            conn.sock, selectors.EVENT_READ, partial(self.on_client_socket_readable, conn)
        )

    def _close(self, conn: TConn) -> None:
        """Hang up as RFC 9112, 9.6 says, without waiting for the other end here."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        conn.sock.due = time.monotonic() + LINGER
        self._hold(conn, selectors.EVENT_READ, "closing", self._on_closing)

    def _drop(self, conn: TConn) -> None:
        if conn in self.held:
            self._release(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Let go of what has been too slow, and of the oldest who say nothing where it is crowded."""
        now = time.monotonic()
        crowded = self.nr_conns >= self.worker_connections
        for conn, what in list(self.held.items()):
            silent = what == "arriving" and not conn.sock.inbox
            if now > conn.sock.due or (silent and (crowded or self._has_lingered(now))):
                if what == "arriving" and not silent and now > conn.sock.due:
                    util.write_error(conn.sock, 408, "Request Timeout", "")
                self._drop(conn)

    def _has_lingered(self, now: float) -> bool:
        """Return whether a stopping worker has waited for who had come but not yet spoken."""
        if self.alive:
            return False
        self.stopped = self.stopped or now
        return now > self.stopped + STOP_KEEPALIVE_LINGER

    def _keepalive_after(self, conn: TConn, keepalive) -> bool:
        """Return whether the connection may be kept: a body that nobody read is not waited for."""
        return bool(keepalive) and bool(conn.parser.finish_body(deadline=time.monotonic() + 0.1))
