"""Time one report: the PDF, the web page, two workers at once, and Chromium on the same page.

    python bench/render.py REPORT.json [--chromium]

Medians of warm runs, in milliseconds. `--chromium` also lets headless Chromium print the same web
page and says which share of its time our PDF takes, the two measured by turns in one run.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS, REPORTS_A_WORKER, WORKERS = 15, 12, 2


def prepare(path: str):
    """Return the report in `path` as a document, with Django and the press warm."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    import django  # noqa: PLC0415

    django.setup()
    from reports.document import Document  # noqa: PLC0415
    from reports.rendering.html import document_html  # noqa: PLC0415
    from reports.rendering.pdf import document_pdf  # noqa: PLC0415

    document = Document.from_json(json.loads(Path(path).read_bytes()))
    for _ in range(3):
        document_html(document)
        document_pdf(document)
    return document, document_html, document_pdf


def milliseconds(work) -> float:
    """Return how long one call of `work` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median(work) -> float:
    """Return the median time of a call of `work`."""
    return statistics.median(milliseconds(work) for _ in range(RUNS))


def print_many(path: str, wait_until: float) -> float:
    """Print the report again and again, beginning at a set time; return when it was done."""
    document, _, document_pdf = prepare(path)
    time.sleep(max(0, wait_until - time.time()))
    for _ in range(REPORTS_A_WORKER):
        document_pdf(document)
    return time.time()


def throughput(path: str) -> float:
    """Return how many reports a second two worker processes print."""
    start = time.time() + 4
    with ProcessPoolExecutor(WORKERS) as pool:
        ends = list(pool.map(print_many, [path] * WORKERS, [start] * WORKERS))
    return WORKERS * REPORTS_A_WORKER / (max(ends) - start)


def against_chromium(document, document_html, document_pdf) -> tuple[float, float]:
    """Return the median times of Chromium's PDF and of ours, taken by turns."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    page_html, theirs, ours = document_html(document), [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()

        def chromium_pdf():
            page.set_content(page_html)
            page.pdf(prefer_css_page_size=True, tagged=True, outline=True)

        chromium_pdf()
        for _ in range(RUNS):
            theirs.append(milliseconds(chromium_pdf))
            ours.append(milliseconds(lambda: document_pdf(document)))
        browser.close()
    return statistics.median(theirs), statistics.median(ours)


def main() -> None:
    """Print the times, one a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("report")
    parser.add_argument("--chromium", action="store_true")
    options = parser.parse_args()
    document, document_html, document_pdf = prepare(options.report)
    print(f"pdf_warm_ms: {median(lambda: document_pdf(document)):.0f}")
    print(f"html_warm_ms: {median(lambda: document_html(document)):.1f}")
    print(f"reports_per_second_2_workers: {throughput(options.report):.1f}")
    if options.chromium:
        theirs, ours = against_chromium(document, document_html, document_pdf)
        print(f"chromium_pdf_ms: {theirs:.0f}")
        print(f"pdf_share_of_chromium: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
