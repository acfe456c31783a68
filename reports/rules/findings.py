"""A finding: what is wrong, where, and what to do about it."""

from dataclasses import asdict, dataclass
from typing import Any

SEVERITIES = ("error", "warning", "hint")
SEVERITY_NAMES = {"error": "错误", "warning": "提醒", "hint": "提示"}


@dataclass(frozen=True)
class Finding:
    """One thing that a strict reviewer would remark.

    `cells` are the cells it speaks of; or `section` and `quote` are the section and the very words,
    with `start` and `end` their range in the section's plain text (code points, end exclusive).
    `message` is a whole sentence: where, what, what to do. `source` is where the rule comes from.
    """

    id: str
    severity: str
    message: str
    cells: tuple[str, ...] = ()
    section: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as `check_report --json` prints it."""
        return asdict(self) | {"cells": list(self.cells)}
