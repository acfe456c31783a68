"""The national templates as data. A new edition is one new file `edition_*.py` in this room."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from .days import AREA, KINDS, OWN
from .organs import ORGAN_TYPES, OrganType, organ_type, type_told_by
from .structure import (
    AMOUNT,
    COUNT,
    SIGNED,
    Answer,
    Block,
    CarryOver,
    Cell,
    Column,
    Edition,
    Equation,
    Model,
    Proposal,
    Question,
    Row,
    Section,
    Table,
    Topic,
    shared_cells,
)

__all__ = [
    "AMOUNT", "AREA", "COUNT", "FIRST_YEAR", "KINDS", "LAST_YEAR", "ORGAN_TYPES", "OWN", "SIGNED", "Answer", "Block", "CarryOver",
    "Cell", "Column", "Edition", "Equation", "Model", "OrganType", "Proposal", "Question", "Row", "Section", "Table",
    "Topic", "UnknownEdition", "all_editions", "edition_for", "get_edition", "organ_type", "type_told_by",
    "register", "shared_cells", "with_totals",
]  # fmt: skip

# Reports are owed in this form since 2019; the far end only keeps typing errors out.
FIRST_YEAR, LAST_YEAR = 2019, 2099

_editions: dict[str, Edition] = {}


class UnknownEdition(LookupError):
    """There is no template of that id, or none for that year."""


def register(edition: Edition) -> Edition:
    """Make `edition` known to every screen, rule and renderer; return it."""
    _editions[edition.id] = edition
    return edition


def all_editions() -> tuple[Edition, ...]:
    """Return every known edition, oldest first."""
    return tuple(sorted(_editions.values(), key=lambda edition: edition.first_year))


def with_totals(cells: Iterable[str]) -> list[str]:
    """Return the cells, the totals that follow from them in any edition, and what those are made of."""
    wanted = set(cells)
    for edition in _editions.values():
        for cell, total in edition.totals_of(cells).items():
            wanted.update((cell, *total.right))
    return sorted(wanted)


def get_edition(edition_id: str) -> Edition:
    """Return the edition of that id; raise UnknownEdition."""
    try:
        return _editions[edition_id]
    except (KeyError, TypeError):
        raise UnknownEdition(f"没有“{edition_id}”这个模板版本。") from None


def edition_for(year: int) -> Edition:
    """Return the edition that a report for `year` is written on; raise UnknownEdition.

    The newest that covers the year wins, so a new edition may leave its predecessor's end open.
    """
    if FIRST_YEAR <= year <= LAST_YEAR:
        for edition in reversed(all_editions()):
            if edition.covers(year):
                return edition
    raise UnknownEdition(f"没有适用于{year}年度的模板：年度应在{FIRST_YEAR}年至{LAST_YEAR}年之间。")


for _module in iter_modules(__path__):
    if _module.name.startswith("edition_"):
        register(import_module(f"{__name__}.{_module.name}").EDITION)
