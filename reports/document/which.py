"""Which of an organ's reports: a year's main one, or a government's report of itself and its office."""

import re
from dataclasses import dataclass

# A government at county level or above has two (editions/days.py): of its whole area, the main one,
# and of itself. Everybody else has the main one only.
MAIN, OFFICE = "main", "own"


@dataclass(frozen=True)
class Which:
    """A year and a kind, as addresses have them: `2025`, `2025-own`."""

    year: int
    kind: str = MAIN

    PATTERN = r"[0-9]{1,9}(?:-own)?"

    def __str__(self) -> str:
        return str(self.year) if self.kind == MAIN else f"{self.year}-{self.kind}"

    @classmethod
    def of(cls, text: str) -> "Which":
        """Return what an address names; raise ValueError where it names nothing."""
        if not re.fullmatch(cls.PATTERN, text):
            raise ValueError(text)
        year, _, kind = text.partition("-")
        return cls(int(year), kind or MAIN)
