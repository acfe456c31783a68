"""Hostile text ends: every rule reads it in time that grows with its length.

Each text goes through all rules in a process of its own that may use 20 seconds of a processor;
a pattern that blows up needs hours.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20
RUN = """
import sys
from reports.document import Document
from reports.rules import check
text = eval(sys.argv[1])
sections = {"overview": text, "problems": text[:50_000], "other_matters": text[:50_000]}
basics = {"organ": "瀍水区文化和旅游局", "organ_type": "county", "year": 2024, "cells": {}}
document = Document.from_json(basics | {"preface": text[:50_000], "sections": sections})
print(len(check(document, document)))
"""
TEXTS = {
    "a megabyte of digits": "'1' * 1_000_000",
    "open brackets": "'（' * 10_000 + '公开'",
    "nested brackets": "'（公开' * 10_000 + '）' * 10_000",
    "half-width brackets": "'(' * 100_000",
    "deep mark-up": "'<b>' * 5_000 + '公开' + '</b>' * 5_000",
    "其中 without end": "'其中' * 100_000",
    "parts without end": "'共465条，' + '其中1条、' * 40_000",
    "counts without end": "'收到申请1件，' * 28_000",
    "shares without end": "'分别为1件、2件和' * 20_000",
    "matters without end": "'行政复议诉讼申请' * 25_000",
    "denials without end": "'未收到无' * 50_000",
    "offices without end": "'县政府办公室区镇乡街道局' * 16_000",
    "periods without end": "'2024年1月1日至' * 20_000",
    "fees without end": "'未收取信息处理费' * 25_000",
    "Chinese without a mark": "'中' * 200_000",
    "numerals": "'一二三百万' * 40_000",
    "spaces": "'公开' + ' ' * 1_000_000 + '公开'",
    "spaced characters": "'中 ' * 100_000",
    "marks": "'。，,;' * 50_000",
    "open quotes": "'“《【' * 60_000",
    "leftovers": "'【待核（待批注XX件_' * 20_000",
    "applicants": "'申请人王家住' * 30_000",
    "headings": "'<p>（一）</p>' * 16_000",
    "one paragraph again and again": "'<p>本年度主动公开政府信息若干条次。</p>' * 8_000",
    "announced organs": "'现公布' + '中' * 100_000 + '局2024年政府信息公开'",
}  # fmt: skip


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_ends(text):
    command = [sys.executable, "-c", RUN, text]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=_limited)

    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) >= 0


def test_no_rule_floods_the_list():
    done = subprocess.run(
        [sys.executable, "-c", RUN, "'<p>秘密★</p>' * 30_000"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert int(done.stdout) < 1_500
