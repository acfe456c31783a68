"""Work on what strangers send, within bounds: of time in a thread, of everything in a process apart.

A regular expression keeps the interpreter's one lock until it is done, so no thread can end one:
what may take long for its size alone runs apart (docs/adr/0060).
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
LARGEST_ANSWER = 64 * 1024 * 1024
MEMORY = 512 * 1024 * 1024
_MOUTH = "TELLS_TO"  # the environment's name of the pipe for `tell`
_clock = threading.local()
# prctl(2) and seccomp(2): audit's number of a machine, and the number of socket(2) there.
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER, _IO_URING, _X32 = 38, 22, 2, 425, 0x40000000
_INTERNET = (2, 10)  # AF_INET, AF_INET6
_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


class OutOfTime(BaseException):
    """The work took longer than it may. No Exception: nobody on the way is meant to catch it."""


class TooSlow(Exception):
    """The process did not end in time; `answer` is what it had said until then."""

    def __init__(self, answer: bytes):
        super().__init__("the guarded process was too slow")
        self.answer = answer


def apart(
    module: str, request: bytes, *, seconds: float, heard: Callable[[str], None] | None = None
) -> tuple[bytes, str]:
    """Return what `python -m module` answers to `request` on its output, and its last complaints.

    A fresh interpreter, not a fork: a fork of a server with threads may inherit a locked lock.
    `seconds` are those of a clock; raise TooSlow after them. The module calls `limit` itself. `heard`
    is called here with every line that the module tells (`tell`) while it works.
    """
    if heard is None:
        return _run(module, request, seconds)
    ear, mouth = os.pipe()
    with ThreadPoolExecutor(1) as waiting, open(ear) as lines:
        # The lines end with the child, however that ends.
        ended = waiting.submit(_run, module, request, seconds, mouth)
        for line in lines:
            heard(line.strip())
        return ended.result()


def _run(module: str, request: bytes, seconds: float, mouth: int | None = None) -> tuple[bytes, str]:
    told = () if mouth is None else (mouth,)
    try:
        child = interpreter(module, told, {_MOUTH: str(mouth)} if told else {}, **_PIPES)
    finally:
        for one in told:
            os.close(one)
    with child:
        try:
            answer, complaints = child.communicate(request, timeout=seconds)
        except subprocess.TimeoutExpired as slow:
            raise TooSlow(slow.stdout or b"") from None
        finally:
            # With everything that it started: they are one group, and it leads it.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    return answer, complaints[-4000:].decode(errors="replace")


_PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def interpreter(
    module: str, handed: tuple[int, ...] = (), told: Mapping[str, str] | None = None, **streams
) -> subprocess.Popen:
    """Start a fresh interpreter on `module`, the leader of a group, with the file numbers `handed`."""
    # -X utf8 and no user site: the same answer wherever the server was started.
    command = [sys.executable, "-s", "-X", "utf8", "-m", *module.split()]
    # What is sent is not trusted, so the child sees none of the server's secrets.
    kept = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return subprocess.Popen(
        command, cwd=_ROOT, env=kept | dict(told or {}), start_new_session=True, pass_fds=handed, **streams
    )


def tell(line: str) -> None:
    """Tell whoever started this process how far it is; nothing happens where nobody listens."""
    if mouth := os.environ.get(_MOUTH, ""):
        os.write(int(mouth), f"{line}\n".encode())


def limit(seconds: int, memory: int = MEMORY) -> bool:
    """Take away what a stranger's file could misuse: memory, processor time, files, the network.

    For the child. Return whether the network is gone (`offline`).
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # whoever only saves a figure comes first
    return offline()


def offline() -> bool:
    """Take the network away from this process and all that it starts; return whether it is gone.

    A filter of system calls (seccomp, Linux) that refuses sockets of the internet, old and new, and
    the way around them (io_uring). No right is needed for it, and nothing gives it back.
    """
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or not known:
        return False
    machine, socket = known
    steps = b"".join(struct.pack("HBBI", *step) for step in _filter(machine, socket))
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.cast(kept, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


class _Program(ctypes.Structure):
    """struct sock_fprog of the kernel."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _filter(machine: int, socket: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the steps of the filter: (what to do, how far to jump when true, when false, a value)."""
    load, equal, at_least, leave = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | errno.EPERM
    # Of struct seccomp_data: the machine at 4, the call at 0, its first argument at 16.
    yield load, 0, 0, 4
    yield equal, 0, 7, machine
    yield load, 0, 0, 0
    yield at_least, 5, 0, _X32
    yield equal, 4, 0, _IO_URING
    yield equal, 0, 4, socket
    yield load, 0, 0, 16
    yield equal, 1, 0, _INTERNET[0]
    yield equal, 0, 1, _INTERNET[1]
    yield leave, 0, 0, refuse
    yield leave, 0, 0, allow


_STALE = 0.05  # seconds: to ask a thread's own clock is slow, so it is not asked more often


def _time_used(least: float = 0) -> float:
    """Return the thread's own time, at most `_STALE` too little, or too little where it is below `least`."""
    now = time.monotonic()
    asked, used = getattr(_clock, "asked", (-_STALE, 0.0))
    # The thread has not worked longer since than the clock on the wall has gone on.
    if now - asked > _STALE and used + now - asked > least:
        used = time.thread_time()
        _clock.asked = now, used
    return used


@contextmanager
def allowing(seconds: float) -> Iterator[None]:
    """Let what looks at the clock (`Watched`) raise OutOfTime after `seconds` of the thread's own."""
    before = getattr(_clock, "end", None)
    _clock.end = _time_used() + seconds
    try:
        yield
    finally:
        _clock.end = before


def look_at_the_clock() -> None:
    """Raise OutOfTime when what `allowing` allows is used up."""
    end = getattr(_clock, "end", None)
    if end is not None and _time_used(end) > end:
        raise OutOfTime


class Watched(list):
    """A list that looks at the clock before it gives the first and each sixteenth item."""

    def __iter__(self) -> Iterator:
        for at in range(0, len(self), 16):
            look_at_the_clock()
            yield from self[at : at + 16]
