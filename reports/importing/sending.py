"""A reading as JSON and back: what the worker hands to the server."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from reports.document import Document, format_figure

from .values import CellReading, Notice, Reading


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
        "cells": {
            cell: [got.state, None if got.value is None else format_figure(got.value), got.read]
            for cell, got in reading.cells.items()
        },
        "found": sorted(reading.found),
    }


def reading_from(value: dict[str, Any]) -> Reading:
    """Return the reading that `reading_json` wrote."""
    document = Document.from_json(value["document"])
    cells = {
        cell: CellReading(state, None if figure is None else Decimal(figure), read)
        for cell, (state, figure, read) in value["cells"].items()
    }
    named = replace(document, organ=value["organ"], title=value["title"])
    notices = tuple(Notice(*notice) for notice in value["notices"])
    return Reading(named, notices, cells, frozenset(value["found"]))
