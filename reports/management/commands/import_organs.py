"""Bring organs in from a workbook: all of its lines, or none."""

from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from reports import directory
from reportsite.disk import why


class Command(BaseCommand):
    """Import the organs of an XLSX file, as an administrator of the whole site or of a part."""

    help = "Import organs from an XLSX file; every wrong line is named by its row."

    def add_arguments(self, parser) -> None:
        """Take the file and the person in whose name it is imported."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="LOGIN", help="administrator; else any superuser")
        parser.add_argument("--blank", action="store_true", help="write an empty workbook to FILE")

    def handle(self, *args, file: Path, by: str | None, blank: bool, **options) -> None:
        """Import, or name every row that is wrong and take nothing."""
        if blank:
            try:
                file.write_bytes(directory.blank_workbook())
            except OSError as error:
                raise CommandError(f"文件无法写入：{why(error)}") from None
            return
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"打不开文件：{why(error)}") from None
        try:
            self.stdout.write(str(directory.import_organs(content, by=_administrator(by))))
        except directory.FaultyLines as refused:
            for fault in refused.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(refused.faults)}处有误，没有导入。") from None


def _administrator(name: str | None) -> User:
    people = User.objects.filter(is_active=True)
    found = people.filter(username=name) if name else people.filter(is_superuser=True)
    if person := found.order_by("pk").first():
        return person
    raise CommandError(
        "没有可以导入的账号：请用 --by 指明管理员，或先用 createsuperuser 建立一个。"
    )
