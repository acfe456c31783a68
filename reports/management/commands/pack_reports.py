"""`manage.py pack_reports OUT --year 2025 --organ 名称`: the signed package that goes up by hand."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import parcels
from reports.archive.keys import fingerprint, groups
from reports.models import Organ
from reports.refusals import Refused
from reportsite.disk import why


class Command(BaseCommand):
    """Write what an organ and all below found good in a year, signed with the installation's key."""

    help = "打上报包：一个机关和它全部下级某年度已审核、已发布的报告，用本系统的钥匙签名。"

    def add_arguments(self, parser):
        parser.add_argument("output", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--organ", required=True, help="机关全称")
        parser.add_argument("--waiting", action="store_true", help="“待审核”的也打进去")
        parser.add_argument("--no-files", action="store_true", help="不带公开的 PDF 和盖章文件")

    def handle(self, *args, output: Path, year: int, organ: str, waiting: bool, no_files: bool, **options):
        """Write the file piece by piece; say how many reports and whose key."""
        home = Organ.objects.filter(name=organ).first()
        if home is None:
            raise CommandError(f"没有叫“{organ}”的机关。")
        try:
            made = parcels.pack_organ(home, year, waiting=waiting, files=not no_files)
            with output.open("wb") as file:
                file.writelines(made.pieces)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as fault:
            raise CommandError(f"文件无法写入：{output}（{why(fault)}）。") from None
        said = " ".join(groups(fingerprint(parcels.own_key().public)))
        self.stdout.write(f"已写出{made.count}份报告：{output}（{output.stat().st_size:,} 字节）\n钥匙指纹 {said}")
