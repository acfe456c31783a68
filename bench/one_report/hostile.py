"""Time the checks on hostile text: the slowest of them, and on which.

    python bench/one_report/hostile.py
    python bench/one_report/hostile.py --every    # besides, a long run of each character and word of the rules' own

`hostile_slowest_s` is the processor time of all rules together on the worst of these texts, each as
long as a whole section may be and longer; the goal is 2 s.
"""

import sys
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.one_report.tokens import tokens
from reports.document import Document, clean
from reports.rules import check, running
from reports.rules.case import Case

LENGTH = 1_000_000


def _again(unit: str, begin: str = "", end: str = "") -> Callable[[int], str]:
    return lambda length: begin + unit * (length // len(unit)) + end


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    both = len(opening) + len(closing)
    return lambda length: opening * (length // both) + "公开" + closing * (length // both)


TEXTS: dict[str, Callable[[int], str]] = {
    "digits": _again("1"),
    "digits and commas": _again("1，234"),
    "units": _again("件"),
    "commas": _again("，"),
    "half-width commas": _again(","),
    "open brackets": _again("（"),
    "half-width brackets": _again("("),
    "closing brackets": _again("）"),
    "nested brackets": _nested("（公开", "）"),
    "lists in brackets": _again("5件（1件、2件）"),
    "open quotes": _again("“《【"),
    "deep mark-up": _nested("<b>", "</b>"),
    "deep lists": _nested("<ul><li>", "</li></ul>"),
    "cells": _nested("<tr><td>1", "</td></tr>"),
    "open tags": _again("<"),
    "entities": _again("&lt;"),
    "其中": _again("其中"),
    "parts": _again("其中1条、", begin="共465条，"),
    "parts of a few": _again("5件申请中1件、"),
    "parts before their whole": _again("1件、", end="合计5件"),
    "counts": _again("收到申请1件，"),
    "shares": _again("分别为1件、2件和"),
    "cases": _again("行政复议1件，维持1件，纠正2件，"),
    "matters": _again("行政复议诉讼申请"),
    "papers": _again("规范性文件"),
    "denials": _again("未收到无"),
    "absences": _again("没有行政许可、行政处罚和"),
    "absences of what was carried over": _again("上年度未结转结转下年度的"),
    "notes": _again("（初稿，待核（数据待"),
    "channels": _again("未收到网络、书面或"),
    "comparisons": _again("238条，较上年增加31条，其中"),
    "offices": _again("县政府办公室区镇乡街道局"),
    "one sentence again and again": _again("全年收到政府信息公开申请46件，上年结转3件，办结45件。"),
    "years": _again("2025年"),
    "periods": _again("2024年1月1日至"),
    "whole periods": _again("1月1日至12月31日统计期限"),
    "fees": _again("未收取信息处理费"),
    "Chinese without a mark": _again("中"),
    "numerals": _again("二十三"),
    "impossible numerals": _again("一二三百万"),
    "spaces": _again(" ", begin="公开", end="公开"),
    "spaced characters": _again("中 "),
    "mixed spaces": _again("公\u3000 \u00a0"),
    "marks": _again("。，,;"),
    "question marks": _again("？"),
    "colons": _again("：一"),
    "blanks to fill": _again("_"),
    "leftovers": _again("【待核（待批注XX件_"),
    "marks of secrecy": _again("<p>秘密★</p>"),
    "applicants": _again("申请人王家住"),
    "homes": _again("家住中1"),
    "ID numbers": _again("11010519491231002X "),
    "headings": _again("<p>（一）</p>"),
    "one paragraph again and again": _again("<p>本年度主动公开政府信息若干条次。</p>"),
    "an organ that never ends": _again("中", begin="现公布", end="局2024年政府信息公开"),
}
MEGABYTES = [
    "digits",
    "open brackets",
    "deep mark-up",
    "deep lists",
    "one sentence again and again",
]


def report(text: Callable[[int], str], length: int) -> Document:
    """Return a report whose sections are that text."""
    long, short = text(length), text(min(length, 20_000))
    sections = {"overview": long, "problems": short, "other_matters": short}
    basics = {"organ": "瀍水区文化和旅游局", "organ_type": "county", "year": 2024, "cells": {}}
    return Document.from_json(basics | {"preface": short, "sections": sections})


def read_here_to_the_end() -> None:
    """Let this process read reports of any length itself, however long its rules take."""
    running.LONG_REPORT = running.LONG_PARAGRAPH = running.FINDER_SECONDS = 10**9


def seconds(text: Callable[[int], str], length: int = LENGTH) -> float:
    """Return the processor time of all rules on a report of that text, with itself as last year's."""
    document = report(text, length)
    start = time.process_time()
    check(document, document)
    return time.process_time() - start


RUN = 20_000  # characters of one token
# Seconds of a processor for one finder: a square that costs no more ends in time at any length.
SLOW = 0.08
_QUADRATIC = 8  # times the cost of four times the length: 4 for what is linear, 16 for a square


def slow_finders(token: str) -> list[str]:
    """Return the rules whose cost grows faster than a text of nothing but `token`, again and again."""
    return [
        finder.rule
        for finder in running.FINDERS
        if (cost := _cost(finder, token, RUN)) > SLOW
        # Whatever else the machine does makes a cost larger, never smaller.
        and min(cost, *(_cost(finder, token, RUN) for _ in range(3)))
        > _QUADRATIC * min(_cost(finder, token, RUN // 4) for _ in range(4))
    ]


def _cost(finder, token: str, length: int) -> float:
    words = clean(f"<p>{escape(token * (length // len(token)))}</p>")
    basics = {"organ": "瀍水区文化和旅游局", "organ_type": "county", "year": 2024, "cells": {}}
    document = Document.from_json(basics | {"sections": {"overview": words}})
    case = Case(document, document)
    start = time.process_time()
    running.found_by(finder, case)
    return time.process_time() - start


def _every_token() -> None:
    for token in (token for kind in tokens() for token in kind):
        if slow := slow_finders(token):
            print(f"grows faster than a run of {token!r}: {', '.join(slow)}")


if __name__ == "__main__":
    read_here_to_the_end()
    slowest, name = max((seconds(text), name) for name, text in TEXTS.items())
    print(f"hostile_slowest_s: {slowest:.2f}  # {name}")
    if "--every" in sys.argv:
        _every_token()
