"""The words of a section as the small HTML of a narrative."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby

from reports.document import clean
from reports.document.narrative.broken_lines import is_cut, paper_width, paragraphs, put_together
from reports.document.narrative.headings import heading_level
from reports.editions import Edition

from ..captions import flat
from ..source import Block, Grid, Line
from .chrome import ends_report, is_chrome

LONGEST_BARE_HEADING = 30
MOST_LOOKED_AT = 3000  # lines that show whether a paper broke them
# （一） that lost its first bracket, or a whole line of words in brackets.
_HALF = re.compile(r"[一二三四五六七八九十]{1,3}[)）]\s*\S")
_SENTENCE = re.compile(r"[。；！？：:;，,]")
_PARAGRAPH = re.compile(r"^<p>(.*)</p>$", re.DOTALL)


def narrative(
    blocks: Sequence[Block], edition: Edition, *, structured: bool, paper: float = 0
) -> str:
    """Return blocks as clean mark-up, without chrome and a form's own placeholders.

    `paper` is the width at which a paper broke the lines; 0 where none did.
    """
    if structured:
        return clean("".join(_listed([block for block in blocks if _is_kept(block, edition)])))
    whole = _joined(blocks, paper) if paper else _with_cut_sentences_whole(blocks)
    return clean("".join(_markup(block) for block in whole if _is_kept(block, edition)))


def paper_of(blocks: Sequence[Block]) -> float:
    """Return the width at which a paper broke the lines of narratives, 0 where none did."""
    return paper_width([block.text for block in blocks if _is_plain(block)][:MOST_LOOKED_AT])


def _is_plain(block: Block) -> bool:
    return isinstance(block, Line) and not (block.level or block.picture or block.item)


def _joined(blocks: Sequence[Block], paper: float) -> Iterator[Block]:
    """Yield the blocks with the lines put together that a paper broke."""
    for plain, run in groupby(blocks, key=_is_plain):
        lines = list(run)
        if not plain:
            yield from lines
            continue
        texts = ["\u3000\u3000" * line.indented + line.text for line in lines]
        for own in paragraphs(texts, paper):
            yield reduce(_with, (lines[n] for n in own))


def cut_sentences(blocks: Sequence[Block]) -> int:
    """Return how many lines end within a sentence that the next one goes on with."""
    return sum(map(_is_cut, blocks, blocks[1:]))


def _is_cut(one: Block, other: Block) -> bool:
    if not _is_plain(one) or not _is_plain(other) or other.indented:
        return False
    return is_cut(one.text, other.text)


def _with_cut_sentences_whole(blocks: Sequence[Block]) -> Iterator[Block]:
    last: Block | None = None
    for before, block in zip([None, *blocks], blocks, strict=False):
        if last and before and _is_cut(before, block):
            last = _with(last, block)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _with(one: Line, other: Line) -> Line:
    """Two lines as one paragraph."""
    parts = [_PARAGRAPH.match(line.markup) for line in (one, other)]
    markup = ""
    if all(parts):
        inner = [part[1].strip(" \u3000\xa0") for part in parts if part]
        markup = f"<p>{put_together(*inner)}</p>"
    text = put_together(one.text, other.text)
    return replace(one, text=text, markup=markup, bold=one.bold and other.bold)


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


def _listed(blocks: Sequence[Block]) -> Iterator[str]:
    """Return blocks as marked in their file, the items of a list as a list."""
    for is_item, run in groupby(blocks, key=lambda block: bool(getattr(block, "item", ""))):
        if is_item:
            yield _list(run)
        else:
            yield from map(_own, run)


def _list(items: Iterable[Line]) -> str:
    """Return items, each with its list and depth, as lists inside lists."""
    out, inside = "", []
    for line in items:
        while len(inside) > line.depth + 1 or inside[line.depth :] not in ([], [line.item]):
            out += f"</li></{inside.pop()}>"
        if len(inside) == line.depth + 1:
            out += "</li>"
        while len(inside) < line.depth + 1:
            inside.append(line.item)
            out += f"<{line.item}>"
        out += "<li>" + _PARAGRAPH.sub(r"\1", line.markup)
    return out + "".join(f"</li></{name}>" for name in reversed(inside))


def _own(block: Block) -> str:
    """Where headings are marked as such, nothing else becomes one."""
    if isinstance(block, Line) and not block.markup.startswith(("<ul", "<ol")):
        return _element(block, block.level and (4 if block.level > 3 else 3))
    return _markup(block)


def _element(line: Line, level: int) -> str:
    words = line.markup or html.escape(line.text, quote=False)
    paragraph = _PARAGRAPH.match(words)
    inner = paragraph[1] if paragraph else words
    return f"<h{level}>{inner}</h{level}>" if level else f"<p>{inner}</p>"


def _markup(block: Block) -> str:
    if isinstance(block, Grid):
        return block.markup or _table(block)
    if block.markup.startswith(("<ul", "<ol")):
        return block.markup
    return _element(block, _level(block))


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
    # A heading by its style is one, full stop or not; bold words only when they are no sentence.
    if not marked or not line.level and _SENTENCE.search(text):
        return 0
    return _numbered_level(text) or (4 if line.level > 3 else 3)


def _numbered_level(text: str) -> int:
    return heading_level(text.rstrip("。；;：:"))


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
