"""Tables without rules: figures that stand under one another make columns, captions go with them.

The lines of such a table come out as text, cells parted by tabs: a blank keeps its place, and a
caption that was wrapped stands whole before its own figures.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from reports.editions import all_editions

from ...captions import likeness
from ...fitting.cell_words import looks_like_figure
from ...recognising.rows.headers import header_words
from ...recognising.sections import is_numbered_caption

LEAST_FIGURES = 3  # in a line, to show columns at all
MOST_BETWEEN = 16  # lines between two lines of figures of one table
MOST_LINES = 300  # of a page that may hold a table; one of text has fifty
MOST_HEADS = 6  # lines over a table that may head its columns
_NUMBERED = re.compile(r"[（(]?\s*[一二三四五六七八九十]{1,2}\s*[）)、.．]|\d{1,2}\s*[.．、](?!\d)")


@dataclass(frozen=True)
class Piece:
    """Words of a printed line without a wide gap in them."""

    text: str
    left: float
    right: float

    def overlap(self, other: "Piece | Column | Caption") -> float:
        """Return how much of the narrower of two stands over the other: 0 … 1."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        least = min(self.right - self.left, other.right - other.left)
        return max(0.0, shared) / least if least > 0 else float(shared >= 0)


@dataclass(frozen=True)
class PrintedLine:
    """A printed line in pieces: how high its middle is, how large its letters are, on which page."""

    pieces: tuple[Piece, ...]
    top: float
    size: float
    bold: bool = False
    page: int = 0

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def figures(self) -> tuple[Piece, ...]:
        """The figures that end the line."""
        first = len(self.pieces)
        while first and looks_like_figure(self.pieces[first - 1].text):
            first -= 1
        return self.pieces[first:]

    @property
    def words(self) -> tuple[Piece, ...]:
        """What stands before them."""
        return self.pieces[: len(self.pieces) - len(self.figures)]

    @property
    def text(self) -> str:
        """The whole line, a tab at every wide gap."""
        return "\t".join(piece.text for piece in self.pieces)


@dataclass
class Column:
    """Where the figures of a column stand."""

    left: float
    right: float


@dataclass
class Caption:
    """A caption as it is put together, and the line of figures that is its own."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    beside: bool = False
    figures: list[str] = field(default_factory=list)


def mended(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines of a page with those of its tables without rules put in order."""
    if len(lines) > MOST_LINES:
        return list(lines)
    lines = _whole_heads(lines)
    result: list[PrintedLine] = []
    at = 0
    for start, end in _regions(lines):
        start = max(start, at)
        if start < end:
            heads = [p for line in lines[max(0, start - MOST_HEADS) : start] for p in line.pieces]
            result += lines[at:start]
            result += _table(lines[start:end], heads) or lines[start:end]
            at = end
    return _under_heads([*result, *lines[at:]])


