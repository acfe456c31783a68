"""Print random reports with and without what is kept and shortened; say which differ by a byte.

    python bench/one_report/both_ways.py [REPORTS]

Each is printed after another report, again, and again after one change, from what was kept of it. Some
2 s of a processor a report. Ends with 1 if any report differs.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Print the differing seeds and the processor's time of both ways."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    import django  # noqa: PLC0415

    django.setup()
    from reports.rendering import kept  # noqa: PLC0415
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415
    from tests.rendering.made_up import edited, made_up  # noqa: PLC0415

    differ, ours, plain = [], 0.0, 0.0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for seed in range(count):
        document = made_up(seed)
        for one in (document, document, edited(document, seed)):
            start = time.process_time()
            printed = document_pdf(one)
            middle = time.process_time()
            with kept.off():
                other = document_pdf(one)
            ours, plain = ours + middle - start, plain + time.process_time() - middle
            if printed != other:
                differ.append(seed)
    print(f"reports: {count}")
    print(f"differ: {differ or 'none'}")
    print(f"processor_ms_ours: {1000 * ours / count / 3:.0f}")
    print(f"processor_ms_without: {1000 * plain / count / 3:.0f}")
    return bool(differ)


if __name__ == "__main__":
    sys.exit(main())
