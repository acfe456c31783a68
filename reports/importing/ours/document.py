"""Our own JSON: the one form that needs no recognising."""

import json
from decimal import Decimal

from reports.document import Document, NotAReport

from ..values import CellReading, Reading, Unreadable


def read_json(content: bytes) -> Reading:
    """Return the reading of a report in the documented JSON form; raise Unreadable."""
    try:
        document = Document.from_json(json.loads(content, parse_float=Decimal))
    except NotAReport as refusal:
        raise Unreadable(str(refusal)) from None
    except (ValueError, RecursionError):
        raise Unreadable("这不是 JSON 文件，或者文件不完整。请选择本系统下载的 JSON。") from None
    return reading_of(document)


def reading_of(document: Document) -> Reading:
    """Return a reading in which everything is sure: the file says itself what is what."""
    edition = document.edition
    cells = {
        cell: CellReading("sure", document.cells.get(cell), document.figure(cell))
        if document.cells.get(cell) is not None
        else CellReading("missing", None, "")
        for cell in edition.cells
    }
    written = {s.id for s in (edition.preface, *edition.narratives) if document.narrative(s.id)}
    filled = {edition.cells[cell].table for cell, got in cells.items() if got.state == "sure"}
    return Reading(document, (), cells, frozenset(written | filled))