def _whole_heads(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put heads together that were wrapped: 结果 over 维持."""
    result: list[PrintedLine] = []
    for line in lines:
        above = result[-1] if result else None
        if above and (whole := _with_rest(above, line)):
            result[-1] = whole
        else:
            result.append(line)
    return result


def _with_rest(above: PrintedLine, line: PrintedLine) -> PrintedLine | None:
    """Return a line of heads with the rest of them that stands under it."""
    near = above.page == line.page and above.top - line.top <= 2 * line.size
    if not near or len(above.pieces) < LEAST_FIGURES or above.figures or line.figures:
        return None
    pieces = list(above.pieces)
    for rest in line.pieces:
        over = [n for n, head in enumerate(pieces) if head.overlap(rest) > 0.5]
        if len(over) != 1:
            return None
        head = pieces[over[0]]
        left, right = min(head.left, rest.left), max(head.right, rest.right)
        pieces[over[0]] = Piece(head.text + rest.text, left, right)
    fresh = [
        piece.text for piece, old in zip(pieces, above.pieces, strict=True) if piece is not old
    ]
    return replace(above, pieces=tuple(pieces)) if all(map(_is_head, fresh)) else None


def _is_head(text: str) -> bool:
    return any(likeness(text, word) == 1 for word in header_words())


def _under_heads(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Keep the places of blanks in lines that have fewer figures than the heads over them."""
    result: list[PrintedLine] = []
    heads: tuple[Piece, ...] = ()
    for line in lines:
        if not line.figures:
            known = sum(_is_head(piece.text) for piece in line.pieces[1:])
            heads = line.pieces[1:] if known > 1 and 2 * known >= len(line.pieces) - 1 else ()
        elif heads and line.words and len(line.figures) < len(heads) and line.right:
            columns = [Column(head.left, head.right) for head in heads]
            if figures := _in_columns(line.figures, columns):
                words = "".join(piece.text for piece in line.words)
                line = replace(line, pieces=_pieces([words, *figures]))
        result.append(line)
    return result


def _regions(lines: Sequence[PrintedLine]) -> Iterator[tuple[int, int]]:
    """Yield where tables begin and end: lines of figures with few lines between them."""
    start = last = None
    for n, line in enumerate(lines):
        heading = len(line.pieces) == 1 and is_numbered_caption(line.text)
        if start is not None and (heading or n - last > MOST_BETWEEN):
            yield _with_captions(lines, start, last + 1)
            start = None
        if len(line.figures) >= LEAST_FIGURES:
            start, last = (n if start is None else start), n
    if start is not None:
        yield _with_captions(lines, start, last + 1)


def _with_captions(lines: Sequence[PrintedLine], start: int, end: int) -> tuple[int, int]:
    """A region with what of its first and last caption stands over and under its figures."""
    first = min(line.figures[0].left for line in lines[start:end] if line.figures)
    while start and _belongs(lines[start - 1], lines[start], first):
        start -= 1
    while end < len(lines) and _belongs(lines[end], lines[end - 1], first):
        end += 1
    return start, end


def _belongs(line: PrintedLine, beside: PrintedLine, first: float) -> bool:
    """Whether a line is more of a caption, or a row that has few figures."""
    near = abs(line.top - beside.top) <= 2.6 * line.size
    heading = len(line.pieces) == 1 and is_numbered_caption(line.text)
    return near and not heading and all(piece.right < first for piece in line.words)


def _table(lines: Sequence[PrintedLine], over: Sequence[Piece]) -> list[PrintedLine]:
    """Return the lines of a table, each caption with its figures; [] where it is not certain."""
    columns = _columns(lines, over)
    if len(columns) < LEAST_FIGURES:
        return []
    captions: list[Caption] = []
    heads: list[PrintedLine] = []
    waiting: list[tuple[PrintedLine, list[str]]] = []
    for line in lines:
        figures = _in_columns(line.figures, columns)
        if line.figures and not figures:
            return []
        if any(word.right > columns[0].left for word in line.words):
            # A line of heads: captions do not go on past it.
            heads.append(line)
            captions.append(Caption("", 0, -1, line.top, line.top))
            continue
        for word in line.words:
            _add(captions, word, line, bool(figures))
        if figures:
            waiting.append((line, figures))
    return _matched([c for c in captions if c.text], heads, waiting) if waiting else []


def _columns(lines: Sequence[PrintedLine], over: Sequence[Piece]) -> list[Column]:
    """Return where figures stand under one another; a head over no figure is a column too."""
    strong = [line for line in lines if len(line.figures) >= LEAST_FIGURES]
    pieces = sorted((p for line in strong for p in line.figures), key=lambda p: p.left)
    columns: list[Column] = []
    for piece in pieces:
        if columns and piece.left < columns[-1].right:
            columns[-1].right = max(columns[-1].right, piece.right)
        else:
            columns.append(Column(piece.left, piece.right))
    bare = [h for h in over if _is_leaf(h.text) and not any(h.overlap(c) > 0 for c in columns)]
    blank = [Column(head.left, head.right) for head in bare]
    apart = all(one.right <= other.left for one, other in pairwise(sorted(blank, key=_left)))
    return sorted(columns + blank, key=_left) if apart else columns


def _left(column: Column) -> float:
    return column.left


def _is_leaf(text: str) -> bool:
    """Whether words head a column of figures, and no group of columns."""
    return any(likeness(text, caption) == 1 for caption in _leaves())


@lru_cache(maxsize=1)
def _leaves() -> frozenset[str]:
    return frozenset(c.column.caption for e in all_editions() for c in e.cells.values())


def _in_columns(figures: Sequence[Piece], columns: list[Column]) -> list[str]:
    """Return the figures by their columns, blanks in their places; [] where they do not fit."""
    found = [""] * len(columns)
    for figure in figures:
        under = [n for n, column in enumerate(columns) if figure.overlap(column) > 0]
        if len(under) != 1 or found[under[0]]:
            return []
        found[under[0]] = figure.text
    return found if figures else []


def _add(captions: list[Caption], word: Piece, line: PrintedLine, beside: bool) -> None:
    """Take a piece of a caption: the beginning of one, or more of the one over it."""
    above = next((c for c in reversed(captions) if _continues(c, word, line, beside)), None)
    if above and not _NUMBERED.match(word.text):
        above.text += word.text
        above.left, above.right = min(above.left, word.left), max(above.right, word.right)
        above.bottom = line.top
        above.beside = above.beside or beside
    else:
        captions.append(Caption(word.text, word.left, word.right, line.top, line.top, beside))


def _continues(caption: Caption, word: Piece, line: PrintedLine, beside: bool) -> bool:
    if not caption.text or caption.beside and beside:
        return False
    near = 0 < caption.bottom - line.top <= 2.2 * line.size
    return near and word.overlap(caption) > 0.5


def _matched(captions: list[Caption], heads: list[PrintedLine], waiting: list) -> list[PrintedLine]:
    """Give each line of figures to the caption that it stands beside; [] where two have one."""
    free = []
    for line, figures in waiting:
        slack = 0.8 * line.size
        beside = [c for c in captions if c.bottom - slack <= line.top <= c.top + slack]
        if not beside:
            free.append(replace(line, pieces=_pieces(figures)))
            continue
        own = max(beside, key=lambda c: c.left)
        if own.figures:
            return []
        own.figures = figures
    like = waiting[0][0]
    rows = [replace(like, pieces=_pieces([c.text, *c.figures]), top=c.top) for c in captions]
    return sorted([*heads, *free, *rows], key=lambda line: -line.top)


def _pieces(texts: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(Piece(text, 0, 0) for text in texts)
