"""Whether numbers that should agree are a slip apart: rounded, mistyped, or their digits changed about."""

from decimal import Decimal

from reports.language.words.numbers import Number


def is_within_rounding(whole: Number, parts: list[Number]) -> bool:
    """Whether numbers in 万 differ by what their writing leaves out; exact beside rounded says nothing."""
    grains = [number.grain or Decimal(0) for number in (whole, *parts)]
    apart = abs(sum(part.value for part in parts) - whole.value)
    return len(set(grains)) > 1 or apart * 2 <= sum(grains)


def is_close(total: Decimal, whole: Number) -> bool:
    """Whether a sum is so near its whole that the list is meant to be complete."""
    return abs(total - whole.value) <= max(min(Decimal(3), whole.value / 3), whole.value / 20)


_NEARLY_ALL, _MOST = Decimal("0.9"), Decimal("0.75")


def is_mistyped(whole: Number, parts: list[Number], total: Decimal) -> bool:
    """Whether the sum is off by one digit but the last, or by two digits changed about.

    Of round numbers, or where less is told, the digit must be off by one.
    """
    apart = abs(total - whole.value)
    nearly_all = total >= whole.value * _NEARLY_ALL
    if whole.grain or not nearly_all and (len(parts) < 3 or total < whole.value * _MOST):
        return False
    digits = str(apart)
    one_digit = len(digits) > 1 and len(digits.strip("0")) == 1
    round_ones = all(number.value % 10 == 0 for number in (whole, *parts))
    if one_digit and (digits[0] == "1" or not round_ones and nearly_all):
        return True
    wanted = {number.value: number.value + whole.value - total for number in parts}
    wanted[whole.value] = total
    # Two digits changed about can be chance where few parts tell little of the whole.
    short = 2 if len(parts) > 2 and abs(apart) * 7 <= whole.value else 3
    return any(_are_changed_about(str(one), str(other), short) for one, other in wanted.items())


def is_transposed(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers of three digits or more differ by two that stand the other way round."""
    return _are_changed_about(f"{one:f}", f"{other:f}", 3)


def _are_changed_about(one: str, other: str, least: int) -> bool:
    differ = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other) >= least
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and one[differ[0]] == other[differ[1]]
        and one[differ[1]] == other[differ[0]]
    )
