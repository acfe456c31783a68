"""Hostile text ends: all rules together read the longest section in 2 s.

`make bench` prints the seconds. Here stands what does not depend on the machine: no text may use as
many seconds of a processor as only a pattern that blows up would need.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.one_report.hostile import MEGABYTES, TEXTS

ROOT = Path(__file__).resolve().parents[2]
WHOLE = 120_000  # more than is read of a section
SECONDS = 20  # of a processor, for one text: ten times the goal
RUN = """
import resource, sys, time
from bench.one_report.hostile import TEXTS, read_here_to_the_end, report
from reports.rules import check
read_here_to_the_end()
for name in sys.argv[2:]:
    print(name, flush=True)
    limit = int(time.process_time()) + {seconds}
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    document = report(TEXTS[name], int(sys.argv[1]))
    assert len(check(document, document)) < 1_500, name
print("all")
"""
NAMES = list(TEXTS)


def _checked(length: int, names: list[str]) -> str:
    command = [sys.executable, "-c", RUN.format(seconds=SECONDS), str(length), *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return f"{done.stdout.split(chr(10))[-2]} {done.stderr[-300:]}".strip()


@pytest.mark.parametrize("names", [NAMES[n::2] for n in range(2)], ids=["one half", "the other"])
def test_a_section_of_hostile_text_ends(names):
    assert _checked(WHOLE, names) == "all"


def test_a_megabyte_of_hostile_text_ends():
    assert _checked(1_000_000, MEGABYTES) == "all"


def test_the_limit_on_a_processor_bites():
    spin = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"

    done = subprocess.run([sys.executable, "-c", spin], capture_output=True)

    assert done.returncode != 0


RUNS = """
import resource, sys, time
from bench.one_report.hostile import read_here_to_the_end, slow_finders
from bench.one_report.tokens import repeated
read_here_to_the_end()
found = repeated()
print(len(found))
for token in found[int(sys.argv[1])::2]:
    limit = int(time.process_time()) + 40
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    if slow := slow_finders(token):
        print(repr(token), slow)
"""


def _grown(program: str, part: int) -> list[str]:
    command = [sys.executable, "-c", program, str(part)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


@pytest.mark.parametrize("part", [0, 1])
def test_no_rule_grows_faster_than_a_run_of_what_its_patterns_repeat(part):
    count, *slow = _grown(RUNS, part)

    assert int(count) > 50 and slow == []


def test_a_search_that_grows_with_the_square_is_found():
    plant = """
import re
from dataclasses import replace
from bench.one_report import hostile
from reports.rules import running
hostile.read_here_to_the_end()
def square(case):
    for passage in case.passages:
        re.search("x+y", passage.canon)
    return ()
running.FINDERS = (replace(running.FINDERS[0], rule="planted", find=square),)
print(hostile.slow_finders("x"), hostile.slow_finders("y"))
"""

    assert _grown(plant, 0) == ["['planted'] []"]
