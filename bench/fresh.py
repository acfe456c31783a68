"""A site of its own to measure: a fresh SQLite database, one clerk, a filled report of each year."""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "reports" / "management" / "commands" / "demo"
YEARS = ("city-2023.json", "city-2024.json")


@contextlib.contextmanager
def fresh_site() -> Iterator[tuple]:
    """Yield the latest report of a fresh site and a client in which its clerk is logged in."""
    with tempfile.TemporaryDirectory() as directory:
        sys.path.insert(0, str(ROOT))
        os.environ |= {"DATA_DIR": directory, "DJANGO_SETTINGS_MODULE": "reportsite.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415

        django.setup()
        yield _furnished()


def _furnished() -> tuple:
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from reports.document import Document  # noqa: PLC0415
    from reports.writing import editing  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    documents = [Document.from_json(json.loads((DEMO / name).read_text())) for name in YEARS]
    clerk = factories.clerk("zhang")
    organ = factories.organ(documents[0].organ, clerk, type=documents[0].organ_type)
    for document in documents:
        report = factories.report(organ, document.year, by=clerk)
        editing.take_document(report, document, by=clerk)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(clerk)
    return report, client
