"""Guarded processes for many files, one after another, without loading the code anew for each.

`python -m reports.nursery MODULE` loads a module of `guarded.apart` once and waits. For each file it
forks a child, which takes its bounds (`guarded.limit`) and answers that one file (MODULE.main). The
process that forks has one thread and never sees a file, so no file meets what another left behind.
"""

import gc
import importlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

from . import guarded

_FILES = 3  # what a request brings: its input, and where output and complaints go
_PID = 8  # bytes of a child's number
_PATIENCE = 60  # seconds for the module to load, on a busy machine
_ENDED, _REAP = b"e", b"r"


class Nursery:
    """A process that has loaded `module` and forks a child for each request: one at a time.

    It ends with the process that made it, whatever becomes of that one.
    """

    def __init__(self, module: str):
        """Begin nothing yet: the process is started by the first request."""
        self.module = module
        self._turn = threading.Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen | None = None
        self._of = 0  # whose it is: a fork of that process has none

    def answer(self, request: bytes, seconds: float) -> tuple[bytes, str]:
        """Return what `guarded.apart` does, as it does; raise guarded.TooSlow."""
        with self._turn, _Papers(request) as papers:
            try:
                return self._asked(papers, seconds)
            except (OSError, EOFError):
                # The one that forks is gone: killed for want of memory, say. The next call begins another.
                self.close()
                return guarded.apart(self.module, request, seconds=seconds)
            except BaseException:
                self.close()  # a signal in the middle of it: nobody knows what was said last
                raise

    def _asked(self, papers: "_Papers", seconds: float) -> tuple[bytes, str]:
        line = self._line if self._line and self._of == os.getpid() else self._begun()
        line.settimeout(_PATIENCE)
        socket.send_fds(line, [_REAP], papers.files)
        child = int.from_bytes(_received(line, _PID))
        line.settimeout(seconds)
        try:
            _received(line, 1)
            slow = False
        except TimeoutError:
            slow = True
        # With everything that it started: they are one group, and it leads it. It is not reaped yet,
        # so its number is nobody else's.
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        line.settimeout(_PATIENCE)
        if slow:
            _received(line, 1)
        line.sendall(_REAP)
        if slow:
            raise guarded.TooSlow(papers.answer)
        return papers.answer, papers.complaints

    def _begun(self) -> socket.socket:
        self._line, theirs = socket.socketpair()
        with theirs:
            # On its standard input: a child has a file of its own there.
            nothing = subprocess.DEVNULL
            streams = {"stdin": theirs, "stdout": nothing, "stderr": nothing}
            self._of = os.getpid()
            self._process = guarded.interpreter(f"reports.nursery {self.module}", **streams)
        return self._line

    def close(self) -> None:
        """End the process; the next request begins another."""
        line, process, self._line, self._process = self._line, self._process, None, None
        if line:
            line.close()
        if process and self._of == os.getpid():
            process.kill()
            process.wait()


class _Papers:
    """A request and room for its answer, in memory: nothing has to be pumped through pipes."""

    def __init__(self, request: bytes):
        self.files = [os.memfd_create(name) for name in ("request", "answer", "complaints")]
        with open(self.files[0], "wb", closefd=False) as asked:
            asked.write(request)
        os.lseek(self.files[0], 0, os.SEEK_SET)

    def __enter__(self) -> "_Papers":
        return self

    def __exit__(self, *raised) -> None:
        for file in self.files:
            os.close(file)

    @property
    def answer(self) -> bytes:
        return self._read(1, guarded.LARGEST_ANSWER)

    @property
    def complaints(self) -> str:
        return self._read(2, guarded.LARGEST_ANSWER)[-4000:].decode(errors="replace")

    def _read(self, number: int, most: int) -> bytes:
        file = self.files[number]
        return os.pread(file, min(os.fstat(file).st_size, most), 0)


def _received(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        some = line.recv(size - len(got))
        if not some:
            raise EOFError
        got += some
    return got


def serve(module: str) -> None:
    """Load the module and fork a child for each request until the other end is closed."""
    work = importlib.import_module(module).main
    gc.freeze()  # so that children share what is loaded
    with socket.socket(fileno=0) as line:
        while True:
            asked, files, *_ = socket.recv_fds(line, 1, _FILES)
            if not asked:
                return
            if not (child := os.fork()):
                _be_a_child(line, files, work)
            for file in files:
                os.close(file)
            line.sendall(child.to_bytes(_PID))
            if not _ended(child, line):
                os.killpg(child, signal.SIGKILL)
                return
            line.sendall(_ENDED)
            # Whoever asked kills its group first, by a number that is still the child's.
            _received(line, 1)
            os.waitpid(child, 0)


def _ended(child: int, line: socket.socket) -> bool:
    """Wait for the child's end; False where whoever asked has gone first."""
    ending = os.pidfd_open(child)
    try:
        ready, _, _ = select.select([ending, line], [], [])
    finally:
        os.close(ending)
    return ending in ready


def _be_a_child(line: socket.socket, files: list[int], work) -> None:
    code = os.EX_SOFTWARE
    try:
        os.setsid()
        line.close()
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.closerange(_FILES, max(files) + 1)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as long as the process
        work()
        sys.stdout.flush()
        code = os.EX_OK
    except BaseException:  # SystemExit too: nothing may go back into the loop of the one that forks
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    with suppress(OSError, EOFError, KeyboardInterrupt):
        serve(sys.argv[1])
