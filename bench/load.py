"""A hundred clerks autosave at once, at a bare view and at ours; then with ours killed -9 in the middle.

    python bench/load.py [--clerks 100] [--seconds 30] [--pause 0.35]
    tools/with_postgresql .venv/bin/python bench/load.py

Real HTTP on loopback against gunicorn as deploy/ starts it (two workers of four threads), on
SQLite, or on PostgreSQL where DATABASE_URL says so. Each clerk has a report of their own and acts
as static/js/report/saving.js does: one save at a time, the next `pause` seconds after the answer (0.35 s is
the editor's), after a failure the same save again. Every save writes a number that the clerk never
wrote before, so afterwards the history must hold each acknowledged one, and each cell the last.
The bare view (bench/bare) and ours take turns, so that a machine that slows down slows both; what
counts are the ratios at the end.
"""

import argparse
import asyncio
import collections
import json
import os
import secrets
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "x" * 32  # a cross-site token: cookie and header only have to agree
CELLS = 20
ROUNDS = 2
RETRY = 0.5  # seconds


@dataclass(frozen=True)
class Door:
    """Where the site is reached: host, port, and TLS where a proxy stands in front."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None

    async def knock(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a new connection."""
        return await asyncio.open_connection(self.host, self.port, ssl=self.tls)

    @property
    def origin(self) -> str:
        """Return what a browser calls the site."""
        scheme, usual = ("https", 443) if self.tls else ("http", 80)
        return f"{scheme}://{self.host}" + ("" if self.port == usual else f":{self.port}")


