"""Time one report: the PDF, the web page, two workers at once, and Chromium on the same page.

    python bench/one_report/render.py REPORT.json [--chromium]

Medians of warm runs, in milliseconds: the same report again; the report after one changed sentence,
another each time, as a clerk's preview; and another report each time, with other words in every
paragraph and another number in every cell. `--chromium` also lets headless Chromium print the same web
page, all measured by turns in one run: as a program started for each report, which is what
stands in for our PDF where nobody tends a browser, and in a browser kept open.
"""

import argparse
import dataclasses
import itertools
import json
import multiprocessing
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS, CHROMIUM_RUNS, REPORTS_A_WORKER, WORKERS = 15, 7, 16, 2


def prepare(path: str):
    """Return the report in `path` as a document, with Django and the press warm."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    import django  # noqa: PLC0415

    django.setup()
    from reports.document import Document  # noqa: PLC0415
    from reports.rendering.page.html import document_html  # noqa: PLC0415
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415

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


def with_another_sentence(document, number: int):
    """Return the report with another sentence, in the middle of its longest section."""
    longest = max(document.sections, key=lambda name: len(document.sections[name]))
    text = document.sections[longest]
    at = text.index("。", len(text) // 2) + 1
    changed = f"{text[:at]}全年开展第{number}次检查。{text[at:]}"
    return dataclasses.replace(document, sections=document.sections | {longest: changed})


def another(document, number: int):
    """Return a report as long: each paragraph's words in another order, another figure in each cell."""
    dice = random.Random(number)

    def mixed(match) -> str:
        words = list(match[0])
        dice.shuffle(words)
        return "".join(words)

    sections = {name: _WORDS.sub(mixed, text) for name, text in document.sections.items()}
    cells = {
        cell: value if value is None else Decimal(dice.randrange(10 ** len(str(int(value)))))
        for cell, value in document.cells.items()
    }
    return dataclasses.replace(document, sections=sections, cells=cells)


# What a tag or a figure is not made of.
_WORDS = re.compile("[一-鿿]{2,}")


def each_new(document, change, work):
    """Return a function that does `work` with the report, changed in another way each time."""
    changed = (change(document, number) for number in itertools.count(1))
    return lambda: work(next(changed))


def print_many(path: str, ready, spans) -> None:
    """Print the report again and again once all workers are ready; say from when to when."""
    document, _, document_pdf = prepare(path)
    ready.wait()
    start = time.time()
    for _ in range(REPORTS_A_WORKER):
        document_pdf(document)
    spans.put((start, time.time()))


def count_many(path: str, ready, spans) -> None:
    """Count, as print_many prints: what the machine gives two processes that share nothing."""
    ready.wait()
    start = time.time()
    for _ in range(REPORTS_A_WORKER):
        sum(number * number % 7 for number in range(600_000))
    spans.put((start, time.time()))


def throughput(work, path: str, workers: int) -> float:
    """Return how many times a second so many processes do `work`."""
    context = multiprocessing.get_context("spawn")
    ready, spans = context.Barrier(workers), context.SimpleQueue()
    processes = [context.Process(target=work, args=(path, ready, spans)) for _ in range(workers)]
    for process in processes:
        process.start()
    starts, ends = zip(*(spans.get() for _ in processes), strict=True)
    for process in processes:
        process.join()
    return workers * REPORTS_A_WORKER / (max(ends) - min(starts))


def against_chromium(page: str, ours: dict) -> dict[str, float]:
    """Return the median times of each of `ours`, of Chromium started anew and kept open."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    chromium = shutil.which("chromium")
    times: dict[str, list] = {name: [] for name in (*ours, "started", "open")}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(page)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()

        def opened():
            tab.set_content(page)
            tab.pdf(prefer_css_page_size=True, tagged=True, outline=True)

        def started():
            options = ["--headless", "--no-sandbox", "--no-pdf-header-footer"]
            output = f"--print-to-pdf={file.with_suffix('.pdf')}"
            command = [chromium, *options, output, file.as_uri()]
            subprocess.run(command, check=True, capture_output=True)

        opened()
        started()
        for _ in range(CHROMIUM_RUNS):
            for name, work in ours.items():
                times[name].append(milliseconds(work))
            times["started"].append(milliseconds(started))
            times["open"].append(milliseconds(opened))
        browser.close()
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Print the times, one a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("report")
    parser.add_argument("--chromium", action="store_true")
    options = parser.parse_args()
    document, document_html, document_pdf = prepare(options.report)
    ours = {
        "warm": lambda: document_pdf(document),
        "changed": each_new(document, with_another_sentence, document_pdf),
        "other": each_new(document, another, document_pdf),
    }
    for name, work in ours.items():
        print(f"pdf_{name}_ms: {median(work):.0f}")
    print(f"html_warm_ms: {median(lambda: document_html(document)):.1f}")
    one, two = (throughput(print_many, options.report, workers) for workers in (1, WORKERS))
    print(f"reports_per_second_2_workers: {two:.1f}")
    print(f"two_workers_over_one: {two / one:.2f}")
    one, two = (throughput(count_many, options.report, workers) for workers in (1, WORKERS))
    print(f"two_counting_over_one: {two / one:.2f}")
    if options.chromium:
        took = against_chromium(document_html(document), ours)
        print(f"chromium_started_pdf_ms: {took['started']:.0f}")
        print(f"chromium_open_pdf_ms: {took['open']:.0f}")
        print(f"pdf_share_of_chromium_started: {took['warm'] / took['started']:.2f}")
        for name in ours:
            print(f"pdf_{name}_share_of_chromium_open: {took[name] / took['open']:.2f}")


if __name__ == "__main__":
    main()
