"""Measure a register of 20,000 cases: brought in, taken, undone, counted, and each of its pages.

    DATA_DIR=$(mktemp -d) .venv/bin/python bench/offices/register.py [N]
    tools/with_postgresql .venv/bin/python bench/offices/register.py [N]        (or: make bench-year)

The workbook has forty-two columns, names and telephones among them. What takes seconds is told in
seconds of the clock and of this process (the guarded reading is a process of its own, and the
database may be); pages in milliseconds of the processor and of the clock, with their queries.
"""

import datetime
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
os.environ.setdefault("SECRET_KEY", "bench")

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import aggregation
from reports.editions import edition_for
from reports.models import Register, RegisteredRequest
from reports.rendering.office.lists import Sheet, lists_xlsx
from tests import factories

YEARS = (2021, 2022, 2023, 2024, 2025)
RESULTS = (
    "予以公开", "部分公开", "本机关不掌握相关政府信息", "信访举报投诉类申请", "没有现成信息需要另行制作", "其他处理：撤回申请",
    "属于四类过程性信息", "属于三类内部事务信息", "保护第三方合法权益",
)  # fmt: skip
KINDS = ("自然人", "商业企业", "法律服务机构", "科研机构", "其他")
_STAMP = re.compile('name="stamp" value="([0-9a-f]+)"')
HEAD = ("登记编号", "收到日期", "申请人姓名", "申请人类型", "联系电话", "申请内容", "答复结果", "答复日期", "承办单位")


def workbook(count: int) -> bytes:
    """Return a register of so many requests in forty-two columns."""
    return lists_xlsx([Sheet("台账", [*HEAD, *(f"其他信息{n}" for n in range(33))], rows(count), (12,) * 42)])


def rows(count: int) -> Iterator[list]:
    """Yield a row a request, in the order of their receipt."""
    dice = random.Random(16)
    span = (datetime.date(YEARS[-1], 12, 20) - datetime.date(YEARS[0], 1, 4)).days
    for n in range(count):
        day = datetime.date(YEARS[0], 1, 4) + datetime.timedelta(span * n // count)
        closed = day + datetime.timedelta(dice.randrange(1, 40))
        is_open = closed > datetime.date(2025, 12, 31)
        end = ("", "") if is_open else (dice.choice(RESULTS), closed.isoformat())
        yield [
            f"{day.year}-{n:05}", day.isoformat(), "王小明", dice.choice(KINDS), "13800000000", "某项目的批复文件",
            *end, f"承办单位{n % 30}", *(f"内容{n % 7}" for _ in range(33)),
        ]  # fmt: skip


def line(name: str, value: str) -> None:
    print(f"{name:<44}{value:>34}", flush=True)


def once(name: str, what) -> None:
    """Run something that takes seconds, once."""
    clock, processor = time.perf_counter(), time.process_time()
    what()
    spent = time.perf_counter() - clock, time.process_time() - processor
    line(name, f"{spent[0]:.1f} s, own processor {spent[1]:.1f} s")


def often(name: str, what, times: int = 9) -> None:
    """Run something that takes milliseconds: the first time, and the median of the next."""
    spent = []
    for _ in range(times + 1):
        clock, processor = time.perf_counter(), time.process_time()
        what()
        spent.append((1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - clock)))
    with CaptureQueriesContext(connection) as queries:
        what()
    cpu, clock = (statistics.median(column) for column in zip(*spent[1:], strict=True))
    line(name, f"{cpu:.0f} ms ({clock:.0f} by the clock), first {spent[0][1]:.0f}, {len(queries)} queries")


def main(count: int) -> None:
    """Bring the register in and print a line a measurement."""
    print(f"{connection.vendor}, {count} cases, load {os.getloadavg()[0]:.1f}")
    call_command("migrate", verbosity=0)
    clerk = factories.clerk("zhang")
    bureau = factories.organ("某市某局", clerk)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(clerk)
    bring(browser, f"/registers/{bureau.pk}/", workbook(count))
    register = Register.objects.get(organ=bureau)
    assert register.requests.count() == count
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    look(browser, f"/registers/{bureau.pk}/", register)


def bring(browser: Client, home: str, content: bytes) -> None:
    """Read and take the workbook, undo that, and take it again."""
    once("workbook read", lambda: posted(browser, f"{home}bring/", file=SimpleUploadedFile("台账.xlsx", content)))
    once("looked at", lambda: fetch(browser, f"{home}bring/look/"))
    once("taken", lambda: take(browser, home))
    once("the same read again", lambda: posted(browser, f"{home}bring/", file=SimpleUploadedFile("台账.xlsx", content)))
    once("looked at beside itself", lambda: fetch(browser, f"{home}bring/look/"))


def take(browser: Client, home: str) -> None:
    """Take what lies there, as the page of the look has it."""
    page = fetch(browser, f"{home}bring/look/").content.decode()
    posted(browser, f"{home}bring/look/", take="1", stamp=_STAMP.search(page)[1])


def look(browser: Client, home: str, register: Register) -> None:
    """Time each page and the counting."""
    one = RegisteredRequest.objects.filter(register=register).order_by("pk")[9000]
    for name, address in (
        ("list", ""), ("list, a year", "?year=2023"), ("list, late ones", "?state=overdue"), ("list, open ones", "?state=open"),
        ("list, a result", "?outcome=granted"), ("list, one 承办单位", "?body=承办单位3"), ("list, searched", "?search=2023-0900"),
        ("list, page 200", "?page=200"), ("one request", f"requests/{one.pk}/"), ("reviews", "reviews/"),
        ("statistics", "figures/"), ("statistics of 2023", "figures/?year=2023"), ("settings", "settings/"),
    ):  # fmt: skip
        often(name, lambda address=address: fetch(browser, f"{home}{address}"))
    for year in (2021, 2023, 2025):
        edition = edition_for(year)
        often(f"counted for {year}", lambda: aggregation.counted(register, year, edition))  # noqa: B023


def fetch(browser: Client, address: str):
    """Return a page; a refusal would be quick, and measure nothing."""
    response = browser.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return response


def posted(browser: Client, address: str, **data) -> None:
    """Post a form that leads on."""
    response = browser.post(address, data)
    if response.status_code != 302:
        raise SystemExit(f"{address}: {response.status_code}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
