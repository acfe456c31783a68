"""The application of those who run the site."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """运行维护."""

    name = "reportsite.operation"
    label = "operation"
    verbose_name = "运行维护"
