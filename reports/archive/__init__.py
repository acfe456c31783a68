"""Packages as files: a published report as an archive takes it over, reports that are carried by hand.

Knows no database: whether a package is whole is seen from the file alone.
"""

from .four import Check, checked, sheet, sheet_page
from .opening import Opened, opened
from .package import MANIFEST, SHEET, Outlet, digests, digests_of_file, lot, packed
from .verifying import verified

__all__ = ["MANIFEST", "SHEET", "Check", "Opened", "Outlet", "checked", "digests", "digests_of_file", "lot", "opened",
           "packed", "sheet", "sheet_page", "verified"]  # fmt: skip
