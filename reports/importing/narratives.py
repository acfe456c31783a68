"""The words of a section as the small HTML of a narrative."""

import html
import re
from collections.abc import Iterator, Sequence

from reports.document import clean
from reports.document.headings import heading_level
from reports.editions import Edition

from .captions import flat
from .chrome import ends_report, is_chrome
from .source import Block, Grid, Line

LONGEST_BARE_HEADING = 30
# （一） that lost its first bracket, or a whole line of words in brackets.
_HALF = re.compile(r"[一二三四五六七八九十]{1,3}[)）]\s*\S")
_SENTENCE = re.compile(r"[。；！？：:;，,]")
_PARAGRAPH = re.compile(r"^<p>(.*)</p>$", re.DOTALL)


def narrative(blocks: Sequence[Block], edition: Edition, *, structured: bool) -> str:
    """Return blocks as clean mark-up, without chrome and a form's own placeholders."""
    kept = [block for block in blocks if _is_kept(block, edition)]
    if structured:
        return clean("".join(_own(block) for block in kept))
    return clean("".join(map(_markup, kept)))


def _is_kept(block: Block, edition: Edition) -> bool:
    if isinstance(block, Grid):
        return True
    return not is_chrome(block.text) and not is_placeholder(block.text, edition)


def is_placeholder(text: str, edition: Edition) -> bool:
    """Whether a line is what a blank form says where words are to be written."""
    bare = flat(text)
    return bare.startswith("(") and any(words in bare for words in edition.placeholders)


def until_the_end(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of the last section without what a site puts after a report."""
    kept = []
    for block in blocks:
        if isinstance(block, Line) and ends_report(block.text):
            break
        kept.append(block)
    return kept


def _own(block: Block) -> str:
    if isinstance(block, Grid):
        return block.markup or _table(block)
    return block.markup or f"<p>{html.escape(block.text, quote=False)}</p>"


def _markup(block: Block) -> str:
    if isinstance(block, Grid):
        return block.markup or _table(block)
    if block.markup.startswith(("<ul", "<ol")):
        return block.markup
    words = block.markup or html.escape(block.text, quote=False)
    paragraph = _PARAGRAPH.match(words)
    inner = paragraph[1] if paragraph else words
    if level := _level(block):
        return f"<h{level}>{inner}</h{level}>"
    return f"<p>{inner}</p>"


def _level(line: Line) -> int:
    """Return the level of a heading, 0 for a paragraph."""
    text = " ".join(line.text.split())
    if level := heading_level(text):
        return level
    if len(text) > LONGEST_BARE_HEADING or not re.search(r"[一-鿿]", text):
        return 0
    marked = line.level or line.bold
    if _HALF.match(text) and not _SENTENCE.search(text):
        return 3
    if not marked or _SENTENCE.search(text):
        return 0
    return 4 if line.level > 3 else 3


def _table(grid: Grid) -> str:
    lines = "".join(f"<tr>{''.join(_cells(grid, row))}</tr>" for row in range(len(grid.rows)))
    return f"<table>{lines}</table>"


def _cells(grid: Grid, row: int) -> Iterator[str]:
    above = set(grid.rows[row - 1]) if row else set()
    line = grid.rows[row]
    for cell in grid.anchors(row):
        if cell in above:
            continue
        colspan, rowspan = line.count(cell), _height(grid, row, line.index(cell), cell)
        spans = f' colspan="{colspan}"' * (colspan > 1) + f' rowspan="{rowspan}"' * (rowspan > 1)
        yield f"<td{spans}>{html.escape(cell.text, quote=False)}</td>"


def _height(grid: Grid, row: int, at: int, cell) -> int:
    height = 1
    while row + height < len(grid.rows):
        line = grid.rows[row + height]
        if at >= len(line) or line[at] is not cell:
            break
        height += 1
    return height
