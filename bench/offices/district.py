"""Measure a district with 3,000 reports: load, dashboard, sums, reminders, a save, an event.

One organ in ten has no report: 3,000 reports are those of 3,400 organs.

DEMO=1 DATA_DIR=$(mktemp -d) .venv/bin/python bench/offices/district.py [N]
"""

import os
import statistics
import sys
import time
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from reports import access, aggregation, history
from reports.models import Organ, Report
from reports.oversight import supervision
from reports.writing import editing

CELL = "requests.new.business"


def median_ms(what, times: int = 15) -> float:
    """Return the median of so many runs, in milliseconds; the first is not counted."""
    what()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent)


def line(name: str, value: str) -> None:
    print(f"{name:<44}{value:>12}", flush=True)


def main(count: int) -> None:
    """Load the district and print a line a measurement."""
    print(f"{connection.vendor}, {count} organs, load {os.getloadavg()[0]:.1f}")
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    call_command("load_demo", organs=count, years=1, stdout=StringIO())
    line("load_demo", f"{time.perf_counter() - start:.1f} s")
    chief = User.objects.get(username="demo-zhuguan")
    browser = Client(headers={"host": "localhost"})
    browser.force_login(chief)
    for name, query in (("dashboard", ""), ("dashboard, errors first", "?sort=-errors"),
                        ("dashboard, page 40", "?page=40"), ("dashboard, searched", "?search=教育"),
                        ):  # fmt: skip
        line(name, f"{median_ms(lambda q=query: fetch(browser, f'/supervision/{q}')):.0f} ms")
    for name, query in (("organs, a page", ""), ("organs, searched", "?search=教育")):
        line(name, f"{median_ms(lambda q=query: fetch(browser, f'/organs/{q}')):.0f} ms")
    line("list as CSV", f"{median_ms(lambda: fetch(browser, '/supervision/list.csv'), 3):.0f} ms")
    sums(browser, chief)
    choice = supervision.Choice(supervision.current_year())
    start = time.perf_counter()
    told = supervision.chase(chief, choice).told
    line(f"催报 of {told} people", f"{1000 * (time.perf_counter() - start):.0f} ms")
    line("one save of one figure", f"{median_ms(saver(), 40):.1f} ms")
    line("one audit event", f"{median_ms(lambda: history.note('exported', by=chief), 40):.1f} ms")


def fetch(browser: Client, address: str) -> None:
    """Fetch a page or a file whole; a refusal would be quick, and measure nothing."""
    response = browser.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    if response.streaming:
        b"".join(response.streaming_content)


def sums(browser: Client, chief: User) -> None:
    """Measure 汇总 of every report of the district: the sums alone, and each page and file."""
    root = Organ.objects.get(code="LZ000000")
    choice = aggregation.Choice(root, supervision.current_year(), reach="all", own=True)
    organs = aggregation.chosen_organs(access.organs_supervised(chief), choice)
    reports = aggregation.counted_reports(organs, choice)
    time_of = median_ms(lambda: aggregation.summed(reports, choice.year))
    line(f"汇总 of {reports.count()} reports, the sums", f"{time_of:.0f} ms")
    query = f"?under={root.pk}&reach=all&own=1"
    for name, address, times in (
        ("汇总, the page", "", 15), ("汇总, one sum's reports", f"cells/{CELL}/", 5),
        ("汇总, every report once", f"?under={root.pk}", 15), ("years", "years/", 5),
        ("outliers", "outliers/", 5), ("XLSX, a row an organ", "sums.xlsx", 3),
        ("CSV, a row an organ", "organs.csv", 3),
    ):  # fmt: skip
        place = f"/aggregation/{address}" if "?" in address else f"/aggregation/{address}{query}"
        line(name, f"{median_ms(lambda at=place: fetch(browser, at), times):.0f} ms")


def saver():
    """Return a function that saves another figure each time."""
    report = Report.objects.filter(status="draft").first()
    clerk = report.organ.people.first()
    numbers = iter(range(1, 10_000))

    def save() -> None:
        row = report.figures.get(cell=CELL)
        edit = editing.Edit(CELL, str(next(numbers) + 1000), row.revision)
        with transaction.atomic():
            editing.save(report.pk, [edit], by=clerk)

    return save


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3400)
