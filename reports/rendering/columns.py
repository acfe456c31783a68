"""How wide the columns of a small table are: by what stands in them."""

import re
from dataclasses import dataclass
from unicodedata import east_asian_width

from reports.document import plain_text

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t([dh])((?: \w+=\"\d+\")*)>(.*?)</t\1>", re.DOTALL)
_SPAN = re.compile(r'(row|col)span="(\d+)"')
_WORD = re.compile(r"[!-~]+")
# In characters: what a cell's padding takes, the narrowest column, the narrowest of more words.
_PADDING, _NARROWEST, _NARROW = 0.6, 2.0, 4.0
# Columns that differ by no more are set alike.
_ALIKE = 1.8
_MEASURE_PT = 442.2  # the type area is 156 mm wide


@dataclass(frozen=True)
class TableType:
    """How the words of a table with up to so many `columns` are set: class (print.css) and points.

    No smaller than 7.5 pt, the least that is read on paper: what needs more room takes more lines.
    """

    columns: int
    look: str
    points: float
    leading: float


_TYPES = (
    TableType(6, "few", 10.5, 12.5),
    TableType(12, "many", 9.0, 11.0),
    TableType(10**6, "crowd", 7.5, 9.0),
)


def table_type(columns: int) -> TableType:
    """Return how the words of a table with so many columns are set."""
    return next(kind for kind in _TYPES if columns <= kind.columns)


def column_shares(rows: str) -> list[float]:
    """Return the widths of a table's columns in percent; `rows` is the mark-up within the table."""
    cells = _placed(rows)
    count = max((at + columns for at, columns, _ in cells), default=0)
    wanted, least = [_NARROWEST] * count, [_NARROWEST] * count
    for at, columns, words in cells:
        if columns == 1:
            wanted[at] = max(wanted[at], *(em(line) for line in words.split("\n")))
            least[at] = max(least[at], *map(em, _WORD.findall(words)), min(wanted[at], _NARROW))
    measure = _MEASURE_PT // table_type(count).points
    widths = _shared([w + _PADDING for w in wanted], [w + _PADDING for w in least], measure)
    return [round(width * 100 / sum(widths), 2) for width in widths]


def wrapped_cells(rows: str) -> list[bool]:
    """Return of each cell whether its words take more than a line: only others are centred."""
    shares = column_shares(rows)
    measure = _MEASURE_PT / table_type(len(shares)).points
    return [
        "\n" in words
        or em(words) + _PADDING > sum(shares[at : at + columns]) / 100 * measure
        for at, columns, words in _placed(rows)
    ]


def em(words: str) -> float:
    """Return the width of words in characters: Latin letters and digits are half."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.5 for c in words)


def _placed(rows: str) -> list[tuple[int, int, str]]:
    """Return the first column, the number of columns and the words of each cell."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for line, row in enumerate(_ROW.findall(rows)):
        at = 0
        for _, told, inner in _CELL.findall(row):
            while (line, at) in taken:
                at += 1
            spans = {kind: int(number) for kind, number in _SPAN.findall(told)}
            columns = spans.get("col", 1)
            for below in range(spans.get("row", 1)):
                taken.update((line + below, beside) for beside in range(at, at + columns))
            cells.append((at, columns, plain_text(inner)))
            at += columns
    return cells


def _shared(wanted: list[float], least: list[float], measure: float) -> list[float]:
    if max(wanted, default=0) <= _ALIKE * min(wanted, default=0):
        return [1.0] * len(wanted)
    if sum(wanted) <= measure:
        return wanted
    # Columns that need less than a fair part get what they need, the others share the rest by the
    # root of what they hold: a column of four times the words is twice as wide.
    rest, open_ = measure, set(range(len(wanted)))
    while open_ and (small := {at for at in open_ if wanted[at] <= rest / len(open_)}):
        rest -= sum(wanted[at] for at in small)
        open_ -= small
    roots = sum(wanted[at] ** 0.5 for at in open_)
    return [
        max(least[at], rest * width**0.5 / roots) if at in open_ else width
        for at, width in enumerate(wanted)
    ]
