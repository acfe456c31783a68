"""The unit of an amount: what a column's head, a note above the table or the cell itself says."""

import re
from collections.abc import Iterable
from decimal import Decimal

from ..captions import flat

OWN = "万元"  # what the template's amounts are in
_POWERS = {"": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
UNIT = r"(?:百|千|万|十万|百万|千万|亿)?元"
_UNITS = re.compile(
    rf"(?<![一-鿿])(?:人民币)?({UNIT})(?![一-鿿])|(?:单位|金额)[:为]?(?:人民币)?({UNIT})"
)
_NOTE = re.compile(rf"单位[:为]?[^元]{{0,12}}?({UNIT})")


def unit_in(text: str) -> str:
    """Return the unit of money that a caption names; empty where it names none, or two."""
    found = {one or other for one, other in _UNITS.findall(flat(text))}
    return found.pop() if len(found) == 1 else ""


def unit_of_note(text: str) -> str:
    """Return the unit that a note over a table gives: 单位：元."""
    bare = flat(text)
    match = _NOTE.search(bare) if len(bare) <= 40 else None
    return match[1] if match else ""


def unit_among(captions: Iterable[str], notes: Iterable[str] = ()) -> str:
    """Return the unit of the first caption that names one, else of the first note."""
    named = (*map(unit_in, captions), *map(unit_of_note, notes))
    return next(filter(None, named), "")


def in_own_unit(number: Decimal, unit: str) -> Decimal:
    """Return an amount in 万元."""
    return number.scaleb(_POWERS[unit.removesuffix("元")] - 4)
