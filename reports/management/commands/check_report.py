"""`manage.py check_report FILE|FOLDER… [--previous FILE] [--json | --explain | --xlsx FILE]`.

docs/check_report.md says what it prints.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

from django.core.management.base import BaseCommand

from reports.document import Document, NotAReport
from reports.editions import type_told_by
from reports.gathering.sheets import Checked, lists_of
from reports.importing import Notice, Scanned, Unreadable, read_guarded
from reports.management.folders import files_of
from reports.rendering.office.lists import lists_xlsx
from reports.rules import SEVERITIES, SEVERITY_NAMES, Finding, check, with_blanks_together
from reports.rules.explaining import explanations
from reportsite.disk import why

# Findings about figures that nobody has looked at would be about the recogniser.
_SCAN = (
    "这是扫描件或照片（也可能只有几页是），没有校核。请先用 import_report 读成 JSON，对照原图核对数字，再校核这个 JSON。"
)
_CHUNK = 8  # reports handed to a process at a time: enough to hide the hand-over


@dataclass(frozen=True)
class Outcome:
    """What came of one file: its findings, or why it is no report."""

    path: str
    document: Document | None = None
    findings: tuple[Finding, ...] = ()
    refusal: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def counts(self) -> Counter:
        """How many findings of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def status(self) -> int:
        """The exit status that the file asks for."""
        return 2 if self.refusal else int(bool(self.counts["error"]))


class Command(BaseCommand):
    """Check reports from files; no database is needed."""

    help = "校核年度报告文件：一个文件列出全部问题，多个文件给出汇总表。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument("--previous", type=Path, help="同一机关上年度的报告")
        parser.add_argument("--json", action="store_true", help="输出 JSON（docs/check_report.md）")
        parser.add_argument(
            "--xlsx", type=Path, metavar="FILE", help="把全部问题写成一个 Excel 文件"
        )
        parser.add_argument(
            "--explain",
            action="store_true",
            help="逐句说明：怎样分词，读出什么，与哪些数比较，为什么没有提出",
        )

    def handle(self, *args, files: list[Path], previous: Path | None, **options):
        files, many = files_of(files)
        if not files:
            self.stderr.write("文件夹里没有能读入的文件。")
            sys.exit(2)
        if options["explain"]:
            self._explain(files)
            return
        before = check_file(previous) if previous else None
        if before and before.refusal:
            self.stderr.write(before.refusal)
            sys.exit(2)
        outcomes = check_files(files, previous)
        self.stdout.write(printed(outcomes, as_json=options["json"], many=many))
        if options["xlsx"]:
            self._write(options["xlsx"], outcomes)
        for outcome in outcomes:
            if outcome.refusal:
                self.stderr.write(outcome.refusal)
        sys.exit(max(outcome.status for outcome in outcomes))

    def _write(self, path: Path, outcomes: list[Outcome]) -> None:
        try:
            path.write_bytes(lists_xlsx(lists_of([_checked(outcome) for outcome in outcomes])))
        except OSError as fault:
            self.stderr.write(f"{path}：写不了这个文件（{why(fault)}）。")
            sys.exit(2)

    def _explain(self, files: list[Path]) -> None:
        for path in files:
            try:
                document, _ = read_report(path)
            except NotAReport as refusal:
                self.stderr.write(str(refusal))
                sys.exit(2)
            for explanation in explanations(document):
                self.stdout.write(str(explanation))


def check_files(files: list[Path], previous: Path | None = None) -> list[Outcome]:
    """Check each file, over all cores when there are many."""
    cores = min(os.cpu_count() or 1, len(files))
    if cores == 1:
        return [check_file(path, previous) for path in files]
    # Forked workers find everything already loaded.
    with ProcessPoolExecutor(cores, mp_context=get_context("fork")) as pool:
        return list(pool.map(check_file, files, [previous] * len(files), chunksize=_CHUNK))


def check_file(path: Path, previous: Path | None = None) -> Outcome:
    """Return what came of a file."""
    try:
        document, notices = read_report(path)
        before = read_report(previous)[0] if previous else None
    except NotAReport as refusal:
        return Outcome(str(path), refusal=str(refusal))
    return Outcome(str(path), document, tuple(check(document, before)), notices=notices)


def read_report(path: Path) -> tuple[Document, tuple[Notice, ...]]:
    """Read a report from a file of any format that can be imported, with what to look at there.

    Raise NotAReport with a Chinese sentence that names the file.
    """
    try:
        content = path.read_bytes()
        if path.suffix.lower() == ".json":
            return Document.from_json(json.loads(content, parse_float=Decimal)), ()
        reading = read_guarded(content, path.stem, of_many=True)
        return _typed(reading.document), reading.notices
    except OSError as fault:
        raise NotAReport(f"{path}：文件无法读取（{why(fault)}）。") from None
    except Scanned:
        raise NotAReport(f"{path}：{_SCAN}") from None
    except (NotAReport, Unreadable) as refusal:
        raise NotAReport(f"{path}：{refusal}") from None
    except (ValueError, RecursionError):
        raise NotAReport(f"{path}：不是 JSON 文件，无法读取。") from None


def _typed(document: Document) -> Document:
    # A file other than ours does not say what kind of organ wrote it; on the site the organ's entry does.
    return replace(document, organ_type=document.organ_type or type_told_by(document.organ))


def _checked(outcome: Outcome) -> Checked:
    document, notices, findings = outcome.document, outcome.notices, outcome.findings
    return Checked(outcome.path, document, notices, findings, outcome.refusal)


def printed(outcomes: list[Outcome], *, as_json: bool, many: bool = False) -> str:
    """Return what the command prints for the outcomes; `many`: as for several, even of one."""
    one = outcomes[0] if len(outcomes) == 1 and not many else None
    if as_json:
        value = _json(one) if one else {"reports": [{"file": o.path} | _json(o) for o in outcomes]}
        return "" if one and one.refusal else json.dumps(value, ensure_ascii=False, indent=1)
    if one:
        return "" if one.refusal else "\n".join(_lines(one))
    return "\n".join(_summary(outcomes))


def _json(outcome: Outcome) -> dict:
    if outcome.refusal:
        return {"refusal": outcome.refusal}
    counts = outcome.counts
    notices = [{"where": n.where, "read": n.read, "message": n.message} for n in outcome.notices]
    return {
        **({"notices": notices} if notices else {}),
        "findings": [finding.to_json() for finding in outcome.findings],
        **{f"{severity}s": counts[severity] for severity in SEVERITIES},
    }


def _lines(outcome: Outcome) -> Iterable[str]:
    for notice in outcome.notices:
        yield f"【读取】{notice.message}"
    for finding in with_blanks_together(outcome.findings, outcome.document.edition):
        yield f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}（{finding.id}）"
    yield _counted(outcome) or "没有发现问题。"


def _counted(outcome: Outcome) -> str:
    counts = outcome.counts
    said = [f"{counts[s]}处{SEVERITY_NAMES[s]}" for s in SEVERITIES if counts[s]]
    return f"共{'、'.join(said)}。" if said else ""


def _summary(outcomes: list[Outcome]) -> Iterable[str]:
    yield "错误\t提醒\t提示\t文件"
    for outcome in outcomes:
        if outcome.refusal:
            yield f"–\t–\t–\t{outcome.path}（不是报告）"
        else:
            figures = "\t".join(str(outcome.counts[severity]) for severity in SEVERITIES)
            yield f"{figures}\t{outcome.path}"
    clean = sum(outcome.status == 0 for outcome in outcomes)
    yield f"共{len(outcomes)}份，{clean}份没有错误。"
