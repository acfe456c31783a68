"""Time 我的报告 of a person who works for 900 organs, and its memory.

    python bench/offices/desk.py [--organs 900]

`first_ms` is the first page after an update, when every report on it is judged; `next_ms` the
median afterwards; `peak_mb` the process's highest memory. SQLite, through the whole stack.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--organs", type=int, default=900)
    organs = parser.parse_args().organs
    with tempfile.TemporaryDirectory() as directory:
        sys.path.insert(0, str(ROOT))
        os.environ |= {
            "DATA_DIR": directory,
            "DJANGO_SETTINGS_MODULE": "reportsite.settings",
            "DEMO": "1",
        }
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415

        django.setup()
        measure(organs)


def measure(organs: int) -> None:
    """Fill a district, let one person write for all of it, and time their list."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from reports.management.sowing import fill  # noqa: PLC0415
    from reports.models import Membership, Organ  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    clerk = factories.clerk("zhang")
    fill(organs, 2025, chief=clerk)
    Membership.objects.bulk_create(
        (Membership(user=clerk, organ=organ, role="clerk") for organ in Organ.objects.all()),
        ignore_conflicts=True,
    )
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(clerk)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = []
    for _ in range(6):
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            assert client.get("/reports/").status_code == 200
            times.append((time.perf_counter() - start) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"my_reports_first_ms: {times[0]:.0f}")
    print(f"my_reports_next_ms: {statistics.median(times[1:]):.0f}")
    print(f"my_reports_queries: {len(asked)}")
    print(f"my_reports_peak_mb: {peak:.0f}  (before: {before:.0f})")


if __name__ == "__main__":
    main()
