"""Time the checks: one report, and a thousand reports over all cores, from memory.

    python bench/one_report/rules.py

`check_one_ms` is the median of warm runs of all rules on a long, complete report together with last
year's; `reports_per_second` counts a thousand different reports on `WORKERS` processes.
"""

import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
RUNS, REPORTS, WORKERS, CHUNK = 40, 1000, 2, 25

from reports.document import Document  # noqa: E402
from reports.editions import edition_for  # noqa: E402
from reports.rules import check  # noqa: E402
from reports.rules.registry import CLEAN  # noqa: E402

PARAGRAPH = (
    "<p>{year}年，全县共收到政府信息公开申请{n}件，上年结转3件，办结{n}件，其中予以公开30件、部分公开9件、"
    "无法提供14件、其他处理5件，结转下年度6件。因政府信息公开引起行政复议9件、行政诉讼4件，均已依法办理。</p>"
    "<p>全年主动公开政府信息{m}条，举办新闻发布会12场，发布政策解读21篇，网站访问量35.6万人次，"
    "回应群众留言158条，政务新媒体发布信息977条，持续加强政府信息管理和监督保障，推动平台建设。</p>"
)
PROSE = (
    "坚持以公开为常态、不公开为例外，围绕优化营商环境、稳岗就业、教育医疗、食品安全等群众关心的领域，"
    "完善公开目录，规范公开流程，落实保密审查，推动各乡镇、各部门把公开要求贯穿决策、执行、管理、服务、结果全过程；"
    "依托政府网站和政务公开专区为群众提供查询、咨询和办事服务，定期检查并通报整改情况。"
)


def report(n: int, year: int = 2024) -> Document:
    """Return a report of about 5,000 characters with about 100 counts, as a county writes it."""
    told = "".join(PARAGRAPH.format(year=year, n=n + k, m=n * k + 7) for k in range(5))
    words = told + "".join(f"<p>{k}.{PROSE}</p>" for k in range(1, 30))
    sections = CLEAN | {"overview": CLEAN["overview"] + words}
    cells = dict.fromkeys(edition_for(year).cells, n % 50)
    basics = {"organ": f"桐溪县{n}人民政府", "organ_type": "county", "year": year}
    return Document.from_json(basics | {"sections": sections, "cells": cells})


def check_some(numbers: range) -> int:
    """Check some reports; return how many findings they have."""
    return sum(len(check(report(n))) for n in numbers)


def one() -> float:
    """Return the median time of all checks of one report, in milliseconds."""
    this, last, times = report(46), report(41, 2023), []
    for _ in range(RUNS):
        start = time.perf_counter()
        check(this, last)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def many() -> float:
    """Return how many reports a second `WORKERS` processes check."""
    batches = [range(n, n + CHUNK) for n in range(0, REPORTS, CHUNK)]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as pool:
        start = time.perf_counter()
        list(pool.map(check_some, batches))
        return REPORTS / (time.perf_counter() - start)


if __name__ == "__main__":
    check_some(range(3))
    print(f"check_one_ms: {one():.1f}")
    print(f"reports_per_second_{WORKERS}_workers: {many():.0f}")
