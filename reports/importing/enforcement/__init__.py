"""The second report of January: the yearly statistics of administrative enforcement, read by meaning."""

from .guard import read_statistics_guarded
from .values import KINDS, LIMIT, MATTERS, Matter, Statistics

__all__ = ["KINDS", "LIMIT", "MATTERS", "Matter", "Statistics", "read_statistics_guarded"]
