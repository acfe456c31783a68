"""The application: guards after each migration, audit events for each log-in and the back office."""

from django.apps import AppConfig
from django.contrib.auth import signals as auth
from django.db.models.signals import post_migrate, post_save, pre_migrate


class ReportsConfig(AppConfig):
    """政府信息公开工作年度报告."""

    name = "reports"
    verbose_name = "年度报告"

    def ready(self) -> None:
        """Have the guards taken down and put up whenever tables are made or remade."""
        from reports.models.guards import settle, take_down  # noqa: PLC0415 (models need the registry)

        pre_migrate.connect(take_down, sender=self)
        post_migrate.connect(settle, sender=self)
        _listen_at_the_doors()


def _listen_at_the_doors() -> None:
    from django.contrib.admin.models import LogEntry  # noqa: PLC0415 (models need the registry)

    from reports.history import entrance  # noqa: PLC0415 (models need the registry)

    auth.user_logged_in.connect(entrance.logged_in, dispatch_uid="audit_login")
    auth.user_logged_out.connect(entrance.logged_out, dispatch_uid="audit_logout")
    auth.user_login_failed.connect(entrance.login_failed, dispatch_uid="audit_login_failed")
    post_save.connect(entrance.done_behind, sender=LogEntry, dispatch_uid="audit_back_office")
