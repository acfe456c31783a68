"""Whose report for which year it is: from the title, the signature, the opening, the file's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.document import without_unseen

from ..captions import flat
from ..source import Block, Line
from .chrome import is_chrome
from .dates import without_years, years_in

LONGEST_TITLE, LONGEST_ORGAN = 90, 60
_SUBJECT = re.compile(r"(?:政府信息公开|政务公开|政府信息主动公开|信息公开)")
_TITLE = re.compile(
    r"(?:政府信息公开|政务公开|信息公开)[^。；:]{0,14}(?:年度报告|年度工作报告|工作报告|年报|报告)"
)
_FORM = re.compile(r"格式|模板|样[本式]")
_AROUND = re.compile(r"^[《【\[“\"(关于]+|[》】\]”\"的]+$|^(?:标题|名称):")
_ORGAN_END = re.compile(
    r"(?:局|委员会|委|办公室|办|人民政府|政府|厅|院|镇|乡|街道|街道办事处|中心|会|处|所|站|馆|区|县|市|省|州|旗|部|署|行|集团|公司|学校|大学|校|队|社)$"
)
_OPENING = re.compile(
    r"(?:本报告(?:是)?由|现由)([^，。；、]{3,40}?)(?:根据|依据|按照|编制|,)|"
    r"(?:^|[，。])([^，。；、本该我]{3,40}?)(?:编制|公布)(?:了)?(?:20\d\d|本)"
)


@dataclass(frozen=True)
class Title:
    """A title as found: `text` as printed, the organ and the year in it where it names them."""

    text: str = ""
    organ: str = ""
    year: int | None = None
    blocks: tuple[int, ...] = ()


def find_title(blocks: Sequence[Block], end: int, others: Sequence[str]) -> Title:
    """Return the title among the lines before `end`; `others` are names of page and file."""
    printed = list(_printed(blocks[:end]))
    best = max(printed, key=_fullness, default=Title())
    named = [_title(part) for text in others for part in _parts(text)]
    for other in (*printed, *named):
        best = Title(
            best.text or (other.text if other.blocks else ""),
            best.organ or other.organ,
            best.year or other.year,
            best.blocks,
        )
    every = tuple(n for title in printed for n in title.blocks)
    return Title(best.text, best.organ, best.year, every)


def _fullness(title: Title) -> int:
    return bool(title.organ) + bool(title.year)


def _printed(blocks: Sequence[Block]) -> Iterator[Title]:
    for at, block in enumerate(blocks):
        if not isinstance(block, Line) or len(flat(block.text)) > LONGEST_TITLE:
            continue
        if is_title(block.text):
            yield _with_line_before(blocks, at)
        elif _SUBJECT.search(flat(block.text)) and _joined_is_title(blocks, at):
            text = block.text + blocks[at + 1].text
            yield _title(text, (at, at + 1))


def is_title(text: str) -> bool:
    """Whether a line's words are a report's title."""
    bare = flat(text)
    return bool(_TITLE.search(bare)) and "。" not in bare and not is_chrome(text)


def _joined_is_title(blocks: Sequence[Block], at: int) -> bool:
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(following, Line) or _TITLE.search(flat(following.text)):
        return False
    text = flat(blocks[at].text + following.text)
    return len(text) <= LONGEST_TITLE and len(flat(following.text)) < 20 and is_title(text)


def _with_line_before(blocks: Sequence[Block], at: int) -> Title:
    """A title broken over two lines has its organ on the first."""
    own = _title(blocks[at].text, (at,))
    before = blocks[at - 1] if at else None
    if own.organ or not isinstance(before, Line) or is_chrome(before.text):
        return own
    bare = flat(before.text)
    if len(bare) <= LONGEST_ORGAN and _ORGAN_END.search(without_years(bare)):
        return _title(before.text + blocks[at].text, (at - 1, at))
    return own


def _title(text: str, blocks: tuple[int, ...] = ()) -> Title:
    text = without_unseen(text)
    bare = flat(text)
    if _FORM.search(bare):
        return Title(blocks=blocks)
    years = years_in(text)
    subject = _SUBJECT.search(without_years(text))
    organ = without_years(text)[: subject.start()] if subject else ""
    return Title(" ".join(text.split()), organ_of(organ), years[0] if years else None, blocks)


def organ_of(text: str) -> str:
    """Return an organ's name without what a title puts around it, empty when it is none."""
    name = text
    for _ in range(3):
        name = _AROUND.sub("", name.strip())
    return name if 1 < len(name) <= LONGEST_ORGAN and re.search(r"[一-鿿]", name) else ""


def _parts(text: str) -> Iterator[str]:
    """The parts of a page's or file's name that can hold a title or a year."""
    for part in re.split(r"[-_|–—/\\]|\.(?:docx?|xlsx?|pdf|html?|txt|json)$", text):
        if _SUBJECT.search(part):
            yield part


def organ_in_opening(text: str) -> str:
    """Return the organ that an opening sentence says wrote the report."""
    match = _OPENING.search("".join(text.split()))
    return organ_of(match[1] or match[2]) if match else ""
