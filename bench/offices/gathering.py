"""Bulk import: files a minute read and taken by two workers, one of them killed in the middle of each.

    python bench/offices/gathering.py [--files 500]

Real workers (manage.py work) on a district of made-up reports as web pages, Word, Excel, text, data and PDF,
on SQLite, or on PostgreSQL where DATABASE_URL says so. Each step ends with a count of what there is:
nothing twice, nothing lost.
"""

import argparse
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bulk import ROOT, set_up_django

YEARS = range(2021, 2026)
FORMS = ["html"] * 6 + ["docx"] * 6 + ["xlsx"] * 2 + ["txt"] * 2 + ["json"] * 2 + ["pdf"] * 2


def furnish(number: int):
    """Return a supervisor over a fifth as many organs."""
    from tests import factories  # noqa: PLC0415

    chief = factories.clerk("chief")
    root = factories.organ("澜州市人民政府", type="city")
    factories.give(chief, root, "supervisor")
    for n in range(-(-number // len(YEARS))):
        factories.organ(f"澜州市第{n + 1}局", under=root)
    return chief


def files_of(number: int) -> list[tuple[str, io.BytesIO]]:
    """Return so many reports as files of the forms in turn, each of another organ or year."""
    import json  # noqa: PLC0415

    from reports.editions import edition_for  # noqa: PLC0415
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415
    from tests.importing.making import office, styles  # noqa: PLC0415
    from tests.importing.making.pages import CITY  # noqa: PLC0415

    make = {
        "html": styles.clipboard, "docx": office.document_docx, "xlsx": office.document_xlsx, "pdf": document_pdf,
        "txt": styles.clipboard, "json": lambda d: json.dumps(d.to_json()).encode(),
    }  # fmt: skip
    made = []
    for n in range(number):
        organ, year = f"澜州市第{n // len(YEARS) + 1}局", YEARS[n % len(YEARS)]
        words = {"organ": organ, "year": year, "sections": factories.WORDS}
        document = factories.filled(edition_for(year), n, **words)
        document = replace(document, title=CITY.edition.title_of(organ, year))
        form = FORMS[n % len(FORMS)]
        made.append((f"{n}.{form}", io.BytesIO(make[form](document))))
    random.Random(1).shuffle(made)
    return made


def worked(lot) -> tuple[float, float]:
    """Let two workers do what waits, kill one in the middle; return files a minute and minutes."""
    from reports import gathering, tasks  # noqa: PLC0415

    tasks.deliver(lot.pk, room=gathering)
    command = [sys.executable, "manage.py", "work", "--interval", "0.2"]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    total, start, killed = lot.items.count(), time.perf_counter(), False
    while lot.state != lot.State.FINISHED:
        time.sleep(0.5)
        lot.refresh_from_db()
        if not killed and lot.items.exclude(state__in=("waiting", "running")).count() > total // 2:
            running[0].kill()
            running[0].wait()
            running[0], killed = subprocess.Popen(command, cwd=ROOT), True
    minutes = (time.perf_counter() - start) / 60
    for worker in running:
        worker.terminate()
        worker.wait()
    return total / minutes, minutes


def main() -> None:
    """Print how fast a lot is read and taken, and what is there after each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=500)
    number = parser.parse_args().files
    with tempfile.TemporaryDirectory() as directory:
        set_up_django(directory)
        from reports import gathering  # noqa: PLC0415
        from reports.models import Report  # noqa: PLC0415

        chief = furnish(number)
        lot = gathering.create(files_of(number), by=chief)
        for step in ("read", "taken"):
            if step == "taken":
                gathering.take_ready(lot.pk, by=chief)
                lot.refresh_from_db()
            pace, minutes = worked(lot)
            stand = Counter(lot.items.with_standing().values_list("standing", flat=True))
            print(f"{step}: {pace:.0f} files a minute ({minutes:.1f} min), {dict(stand)}, reports {Report.objects.count()}, "
                  f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
        doubled = Report.objects.count() - Report.objects.values("organ", "year").distinct().count()
        print(f"twice: {doubled}, lost: {number - Report.objects.written().count()}")


if __name__ == "__main__":
    main()
