"""Whose report for which year it is, by its title: as printed, and as page and file are named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.document import without_unseen

from ..captions import flat, simplified
from ..source import Block, Grid, Line
from .chrome import is_chrome
from .dates import without_years, years_in
from .organ_names import LONGEST_ORGAN, SUBJECT, looks_like_organ, organ_of

LONGEST_TITLE, LONGEST_PART, MOST_LINES = 90, 40, 4
_SUBJECT = re.compile(SUBJECT)
_TITLE = re.compile(rf"{SUBJECT}[^。；:]{{0,14}}(?:年度报告|年度工作报告|工作报告|年报|报告|工作总结)")
# The organ may follow: 2023年政府信息公开工作年度报告（青岚县水务局）, ……报告——青岚县水务局.
_FOLLOWS = re.compile(r"(?:报告?|总结)\s*(?:[（(【\[]([^（()）【】\[\]]+)[)）】\]]|[—－-]+\s*(.+))\s*$")
# A sentence that leads to the report names it too: 根据…要求,现将…年度报告如下:
_ANNOUNCES = re.compile(r"如下|^(?:根据|按照|依据|依照|为了?)|,.*现[将予]?|(?:公布|编制)(?:本|如)")
_FORM = re.compile(r"格式|模板|样[本式]")
_GOVERNMENT = re.compile(r"政府$|网站$")
_PLACE = re.compile(r"^.{2,12}?(?:省|市|县|区|州|旗|盟|镇|乡|街道)")


@dataclass(frozen=True)
class Title:
    """A title as found: `text` as printed, the organ and the year in it where it names them."""

    text: str = ""
    organ: str = ""
    year: int | None = None
    blocks: tuple[int, ...] = ()


def find_title(blocks: Sequence[Block], end: int, others: Sequence[str]) -> Title:
    """Return the title among the lines before `end`; `others` are what the page is called."""
    printed = list(_printed(blocks[:end]))
    best = max(printed, key=_fullness, default=Title())
    for other in (*printed, *(_title(part) for text in others for part in _parts(text))):
        best = Title(
            best.text or (other.text if other.blocks else ""),
            best.organ or other.organ,
            best.year or other.year,
            best.blocks,
        )
    every = tuple(n for title in printed for n in title.blocks)
    return Title(best.text, best.organ, best.year, every)


def named_in(name: str) -> Title:
    """Return what a file's name says of organ and year."""
    titles = [_title(part) for part in _parts(name)]
    organ = next((title.organ for title in titles if title.organ), "")
    years = re.findall(r"(?<!\d)20[1-9]\d(?!\d)", name)
    year = next((title.year for title in titles if title.year), None)
    return Title(organ=organ, year=year or (int(years[0]) if len(set(years)) == 1 else None))


def _fullness(title: Title) -> int:
    return 2 * bool(title.organ) + bool(title.year)


def _printed(blocks: Sequence[Block]) -> Iterator[Title]:
    taken: set[int] = set()
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield from _in_grid(block, at)
        elif at not in taken:
            for title in _in_line(blocks, at):
                taken.update(title.blocks)
                yield title


def _in_line(blocks: Sequence[Block], at: int) -> Iterator[Title]:
    for piece in re.split(r"[|｜\t]", blocks[at].text):
        if len(flat(piece)) > LONGEST_TITLE:
            continue
        if is_title(piece):
            whole = piece.strip() == blocks[at].text.strip()
            yield _with_lines_before(blocks, at) if whole else _title(piece, (at,))
        elif _SUBJECT.search(flat(piece)) and _joined_is_title(blocks, at):
            yield _with_lines_before(blocks, at, at + 1)


def _in_grid(grid: Grid, at: int) -> Iterator[Title]:
    """The rows over a report may give its title: 标题 | 青岚县水务局…年度报告."""
    for row in range(min(len(grid.rows), 20)):
        for cell in grid.anchors(row):
            if len(flat(cell.text)) <= LONGEST_TITLE and is_title(cell.text):
                yield _title(cell.text, (at,))


def is_title(text: str) -> bool:
    """Whether a line's words are a report's title."""
    bare = flat(text)
    named = bool(_TITLE.search(bare)) and "。" not in bare and not is_chrome(text)
    return named and not _ANNOUNCES.search(bare)


def _joined_is_title(blocks: Sequence[Block], at: int) -> bool:
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(following, Line) or _TITLE.search(flat(following.text)):
        return False
    text = flat(blocks[at].text + following.text)
    return len(text) <= LONGEST_TITLE and len(flat(following.text)) < 20 and is_title(text)


def _with_lines_before(blocks: Sequence[Block], first: int, last: int | None = None) -> Title:
    """A title broken over several lines has its organ on the first ones."""
    last = first if last is None else last
    text = "".join(blocks[n].text for n in range(first, last + 1))
    title = _title(text, tuple(range(first, last + 1)))
    while first and last - first < MOST_LINES - 1 and _goes_before(blocks[first - 1], title):
        first -= 1
        text = blocks[first].text + text
        title = _title(text, tuple(range(first, last + 1)))
    return title


def _goes_before(block: Block, title: Title) -> bool:
    """Whether a line is the beginning of the title whose rest stands under it."""
    if not isinstance(block, Line) or is_chrome(block.text) or is_title(block.text):
        return False
    line = flat(without_years(block.text))
    if not line:
        return not title.year and bool(years_in(block.text))
    if not 1 < len(line) <= LONGEST_ORGAN or any(mark in line for mark in ",。:!?|>"):
        return False
    organ = flat(title.organ)
    if not organ:
        return looks_like_organ(line.strip("、;"))
    if organ[0] == "(" or line[-1] in "、;":
        return looks_like_organ(line.strip("、;"))
    return _begins(line, organ)


def _begins(line: str, organ: str) -> bool:
    """Whether a name goes on from one line to the next, rather than a site's name over a title."""
    if len(line) > LONGEST_PART or not looks_like_organ(line + organ) or line[:2] == organ[:2]:
        return False
    if _GOVERNMENT.search(line):
        return not _PLACE.match(organ)
    return looks_like_organ(line)


def _title(text: str, blocks: tuple[int, ...] = ()) -> Title:
    text = without_unseen(text)
    bare = flat(text)
    if _FORM.search(bare):
        return Title(blocks=blocks)
    years = years_in(text)
    words = without_years(text)
    subject = _SUBJECT.search(simplified(words))
    organ = organ_of(words[: subject.start()]) if subject else ""
    if not organ and (after := _FOLLOWS.search(words)):
        named = after[1] or after[2]
        organ = organ_of(named) if looks_like_organ(named) else ""
    return Title(" ".join(text.split()), organ, years[0] if years else None, blocks)


def _parts(text: str) -> Iterator[str]:
    """The parts of a page's or file's name that can hold a title or a year."""
    for part in re.split(r"[-_|–—/\\]|\.(?:docx?|xlsx?|pdf|html?|txt|json)$", text):
        if _SUBJECT.search(simplified(part)):
            yield part
