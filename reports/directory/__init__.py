"""The directory: the tree of organs, what each owes, and the people with their roles."""

from .planting import Planted, Refused, import_organs, plant
from .workbook import Fault, blank_workbook, read_workbook

__all__ = [
    "Fault", "Planted", "Refused", "blank_workbook", "import_organs", "plant", "read_workbook",
]  # fmt: skip
