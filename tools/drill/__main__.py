"""Two application hosts, a worker host, a database host and nginx before them, under load.

    make drill                         (needs root; five network namespaces on this machine)

A hundred clerks save and readers read through nginx while a host dies, a wire is cut, one host
after the other is updated, the worker host dies and the database's wire is cut. Printed for each act:
saves, pages, what was refused and for how long. At the end every acknowledged save must stand in
the database, limits and locks must have counted over both hosts, the bulk export must be complete.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from . import machines
from .crowd import Crowd, Door, Reader, door, furnish, lost, set_up_django
from .network import Network

ROOT = Path(__file__).resolve().parents[2]
HOSTS = ["front", "web1", "web2", "worker", "database"]
EXPORTED = 60  # PDFs that the worker's host makes meanwhile
REFUSAL = 1000  # milliseconds: no page may be refused for longer while one host is left


class Drill:
    """The machines as they stand, and the acts that befall them."""

    def __init__(self, network: Network, directory: Path):
        self.hosts, self.directory = network.hosts, directory
        front = network["front"]
        self.database = network["database"]
        self.database_url = machines.database(self.database, directory)
        secret = machines.secret()
        self.settings = {}
        for name in ("web1", "web2", "worker"):
            (directory / name).mkdir()
            self.settings[name] = machines.environment(
                self.database_url, secret, directory / name, front
            )
        os.environ |= self.settings["worker"]
        self.webs = [
            machines.Web(network[name], self.settings[name], front) for name in ("web1", "web2")
        ]

    def manage(self, *words: str) -> None:
        """Run manage.py on the first host."""
        self.hosts["web1"].run(sys.executable, "manage.py", *words, cwd=ROOT,
                               env=self.settings["web1"])  # fmt: skip

    def open(self) -> Path:
        """Bring everything up; return the proxy's certificate."""
        for web in self.webs:
            web.start()
        machines.worker(self.hosts["worker"], self.settings["worker"])
        static = self.directory / "web1" / "static"
        certificate = machines.proxy(
            self.hosts["front"], [web.host for web in self.webs], self.directory / "nginx", static
        )
        for web in self.webs:
            web.wait()
        return certificate

    async def acts(self, crowd: Crowd, pause: float) -> None:
        """One thing after the other goes wrong, each mended before the next."""
        for act in (self.nothing, self.host_dies, self.wire_is_cut, self.update,
                    self.worker_dies, self.database_is_cut):  # fmt: skip
            crowd.mark(act.__name__)
            await act(pause)
        crowd.mark("after")
        await asyncio.sleep(pause)

    async def nothing(self, pause: float) -> None:
        """All is well."""
        await asyncio.sleep(pause)

    async def host_dies(self, pause: float) -> None:
        """The first host loses its power; later it is started again."""
        self.webs[0].host.cut()
        await asyncio.to_thread(self.webs[0].host.kill)
        await asyncio.sleep(pause)
        self.webs[0].host.mend()
        self.webs[0].start()
        await asyncio.to_thread(self.webs[0].wait)

    async def wire_is_cut(self, pause: float) -> None:
        """The second host is not reached, but lives."""
        self.webs[1].host.cut()
        await asyncio.sleep(pause)
        self.webs[1].host.mend()
        await asyncio.sleep(pause / 2)

    async def update(self, pause: float) -> None:
        """Migrate, then restart one host after the other."""
        await asyncio.to_thread(self.manage, "migrate", "-v0")
        for web in self.webs:
            web.restart()
            await asyncio.sleep(pause)

    async def worker_dies(self, pause: float) -> None:
        """The worker's host loses its power and is started again."""
        host = self.hosts["worker"]
        host.cut()
        await asyncio.to_thread(host.kill)
        await asyncio.sleep(pause / 2)
        host.mend()
        machines.worker(host, self.settings["worker"])

    async def database_is_cut(self, pause: float) -> None:
        """Nobody reaches the database for three seconds: here pages are refused."""
        self.database.cut()
        await asyncio.sleep(3)
        self.database.mend()
        await asyncio.sleep(pause)


