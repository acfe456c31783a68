"""Numbers in workbooks: they are seen whole, never as ### or as 8.9E+11."""

from decimal import Decimal

from openpyxl.styles import Alignment

# A column of so many characters holds what a workbook keeps of a number, fifteen digits, a sign and
# a point.
WIDTH = 18.0
# What is longer than its cell all the same is set smaller: programs print ### otherwise.
FITTED = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
_SHRUNK = Alignment(shrink_to_fit=True)
# Of no format of its own, a number of more digits than these is shown as a power of ten.
_PLAIN = 10**11


def number_format(value: Decimal | float | None) -> str:
    """Return the format in which every digit of a number is shown."""
    if value is None or abs(value) < _PLAIN:
        return "General"
    return "0" if value == int(value) else "0.0#####"


def set_fitted(cell, value: Decimal | float) -> None:
    """Put a number into a cell of openpyxl's, to be seen whole."""
    cell.value = value
    cell.number_format, cell.alignment = number_format(value), _SHRUNK
