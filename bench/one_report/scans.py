"""Measure the reading of scans and photographs: python bench/one_report/scans.py [SEED,…] [KIND…].

Our own PDF and LibreOffice's of reports with made-up figures, as pictures: of an even seed one of
the edition of 2021, of an odd one of that of 2019; each seed another organ and other figures. A line for each kind of
picture: cells right, blank, wrong, called sure, wrong and called sure; seconds of one core a page
and the most memory of a page's process. Nothing is asserted.
"""

import os
import resource
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("100", "150", "200", "300", "150-skewed-noisy", "200-skewed-noisy", "200-photo", "300-photo")


def pictures(pdf: bytes, kind: str, seed: int) -> list:
    """Return the pages of a PDF as pictures of a kind."""
    from tests.importing.making import pictured  # noqa: PLC0415

    dots, *ways = kind.split("-")
    made = pictured.pages(pdf, int(dots))
    for way in ways:
        change: Callable = {
            "skewed": lambda page, n: pictured.skewed(page),
            "noisy": pictured.noisy,
            "photo": pictured.photographed,
        }[way]
        made = [change(page, seed * 100 + n) for n, page in enumerate(made)]
    return made


def _used() -> float:
    """Return the processor's seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(document, files: list[bytes]) -> tuple[Counter, list[float], str]:
    """Return how the cells were read, and the processor's seconds of each page's process."""
    from reports.importing import read_guarded, read_page, seen_json  # noqa: PLC0415

    times, seen = [], []
    for number, file in enumerate(files):
        start = _used()
        seen.append(read_page(file, 0) | {"number": number})
        times.append(_used() - start)
    reading = read_guarded(b"", seen=seen_json(seen, len(files)))
    counts: Counter = Counter()
    for cell, value in document.cells.items():
        got = reading.cells.get(cell)
        figure = got.value if got else None
        outcome = "right" if figure == value else "blank" if figure is None else "wrong"
        counts[outcome] += 1
        if got and got.state == "sure":
            counts["sure"] += 1
            counts["wrong and sure"] += outcome == "wrong"
        if outcome != "right" and os.environ.get("TELL"):
            print("  ", outcome, cell, value, figure, got and got.state, got and got.read)
    about = reading.document
    same = [about.organ == document.organ, about.year == document.year]
    kept = sum(bool(about.sections.get(s)) for s in document.sections)
    return counts, times, f"organ {same[0]}, year {same[1]}, sections {kept}/{len(document.sections)}"


def main() -> None:
    """Print a line for each kind of picture."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    import django  # noqa: PLC0415

    django.setup()
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415
    from tests.importing.making import office, pictured  # noqa: PLC0415
    from tests.libreoffice import converted  # noqa: PLC0415

    seeds = [int(seed) for seed in (sys.argv[1] if len(sys.argv) > 1 else "1,2").split(",")]
    kinds = sys.argv[2:] or KINDS
    made = {seed: pictured.various(seed, ("2021", "2019")[seed % 2]) for seed in seeds}
    writers = {
        "ours": document_pdf,
        "libreoffice": lambda d: converted(office.document_docx(d), "docx", "pdf"),
    }
    pdfs = {
        (writer, seed): write(document)
        for writer, write in writers.items()
        for seed, document in made.items()
    }
    for kind in kinds:
        for writer in writers:
            _tell(writer, kind, {seed: (made[seed], pdfs[writer, seed]) for seed in seeds})


def _tell(writer: str, kind: str, reports: dict[int, tuple]) -> None:
    total, times, about = Counter(), [], []
    for seed, (document, pdf) in reports.items():
        from tests.importing.making import pictured  # noqa: PLC0415

        files = [pictured.file_of(page) for page in pictures(pdf, kind, seed)]
        counts, seconds, words = measured(document, files)
        total += counts
        times += seconds
        about.append(words)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{writer:12}{kind:18} right {total['right']} blank {total['blank']} "
        f"wrong {total['wrong']} sure {total['sure']} wrong and sure "
        f"{total['wrong and sure']}; {sum(times) / len(times):.1f} s a page, longest "
        f"{max(times):.1f} s, {len(times)} pages; {memory} MB; {about}",
        flush=True,
    )


if __name__ == "__main__":
    main()
