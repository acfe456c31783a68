"""What is the same in every report is worked out once, and what is plain goes a shorter way.

Each module has its pairs of WeasyPrint's own function and ours, which does the same for what nearly
all of a report is made of and hands everything else on. Not a byte of a PDF differs: `off` puts
WeasyPrint's own back, to compare (tests/rendering/kept/, bench/one_report/both_ways.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from . import blocks, borders, boxes, cascade, drawing, faces, head, pages, parts, styles, writing

ROOMS = (styles, cascade, head, parts, boxes, blocks, pages, borders, drawing, faces, writing)


def install() -> None:
    """Put ours in place of WeasyPrint's; to do so again changes nothing."""
    for room in ROOMS:
        for pair in room.PAIRS:
            pair.put()


@contextmanager
def off() -> Iterator[None]:
    """Keep nothing and shorten nothing, as long as this lasts."""
    for room in ROOMS:
        for pair in room.PAIRS:
            pair.take_back()
    try:
        yield
    finally:
        install()
