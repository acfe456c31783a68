"""Restore the site's database from a backup file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reportsite.disk import why
from reportsite.operation import archive, engines

# Tables that `migrate` fills by itself: a database with nothing else is as good as empty.
FURNITURE = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "reports_templatecell",
    # SQLite's own rows of an empty full-text index.
    "reports_search_config",
    "reports_search_data",
}


class Command(BaseCommand):
    """`manage.py restore FILE`."""

    requires_system_checks = []  # the pages are not needed, nor read
    help = "从备份文件恢复数据库；数据库里已有内容时，须加 --overwrite。恢复前请停止网站。"

    def add_arguments(self, parser) -> None:
        """Take the file's name and the permission to overwrite."""
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--overwrite", action="store_true", help="覆盖现有内容")

    def handle(self, *args, file: Path, overwrite: bool, **options) -> None:
        """Check the file, replace the database, count its rows."""
        engine = engines.engine()
        try:
            manifest = archive.read(file)
            self._same_engine(manifest, engine)
            self._not_newer(manifest)
            if not overwrite:
                self._refuse_loss()
            with archive.database(file, manifest) as database:
                engine.copy_in(database)
        except archive.BadArchive as fault:
            raise CommandError(str(fault)) from fault
        except OSError as fault:
            raise CommandError(
                f"没有恢复，数据库没有变化：读不出 {file.name}，或者磁盘无法写入（{why(fault)}）。"
            ) from None
        except engines.EngineFailed as fault:
            raise CommandError(f"没有恢复，数据库没有变化：{fault}") from fault
        self._confirm(manifest)

    def _refuse_loss(self) -> None:
        filled = {name: n for name, n in engines.present().rows.items() if n}
        if set(filled) - FURNITURE:
            rows = sum(filled.values())
            raise CommandError(
                f"数据库里已有内容（{rows} 行），没有恢复。确实要用备份覆盖，请先备份现有内容，再加 --overwrite。"
            )

    def _same_engine(self, manifest: archive.Manifest, engine) -> None:
        if manifest.engine != engine.name:
            raise CommandError(
                f"这是 {manifest.engine} 的备份，现在的数据库是 {engine.name}，不能恢复。数据库没有变化。"
            )

    def _not_newer(self, manifest: archive.Manifest) -> None:
        if newer := engines.unknown(manifest.migrations):
            names = "、".join(newer[:3]) + (f" 等{len(newer)}项" if len(newer) > 3 else "")
            raise CommandError(
                f"这个备份来自更新的程序版本（这里没有它的 {names}），没有恢复，数据库没有变化。"
                "请先把程序更新到做备份时的版本或更新的版本，再恢复。"
            )

    def _confirm(self, manifest: archive.Manifest) -> None:
        lost = {t for t, n in engines.present().rows.items() if manifest.rows.get(t, 0) > n}
        if lost:
            raise CommandError(f"恢复后行数比备份时少：{'、'.join(sorted(lost))}。请检查备份文件。")
        rows = sum(manifest.rows.values())
        self.stdout.write(
            f"已恢复 {manifest.made_at} 的备份，{rows} 行。请执行 manage.py migrate。"
        )