@dataclass
class Clerk:
    """One clerk at work: where, as whom, what was acknowledged and how long it took."""

    report: int
    session: str
    places: list[str]
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    in_doubt: set[tuple[str, int]] = field(default_factory=set)
    milliseconds: list[float] = field(default_factory=list)
    errors: dict[int, int] = field(default_factory=dict)
    revision: dict[str, int] = field(default_factory=dict)
    line: tuple | None = None
    number: int = 0

    async def work(self, door: Door, over: Callable[[], bool], pause: float) -> None:
        """Save one number after another until it is over."""
        await asyncio.sleep(secrets.randbelow(1000) / 1000 * max(pause, 0.1))
        while not over():
            self.number += 1
            place = self.places[self.number % len(self.places)]
            await self._save(door, place, self.number)
            await asyncio.sleep(pause)
        if self.line:
            self.line[1].close()
            self.line = None

    async def _save(self, door: Door, place: str, number: int) -> None:
        edit = {"place": place, "text": str(number), "base": self.revision.get(place, 0)}
        body = json.dumps({"writer": f"bench-{self.report}", "edits": [edit]}).encode()
        self.in_doubt.add((place, number))
        for _ in range(240):
            start = time.perf_counter()
            status, answer = await self._post(door, body)
            if status == 200:
                self.milliseconds.append((time.perf_counter() - start) * 1000)
                self.acknowledged.append((place, number))
                self.in_doubt.discard((place, number))
                self.revision[place] = answer["figures"][place]["revision"]
                return
            self.errors[status] = self.errors.get(status, 0) + 1
            await asyncio.sleep(RETRY)

    async def _post(self, door: Door, body: bytes) -> tuple[int, dict | None]:
        """Return status and answer; status 0 where the server was not reached."""
        try:
            self.line = self.line or await asyncio.wait_for(door.knock(), 20)
            reader, writer = self.line
            writer.write(self._head(door, len(body)) + body)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if line)
            names = {name.lower(): value for name, value in fields.items()}
            answer = await reader.readexactly(int(names["content-length"]))
            status = int(head.split()[1])
            if names.get("connection", "").lower() == "close":
                writer.close()
                self.line = None
            return status, json.loads(answer) if status == 200 else None
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            if self.line:
                self.line[1].close()
            self.line = None
            return 0, None

    def _head(self, door: Door, length: int) -> bytes:
        return (
            f"POST /reports/{self.report}/save/ HTTP/1.1\r\n"
            f"Host: {door.origin.split('/')[2]}\r\nReferer: {door.origin}/\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
            "Accept: application/json\r\nContent-Type: application/json\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()


def set_up_django(directory: str) -> None:
    """Prepare an empty database; the key may be given, where other processes share it."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DATA_DIR": directory,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "reportsite.settings",
    }
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    # Nobody logs in with a password here: a hundred slow hashes would only take time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)


def make_history() -> None:
    """Make the table in which the bare view keeps its history."""
    from django.db import connection  # noqa: PLC0415

    from bench.bare.addresses import History  # noqa: PLC0415

    with connection.schema_editor() as editor:
        editor.create_model(History)


def furnish(number: int) -> list[Clerk]:
    """Return so many clerks, each with a blank report of their own and a session."""
    from django.test import Client  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415

    clerks = []
    for n in range(number):
        user = factories.clerk(f"clerk{n}")
        report = factories.report(factories.organ(f"第{n + 1}局", user), 2025, by=user)
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        clerks.append(Clerk(report.pk, session, free_cells(report.template)[:CELLS]))
    return clerks


def free_cells(template) -> list[str]:
    """Return cells of whole numbers that are typed, not computed."""
    cells = (cell for cell in template.cells if cell.startswith("requests."))
    return [cell for cell in cells if cell not in template.computed]


def start_server(port: int, settings: str = "reportsite.settings") -> subprocess.Popen:
    """Start gunicorn in a process group of its own and wait until every worker is ready."""
    command = [str(ROOT / ".venv/bin/gunicorn"), "reportsite.wsgi", "--bind", f"127.0.0.1:{port}",
               "--workers", "2", "--threads", "4", "--keep-alive", "15", "--log-level", "critical"]  # fmt: skip
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
    with Path(os.environ.get("BENCH_LOG", os.devnull)).open("a") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, stderr=log, stdout=log)
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                break
        except OSError:
            time.sleep(0.1)
    else:
        raise SystemExit("the server did not get ready")
    rest_of(server)
    return server


def rest_of(server: subprocess.Popen) -> None:
    """Wait until all processes of a server rest: the worker that is ready first answers alone."""
    before = None
    while before != (before := processor(server)):
        time.sleep(0.5)


def processor(server: subprocess.Popen) -> int:
    """Return the ticks of the processor that a server's processes have used."""
    stats = [stat.read_text().rpartition(")")[2].split() for stat in Path("/proc").glob("[0-9]*/stat")]
    return sum(int(s[11]) + int(s[12]) for s in stats if int(s[2]) == server.pid)


def kill(server: subprocess.Popen) -> None:
    """End the whole server at once, as a power cut would end it."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def run(clerks: list[Clerk], port: int, options, server: list, killing: bool) -> None:
    """Let all clerks work; in the middle kill the server and start it again if told."""
    until, door = time.perf_counter() + options.seconds, Door("127.0.0.1", port)

    def over() -> bool:
        return time.perf_counter() >= until

    work = [asyncio.create_task(clerk.work(door, over, options.pause)) for clerk in clerks]
    if killing:
        await asyncio.sleep(options.seconds / 2)
        kill(server[0])
        server[0] = await asyncio.to_thread(start_server, port)
    await asyncio.gather(*work)


def lost(clerks: list[Clerk]) -> list[tuple]:
    """Return the acknowledged saves that the database does not have."""
    from reports.models import Change, Figure  # noqa: PLC0415

    missing = []
    for clerk in clerks:
        kept = set(Change.objects.filter(report=clerk.report).values_list("place", "new"))
        missing += [save for save in clerk.acknowledged if (save[0], str(save[1])) not in kept]
        values = dict(Figure.objects.filter(report=clerk.report).values_list("cell", "value"))
        for place, number in dict(clerk.acknowledged).items():
            later = {n for p, n in clerk.in_doubt if p == place}
            if values[place] not in {number, *later}:
                missing.append((clerk.report, place, number, values[place]))
    return missing


def say(name: str, clerks: list[Clerk], seconds: float, missing: int | None) -> tuple[float, ...]:
    """Print the figures of one run, one a line; return saves a second and p50, p95, p99."""
    times = sorted(t for clerk in clerks for t in clerk.milliseconds)
    cuts = statistics.quantiles(times, n=100)
    errors = collections.Counter()
    for clerk in clerks:
        errors.update(clerk.errors)
    figures = {
        "saves": len(times),
        "saves_per_second": round(len(times) / seconds, 1),
        "p50_ms": round(cuts[49]),
        "p95_ms": round(cuts[94]),
        "p99_ms": round(cuts[98]),
        "not_reached": errors.pop(0, 0),
        "errors": dict(errors),
    }
    if missing is not None:
        figures["acknowledged_but_lost"] = missing
    for key, value in figures.items():
        print(f"{name}.{key}: {value}", flush=True)
    return len(times) / seconds, cuts[49], cuts[94], cuts[98]


def let(clerks: list[Clerk], options, settings: str, *, killing: bool = False) -> float:
    """Let all clerks work at a server of their own; return the seconds that it took."""
    port = free_port()
    server = [start_server(port, settings)]
    start = time.perf_counter()
    try:
        asyncio.run(run(clerks, port, options, server, killing))
    finally:
        kill(server[0])
    return time.perf_counter() - start


def main() -> None:
    """Print the figures of all runs; fail where an acknowledged save is lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clerks", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=0.35)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        set_up_django(directory)
        make_history()
        name = f"load.{os.environ.get('DATABASE_URL', 'sqlite').split(':')[0]}"
        ours = furnish(options.clerks)
        bare, killed = at_other_cells(ours, 1), at_other_cells(ours, 2)
        spent = dict.fromkeys(("bare", "ours"), 0.0)
        for _ in range(ROUNDS):
            spent["bare"] += let(bare, options, "bench.bare.settings")
            spent["ours"] += let(ours, options, "reportsite.settings")
        least = say(f"{name}.bare", bare, spent["bare"], None)
        missing = len(lost(ours))
        found = say(name, ours, spent["ours"], missing)
        print(f"{name}.bare_p95_and_p99_to_its_median: {least[2] / least[1]:.2f} {least[3] / least[1]:.2f}")
        print(f"{name}.saves_to_bare: {found[0] / least[0]:.2f}  (goal: at least 1)")
        print(f"{name}.p95_to_bare_median: {found[2] / least[1]:.2f}  (goal: under 3)")
        print(f"{name}.p99_to_bare_median: {found[3] / least[1]:.2f}  (goal: under 5)")
        seconds = let(killed, options, "reportsite.settings", killing=True)
        missing += len(lost(killed))
        say(f"{name}.killed", killed, seconds, len(lost(killed)))
    sys.exit(missing and 1)


def at_other_cells(clerks: list[Clerk], number: int) -> list[Clerk]:
    """Return the same clerks at other cells, with nothing acknowledged yet."""
    from reports.models import Report  # noqa: PLC0415

    free = free_cells(Report.objects.get(pk=clerks[0].report).template)
    return [Clerk(c.report, c.session, free[number * CELLS : (number + 1) * CELLS]) for c in clerks]


if __name__ == "__main__":
    main()
