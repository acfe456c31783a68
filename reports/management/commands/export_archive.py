"""`manage.py export_archive OUT --year 2025 --organ 名称 [--under]`: archive packages to hand over."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import history
from reports.archive import digests_of_file, lot
from reports.archive.verifying import ENDING
from reports.bulk import archive_package
from reports.bulk.packing import file_name
from reports.models import Organ, Report
from reports.refusals import Refused
from reportsite.disk import why


class Command(BaseCommand):
    """Write the package of one report, or of all of a district's as one ZIP with their digests."""

    help = "把已公开的年度报告做成归档包：一个机关一份；--under 时连同全部下级，装进一个 ZIP。"

    def add_arguments(self, parser):
        parser.add_argument("output", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--organ", required=True, help="机关全称")
        parser.add_argument("--under", action="store_true", help="连同全部下级")

    def handle(self, *args, output: Path, year: int, organ: str, under: bool, **options):
        """Write the file; say its digests, to be noted at the handing over."""
        home = Organ.objects.filter(name=organ).first()
        if home is None:
            raise CommandError(f"没有叫“{organ}”的机关。")
        organs = Organ.objects.within([home.path]) if under else [home]
        reports = Report.objects.filter(year=year, organ__in=organs).order_by("organ__path")
        try:
            count = self._lot(output, reports) if under else self._one(output, reports.first())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as fault:
            raise CommandError(f"文件无法写入：{output}（{why(fault)}）。") from None
        sha256, sm3 = digests_of_file(output)
        detail = f"归档包：{organ}{'及其下级' if under else ''}{year}年度 {count}份 SM3 {sm3}"
        history.note(history.Action.EXPORTED, organ=home, detail=detail)
        self.stdout.write(f"已写出{count}份归档包：{output}\nSHA-256 {sha256}\nSM3 {sm3}")

    def _one(self, output: Path, report: Report | None) -> int:
        if report is None:
            raise CommandError("这个机关这一年没有报告。")
        output.write_bytes(archive_package(report))
        return 1

    def _lot(self, output: Path, reports) -> int:
        made: list[str] = []
        with output.open("wb") as file:
            file.writelines(lot(self._packages(reports, made)))
        return len(made)

    def _packages(self, reports, made: list[str]) -> Iterator[tuple[str, bytes]]:
        """Yield name and package of each report that has one; say of the others why not."""
        for report in reports.iterator(chunk_size=100):
            name = f"{report.organ_id}-{file_name(report.organ.name, report.title, ENDING)}"
            try:
                content = archive_package(report)
            except Refused as refusal:
                self.stderr.write(f"{report.title}：{refusal}")
                continue
            made.append(name)
            yield name, content
