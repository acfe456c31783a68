"""`manage.py verify_archive FILE…`: whether archive packages are whole; needs no database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.archive import verified


class Command(BaseCommand):
    """Look at every byte of packages, or of ZIPs of packages; name what was changed."""

    help = "核验归档包：摘要、散列链和四性逐项检测，改动过的文件逐个指出。不需要数据库。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, nargs="+")

    def handle(self, *args, files: list[Path], **options):
        """Name the faults; exit with 1 if there is one."""
        faults = 0
        for file in files:
            if not file.is_file():
                raise CommandError(f"没有这个文件：{file}。")
            for fault in verified(file):
                faults += 1
                self.stderr.write(f"{file.name}：{fault}")
        if faults:
            raise CommandError(f"发现{faults}处问题。")
        self.stdout.write("归档包完整，四性检测合格。")
