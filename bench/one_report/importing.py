"""Time the import of one report in each format.

    python bench/one_report/importing.py [REPORT.json]

Medians of warm runs in milliseconds; `guarded` is a fresh process with limits, as the site runs it.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "reports" / "management" / "commands" / "demo" / "city-2024.json"
RUNS = 9


def milliseconds(work) -> float:
    """Return the median time of a call of `work`."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def files(path: Path) -> dict[str, bytes]:
    """Return the report in `path` in every format that can be brought in."""
    from reports.document import Document  # noqa: PLC0415
    from reports.rendering.page.html import document_html  # noqa: PLC0415
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415
    from tests.importing.making import office, styles  # noqa: PLC0415
    from tests.libreoffice import converted  # noqa: PLC0415

    document = Document.from_json(json.loads(path.read_bytes()))
    word = office.document_docx(document)
    return {
        "json": path.read_bytes(),
        "html_ours": document_html(document).encode(),
        "html_portal_gbk": styles.portal(document),
        "text_cell_a_line": (ROOT / "tests" / "fixtures" / "pasted-page.txt").read_bytes(),
        "docx": word,
        "xlsx": office.document_xlsx(document),
        "pdf_ours": document_pdf(document),
        "pdf_libreoffice": converted(word, "docx", "pdf"),
    }


def main() -> None:
    """Print the times, a format a line."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    import django  # noqa: PLC0415

    django.setup()
    from reports.importing import read, read_guarded  # noqa: PLC0415

    path = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORT
    for name, content in files(path).items():
        read(content)
        plain, guarded = (milliseconds(lambda f=f, c=content: f(c)) for f in (read, read_guarded))
        print(f"import_{name}_ms: {plain:.0f}  guarded: {guarded:.0f}")


if __name__ == "__main__":
    main()
