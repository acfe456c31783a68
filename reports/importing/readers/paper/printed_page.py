"""A printed page's characters and rules, by place, as paragraphs and tables."""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

from ...captions import flat
from ...recognising.sections import is_numbered_caption
from ...source import Line
from ...values import Box
from .ruled_tables import Character, Ruled, ruled_tables, strikes
from .unruled import Piece, PrintedLine, mended

WIDE_GAP = 0.8  # of a letter's size: more parts two pieces of a line

MOST_PAGES, MOST_CHARACTERS, MOST_OBJECTS = 120, 400_000, 200_000
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?)\s*(?:[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–－·\s]*"
)
# A dash is often read as 一 from a picture, or only one of both is seen.
_SEEN_NUMBER = re.compile(r"[-—–－·•.~～_一=＝\s]{0,4}\d{1,3}[-—–－·•.~～_一=＝\s]{0,4}")
_SAME_HEIGHT = 12  # points between a running line of one page and of another, laid on glass by hand
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")


class PrintedPage:
    """What stands on a page. `seen`: it was read from its picture, where no rule strikes out."""

    def __init__(
        self, number: int, characters: list[Character], rules: list[Ruled], *, seen: bool = False
    ):
        self.number, self.characters, self.seen = number, characters, seen
        self.hidden, self.is_scan = "", False  # words that nobody sees; words behind a scan
        through = {} if seen else strikes(rules, self.characters)
        self.struck = ["".join(c.text for c in under) for under in through.values()]
        gone = {id(c) for under in through.values() for c in under}
        self.characters = [c for c in self.characters if id(c) not in gone]
        rules = [rule for rule in rules if rule not in through]
        self.tables = ruled_tables(rules, self.characters, f"第{number + 1}页", number if seen else None)
        inside = {id(c) for table in self.tables for c in table.characters}
        loose = [c for c in self.characters if id(c) not in inside]
        self.rows = _rows(loose, number)


