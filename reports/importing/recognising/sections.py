"""Where the six parts begin: headings known by meaning, in the order of the template."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reports.editions import Edition, Section, all_editions

from ..captions import flat, likeness, simplified
from ..source import Block, Grid, Line

LONGEST_HEADING = 45
LEAST_BODY = 30  # characters under a heading that make it more than a line of contents
_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"\s*(?:第\s*([{_NUMERALS}])\s*部\s*分|([{_NUMERALS}])\s*[、.．，,:：])\s*")
# Some number the parts of a report by 1、 to 6、, as others number what is within a part.
_ARABIC = re.compile(r"\s*([1-9１-９])\s*[、.．，,:：]")
_LOWER = re.compile(r"[（(]?\s*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[）)、.．]")
# A heading glued to its paragraph ends with one of these words.
_GLUED = re.compile(
    r"[^。；！？]{0,40}?(?:情\s*况|措\s*施|事\s*项|概\s*述|问\s*题)(?![及和与、或的])"
)
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True)
class Heading:
    """A line that may be the heading of a section, and how much speaks for it."""

    at: int
    section: Section
    score: float


@dataclass(frozen=True)
class Part:
    """A section as found: its heading's place, and the end of what follows it."""

    section: Section
    start: int
    end: int


def means(text: str, section: Section) -> bool:
    """Whether a heading's words have the meaning of `section`."""
    bare = flat(text)
    return any(all(word in bare for word in words) for words in section.signs)


def split_glued(blocks: list[Block]) -> list[Block]:
    """Return the blocks with headings parted from what is glued to them, in lines and in tables."""
    return [part for block in blocks for part in _parted(block)]


def _parted(block: Block) -> Iterator[Block]:
    if isinstance(block, Grid):
        yield from _parted_grid(block)
        return
    if places := _headings_inside(block.text):
        for start, end in pairwise([0, *places, len(block.text)]):
            part = block.text[start:end].strip()
            yield from _parted(replace(block, text=part, markup="")) if part else ()
        return
    text = simplified(block.text)
    match = _NUMBERED.match(text[:LONGEST_HEADING])
    glued = _GLUED.match(text, match.end()) if match else None
    rest = block.text[glued.end() :].lstrip("：:。 \u3000") if glued else ""
    if not rest or not _is_caption(block.text[: glued.end()]):
        yield block
        return
    if len(rest) < 12 and not _SENTENCE.search(rest) and rest not in ("无", "暂无", "没有"):
        yield block
        return
    yield Line(block.text[: glued.end()], block.where, level=block.level, bold=True)
    yield replace(block, text=rest, markup=_markup_after(block.markup, rest), level=0, bold=False)


def _headings_inside(text: str) -> list[int]:
    """Return where headings of sections stand within a line, word for word: all is one paragraph."""
    if len(text) <= LONGEST_HEADING:
        return []
    bare = simplified(text)
    found = (m.start(1) for m in _inside().finditer(bare) if m.start(1))
    return [at for at in found if bare[:at].strip()]


@lru_cache(maxsize=1)
def _inside() -> re.Pattern:
    captions = {re.escape(section.caption) for section in _sections()}
    return re.compile(rf"(?<=[\s。：:；])({'|'.join(sorted(captions))})(?=[\s（(\d]|$)")


def _markup_after(markup: str, rest: str) -> str:
    """Return a paragraph's mark-up without its glued heading, or nothing where they mingle."""
    at = markup.find(rest[:20])
    inner = markup[at:] if at >= 0 else ""
    # Marks that begin before the cut would be left open.
    return "" if not inner or "</" in inner.replace("</p>", "") else f"<p>{inner}"


def _parted_grid(grid: Grid) -> Iterator[Block]:
    """A section's heading may stand in a line of the table itself."""
    kept: list = []
    for row, line in enumerate(grid.rows):
        anchors = [cell for cell in grid.anchors(row) if cell.text.strip()]
        if len(anchors) == 1 and is_numbered_caption(anchors[0].text):
            if kept:
                yield Grid(kept, grid.where)
            kept = []
            yield Line(anchors[0].text, anchors[0].where, bold=True)
        else:
            kept.append(line)
    if len(kept) == len(grid.rows):
        yield grid
    elif kept:
        yield Grid(kept, grid.where)


def _sections() -> Iterator[Section]:
    for edition in all_editions():
        yield from edition.sections


def _is_caption(text: str) -> bool:
    return any(means(text, section) for section in _sections())


def is_numbered_caption(text: str) -> bool:
    """Whether words are the numbered heading of a section, and no row's caption."""
    # The rows of table 三 are numbered too: their captions are none of a section's.
    exact = any(likeness(text, section.caption) >= 0.9 for section in _sections())
    return bool(_NUMBERED.match(text)) and len(flat(text)) < LONGEST_HEADING and exact


