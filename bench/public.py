"""Time the public site over many published reports: pages, search, export, requests a second.

    python bench/public.py [--reports 10000] [--export]

Builds a database of its own (SQLite, or DATABASE_URL), fills it with copies of a made-up report that
differ in organ, year and words, and prints medians in milliseconds. Only the first five have every
form, for printing is what bench/one_report/render.py times.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 15
BATCH, WHOLE = 1000, 5
YEARS = range(2021, 2026)
PORT = 8799
QUERIES = ("公开", "政府信息公开工作", "水利灌溉", "图解 音频", "森林防火办法", "年", "殡葬")
TOPICS = (
    "水利灌溉",
    "森林防火",
    "图解",
    "音频",
    "医疗保障",
    "殡葬改革",
    "学位供给",
    "公交线网",
    "古树名木",
)


def prepare(home: Path):
    """Return once Django stands on an empty, migrated database in `home`."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.unlimited"}
    os.environ |= {"DATA_DIR": str(home), "SECRET_KEY": "bench" * 10}
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def fill(reports: int) -> None:
    """Publish `reports` reports, five years of each organ."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from reports.document import Document  # noqa: PLC0415
    from reports.management.sowing import show  # noqa: PLC0415
    from reports.models import Organ  # noqa: PLC0415
    from reports.rendering.formats import FORMATS  # noqa: PLC0415

    demo = ROOT / "reports" / "management" / "commands" / "demo" / "city-2024.json"
    model = Document.from_json(json.loads(demo.read_text(), parse_float=Decimal))
    person, dice = User.objects.create(username="bench"), random.Random(1)
    for start in range(0, reports, BATCH):
        written = []
        for number in range(start, min(start + BATCH, reports), len(YEARS)):
            organ = Organ(name=f"第{number}号机关", region=f"第{number // 500}区")
            organ.save()
            written += [(organ, copy_of(model, organ.name, year, dice)) for year in YEARS]
        written = stored(written)
        whole = WHOLE if start == 0 else 0
        show(written[:whole], person, FORMATS)
        show(written[whole:], person)
    with connection.cursor() as cursor:
        # What the databases do by themselves, in the night.
        cursor.execute("ANALYZE")


def copy_of(model, organ: str, year: int, dice: random.Random):
    """Return the model as another organ's report, with other words."""
    words = "".join(f"<p>{topic}工作有序推进。</p>" for topic in dice.sample(TOPICS, 2))
    title = f"{organ}{year}年政府信息公开工作年度报告"
    return replace(model, organ=organ, year=year, title=title, preface=words * 5)


def stored(written: list[tuple]) -> list[tuple]:
    """Return the documents with a stored report each."""
    from reports.models import Report  # noqa: PLC0415

    reports = [
        Report(
            organ=organ, year=document.year, edition=document.edition_id, title=document.title,
            status="published", issued=document.issued,
        )
        for organ, document in written
    ]  # fmt: skip
    Report.objects.bulk_create(reports, batch_size=500)
    return [(report, document) for report, (_, document) in zip(reports, written, strict=True)]


def median(address: str) -> float:
    """Return the median server time of one address, in milliseconds."""
    from django.test import Client  # noqa: PLC0415

    client, times = Client(headers={"host": "localhost"}), []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    return statistics.median(times[1:])


def warm_up(address: str, requests: int = 40) -> None:
    """Return when the server has answered so many requests."""
    until = time.monotonic() + 60
    while requests:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}{address}").read()
            requests -= 1
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def load(address: str, seconds: float = 8, at_once: int = 8) -> tuple[float, float]:
    """Return requests a second and the 95th percentile in milliseconds of two workers."""
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "--threads", "2", "-b",
               f"127.0.0.1:{PORT}", "reportsite.wsgi"]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        warm_up(address)
        times: list[float] = []
        until = time.perf_counter() + seconds

        def ask() -> None:
            while time.perf_counter() < until:
                start = time.perf_counter()
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}{address}").read()
                times.append((time.perf_counter() - start) * 1000)

        askers = [threading.Thread(target=ask) for _ in range(at_once)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
    finally:
        server.terminate()
        server.wait()
    return len(times) / seconds, statistics.quantiles(times, n=20)[-1]


def export(home: Path) -> float:
    """Return how many files a second the static export writes."""
    from django.core.management import call_command  # noqa: PLC0415

    start = time.perf_counter()
    call_command("export_site", str(home / "site.zip"), verbosity=0)
    with zipfile.ZipFile(home / "site.zip") as archive:
        files = len(archive.namelist())
    return files / (time.perf_counter() - start)


def main() -> None:
    """Print the times, one a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--export", action="store_true", help="the static export too (minutes)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        prepare(home)
        start = time.perf_counter()
        fill(options.reports)
        print(
            f"reports: {options.reports} (filled in {time.perf_counter() - start:.0f} s)",
            flush=True,
        )
        measure(home, options.export)


def measure(home: Path, with_export: bool) -> None:
    """Print every figure."""
    from reports.models import Posting  # noqa: PLC0415

    posting = Posting.objects.order_by("pk")[0]
    report = f"/open/organs/{posting.organ_id}/{posting.year}/"
    places = {
        "list": "/open/", "last_page": f"/open/?page={Posting.objects.count() // 20}", "year": "/open/years/2024/",
        "organ": f"/open/organs/{posting.organ_id}/", "report": report,
        "pdf": f"{report}report.pdf", "figures": "/open/figures/", "feed": "/open/feed.xml",
        "api": "/open/api/reports",
    }  # fmt: skip
    for name, address in places.items():
        print(f"{name}_ms: {median(address):.1f}", flush=True)
    for words in QUERIES:
        print(f"search_ms: {median(f'/open/?q={words}'):.1f}  ({words})", flush=True)
    a_second, p95 = load(report)
    print(f"report_requests_per_second_2_workers: {a_second:.0f}  p95_ms: {p95:.0f}", flush=True)
    if with_export:
        print(f"export_files_per_second: {export(home):.0f}")


if __name__ == "__main__":
    main()
