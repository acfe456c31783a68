"""People before the drill's proxy: clerks who save, readers who ask for pages, and what they got."""

import asyncio
import collections
import ssl
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from load import Clerk, Door, furnish, lost, set_up_django  # noqa: E402, F401

PATIENCE = 20  # seconds after which a reader gives a page up
PAUSE = 0.1  # seconds between two pages, and before asking again


def door(host: str, certificate: Path) -> Door:
    """Return the way in through the proxy, whose own certificate is trusted."""
    return Door(host, 443, ssl.create_default_context(cafile=str(certificate)))


@dataclass
class Visit:
    """One page asked for: when, which, how it was answered and how long that took."""

    at: float
    path: str
    status: int
    seconds: float


@dataclass
class Reader:
    """Somebody who reads one page after the other, each over a connection of its own."""

    paths: list[str]
    session: str = ""
    visits: list[Visit] = field(default_factory=list)

    async def read(self, door: Door, over: Callable[[], bool]) -> None:
        """Read until it is over; what fails is asked for again."""
        number = 0
        while not over():
            now = time.perf_counter()
            path = self.paths[number % len(self.paths)]
            status = await self.get(door, path)
            self.visits.append(Visit(now, path, status, time.perf_counter() - now))
            number += status == 200
            await asyncio.sleep(PAUSE)

    async def get(self, door: Door, path: str) -> int:
        """Return how a page was answered; 0 where it was not."""
        try:
            return await asyncio.wait_for(self._ask(door, path), PATIENCE)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            return 0

    async def _ask(self, door: Door, path: str) -> int:
        reader, writer = await door.knock()
        try:
            cookie = f"Cookie: sessionid={self.session}\r\n" if self.session else ""
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {door.host}\r\nConnection: close\r\n"
                         f"{cookie}\r\n".encode())  # fmt: skip
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.read()
            return int(head.split()[1])
        finally:
            writer.close()


def refusals(visits: list[Visit]) -> list[tuple[float, float]]:
    """Return when a reader was refused, and how long until that reader had a page again, in seconds.

    A page that was never had again counts to the end.
    """
    found, since = [], None
    for visit in visits:
        end = visit.at + visit.seconds
        if visit.status != 200:
            since = end if since is None else since
        elif since is not None:
            found.append((since, end - since))
            since = None
    if since is not None:
        found.append((since, time.perf_counter() - since))
    return found


@dataclass
class Crowd:
    """All clerks and readers, and the marks that part the drill into acts."""

    clerks: list[Clerk]
    readers: list[Reader]
    marks: list[tuple[str, float, dict]] = field(default_factory=list)

    async def come(self, door: Door, over: Callable[[], bool]) -> None:
        """Let all of them work until it is over."""
        await asyncio.gather(
            *(clerk.work(door, over, 0.35) for clerk in self.clerks),
            *(reader.read(door, over) for reader in self.readers),
        )

    def mark(self, act: str) -> None:
        """Begin another act of the drill."""
        self.marks.append((act, time.perf_counter(), self._tally()))

    def _tally(self) -> dict:
        failed = collections.Counter()
        for clerk in self.clerks:
            failed.update(clerk.errors)
        return {"saves": sum(len(c.acknowledged) for c in self.clerks), "failed": failed}

    def acts(self) -> list[dict]:
        """Return what each act brought: saves, pages, what was refused and for how long."""
        ends = [*self.marks[1:], ("", time.perf_counter(), self._tally())]
        return [
            self._act(*begun, *ended[1:]) for begun, ended in zip(self.marks, ends, strict=True)
        ]

    def _act(self, name: str, start: float, before: dict, end: float, after: dict) -> dict:
        visits = [v for r in self.readers for v in r.visits if start <= v.at < end]
        spans = [span for r in self.readers for span in refusals(r.visits)]
        waits = sorted(v.seconds for v in visits if v.status == 200)
        return {
            "act": name,
            "seconds": round(end - start, 1),
            "saves": after["saves"] - before["saves"],
            "saves_tried_again": dict(after["failed"] - before["failed"]),
            "pages": len(waits),
            "page_p50_ms": round(statistics.median(waits) * 1000) if waits else None,
            "page_longest_ms": round(waits[-1] * 1000) if waits else None,
            "refused": dict(collections.Counter(v.status for v in visits if v.status != 200)),
            "longest_refusal_ms": round(
                max((lasted for at, lasted in spans if start <= at < end), default=0) * 1000
            ),
        }
