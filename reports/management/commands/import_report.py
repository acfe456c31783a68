"""`manage.py import_report FILE|FOLDER… [--json] [--year Y]` (docs/import_report.md)."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.importing import LARGEST, TOO_LARGE, Reading, Unreadable, read_whole
from reports.management.folders import files_of
from reportsite.disk import why


class Command(BaseCommand):
    """Read reports from files and print them; no database is needed."""

    help = "读入年度报告：一个文件输出 JSON，多个文件或文件夹给出汇总表。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument("--json", action="store_true", help="多个文件也输出 JSON")
        parser.add_argument("--year", type=int, help="要导入的年度，文件里没有年度时使用")

    def handle(self, *args, files: list[Path], year: int | None, **options):
        found, many = files_of(files)
        if not found:
            self.stderr.write("文件夹里没有能读入的文件。")
            sys.exit(2)
        outcomes = _all_outcomes(found, year)
        if len(outcomes) == 1 and not many:
            self._print_one(outcomes[0][1])
        elif options["json"]:
            reports = [{"file": str(path)} | _json(outcome) for path, outcome in outcomes]
            self._print({"reports": reports})
        else:
            self.stdout.write("\n".join(_summary(outcomes)))
        refused = [f"{path}：{o}" for path, o in outcomes if isinstance(o, Unreadable)]
        for sentence in refused:
            self.stderr.write(sentence)
        sys.exit(2 if refused else 0)

    def _print_one(self, outcome: Reading | Unreadable) -> None:
        if isinstance(outcome, Reading):
            self._print(_json(outcome))

    def _print(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=1))


def _all_outcomes(paths: list[Path], year: int | None) -> list[tuple[Path, Reading | Unreadable]]:
    # Each file is read by a process of its own: the threads only wait for it.
    with ThreadPoolExecutor(min(os.cpu_count() or 1, len(paths))) as pool:
        read = pool.map(lambda path: list(_outcomes(path, year)), paths)
        return [outcome for outcomes in read for outcome in outcomes]


def _outcomes(path: Path, year: int | None) -> Iterator[tuple[Path, Reading | Unreadable]]:
    """Yield what was read; of the open data's JSON Lines a report a line, `file:line` its name."""
    if path.suffix != ".jsonl" or isinstance(content := _content(path), Unreadable):
        yield path, _read(path, year)
        return
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            name = path.with_name(f"{path.name}:{number}")
            yield name, _reading(line, f"{number}.json", year)


def _read(path: Path, year: int | None) -> Reading | Unreadable:
    content = _content(path)
    return _reading(content, path.name, year) if isinstance(content, bytes) else content


def _content(path: Path) -> bytes | Unreadable:
    try:
        if path.stat().st_size > LARGEST:
            return Unreadable(TOO_LARGE)
        return path.read_bytes()
    except OSError as fault:
        return Unreadable(f"文件无法读取（{why(fault)}）。")


def _reading(content: bytes, name: str, year: int | None) -> Reading | Unreadable:
    try:
        return read_whole(content, name, year=year)
    except Unreadable as refusal:
        return refusal


def _json(outcome: Reading | Unreadable) -> dict[str, Any]:
    if isinstance(outcome, Unreadable):
        return {"refusal": str(outcome)}
    notices = [{"where": n.where, "read": n.read, "message": n.message} for n in outcome.notices]
    return outcome.document.to_json() | {"notices": notices}


def _summary(outcomes: list[tuple[Path, Reading | Unreadable]]) -> list[str]:
    lines = ["已填\t空白\t说明\t年度\t文件"]
    for path, outcome in outcomes:
        if isinstance(outcome, Unreadable):
            lines.append(f"–\t–\t–\t–\t{path}（不是报告）")
            continue
        document = outcome.document
        blank = len(document.edition.cells) - document.answered
        lines.append(
            f"{document.answered}\t{blank}\t{len(outcome.notices)}\t{document.year}\t{path}"
        )
    read = sum(isinstance(outcome, Reading) for _, outcome in outcomes)
    return [*lines, f"共{len(outcomes)}个文件，读出{read}份报告。"]
