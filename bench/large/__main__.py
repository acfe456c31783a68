"""Measure a site ten times as large as any was before: 30,000 organs, ten years, 60 million figures.

    POSTGRESQL_HOME=/srv/large POSTGRESQL_OPTIONS="…" tools/with_postgresql \\
        .venv/bin/python -m bench.large [--organs 30000] [--years 10] [--backup] [--plans FILE]

Fills the database unless it is filled already (POSTGRESQL_HOME keeps it), then prints a line a page:
milliseconds the first time and then, those of the database, those of processors, questions, bytes of the answer, memory at most beyond what the
process had. The plans of slow questions go into a file. Without DATABASE_URL on SQLite, in DATA_DIR.
"""

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.unlimited")
os.environ.setdefault("SECRET_KEY", "bench" * 10)
os.environ.setdefault("SECOND_FACTOR", "off")

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

from reports import aggregation, history
from reports.models import Figure, Organ, Posting, Report
from reports.oversight import supervision
from reports.writing import editing

from .loading import fill
from .measure import Desk
from .moving import backup_and_restore
from .steps import FILLED, step, was_done
from .tables import sizes

CELL = "requests.new.natural_person"
QUERIES = ("政府信息公开工作", "水利局", "体育局 适老化改造", "澜阳市", "3050", "殡葬")


