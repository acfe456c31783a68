"""What the browser needs of an edition, as plain JSON."""

from dataclasses import asdict
from typing import Any

from .structure import Cell, Column, Edition, Equation, Row, Section


def edition_json(edition: Edition) -> dict[str, Any]:
    """Return cells, equations, proposals, tables, sections and help of `edition` for the editor."""
    helps = _helps(edition)
    numbers = {part: n for n, part in enumerate(helps)}
    return {
        "id": edition.id,
        "tables": [
            {
                "id": table.id,
                "name": table.name,
                "across": table.across,
                "blocks": [
                    [f"{table.id}.{row.id}.{column.id}" for row in block.rows
                     for column in block.columns]
                    for block in table.blocks
                ],
            }
            for table in edition.tables
        ],
        "cells": {
            cell.id: {"kind": cell.kind, "label": f"{cell.table_name}：{cell.label}"}
            | ({"help": said} if (said := [numbers[p] for p in _parts(cell) if p in numbers]) else {})
            for cell in edition.cells.values()
        },
        "choosing": edition.choosing.id if edition.choosing else "",
        "helps": list(helps.values()),
        "equations": [_equation(equation) for equation in edition.equations],
        "proposals": {
            proposal.cell: {"plus": proposal.plus, "minus": proposal.minus}
            for proposal in edition.proposals
        },
        "carryOvers": {
            rule.cell: {"previous": rule.previous, "plus": rule.plus, "minus": rule.minus}
            for rule in edition.carry_overs
        },
        "sections": [_section(section) for section in edition.all_sections],
    }  # fmt: skip


def _parts(cell: Cell) -> tuple[Row, Column]:
    return cell.row, cell.column


def _helps(edition: Edition) -> dict[Row | Column, dict[str, str]]:
    """Return the help of rows and columns, each once; a cell names its own by their numbers."""
    parts = (part for cell in edition.cells.values() for part in _parts(cell))
    return {
        part: {
            "name": part.name if isinstance(part, Row) else part.caption,
            "words": part.help.words,
            "basis": part.help.basis,
        }
        for part in dict.fromkeys(parts)
        if part.help
    }


def _equation(equation: Equation) -> dict[str, Any]:
    return {
        "id": equation.id,
        "left": equation.left,
        "right": equation.right,
        "relation": equation.relation,
        "severity": equation.severity,
        "sentence": equation.sentence,
        "computes": equation.computes,
        "summary": equation.summary,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "caption": section.caption,
        "kind": section.kind,
        "required": section.required,
        "topics": [
            {"id": topic.id, "caption": topic.caption, "words": topic.words}
            for topic in section.topics
        ],
        "aid": asdict(section.aid) if section.aid else None,
    }
