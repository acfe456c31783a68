"""Time every page of an office's year over a district of 3,000 organs, on either database.

    DEMO=1 DATA_DIR=$(mktemp -d) .venv/bin/python bench/offices/office.py [N]

A line a page: milliseconds of the processor (median of seven, this process alone: on PostgreSQL the
database's own are not in it), how many queries, how many of the clock. Then what the background work
on 雷同 takes, with every tenth report a copy of another.
"""

import os
import resource
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
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import directory
from reports.models import Alike, Narrative, Report, SectionPrint
from reports.oversight import alike, supervision

TIMES = 7


def main(count: int) -> None:
    """Load the district and print a line a page."""
    print(f"{connection.vendor}, {count} organs, load {os.getloadavg()[0]:.1f}")
    call_command("migrate", verbosity=0)
    call_command("load_demo", organs=count, years=2, stdout=StringIO())
    chief = User.objects.get(username="demo-zhuguan")
    year = supervision.current_year()
    copy_some(year)
    compare(year)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(chief)
    for name, address, form in pages(chief, year):
        measure(browser, name, address, form)


def copy_some(year: int) -> None:
    """Give every tenth report the words of the one before."""
    rows = Narrative.objects.filter(report__year=year, section="problems").order_by("report__organ__path")
    rows = list(rows)
    copies = rows[10::10]
    for row, source in zip(copies, rows[9::10], strict=False):
        row.html, row.revision = source.html * 3, row.revision + 1
        Narrative.objects.filter(pk=source.pk).update(html=source.html * 3, revision=F("revision") + 1)
    Narrative.objects.bulk_update(copies, ["html", "revision"], batch_size=500)


def compare(year: int) -> None:
    """Print what looking for copies takes from nothing, then once more."""
    for words in ("雷同, all of it", "雷同, nothing new"):
        start = time.process_time()
        while alike.refresh(year, 5):
            pass
        line(words, time.process_time() - start, 0, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{SectionPrint.objects.count()} sections, {Alike.objects.count()} pairs, at most {peak:.0f} MB")


def pages(chief: User, year: int) -> list[tuple[str, str, dict | None]]:
    """Return the pages: name, address, and what is posted, if anything is."""
    top = directory.tree_of(chief, "")[0]
    handed_in = Report.objects.filter(year=year, status="submitted").first()
    public = Report.objects.filter(posting__isnull=False, year__lt=year + 1).order_by("-year").first()
    pair = Alike.objects.order_by("-share").first()
    list_of = "/supervision/?" + f"year={year}"
    found = [
        ("home", "/", None), ("督办", list_of, None), ("督办, 40th page", f"{list_of}&page=40", None),
        *((f"督办, {state}", f"{list_of}&state={state}", None)
          for state in ("undone", "overdue", "unposted", "site_none", "site_agrees", "site_differs")),
        ("督办, untouched first", f"{list_of}&sort=untouched", None), ("督办, 机关本级", f"{list_of}&kind=own", None),
        ("督办, searched", f"{list_of}&search=教育", None),
        ("催报, the letter", "/supervision/chase/", {"year": year, "all": "1"}),
        ("通报 Word", f"/supervision/circular.docx?year={year}", None),
        ("通报 PDF", f"/supervision/circular.pdf?year={year}", None),
        ("calendar", f"/calendars/{top.pk}/{year + 1}/", None),
        ("days", "/days/", None), ("days, feed", f"/days/{directory.subscribe(by=chief)}.ics", None),
        ("desk", f"/desk/?year={year}", None), ("desk, all", f"/desk/?year={year}&state=all", None),
        ("judged", f"/desk/judged/?year={year}", None), ("kept warnings", f"/desk/kept/?year={year}", None),
        ("雷同", f"/desk/alike/?year={year}", None), ("雷同, before", f"/desk/alike/?year={year}&which=before", None),
        ("雷同 XLSX", f"/desk/alike/list.xlsx?year={year}", None),
        ("appraisal", f"/appraisal/?year={year}", None), ("appraisal XLSX", f"/appraisal/list.xlsx?year={year}", None),
        ("public year", f"/open/years/{year}/", None),
    ]  # fmt: skip
    if pair:
        found.append(("雷同, a pair", f"/desk/alike/{pair.pk}/?year={year}", None))
    if handed_in:
        place = f"/reports/{handed_in.pk}"
        found += [("review in the queue", f"{place}/review/?queue=1&year={year}&state=submitted", None),
                  ("signing", f"{place}/signing/", None), ("审签表", f"{place}/signing/sheet/", None)]  # fmt: skip
    if public:
        place = f"/reports/{public.pk}"
        found += [("publication", f"{place}/publication/", None), ("own site", f"{place}/own-site/", None)]
    return found


def measure(browser: Client, name: str, address: str, form: dict | None) -> None:
    """Print what a page takes."""
    processor, clock = [], []
    for _ in range(TIMES + 1):
        start, began = time.process_time(), time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address, follow=True) if form is None else browser.post(address, form)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        processor.append(time.process_time() - start)
        clock.append(time.perf_counter() - began)
    if answer.status_code != 200 or not content:
        raise SystemExit(f"{address}: {answer.status_code}")
    line(name, statistics.median(processor[1:]), len(asked), statistics.median(clock[1:]))


def line(name: str, processor: float, queries: int, clock: float) -> None:
    """Print one line: seconds come out as milliseconds."""
    print(f"{name:<28}{1000 * processor:>9.0f} ms{queries:>6}{1000 * clock:>9.0f} ms", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
