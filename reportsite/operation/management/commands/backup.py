"""Back up the site's database into one file, while people go on working."""

from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError

from reportsite.disk import why
from reportsite.operation import archive, engines


class Command(BaseCommand):
    """`manage.py backup FILE`."""

    requires_system_checks = []  # the pages are not needed, nor read
    help = "把数据库备份到一个文件（可在使用中执行），文件内有校验码。"

    def add_arguments(self, parser) -> None:
        """Take the file's name."""
        parser.add_argument("file", type=Path, help="备份文件，例如 /srv/backup/2026-01-05.tar")

    def handle(self, *args, file: Path, **options) -> None:
        """Write the backup and read it again; say what is in it."""
        if file.exists():
            raise CommandError(f"{file} 已经存在，没有覆盖。请换一个文件名。")
        try:
            manifest = _write(file)
        except OSError as fault:
            raise CommandError(f"没有备份：{file.parent} 无法写入（{why(fault)}）。") from None
        except (engines.EngineFailed, archive.BadArchive) as fault:
            raise CommandError(f"没有备份：{fault}") from fault
        megabytes = file.stat().st_size / 1e6
        self.stdout.write(f"已备份并核对：{file}，{megabytes:.1f} MB，SHA-256 {manifest.sha256}")


def _write(file: Path) -> archive.Manifest:
    engine = engines.engine()

    def fill(out: BinaryIO) -> engines.Contents:
        return engine.copy_out(out, file.parent)

    manifest = archive.write(file, engine.name, engine.file, fill)
    try:
        archive.read(file)
    except BaseException:
        file.unlink()  # nobody shall take for a backup what could not be read again
        raise
    return manifest
