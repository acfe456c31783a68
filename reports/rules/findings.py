"""A finding: what is wrong, where, and what to do about it."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from reports.document import format_figure

SEVERITIES = ("error", "warning", "hint")
SEVERITY_NAMES = {"error": "错误", "warning": "提醒", "hint": "提示"}


class Finding(NamedTuple):
    """One thing that a strict reviewer would remark.

    `cells` are the cells it speaks of; or `section` and `quote` are the section and the very words,
    with `start` and `end` their range in the section's plain text (code points, end exclusive).
    `message` is a whole sentence: where, what, what to do. `source` is where the rule comes from.
    `rule` is the rule's title. `fixes` are changes that are certain to mend it: (start, end, the words
    that stand there, the words to put), in order of place.
    `key` names the finding together with the words and numbers it speaks of: an accepted warning
    with another key is another warning.
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
    key: str = ""
    rule: str = ""
    fixes: tuple[tuple[int, int, str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the finding as `check_report --json` prints it."""
        lists = {"cells": list(self.cells), "fixes": [list(fix) for fix in self.fixes]}
        return self._asdict() | lists

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Finding":
        """Return the finding that `to_json` wrote."""
        fixes = tuple(tuple(fix) for fix in value["fixes"])
        return cls(**value | {"cells": tuple(value["cells"]), "fixes": fixes})

    def keyed(self, cells: Mapping[str, Decimal | None], **more) -> "Finding":
        """Return the finding with its `key`, given the figures of the report, and with `more`."""
        values = [format_figure(cells.get(cell)) for cell in self.cells]
        words = "\n".join((self.id, self.section, self.quote, *self.cells, *values, self.message))
        return self._replace(key=hashlib.sha256(words.encode()).hexdigest()[:16], **more)
