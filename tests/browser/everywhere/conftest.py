"""A report with several hands on it; a module may have people of its own."""

from tests.hands import bureau, government, li, wang

__all__ = ["bureau", "government", "li", "wang"]
