"""A printed page's characters and rules, by place, as paragraphs and tables."""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from ...captions import flat
from ...source import Line
from .ruled_tables import Character, Ruled, ruled_tables, strikes

MOST_PAGES, MOST_CHARACTERS, MOST_OBJECTS = 120, 400_000, 200_000
_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?)\s*(?:[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–－·\s]*"
)
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")


@dataclass(frozen=True)
class _Row:
    """A printed line of text: where it begins and ends, how high it is, its words."""

    page: int
    left: float
    right: float
    top: float
    size: float
    text: str
    bold: bool


class PrintedPage:
    """What stands on a page."""

    def __init__(self, number: int, characters: list[Character], rules: list[Ruled]):
        self.number, self.characters = number, characters
        through = strikes(rules, self.characters)
        self.struck = ["".join(c.text for c in under) for under in through.values()]
        gone = {id(c) for under in through.values() for c in under}
        self.characters = [c for c in self.characters if id(c) not in gone]
        rules = [rule for rule in rules if rule not in through]
        self.tables = ruled_tables(rules, self.characters, f"第{number + 1}页")
        inside = {id(c) for table in self.tables for c in table.characters}
        loose = [c for c in self.characters if id(c) not in inside]
        self.rows = [row for row in _rows(loose, number) if not _PAGE_NUMBER.fullmatch(row.text)]


def _rows(characters: list[Character], page: int) -> list[_Row]:
    """Return the printed lines, top to bottom."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: (-c.middle, c.left)):
        if rows and abs(rows[-1][0].middle - character.middle) <= 0.5 * character.size:
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_row(sorted(row, key=lambda c: c.left), page) for row in rows]


def _row(characters: list[Character], page: int) -> _Row:
    size = Counter(round(c.size, 1) for c in characters).most_common(1)[0][0]
    bold = sum(c.bold for c in characters) * 2 > len(characters)
    first, last = characters[0], characters[-1]
    return _Row(page, first.left, last.right, first.middle, size, spaced(characters), bold)


def spaced(characters: list[Character]) -> str:
    """Return the words of a line: a tab for a wide gap, a space between words that are not Chinese."""
    text = characters[0].text
    for one, other in zip(characters, characters[1:], strict=False):
        gap = other.left - one.right
        if gap > 0.8 * other.size:
            text += "\t"
        elif gap > 0.2 * other.size and not (_WIDE.match(one.text) and _WIDE.match(other.text)):
            text += " " if not (_WIDE.match(one.text) or _WIDE.match(other.text)) else ""
        text += other.text
    return text


def blocks_of_pages(pages: list[PrintedPage]) -> list:
    running = _running(pages)
    blocks: list = []
    joiner = _Joiner(blocks, [row for page in pages for row in page.rows])
    for page in pages:
        rows = [row for row in page.rows if flat(row.text) not in running]
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


class _Joiner:
    """Puts printed lines together as paragraphs."""

    def __init__(self, blocks: list, rows: list[_Row]):
        self.blocks = blocks
        self.rows: list[_Row] = []
        # Where lines begin and end: all pages together, for the last may have one line.
        widest = max((row.right - row.left for row in rows), default=0.0)
        full = [row for row in rows if row.right - row.left >= 0.6 * widest]
        self.left = min((row.left for row in full), default=0.0)
        self.right = median(row.right for row in full) if full else 0.0

    def take(self, item) -> None:
        """Take a printed line, or a table."""
        if not isinstance(item, _Row):
            self.end()
            self.blocks.append(item.grid)
            return
        if self.rows and self._begins(item):
            self.end()
        self.rows.append(item)

    def _begins(self, row: _Row) -> bool:
        before = self.rows[-1]
        indented = row.left - self.left > 0.8 * row.size
        short = self.right - before.right > 2.6 * before.size
        other = abs(row.size - before.size) > 0.15 * before.size
        apart = row.page == before.page and before.top - row.top > 2.6 * max(row.size, 1)
        tabular = "\t" in row.text or "\t" in before.text
        return indented or short or other or apart or tabular

    def end(self) -> None:
        """End the paragraph."""
        if self.rows:
            text = _joined([row.text for row in self.rows])
            where = f"第{self.rows[0].page + 1}页"
            bold = all(row.bold for row in self.rows)
            self.blocks.append(Line(text, where, bold=bold))
        self.rows = []


def _joined(texts: list[str]) -> str:
    joined = texts[0]
    for text in texts[1:]:
        wide = _WIDE.match(joined[-1]) or _WIDE.match(text[0])
        joined += text if wide else f" {text}"
    return joined
