"""Lines that a paper's width broke: joined to paragraphs, and nothing else is."""

import json
from functools import reduce
from pathlib import Path

import pytest

from reports.document.narrative.broken_lines import paper_width, paragraphs, put_together

CASES = json.loads(Path(__file__).with_name("broken_lines.json").read_text())["cases"]


def joined(lines: list[str]) -> list[str]:
    found = paragraphs(lines, paper_width(lines))
    return [reduce(put_together, (lines[n] for n in own)) for own in found]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_broken_lines_are_joined(case):
    assert joined(case["lines"]) == case["joined"]


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [("20", "25年", "2025年"), ("Wi", "Fi", "Wi Fi"), ("网站 ", " 公开", "网站公开"), ("65", "%", "65%")],
)  # fmt: skip
def test_numbers_and_words_are_whole(one, other, whole):
    assert put_together(one, other) == whole


def test_a_section_of_nothing_but_full_lines_is_one_paragraph():
    lines = ["全年主动公开政府信息四百六十五条，其中政策文件六十五条和工作动态四百"] * 5000

    assert len(paragraphs(lines, paper_width(lines))) == 1
