"""Packages as files: a published report as an archive takes it over, reports that are carried by hand.

Knows no database: whether a package is whole is seen from the file alone.
"""

from .four import Check, checked, sheet
from .opening import Opened, opened
from .package import MANIFEST, SHEET, Outlet, digests, line_of, listed, packed
from .verifying import verified

__all__ = ["MANIFEST", "SHEET", "Check", "Opened", "Outlet", "checked", "digests", "line_of", "listed", "opened",
           "packed", "sheet", "verified"]  # fmt: skip
