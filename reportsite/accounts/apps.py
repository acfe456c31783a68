"""The application: what happens at every log-in."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    """登录安全."""

    name = "reportsite.accounts"
    label = "accounts"  # of its tables and migrations
    verbose_name = "登录安全"

    def ready(self) -> None:
        """Begin each session under the session policy; register the deployment checks."""
        from . import checks  # noqa: F401, PLC0415 (models need the registry)
        from .policy import sessions  # noqa: PLC0415

        user_logged_in.connect(sessions.begin, dispatch_uid="begin_session")
