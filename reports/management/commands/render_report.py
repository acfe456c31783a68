"""`manage.py render_report report.json --format pdf|html|docx|xlsx -o OUT`."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from reports.document import Document, NotAReport
from reports.rendering.formats import FORMATS
from reports.rendering.typesetting.fonts import MissingGlyphs
from reportsite.disk import why


class Command(BaseCommand):
    """Print one report from a file; no database is needed."""

    help = "把一份 JSON 年度报告排成 PDF、网页、Word 文档、Excel 工作簿等格式。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("report", type=Path)
        parser.add_argument("--format", choices=tuple(FORMATS), default="pdf")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *args, report: Path, format: str, output: Path, **options):
        try:
            document = Document.from_json(_read(report))
            output.write_bytes(FORMATS[format].bytes_of(document))
        except (NotAReport, MissingGlyphs) as refusal:
            self._refuse(str(refusal))
        except OSError as fault:
            self._refuse(f"文件无法读写：{fault.filename}（{why(fault)}）。")

    def _refuse(self, sentence: str):
        self.stderr.write(sentence)
        sys.exit(2)


def _read(path: Path):
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise NotAReport(f"{path} 不是 JSON 文件，无法读取。") from None
