"""What a page, a file or a question takes on a large site: the clock, memory, its slowest question."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SLOW = 0.2  # seconds of one question after which its plan is kept
TIMES = 3


@dataclass(frozen=True)
class Taken:
    """What something took: seconds the first time and then (median), questions, bytes, memory in MB.

    `memory` is by how much the highest went beyond what the process had before; `processor`: seconds of
    it the last time, ours and the database's, which say what a quiet machine would take.
    """

    first: float
    again: float
    questions: int
    size: int
    memory: float
    database: float = 0.0  # seconds of the last time that the database took
    slowest: tuple[float, str] = (0.0, "")
    processor: float = 0.0


class Desk:
    """One person at the site, everything they ask measured, a line each; slow plans in a file."""

    def __init__(self, plans: Path, person: User | None = None):
        self.plans = plans
        self.browser = Client(headers={"host": "localhost"})
        if person:
            self.browser.force_login(person)

    def ask(self, name: str, address: str, times: int = TIMES) -> None:
        """Measure one address; a refusal would be quick, and measure nothing."""

        def fetched() -> int:
            answer = self.browser.get(address)
            pieces = answer.streaming_content if answer.streaming else [answer.content]
            size = sum(map(len, pieces))
            if answer.status_code != 200 or not size:
                raise SystemExit(f"{address}: {answer.status_code}")
            return size

        self.take(name, fetched, times)

    def take(self, name: str, act: Callable[[], int], times: int = TIMES) -> None:
        """Measure any act that returns how many bytes it gave."""
        found = _taken(act, times)
        kilobytes = f"{found.size / 1000:>10,.0f} kB" if found.size else " " * 13
        print(f"{name:<34}{1000 * found.first:>9.0f}{1000 * found.again:>9.0f} ms{1000 * found.database:>8.0f}{1000 * found.processor:>8.0f}{found.questions:>5}"
              f"{kilobytes}{found.memory:>7.0f} MB", flush=True)  # fmt: skip
        if found.slowest[0] > SLOW:
            self._explain(name, *found.slowest)

    def _explain(self, name: str, seconds: float, question: str) -> None:
        if connection.vendor != "postgresql" or not question.lstrip().upper().startswith("SELECT"):
            return
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + question.replace("%", "%%"), [])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        short = re.sub(r"\((?:\d+, )+\d+\)", "(…)", question)[:3000]
        with self.plans.open("a") as file:
            file.write(f"== {name}: {1000 * seconds:.0f} ms\n{short}\n\n{plan[:6000]}\n\n")


def _taken(act: Callable[[], int], times: int) -> Taken:
    spent, size, before = [], 0, _resident()
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest
    backend = _backend()
    for number in range(max(times, 1)):
        with CaptureQueriesContext(connection) as asked:
            start, worked = time.perf_counter(), _worked(backend)
            size = act()
            spent.append(time.perf_counter() - start)
            worked = _worked(backend) - worked
        if number == 0:
            slowest = max(((float(q["time"]), q["sql"]) for q in asked.captured_queries), default=(0.0, ""))
            questions = len(asked)
    database = sum(float(question["time"]) for question in asked.captured_queries)
    again = sorted(spent[1:] or spent)
    return Taken(spent[0], again[len(again) // 2], questions, size, _resident("VmHWM") - before,
                 database, slowest, worked)  # fmt: skip


def _backend() -> int:
    """Return the process of PostgreSQL that answers us; 0 for SQLite, which is ours."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _worked(backend: int) -> float:
    """Return the seconds of processor that we have had, and who answers us."""
    other = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9 if backend else 0.0
    return time.process_time() + other


def _resident(which: str = "VmRSS") -> float:
    """Return the memory of this process in MB: now, or at most."""
    found = re.search(rf"{which}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024
