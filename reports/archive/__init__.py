"""Archive packages: a published report as an archive takes it over, and whether one is whole."""

from .four import Check, checked, sheet
from .package import MANIFEST, SHEET, digests, line_of, listed, packed
from .verifying import verified

__all__ = ["MANIFEST", "SHEET", "Check", "checked", "digests", "line_of", "listed", "packed", "sheet",
           "verified"]  # fmt: skip