def _rows(characters: list[Character], page: int) -> list[PrintedLine]:
    """Return the printed lines, top to bottom."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: (-c.middle, c.left)):
        if rows and abs(rows[-1][0].middle - character.middle) <= 0.5 * character.size:
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_row(sorted(row, key=lambda c: c.left), page) for row in rows]


def _row(characters: list[Character], page: int) -> PrintedLine:
    size = Counter(round(c.size, 1) for c in characters).most_common(1)[0][0]
    bold = sum(c.bold for c in characters) * 2 > len(characters)
    parts = [[characters[0]]]
    for one, other in pairwise(characters):
        if other.left - one.right > WIDE_GAP * other.size:
            parts.append([])
        parts[-1].append(other)
    pieces = tuple(Piece(spaced(part), part[0].left, part[-1].right) for part in parts)
    return PrintedLine(pieces, characters[0].middle, size, bold, page)


def spaced(characters: list[Character]) -> str:
    """Return the words of a piece, with a space between words that are not Chinese."""
    text = characters[0].text
    for one, other in pairwise(characters):
        gap = other.left - one.right > 0.2 * other.size
        wide = _WIDE.match(one.text) or _WIDE.match(other.text)
        text += f" {other.text}" if gap and not wide else other.text
    return text


def blocks_of_pages(pages: list[PrintedPage]) -> list:
    """Return the paragraphs and tables of all pages, without page numbers and running heads."""
    running, numbers = _running(pages), _page_numbers(pages)
    alike = _running_alike(pages)
    kept = {
        page.number: [
            row
            for row in page.rows
            if flat(row.text) not in running and row not in numbers and row not in alike
        ]
        for page in pages
    }
    blocks: list = []
    seen = {page.number for page in pages if page.seen}
    joiner = _Joiner(blocks, [row for rows in kept.values() for row in rows], seen)
    for page in pages:
        rows = mended(kept[page.number])
        items = [(row.top, row) for row in rows]
        items += [(table.top, table) for table in page.tables]
        for _, item in sorted(items, key=lambda pair: -pair[0]):
            joiner.take(item)
    joiner.end()
    return blocks


def _running(pages: list[PrintedPage]) -> set[str]:
    """Return the lines that stand at the head or foot of three pages or more."""
    edges = Counter(flat(row.text) for page in pages for row in {*page.rows[:1], *page.rows[-1:]})
    return {text for text, count in edges.items() if count >= 3}


def _running_alike(pages: list[PrintedPage]) -> list[PrintedLine]:
    """Return the lines at the edges of pages read from pictures that others have, read otherwise.

    On two pages where there are no more; at about the same height.
    """
    edges = [(p.number, row) for p in pages if p.seen for row in {*p.rows[:1], *p.rows[-1:]}]
    needed = min(2, len(pages) - 1) or 1
    return [
        row
        for page, row in edges
        if len({n for n, other in edges if n != page and _is_alike(row, other)}) >= needed
    ]


def _is_alike(row: PrintedLine, other: PrintedLine) -> bool:
    near = abs(row.top - other.top) < _SAME_HEIGHT and len(row.text) > 3
    return near and SequenceMatcher(None, row.text, other.text).ratio() > 0.85


def _page_numbers(pages: list[PrintedPage]) -> list[PrintedLine]:
    """Return the lines at the head or foot of pages that number them; a bare one as others are."""
    edges = [(page, row) for page in pages for row in (*page.rows[:1], *page.rows[-1:])]
    numbered = [(p, row) for p, row in edges if _PAGE_NUMBER.fullmatch(row.text)]
    bare = [(row, int(row.text) - p.number) for p, row in numbered if row.text.isdecimal()]
    alike = Counter(offset for _, offset in bare)
    marked = [row for _, row in numbered if not row.text.isdecimal()]
    marked += [
        row
        for page, row in edges
        if page.seen and not row.text.isdecimal() and _SEEN_NUMBER.fullmatch(row.text)
    ]
    return marked + [row for row, offset in bare if offset == 1 or alike[offset] > 1]


class _Joiner:
    """Puts printed lines together as paragraphs."""

    def __init__(self, blocks: list, rows: list[PrintedLine], seen: set[int]):
        self.blocks, self.seen = blocks, seen
        self.rows: list[PrintedLine] = []
        # Where lines begin and end: all pages together, for the last may have one line.
        widest = max((row.right - row.left for row in rows), default=0.0)
        full = [row for row in rows if row.right - row.left >= 0.6 * widest]
        self.left = min((row.left for row in full), default=0.0)
        self.right = _margin([row.right for row in full if len(row.pieces) == 1])

    def take(self, item) -> None:
        """Take a printed line, or a table."""
        if not isinstance(item, PrintedLine):
            self.end()
            self.blocks.append(item.grid)
            return
        if self.rows and self._begins(item):
            self.end()
        self.rows.append(item)

    def _begins(self, row: PrintedLine) -> bool:
        before = self.rows[-1]
        indented = row.left - self.left > 0.8 * row.size
        short = self.right - before.right > 2.6 * before.size
        other = abs(row.size - before.size) > 0.15 * before.size
        apart = row.page == before.page and before.top - row.top > 2.6 * max(row.size, 1)
        tabular = len(row.pieces) > 1 or len(before.pieces) > 1
        heading = is_numbered_caption(row.text) or is_numbered_caption(before.text)
        return indented or short or other or apart or tabular or heading

    def end(self) -> None:
        """End the paragraph."""
        if self.rows:
            text = _joined([row.text for row in self.rows])
            where = f"第{self.rows[0].page + 1}页"
            bold = all(row.bold for row in self.rows)
            self.blocks.append(Line(text, where, bold=bold, box=self._box()))
        self.rows = []

    def _box(self) -> Box | None:
        first, last = self.rows[0], self.rows[-1]
        if first.page not in self.seen:
            return None
        left, right = min(row.left for row in self.rows), max(row.right for row in self.rows)
        return Box(first.page, left, last.top - last.size, right, first.top + first.size)


def _margin(ends: list[float]) -> float:
    """Return where full lines end: where the most of those end that reach far to the right."""
    places = sorted(ends, reverse=True)
    together = [sum(end - 3 <= other <= end for other in places) for end in places]
    most = max(together, default=0)
    return next((e for e, n in zip(places, together, strict=True) if 2 * n >= most), 0.0)


def _joined(texts: list[str]) -> str:
    joined = texts[0]
    for text in texts[1:]:
        wide = _WIDE.match(joined[-1]) or _WIDE.match(text[0])
        joined += text if wide else f" {text}"
    return joined
