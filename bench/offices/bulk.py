"""Bulk export: reports a second with one worker and with two, their memory, how long the ZIP takes.

    python bench/offices/bulk.py [--reports 60] [--forms pdf]
    python bench/offices/bulk.py --reports 3000 --forms package   (a district's archive; --before-ofd: none was printed)
    tools/with_postgresql .venv/bin/python bench/offices/bulk.py

Real workers (manage.py work) on a district of made-up reports, on SQLite, or on PostgreSQL where
DATABASE_URL says so. The clock runs from the first finished report to the last: warm workers.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def set_up_django(directory: str) -> None:
    """Prepare an empty database."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DATA_DIR": directory,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "reportsite.settings",
    }
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def furnish(number: int, published: bool = False, lacking: str = ""):
    """Return a supervisor over so many organs, each with a whole report, perhaps published.

    `lacking` is a form that there was not yet when they were published.

    What is published has the first one's files in the forms that take long: packages are made of
    what is stored, whoever printed it.
    """
    from django.db import transaction  # noqa: PLC0415

    from reports.rendering.formats import FORMATS  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    if published:
        print_once()

    chief = factories.clerk("chief")
    root = factories.organ("澜州市人民政府", type="city")
    factories.give(chief, root, "supervisor")
    clerk = factories.clerk("clerk")
    if published:
        factories.give(clerk, root, "supervisor")  # who approves
    forms = dict(FORMATS)
    FORMATS.pop(lacking, None)
    for n in range(number):
        organ = factories.organ(f"澜州市第{n + 1}局", clerk, under=root)
        make = factories.published if published else factories.sound_report
        with transaction.atomic():
            make(organ, 2025, by=clerk)
    FORMATS.update(forms)
    return chief


def print_once() -> None:
    """Have every report published with the first one's PDF, OFD and office files."""
    from dataclasses import replace  # noqa: PLC0415

    from reports.rendering.formats import FORMATS  # noqa: PLC0415

    for form in ("pdf", "archive", "ofd", "docx", "xlsx"):
        FORMATS[form] = replace(FORMATS[form], make=once(FORMATS[form].make))


def once(make):
    """Return a function that makes what it is asked for first, and gives the same ever after."""
    made = []

    def give(document):
        if not made:
            made.append(make(document))
        return made[0]

    return give


def highest_memory(pid: int | str = "self") -> int:
    """Return the most memory that a process has held so far, in MB."""
    told = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM"))) // 1024


def measure(chief, forms: list[str], workers: int) -> str:
    """Return what so many workers did: reports a second, memory, the seconds the ZIP took, its bytes."""
    from reports import bulk, tasks  # noqa: PLC0415
    from reports.models import Worker  # noqa: PLC0415

    command = [sys.executable, "manage.py", "work", "--interval", "0.2"]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(workers)]
    while Worker.objects.count() < workers:
        time.sleep(0.1)
    job = bulk.create(2025, None, ["draft", "published"], forms, by=chief)
    tasks.deliver(job.pk)
    while job.state != job.State.FINISHED:
        time.sleep(0.1)
        job.refresh_from_db()
    memory = max(highest_memory(worker.pid) for worker in running)
    for worker in running:
        worker.terminate()
        worker.wait()
    assert not job.items.filter(state="failed").exists()
    ends = sorted(job.items.values_list("finished_at", flat=True))
    seconds = (ends[-1] - ends[0]).total_seconds()
    pace = (len(ends) - 1) / seconds
    start = time.perf_counter()
    size = sum(len(piece) for piece in bulk.packed(job, ""))
    return (
        f"{workers} worker{'s' if workers > 1 else ''}: {pace:5.1f} reports/s, {60 * pace:.0f} a minute, "
        f"{len(ends)} in {seconds:.0f} s, at most {memory} MB; ZIP of {size / 1e6:.1f} MB in "
        f"{time.perf_counter() - start:.2f} s, {highest_memory()} MB"
    )


def main() -> None:
    """Print a line for one worker and one for two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--forms", nargs="+", default=["pdf"])
    parser.add_argument("--before-ofd", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        set_up_django(directory)
        from django.db import connection, connections  # noqa: PLC0415

        chief = furnish(options.reports, "package" in options.forms, "ofd" if options.before_ofd else "")
        print(f"{connection.vendor}, {options.reports} reports, {' '.join(options.forms)}, "
              f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
        for workers in (1, 2):
            print(f"  {measure(chief, options.forms, workers)}; load {os.getloadavg()[0]:.1f}", flush=True)
        connections.close_all()


if __name__ == "__main__":
    main()
