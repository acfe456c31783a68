"""`manage.py verify_package FILE…`: whether packages that travel by hand are whole; needs no database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from reports.archive import opened
from reports.archive.keys import fingerprint, groups
from reports.archive.told import REPORTS
from reports.refusals import Refused
from reportsite.disk import why


class Command(BaseCommand):
    """Look at every byte of packages; name what was changed, say who signed."""

    help = "核验上报包、回传包：改动过的文件逐个指出，写出打包单位和钥匙指纹。不需要数据库。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, nargs="+")

    def handle(self, *args, files: list[Path], **options):
        """Name the faults; exit with 1 if there is one."""
        faults = sum(self._look(path) for path in files)
        if faults:
            raise CommandError(f"发现{faults}处问题。")

    def _look(self, path: Path) -> int:
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}。")
        try:
            with path.open("rb") as file:
                found = opened(file)
        except Refused as refusal:
            self.stderr.write(f"{path.name}：{refusal}")
            return 1
        except OSError as fault:
            raise CommandError(f"文件打不开：{path}（{why(fault)}）。") from None
        for fault in found.faults:
            self.stderr.write(f"{path.name}：{fault}")
        if not found.faults:
            about = found.about
            kind = "上报包" if about.kind == REPORTS else "回传包"
            made = parse_datetime(about.made_at) if about.made_at else None
            when = f"{localtime(made):%Y-%m-%d %H:%M}" if made and made.tzinfo else about.made_at
            said = " ".join(groups(fingerprint(found.public)))
            self.stdout.write(f"{path.name}：{kind}完整。{about.organ}，{about.year}年度，{about.count}件，{when}打包。\n钥匙指纹 {said}")
        return len(found.faults)