def find_parts(blocks: list[Block], edition: Edition, tables: dict[int, str]) -> list[Part]:
    """Return the sections found, in order. `tables` says which block is (part of) which table."""
    candidates = _with_tables(list(_candidates(blocks, edition)), tables, len(blocks))
    chosen = _best_chain(candidates, [section.id for section in edition.sections])
    ends = [heading.at for heading in chosen[1:]] + [len(blocks)]
    return [Part(h.section, h.at, end) for h, end in zip(chosen, ends, strict=False)]


def holds_two_reports(blocks: list[Block], edition: Edition) -> bool:
    """Whether the first and the last narrative of a report come a second time, in other words."""
    headings = [
        max(same, key=lambda h: h.score) for _, same in _by_line(_candidates(blocks, edition))
    ]
    ends = [heading.at for heading in headings[1:]] + [len(blocks)]
    bodies = [
        (h.section.id, _words(blocks[h.at + 1 : end]))
        for h, end in zip(headings, ends, strict=False)
    ]
    narratives = [section.id for section in edition.narratives]
    wanted, told = narratives[:2] * 2, []
    for section, words in bodies:
        if section in wanted[:1] and len(words) >= LEAST_BODY:
            wanted.pop(0)
            told.append(words)
    return not wanted and told[:2] != told[2:]


def _words(blocks: list[Block]) -> str:
    return "".join(flat(block.text) for block in blocks if isinstance(block, Line))


def _candidates(blocks: list[Block], edition: Edition) -> Iterator[Heading]:
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and len(flat(block.text)) <= LONGEST_HEADING:
            for number, section in enumerate(edition.sections):
                if score := _score(block, section, _NUMERALS[number]):
                    yield Heading(at, section, score)


def _score(line: Line, section: Section, numeral: str) -> float:
    """Return how much speaks for a line being the heading of `section`; 0 when it is not."""
    if _SENTENCE.search(line.text.strip()[:-1]) or not means(line.text, section):
        return 0
    match = _NUMBERED.match(line.text)
    alike = likeness(line.text, section.caption)
    lower = _LOWER.match(line.text.strip()) and not (alike >= 0.9 and _counts(line.text, numeral))
    if not match and (lower or not (alike == 1 or _marked(line, alike))):
        return 0
    told = match and (match[1] or match[2])
    score = 2.0 + 2 * alike + 0.5 * _marked(line, 1) + (1.0 if match else 0)
    return score + (1.5 if told == numeral else 0)


def _counts(text: str, numeral: str) -> bool:
    """Whether a line's Arabic number is that of the section whose heading it would be."""
    match = _ARABIC.match(text)
    return bool(match) and int(match[1]) == _NUMERALS.index(numeral) + 1


def _marked(line: Line, alike: float) -> bool:
    return (line.level in (1, 2, 3) or line.bold) and alike >= 0.5


def _with_tables(found: list[Heading], tables: dict[int, str], end: int) -> list[Heading]:
    """A heading whose own table follows before another section's heading is the more likely."""
    places: dict[str, list[int]] = {}
    for at, table in sorted(tables.items()):
        places.setdefault(table, []).append(at)
    scored: list[Heading] = []
    following: dict[str, int] = {}  # the next heading of each section
    for _, same_line in reversed(list(_by_line(found))):
        for heading in same_line:
            own = heading.section.id
            # The same heading again, as a table's caption, is no other section's beginning.
            last = min((at for name, at in following.items() if name != own), default=end)
            bonus = 3.0 if _any_between(places.get(own, []), heading.at, last) else 0.0
            scored.append(replace(heading, score=heading.score + bonus))
        following |= {heading.section.id: heading.at for heading in same_line}
    return scored[::-1]


def _any_between(places: list[int], start: int, end: int) -> bool:
    n = bisect_right(places, start)
    return n < len(places) and places[n] < end


def _best_chain(candidates: list[Heading], order: list[str]) -> list[Heading]:
    """Return the candidates with the highest sum of scores that keep the template's order.

    Of equals the later wins: a list of contents stands before what it lists.
    """
    best: list[tuple[float, list[Heading]]] = [(0.0, [])] * (len(order) + 1)
    # best[n]: the best chain that uses only the first n sections, over the candidates so far.
    for at, same_line in _by_line(candidates):
        fresh = {}
        for heading in same_line:
            n = order.index(heading.section.id)
            total, chain = best[n]
            if chain and chain[-1].at == at:
                continue
            fresh[n + 1] = (total + heading.score, [*chain, heading])
        for n, chain in fresh.items():
            for longer in range(n, len(best)):
                if chain[0] >= best[longer][0]:
                    best[longer] = chain
    return best[-1][1]


def _by_line(candidates: list[Heading]) -> Iterator[tuple[int, list[Heading]]]:
    lines: dict[int, list[Heading]] = {}
    for heading in candidates:
        lines.setdefault(heading.at, []).append(heading)
    yield from lines.items()