def main() -> None:
    """Fill, then print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organs", type=int, default=30_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--backup", action="store_true", help="backup and restore, too (minutes)")
    parser.add_argument("--only", default="", help="measure only what has this in its name; none: no page")
    parser.add_argument("--plans", type=Path, default=Path("slow-plans.txt"))
    options = parser.parse_args()
    now = supervision.current_year()
    call_command("migrate", verbosity=0)
    if not was_done(FILLED):
        first = max(2019, now + 1 - options.years)
        with step("filled, all of it"):
            fill(options.organs, range(first, first + options.years), now)
    tell_size()
    options.plans.unlink(missing_ok=True)
    if options.only != "none":
        measure(options, now)
    if options.backup:
        backup_and_restore()


def tell_size() -> None:
    """Print how large the site is."""
    year = Report.objects.aggregate(last=Max("year"))["last"]
    print(f"{connection.vendor}, {Organ.objects.count():,} organs, {Report.objects.count():,} reports, "
          f"years to {year}, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    for table, rows, heap, indexes in sizes():
        print(f"  {table:<28}{rows:>13,} rows{heap / 1e6:>9,.0f} MB{indexes / 1e6:>9,.0f} MB indexes")


def measure(options, now: int) -> None:
    """Print a line a page, a file, an act."""
    chief = User.objects.get(username="chief")
    desk = Desk(options.plans, chief)
    for name, address, times in office(now):
        if options.only in name:
            desk.ask(name, address, times)
    for name, act in acts(chief, now):
        if options.only in name:
            desk.take(name, act)
    for desk, lines in ((Desk(options.plans, _clerk(now)), clerk(now)), (Desk(options.plans), public(now))):
        for name, address, times in lines:
            if options.only in name:
                desk.ask(name, address, times)


def office(year: int) -> list[tuple[str, str, int]]:
    """Return what the office of the province asks: name, address, how often."""
    top, city = Organ.objects.get(depth=1), Organ.objects.filter(type="city").first()
    county = Organ.objects.filter(type="county").first()
    of, every = f"/supervision/?year={year}", f"?under={top.pk}&year={year}&reach=all&own=1"
    once, of_city = f"?under={top.pk}&year={year}", f"?under={city.pk}&year={year}&reach=all&own=1"
    last = Organ.objects.count() // supervision.PAGE
    return [
        ("home", "/", 3), ("督办", of, 3), ("督办, last page", f"{of}&page={last}", 3),
        ("督办, undone", f"{of}&state=undone", 3), ("督办, overdue", f"{of}&state=overdue", 3),
        ("督办, untouched first", f"{of}&sort=untouched", 3), ("督办, errors first", f"{of}&sort=-errors", 3),
        ("督办, searched", f"{of}&search=水利", 3), ("督办 of a city", f"{of}&under={city.pk}", 3),
        ("督办 of a county", f"{of}&under={county.pk}", 3), ("organs", "/organs/", 3),
        ("organs, searched", "/organs/?search=水利", 3), ("desk", f"/desk/?year={year}", 3),
        ("kept warnings", f"/desk/kept/?year={year}", 3),
        ("audit", "/audit/", 3),
        ("汇总, every report", f"/aggregation/{every}", 3), ("汇总, once", f"/aggregation/{once}", 3),
        ("汇总 of a city, every report", f"/aggregation/{of_city}", 3),
        ("汇总, one sum's reports", f"/aggregation/cells/{CELL}/{every}", 3),
        ("汇总, choose organs", f"/aggregation/organs/{every}", 3),
        ("years, three", f"/aggregation/years/{every}", 3),
        ("years, six, a city", f"/aggregation/years/{of_city}" + "".join(f"&with={y}" for y in range(year - 5, year)), 3),
        ("outliers", f"/aggregation/outliers/{every}", 3), ("outliers of a city", f"/aggregation/outliers/{of_city}", 3),
        ("appraisal", f"/appraisal/?year={year}", 2),
        ("file: 督办 CSV", f"/supervision/list.csv?year={year}", 1),
        ("file: a row an organ CSV", f"/aggregation/organs.csv{every}", 1),
        ("file: a row an organ XLSX", f"/aggregation/sums.xlsx{every}", 1),
        ("file: years CSV", f"/aggregation/years.csv{every}", 1),
    ]  # fmt: skip


def public(year: int) -> list[tuple[str, str, int]]:
    """Return what a citizen asks."""
    posting = Posting.objects.filter(year=year - 1).order_by("pk")[5000 % Posting.objects.filter(year=year - 1).count()]
    report, region = f"/open/organs/{posting.organ_id}/{posting.year}/", posting.region
    last = Posting.objects.count() // 20
    return [
        ("public list", "/open/", 3), ("public list, last page", f"/open/?page={last}", 3),
        ("public year", f"/open/years/{year - 1}/", 3), ("public region", f"/open/regions/{region}/", 3),
        ("public organs", "/open/organs/", 3), ("public organ", f"/open/organs/{posting.organ_id}/", 3),
        ("public report", report, 3), ("public sums", "/open/figures/", 3),
        ("public sums of a region", f"/open/figures/?region={region}", 3),
        ("public sums of an organ", f"/open/figures/?organ={posting.organ_id}", 3),
        *((f"search {words}", f"/open/?q={words}", 3) for words in QUERIES),
        ("feed", "/open/feed.xml", 3), ("API", "/open/api/reports", 3),
        ("sitemap", "/open/sitemap.xml", 3), ("file: sitemap of a year", f"/open/sitemap-{year - 1}.xml", 2),
        ("file: reports of a year CSV", f"/open/data/{year - 1}/reports.csv", 1),
        ("file: figures of a year CSV", f"/open/data/{year - 1}/cells.csv", 1),
    ]  # fmt: skip


def _draft(year: int) -> Report:
    return Report.objects.filter(year=year, status="draft", organ__type="department").order_by("pk")[7]


def _clerk(year: int) -> User:
    return _draft(year).organ.people.first()


def clerk(year: int) -> list[tuple[str, str, int]]:
    """Return what a clerk asks."""
    return [("a clerk's home", "/", 3), ("editor", f"/reports/{_draft(year).pk}/", 3),
            ("findings", f"/reports/{_draft(year).pk}/findings/", 3)]  # fmt: skip


def acts(chief: User, year: int) -> list[tuple]:
    """Return what is done without a page."""
    report, numbers = _draft(year), iter(range(10_000))
    person = report.organ.people.first()

    def save() -> int:
        row = Figure.objects.get(report=report, cell=CELL)
        edit = editing.Edit(CELL, str(next(numbers) + 10**6 + time.time_ns() % 10**6), row.revision)
        with transaction.atomic():
            editing.save(report.pk, [edit], by=person)
        return 0

    def note() -> int:
        history.note("exported", by=chief)
        return 0

    def sums() -> int:
        reports = Report.objects.filter(year=year)
        return aggregation.summed(reports, year).reports

    return [("act: one save", save), ("act: one audit event", note), ("act: the sums of a year alone", sums)]


if __name__ == "__main__":
    main()
