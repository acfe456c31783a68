"""Whether the 勾稽关系 of an edition hold for figures, and what is said where they do not."""

from collections.abc import Mapping
from decimal import Decimal

from reports.editions import Equation

from .figures import format_figure

_NOTHING = Decimal(0)
_HOLDS = {
    "=": lambda left, right: left == right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}


def sides(equation: Equation, cells: Mapping[str, Decimal | None]) -> tuple | None:
    """Return the sums of both sides, or None while a cell is blank.

    A blank is "nobody has answered", not 0: judging it would blame the clerk for work to come.
    """
    totals = []
    for side in (equation.left, equation.right):
        total = _NOTHING
        for cell in side:
            value = cells.get(cell)
            if value is None:
                return None
            total += value
        totals.append(total)
    return tuple(totals)


def broken_sentence(equation: Equation, cells: Mapping[str, Decimal | None]) -> str:
    """Return the equation's sentence with its places filled; empty where it holds, or a cell is blank."""
    both = sides(equation, cells)
    if not both or _HOLDS[equation.relation](*both):
        return ""
    left, right = both
    return equation.sentence.format(
        *(format_figure(cells[cell]) for cell in equation.cells),
        left=format_figure(left),
        right=format_figure(right),
        difference=format_figure(abs(left - right)),
    )
