"""Hostile text ends: every rule reads it in time that grows with its length, all together in 2 s.

`make bench` prints the seconds. Here stands what does not depend on the machine: four times the text
may take nine times as long at most (a pattern that blows up takes sixteen times or never ends), and
no text may use as many seconds of a processor as only a pattern that blows up would need.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.hostile import MEGABYTES, TEXTS, report
from reports.rules import check

ROOT = Path(__file__).resolve().parents[2]
SHORT, LONG = 5_000, 20_000
WHOLE = 120_000  # more than is read of a section
SECONDS = 20  # of a processor, for one text: ten times the goal
RUN = """
import resource, sys, time
from bench.hostile import TEXTS, report
from reports.rules import check
for name in sys.argv[2:]:
    print(name, flush=True)
    limit = int(time.process_time()) + {seconds}
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    document = report(TEXTS[name], int(sys.argv[1]))
    assert len(check(document, document)) < 1_500, name
print("all")
"""
NAMES = list(TEXTS)


def _seconds(text: str, length: int) -> float:
    document = report(TEXTS[text], length)
    start = time.process_time()
    check(document, document)
    return time.process_time() - start


def _checked(length: int, names: list[str]) -> str:
    command = [sys.executable, "-c", RUN.format(seconds=SECONDS), str(length), *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return f"{done.stdout.split(chr(10))[-2]} {done.stderr[-300:]}".strip()


@pytest.mark.parametrize("names", [NAMES[n::2] for n in range(2)], ids=["one half", "the other"])
def test_a_section_of_hostile_text_ends(names):
    assert _checked(WHOLE, names) == "all"


def test_a_megabyte_of_hostile_text_ends():
    assert _checked(1_000_000, MEGABYTES) == "all"


@pytest.mark.parametrize("text", TEXTS)
def test_four_times_the_text_does_not_take_nine_times_as_long(text):
    # What takes less than a tenth of a second tells more of the machine than of the rules.
    assert any(
        (long := _seconds(text, LONG)) < 0.1 or long < 9 * _seconds(text, SHORT) for _ in range(3)
    )


def test_the_limit_on_a_processor_bites():
    spin = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"

    done = subprocess.run([sys.executable, "-c", spin], capture_output=True)

    assert done.returncode != 0
