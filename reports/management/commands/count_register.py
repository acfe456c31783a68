"""`manage.py count_register FILE --year Y [--edition E] [--answers FILE] [--json]` (docs/count_register.md)."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.cases.counting import count
from reports.cases.reading.guard import TOO_LARGE, read_register_guarded
from reports.cases.reading.odds import ranges
from reports.cases.reading.settling import choices, settle
from reports.cases.reading.values import NoRegister, Reading
from reports.editions import Edition, UnknownEdition, edition_for, get_edition
from reports.importing import LARGEST
from reports.refusals import Refused
from reportsite.disk import why


class Command(BaseCommand):
    """Count a register of requests into tables 三 and 四; no database is needed."""

    help = "读入依申请公开台账，统计出表三、表四的数字。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, required=True, help="统计哪一年")
        parser.add_argument("--edition", help="模板版本，不写时按年度")
        parser.add_argument("--answers", type=Path, help="对不能确定的词的回答（JSON）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args, file: Path, year: int, **options):
        try:
            edition = get_edition(options["edition"]) if options["edition"] else edition_for(year)
            answers = _answers(options["answers"]) if options["answers"] else {}
            reading = settle(read_register_guarded(_content(file), file.name), answers)
            counts = count(reading.requests, reading.reviews, year, edition)
        except (Refused, UnknownEdition) as refusal:
            self.stderr.write(f"{file}：{refusal}")
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(_json(reading, counts), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_summary(reading, counts, year, edition)))
        sys.exit(1 if reading.asked else 0)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise NoRegister(TOO_LARGE)
        return file.read_bytes()
    except OSError as fault:
        raise NoRegister(f"文件无法读取（{why(fault)}）。") from None


def _answers(file: Path) -> dict[str, Any]:
    try:
        answers = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise NoRegister(f"回答文件 {file} 读不了，应是 JSON（{fault}）。") from None
    if not isinstance(answers, dict):
        raise NoRegister(f"回答文件 {file} 应是一个 JSON 对象，见 docs/count_register.md。")
    return answers


def _json(reading: Reading, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "cells": counts,
        "asked": [
            {"column": a.column, "value": a.value, "rows": list(a.rows), "where": a.where, "proposed": a.proposed}
            for a in reading.asked
        ],
        "notices": [{"where": n.where, "read": n.read, "message": n.message} for n in reading.notices],
        "left_out": list(reading.left_out),
        "requests": len(reading.requests),
        "reviews": len(reading.reviews),
    }  # fmt: skip


def _summary(reading: Reading, counts: dict[str, int], year: int, edition: Edition) -> Iterator[str]:
    yield f"读出申请{len(reading.requests)}件，行政复议、诉讼{len(reading.reviews)}件。{year}年度（{edition.caption}）："
    yield from _figures(counts, edition)
    if reading.left_out:
        yield f"个人信息没有读入：{'、'.join(reading.left_out)}。"
    yield from _questions(reading)
    if reading.notices:
        yield "请核对："
    yield from (f"  {notice.message}" for notice in reading.notices)


def _figures(counts: dict[str, int], edition: Edition) -> Iterator[str]:
    for table in edition.tables:
        for row in table.rows:
            figures = [f"{c.column.caption}{counts[c.id]}" for c in table.cells
                       if c.row is row and counts.get(c.id)]  # fmt: skip
            if figures:
                yield f"  {table.name} {row.name}：{'，'.join(figures)}"


def _questions(reading: Reading) -> Iterator[str]:
    if reading.asked:
        yield "下面的词不能确定，没有统计；写成 JSON，用 --answers 回答："
    for asked in reading.asked:
        likely = f"，可能是 {asked.proposed}" if asked.proposed else ""
        yield f"  {asked.column} “{asked.value}”：{len(asked.rows)}行（第{ranges(list(asked.rows))}行）{likely}"
    for column in dict.fromkeys(asked.column for asked in reading.asked if asked.column in choices()):
        yield f"  {column} 可以答：{'、'.join(choices()[column])}"
