"""Approve how the pages look now: make the pictures that tests/rendering/page/test_likeness.py compares.

python tools/approve_pages.py        (or: make approve-pages)

Look at every picture that `git diff` names before you commit it: it is the measure from then on.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Make the pictures of both editions' reports anew."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    import django  # noqa: PLC0415

    django.setup()
    from reports.document import Document  # noqa: PLC0415
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415
    from tests.rendering.page.likeness import REPORTS, approve  # noqa: PLC0415

    for name in REPORTS:
        document = Document.from_json(json.loads((ROOT / "tests" / "fixtures" / name).read_bytes()))
        for path in approve(name, document_pdf(document)):
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
