"""A reading as JSON and back: what the worker hands to the server."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from reports.document import Document, format_figure

from ..values import Box, CellReading, Notice, Reading


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain JSON."""
    document = reading.document
    value = document.to_json()
    return {
        # from_json asks for an organ, which a reading may lack.
        "document": value | {"organ": document.organ or "?"},
        "organ": document.organ,
        "title": document.title,
        "notices": [[n.where, n.read, n.message] for n in reading.notices],
        "cells": {cell: _cell_json(got) for cell, got in reading.cells.items()},
        "found": sorted(reading.found),
        "pieces": reading.pieces,
    }


def _cell_json(got: CellReading) -> list:
    figure = None if got.value is None else format_figure(got.value)
    told = [got.state, figure, got.read]
    if not (got.box or got.where):
        return told
    return [*told, got.box and got.box.to_json(), got.looked, got.plain, got.where]


def reading_from(value: dict[str, Any]) -> Reading:
    """Return the reading that `reading_json` wrote."""
    document = Document.from_json(value["document"])
    cells = {cell: _cell_from(*told) for cell, told in value["cells"].items()}
    named = replace(document, organ=value["organ"], title=value["title"])
    notices = tuple(Notice(*notice) for notice in value["notices"])
    pieces = value.get("pieces", {})  # a reading that was kept before there were any has none
    return Reading(named, notices, cells, frozenset(value["found"]), pieces)


def _cell_from(
    state: str, figure: str | None, read: str, box: list | None = None, *more: bool | str
) -> CellReading:
    value = None if figure is None else Decimal(figure)
    return CellReading(state, value, read, Box.from_json(box) if box else None, *more)
