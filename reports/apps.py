"""The application: after each migration the database learns the cells of every edition."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    """政府信息公开工作年度报告."""

    name = "reports"
    verbose_name = "年度报告"

    def ready(self) -> None:
        """Have the guards put up whenever tables were made or remade."""
        from reports.models.guards import put_up  # noqa: PLC0415 (models need the registry)

        post_migrate.connect(put_up, sender=self)
