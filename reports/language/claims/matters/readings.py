"""What a label means, as a table: the first line that holds is the reading of a count.

    what the label says     | what the count can be   | how it is meant
    came over, with new     | new+over                | firm denies

What it says are facts, one function each beside the table, `!` for what it does not say. What it can be are sums of
the tables' numbers and of those that the label names; nothing where no table has it, `understood` where none has it
but what goes on from it is clear. `firm`: without doubt; `denies`: a count of 0 is a denial; `most`: of a part, never
more; `company`: only where those listed with it are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..quantities import AT_MOST, IN_COMPANY, Meaning, Quantity
from .labels import Label

Fact = Callable[[Label], object]
Numbers = Callable[[Label], list[Quantity]]
_BOUNDS = {"most": AT_MOST, "company": IN_COMPANY}


@dataclass(frozen=True)
class Line:
    """A line of a table."""

    says: tuple[tuple[Fact, bool], ...]
    means: tuple[tuple, ...]  # sums: numbers, then signs and numbers in turn
    understood: bool
    firm: bool
    denies: bool
    bound: str

    def meaning(self, label: Label) -> Meaning | None:
        """Return what a label that the line holds for means, None where the edition has nothing of it."""
        if not self.means:
            return Meaning((), False) if self.understood else None
        found = tuple(quantity for parts in self.means for quantity in _added(label, *parts))
        return Meaning(found, self.firm, self.denies, self.bound or label.bound) if any(found) else None


def _added(label: Label, first: Numbers, *others) -> Iterator[Quantity]:
    for quantity in first(label):
        for sign, numbers in zip(others[::2], others[1::2], strict=True):
            (other,) = numbers(label)
            quantity = quantity + other if sign == "+" else quantity - other
        yield quantity


def table(words: str, facts: Mapping[str, Fact], numbers: Mapping[str, Numbers]) -> tuple[Line, ...]:
    """Return the lines of a table; raise KeyError for a fact or a number that nobody defines."""
    return tuple(_line(line, facts, numbers) for line in words.strip().splitlines())


def _line(line: str, facts: Mapping[str, Fact], numbers: Mapping[str, Numbers]) -> Line:
    says, means, how = (part.strip() for part in line.split("|"))
    told = [fact for fact in says.split(", ") if fact]
    sums = [re.split("([+-])", part) for part in means.split(", ") if part and part != "understood"]
    return Line(
        tuple((facts[fact.lstrip("!")], fact[0] != "!") for fact in told),
        tuple(tuple(numbers.get(part, part) if n % 2 else numbers[part] for n, part in enumerate(parts)) for parts in sums),
        means == "understood", "firm" in how, "denies" in how,
        next((bound for word, bound in _BOUNDS.items() if word in how), ""),
    )  # fmt: skip


def says(pattern: str) -> Fact:
    """Return the fact that a label's words have a pattern; `#` stands for the count in them."""
    found = re.compile(pattern).search
    return lambda label: found(label.words)


def reading_of(label: Label, lines: tuple[Line, ...]) -> Meaning | None:
    """Return what a label means by the first line that holds; None where none does."""
    known: dict[Fact, bool] = {}
    for line in lines:
        for fact, wanted in line.says:
            if fact not in known:
                known[fact] = bool(fact(label))
            if known[fact] is not wanted:
                break
        else:
            return line.meaning(label)
    return None
