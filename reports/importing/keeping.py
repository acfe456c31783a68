"""A reading as JSON, to be kept between the look at a file and its taking."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from .apart.sending import reading_from, reading_json
from .fitting.confirming import confirmed, weighed
from .values import CellReading, Notice, Reading

MOST_NOTICES = 300
LONGEST_WORDS = 200
# What a database's text does not hold.
_UNKEPT = re.compile("[\0\ud800-\udfff]")


def to_json(reading: Reading) -> dict[str, Any]:
    """Return `reading` as plain JSON, long words cut, at most 300 notices."""
    notices = tuple(
        Notice(_short(n.where), _short(n.read), _short(n.message))
        for n in reading.notices[:MOST_NOTICES]
    )
    cells = {
        cell: replace(got, read=_short(got.read)) if got.read else got
        for cell, got in reading.cells.items()
    }
    return _kept(reading_json(replace(reading, notices=notices, cells=cells)))


def from_json(value: dict[str, Any]) -> Reading:
    """Return the reading that `to_json` wrote."""
    return reading_from(value)


def settled(
    reading: Reading, typed: Mapping[str, Decimal | None], looked: Collection[str] = ()
) -> Reading:
    """Return `reading` with the figures that a person put right; what was read stays beside.

    `looked` are the cells that the person has compared with their picture or the source. Whoever
    types a figure looked, too.
    """
    cells = {
        cell: _put_right(got, typed[cell], cell in looked) if cell in typed else got
        for cell, got in reading.cells.items()
    }
    figures = {cell: got.value for cell, got in cells.items()}
    return weighed(replace(reading, document=replace(reading.document, cells=figures), cells=cells))


def doubtful(reading: Reading) -> set[str]:
    """Return the cells whose figure was read and is to be looked at."""
    return {c for c, got in reading.cells.items() if got.state == "unsure" and got.value is not None}


def doubtful_but_agreeing(reading: Reading) -> set[str]:
    """Return those of `doubtful` whose row's total and column's sums hold."""
    values = {cell: got.value for cell, got in reading.cells.items()}
    return doubtful(reading) & confirmed(reading.document.edition, values)


def _put_right(got: CellReading, value: Decimal | None, looked: bool) -> CellReading:
    typed = value != got.value
    if got.box:
        got = replace(got, looked=looked or (typed and value is not None), plain=typed or got.plain)
    if not typed:
        is_settled = looked and not got.box and value is not None
        return replace(got, state="sure") if is_settled else got
    return replace(got, state="missing" if value is None else "sure", value=value)


def _short(text: str) -> str:
    text = _UNKEPT.sub("", text)
    return text if len(text) <= LONGEST_WORDS else f"{text[: LONGEST_WORDS - 1]}…"


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _kept(inner) for key, inner in value.items()}
    return _UNKEPT.sub("", value) if isinstance(value, str) else value
