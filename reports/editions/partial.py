"""A part of a template, for whoever fills in only that: an edition of its own, with nothing else in it.

What can be given to somebody are the sections, and the blocks of a table that has several.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache

from .grid import printed_grids
from .structure import Block, Edition, Section, Table

BETWEEN = ","  # the ids of parts in one text


@dataclass(frozen=True)
class Part:
    """What can be given to somebody. `id` is a section's, or that of a block's printed grid.

    `of` is the id of the section that it is a block of; empty for a whole section.
    """

    id: str
    caption: str
    of: str = ""


@dataclass(frozen=True, eq=False)
class PartialEdition(Edition):
    """The named parts of an edition alone; `has_preface`: whether the preface is one of them."""

    has_preface: bool = False

    @cached_property
    def worded(self) -> tuple[Section, ...]:
        """The sections that are written in words."""
        return super().worded if self.has_preface else self.narratives

    @cached_property
    def all_sections(self) -> tuple[Section, ...]:
        """Every section."""
        return super().all_sections if self.has_preface else self.sections


@lru_cache(maxsize=16)
def parts_of(edition: Edition) -> tuple[Part, ...]:
    """Return every part of `edition` that can be given to somebody, in the order of the report."""
    return tuple(part for section in edition.all_sections for part in _parts(edition, section))


def _parts(edition: Edition, section: Section) -> Iterable[Part]:
    if section.kind != "table":
        return [Part(section.id, section.caption)]
    table = edition.table(section.id)
    blocks = [Part(id, f"{table.name} {_caption(block)}", section.id) for id, block in _blocks(table)]
    return [Part(section.id, section.caption), *(blocks if len(blocks) > 1 else ())]


def _blocks(table: Table) -> list[tuple[str, Block]]:
    if table.across:
        return [(table.id, table.blocks[0])]
    return [(grid.id, block) for grid, block in zip(printed_grids(table), table.blocks, strict=True)]


def _caption(block: Block) -> str:
    rows = "、".join(row.caption for row in block.rows)
    return f"{block.heading}：{rows}" if block.heading else rows


def known_parts(edition: Edition, ids: Iterable[str]) -> tuple[Part, ...]:
    """Return those parts of the edition that `ids` name, in order; a whole covers its blocks."""
    wanted = set(ids)
    found = [part for part in parts_of(edition) if part.id in wanted]
    return tuple(part for part in found if part.of not in wanted)


def overlap(edition: Edition, some: Iterable[str], others: Iterable[str]) -> list[Part]:
    """Return the parts among `some` of which anything is among `others`, too."""
    taken = known_parts(edition, others)
    ids = {part.id for part in taken}
    wholes = {part.of for part in taken if part.of}
    return [
        part for part in known_parts(edition, some)
        if part.id in ids | wholes or part.of in ids
    ]  # fmt: skip


@lru_cache(maxsize=128)
def _partial(edition: Edition, ids: tuple[str, ...]) -> PartialEdition:
    wanted = set(ids)
    tables = tuple(table for table in (_table(t, wanted) for t in edition.tables) if table)
    present = {table.id for table in tables}
    cells = {cell.id for table in tables for cell in table.cells}
    sections = tuple(s for s in edition.sections if s.id in wanted | present)
    own = {field.name: getattr(edition, field.name) for field in fields(Edition)}
    return PartialEdition(
        **own | {
            "sections": sections,
            "tables": tables,
            "equations": tuple(e for e in edition.equations if cells.issuperset(e.cells)),
            "carry_overs": (),
            "proposals": tuple(p for p in edition.proposals if cells.issuperset((p.cell, *p.plus, *p.minus))),
            "rulemaking_cells": tuple(c for c in edition.rulemaking_cells if c in cells),
            "choice": (),
        },
        has_preface=edition.preface.id in wanted,
    )  # fmt: skip


def partial(edition: Edition, ids: Collection[str]) -> PartialEdition:
    """Return the parts of `edition` that `ids` name as an edition; what is unknown is left out."""
    return _partial(edition, tuple(part.id for part in known_parts(edition, ids)))


def _table(table: Table, wanted: set[str]) -> Table | None:
    if table.id in wanted:
        return table
    blocks = tuple(block for id, block in _blocks(table) if id in wanted)
    return replace(table, blocks=blocks) if blocks else None