def main() -> None:
    """Print what each act brought; fail where something acknowledged is lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clerks", type=int, default=100)
    parser.add_argument("--readers", type=int, default=6)
    parser.add_argument("--pause", type=float, default=10, help="seconds of each act")
    options = parser.parse_args()
    if os.geteuid() or not all(map(shutil.which, ("ip", "nginx", "openssl", "curl"))):
        raise SystemExit("演练要用 root 运行，并装有 iproute2、nginx、openssl、curl / "
                         "the drill needs root and iproute2, nginx, openssl, curl")  # fmt: skip
    with tempfile.TemporaryDirectory() as directory, Network(HOSTS) as network:
        Path(directory).chmod(0o755)
        sys.exit(rehearse(Drill(network, Path(directory)), options))


def rehearse(drill: Drill, options) -> int:
    """Run the whole drill; return the exit status."""
    set_up_django(str(drill.directory / "worker"))
    clerks = furnish(options.clerks)
    published, job = publish_and_export(EXPORTED)
    drill.manage("collectstatic", "--noinput", "-v0")
    way = door(drill.hosts["front"].address, drill.open())
    pages = ["/open/", f"/open/organs/{published}/", "/login/", "/open/figures/"]
    readers = [Reader(pages) for _ in range(options.readers)]
    readers += [Reader([f"/reports/{c.report}/"], c.session) for c in clerks[: options.readers]]
    crowd = Crowd(clerks, readers)
    asyncio.run(perform(drill, crowd, way, options.pause))
    acts = crowd.acts()
    for act in acts:
        print(json.dumps(act, ensure_ascii=False), flush=True)
    missing = lost(clerks)
    end = {
        "saves_acknowledged": sum(len(c.acknowledged) for c in clerks),
        "acknowledged_but_lost": len(missing),
        **counted_for_all(way),
        **exported(job),
    }
    print(json.dumps(end, ensure_ascii=False))
    refused = max(act["longest_refusal_ms"] for act in acts if act["act"] != "database_is_cut")
    return int(bool(missing) or refused > REFUSAL or end["files_exported"] != EXPORTED)


async def perform(drill: Drill, crowd: Crowd, way: Door, pause: float) -> None:
    """Let the crowd work while the acts go on."""
    end = asyncio.Event()
    at_work = asyncio.create_task(crowd.come(way, end.is_set))
    try:
        await drill.acts(crowd, pause)
    finally:
        end.set()
        await at_work


def publish_and_export(number: int) -> tuple[int, int]:
    """Publish one report and ask for so many PDFs; return the organ and the job."""
    from django.db import transaction  # noqa: PLC0415, TID251

    from reports import bulk, tasks  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    chief = factories.clerk("chief")
    county = factories.organ("瀍水区人民政府", type="county")
    factories.give(chief, county, "supervisor")
    shown = factories.organ("瀍水区统计局", chief, under=county)
    with transaction.atomic():
        factories.published(shown, 2024, by=chief)
    for n in range(number):
        factories.report(
            factories.organ(f"瀍水区第{n + 1}中学", chief, under=county), 2025, by=chief
        )
    job = bulk.create(2025, None, ["draft"], ["pdf"], by=chief)
    tasks.deliver(job.pk)
    return shown.pk, job.pk


def exported(job: int) -> dict:
    """Return how many files the export has, waiting for the rest of them."""
    from reports.models import BulkFile, BulkJob  # noqa: PLC0415

    for _ in range(240):
        if not BulkJob.objects.open().filter(pk=job).exists():
            break
        time.sleep(0.5)
    files = BulkFile.objects.filter(item__job=job)
    return {"files_exported": files.count(),
            "files_twice": files.count() - files.values("item", "form").distinct().count()}  # fmt: skip


def counted_for_all(way: Door) -> dict:
    """Return how many of 130 calls of the API were let through; the limit over both hosts is 120."""

    async def call() -> list[int]:
        return [await Reader([]).get(way, "/open/api/reports") for _ in range(130)]

    answers = asyncio.run(call())
    return {"api_answered": answers.count(200), "api_refused": answers.count(429)}


if __name__ == "__main__":
    main()
