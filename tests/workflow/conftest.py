"""A report with several hands on it."""

from tests.hands import bureau, government, li, wang

__all__ = ["bureau", "government", "li", "wang"]
