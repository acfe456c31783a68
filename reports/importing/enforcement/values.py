"""What the yearly statistics of administrative enforcement tell: three matters, each by its kinds."""

from dataclasses import asdict, dataclass, field
from typing import Any

# The rows of table 二 that are counted there once more, each with what it is made of.
LICENSING, PENALTIES, COERCION = "licensing", "penalties", "coercion"
MATTERS = {LICENSING: "行政许可", PENALTIES: "行政处罚", COERCION: "行政强制"}
GRANTED, REFUSED, REVOKED = "granted", "refused", "revoked"
MEASURES, EXECUTION, COURT, TOTAL = "measures", "execution", "court", "total"
KINDS = {
    GRANTED: "准予许可",
    REFUSED: "不予许可",
    REVOKED: "撤销许可",
    MEASURES: "强制措施",
    EXECUTION: "强制执行",
    COURT: "申请法院强制执行",
    TOTAL: "合计",
}
# What adds up to the figure of table 二, where no total is printed.
PARTS = {LICENSING: (GRANTED, REFUSED), PENALTIES: (), COERCION: (MEASURES, EXECUTION, COURT)}
LIMIT = 10**12


@dataclass(frozen=True)
class Matter:
    """One matter: its numbers by kind, where they stand, and what is to be looked at."""

    numbers: dict[str, int] = field(default_factory=dict)
    where: str = ""
    doubt: str = ""

    def count(self, matter: str) -> int | None:
        """Return what table 二 should have: decisions of the year; None where that is not told.

        Licences granted and refused; every penalty; measures, execution and applications to court
        (ZF, the notes to these statistics: docs of the edition's help).
        """
        if TOTAL in self.numbers and matter != LICENSING:
            return self.numbers[TOTAL]
        parts = [self.numbers[kind] for kind in PARTS[matter] if kind in self.numbers]
        if matter == LICENSING and GRANTED not in self.numbers:
            return self.numbers.get(TOTAL)
        return sum(parts) if parts else None

    @property
    def told(self) -> str:
        """The numbers in words: 准予许可 100，不予许可 5."""
        kinds = (kind for kind in KINDS if kind in self.numbers)
        return "，".join(f"{KINDS[kind]} {self.numbers[kind]}" for kind in kinds)


@dataclass(frozen=True)
class Statistics:
    """What was read of a file: matter by matter, and the year that it is of (None: not told)."""

    matters: dict[str, Matter]
    year: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The figures for table 二, by matter, of those that are told."""
        found = {matter: told.count(matter) for matter, told in self.matters.items()}
        return {matter: count for matter, count in found.items() if count is not None}

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {"year": self.year, "matters": {name: asdict(told) for name, told in self.matters.items()}}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Statistics":
        """Return what `to_json` wrote."""
        return cls({name: Matter(**told) for name, told in value["matters"].items()}, value["year"])
