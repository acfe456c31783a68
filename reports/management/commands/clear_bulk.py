"""Clear away bulk exports of before; workers do so every hour by themselves."""

from django.core.management.base import BaseCommand

from reports import tasks


class Command(BaseCommand):
    """Delete exports older than BULK_DAYS days, and the files of cancelled ones."""

    help = "Delete bulk exports that are older than BULK_DAYS days."

    def handle(self, *args, **options) -> None:
        """Delete them and say how many."""
        self.stdout.write(f"已清理{tasks.tidy.call()}个批量导出。")
