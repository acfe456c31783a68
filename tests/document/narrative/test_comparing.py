"""Comparing two texts ends, whatever they are, and loses nothing."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from reports.document.narrative.comparing import opcodes
from reports.document.narrative.merging import blocks, merged

ROOT = Path(__file__).resolve().parents[3]
# As many blocks as fit into the characters of one section.
HOSTILE = """
import resource, sys
from reports.document.narrative.merging import differences, merged
resource.setrlimit(resource.RLIMIT_CPU, (20, 21))
P, Q, n = "<p>a</p>", "<p>b</p>", 25_000
each = [f"<p>{n}</p>" for n in range(12_000)]
alternating = "".join(one + "<p>x</p>" for one in each[:8_000])
other = "".join(one + "<p>y</p>" for one in each[:8_000])
shuffled = "".join(each[::2] + each[1::2])
for before, mine, theirs in (
    (P * n, P * n + Q, "<p>c</p>" + P * n),
    (P * n, Q + P * (n - 2) + Q, (P + Q) * (n // 2)),
    ((P + Q) * (n // 2), (Q + P + P) * (n // 3), (P + P + Q + Q) * (n // 4)),
    ("".join(each), shuffled, "".join(reversed(each))),
    (alternating, other, P * n),
    ("<ul><li><p>a</p></li></ul>" * 7_000, "<ul><li><p>b</p></li></ul>" + P * n, P * n),
    ("<ul><li>" * 10_000, "<ul><li>" * 10_000 + Q, P),
):
    merged(before, mine, theirs)
    differences(mine, theirs)
for clause in ("a，", "，", "a，b，", "甲乙，丙。"):
    words = clause * (200_000 // len(clause))
    differences(f"<p>{words}</p>", f"<p>b，{words[3:]}</p>")
print("all")
"""


@pytest.mark.parametrize("seed", range(60))
def test_the_steps_make_the_new_list_of_the_old(seed):
    dice = random.Random(seed)
    letters = "ab" if seed % 2 else "abcdefghijklmnopqrstuvwxyz"
    old = dice.choices(letters, k=dice.randrange(12))
    new = dice.choices(letters, k=dice.randrange(12))

    made, at = [], 0
    for kind, a, b, c, d in opcodes(old, new):
        assert a == at and (kind != "equal" or old[a:b] == new[c:d])
        made += new[c:d]
        at = b

    assert made == new and at == len(old)


def test_unique_items_hold_long_lists_together():
    old = ["x", "x"] * 3_000 + [f"{n}" for n in range(2_000)] + ["x"] * 3_000
    new = ["y", *old[:6_500], "new", *old[6_500:], "z"]

    equal = sum(b - a for kind, a, b, _, _ in opcodes(old, new) if kind == "equal")

    assert equal == len(old)


def test_two_texts_too_long_to_be_compared_are_both_kept():
    before = "<p>a</p><p>b</p>" * 9_000
    mine, theirs = (
        "<p>甲</p>" + "<p>b</p><p>a</p><p>a</p>" * 5_000,
        "<p>b</p>" * 9_000 + "<p>乙</p>",
    )

    both = set(blocks(merged(before, mine, theirs)))

    assert {"<p>甲</p>", "<p>乙</p>"} <= both


def test_no_two_texts_take_long():
    done = subprocess.run([sys.executable, "-c", HOSTILE], cwd=ROOT, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("all\n", "")
