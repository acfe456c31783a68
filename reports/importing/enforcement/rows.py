"""Finding the numbers of enforcement by meaning: in tables of any orientation, else in lines of words.

The tables follow the forms that provinces have issued since 国办发〔2018〕118号 (广东, 浙江, 山西, 湖北):
one of penalties by kind with 合计, one of licences (申请, 受理, 许可, 不予许可, 撤销), one of measures, execution
and applications to court with 合计. A table that has lost its cells, as pasted pages have, is a list of
captions with as many numbers after it.
"""

import re
from collections.abc import Iterable, Iterator

from ..captions import flat
from ..source import Grid, Line, Source
from .values import (
    COERCION,
    COURT,
    EXECUTION,
    GRANTED,
    LICENSING,
    LIMIT,
    MEASURES,
    PENALTIES,
    REFUSED,
    REVOKED,
    TOTAL,
    Matter,
    Statistics,
)

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.0+)?(?:件|宗|起|次|项|个|份|件次)?")
_FIGURE = re.compile(r"[\d,]{1,16}(?:\.\d+)?(?:件|宗|起|次|项|个|份|件次|元|万元)?")
_BLANK = re.compile(r"[-—/／无]?")
_AMOUNT = re.compile(r"金额|万元|\(元\)|罚没款|罚款数额|收入")
_OTHER_COUNTS = re.compile(r"人数|人次|上年|去年|同比|复议|诉讼|投诉|序号|审核|纠错|程序|移送|司法机关")
_PART = "part"  # one kind of penalty
_UNRULED = "表格没有框线，按标题和数字的次序对应，请核对。"
_TOTAL = re.compile(r"^(?:合计|总计|小计|总数|共计|合计数)(?:\(|$)|(?:处罚|强制|许可)(?:决定)?(?:总数|总量|合计|总计)")
# In this order: what is refused and revoked also has the words of what is granted.
_LICENCES = (
    (REVOKED, re.compile(r"撤销|撤回|注销|吊销")),
    (REFUSED, re.compile(r"不予(?:行政)?许可|不予批准|不准予|不予(?:变更|延续)|未予许可")),
    ("", re.compile(r"申请|受理|办结|收到|在办")),
    (GRANTED, re.compile(r"许可|准予|批准|核准")),
)
_COURT = re.compile(r"申请(?:人民)?法院|法院强制")
_MEASURES = re.compile(r"强制措施|查封|扣押|冻结|限制(?:公民)?人身自由")
_EXECUTION = re.compile(r"强制执行|加处罚款|滞纳金|划拨|拍卖|排除妨碍|恢复原状|代履行")
_MATTERS = (
    (PENALTIES, re.compile(r"行政处罚(?!法)")),
    (LICENSING, re.compile(r"行政许可(?!法)|许可实施")),
    (COERCION, re.compile(r"行政强制(?!法)|强制措施|强制执行")),
)
_KIND = re.compile(r"不予许可|许可数量|查封|扣押|代履行|强制措施|强制执行|警告|罚款")
_OTHER_ACTS = re.compile(r"行政检查|行政征收|行政征用|行政确认|行政给付|行政裁决|行政奖励|其他行政执法|持证")
_ENDS = re.compile(r"说明[:：]?|注[:：]?|填表说明[:：]?|备注[:：]?")
_YEAR = re.compile(r"(20\d\d)年?度?")
_MOST_CAPTIONS = 40
_PROSE = (
    (PENALTIES, TOTAL, re.compile(r"行政处罚(?:案件|决定)?(?:总数|总量|数量)?[^\d。；;,，]{0,8}?(\d{1,9})(?:件|宗|起)")),
    (LICENSING, REFUSED, re.compile(r"不予(?:行政)?许可(?:决定)?[^\d。；;,，]{0,6}?(\d{1,9})(?:件|宗|项|起)")),
    (LICENSING, GRANTED, re.compile(r"(?:予以|准予|作出)(?:行政)?许可(?:决定)?[^\d。；;,，]{0,6}?(\d{1,9})(?:件|宗|项|起)")),
    (COERCION, MEASURES, re.compile(r"强制措施[^\d。；;,，]{0,8}?(\d{1,9})(?:件|宗|起|次)")),
    (COERCION, EXECUTION, re.compile(r"(?<!法院)强制执行[^\d。；;,，]{0,8}?(\d{1,9})(?:件|宗|起|次)")),
)  # fmt: skip


def statistics_in(source: Source) -> Statistics:
    """Return what a file tells; matters of which nothing was found are not there."""
    found: dict[str, Matter] = {}
    for told in (_of_grids(source), _of_lists(source), _of_words(source)):
        for matter, one in told:
            if one.numbers and matter not in found:
                found[matter] = one
    return Statistics(found, _year_of(source))


def _year_of(source: Source) -> int | None:
    texts = [*source.titles, *(b.text for b in source.blocks[:200] if isinstance(b, Line))]
    for text in map(flat, texts):
        if ("执法" in text or "统计" in text) and (year := _YEAR.search(text)):
            return int(year[1])
    return None


def number_in(text: str) -> int | None:
    """Return the whole number that a cell is; None for anything else, a blank among it."""
    match = _NUMBER.fullmatch(flat(text))
    number = int(match[1].replace(",", "")) if match else None
    return number if number is not None and number < LIMIT else None


def _matter_of(text: str) -> str:
    """Return which matter a heading or caption is of; empty for none or another act."""
    plain = flat(text)
    found = [(match.start(), matter) for matter, sign in _MATTERS if (match := sign.search(plain))]
    if not found or (_OTHER_ACTS.search(plain) and len({matter for _, matter in found}) != 1):
        return ""
    return min(found)[1]


# Tables.


def _of_grids(source: Source) -> Iterator[tuple[str, Matter]]:
    heading = ""
    for block in source.blocks:
        if isinstance(block, Line):
            heading = _heading_after(block.text, heading)
            continue
        for table, own in _tables(block, heading):
            told: dict[str, list[list[tuple[str, int]]]] = {}
            for row in _figures(table):
                for matter, pairs in _by_matter(row, own).items():
                    told.setdefault(matter, []).append(pairs)
            for matter, rows in told.items():
                yield matter, _matter(matter, rows, block.where)


def _tables(grid: Grid, heading: str) -> Iterator[tuple[Grid, str]]:
    """Yield the tables that one grid holds, each with its matter: a line of one text may head a form."""
    start = 0
    for n, row in enumerate(grid.rows):
        texts = {cell.text for cell in row if cell and cell.text.strip()}
        alone = next(iter(texts)) if len(texts) == 1 else ""
        if alone and (after := _heading_after(alone, heading)) != heading:
            yield Grid(grid.rows[start:n], grid.where), heading
            start, heading = n, after
    yield Grid(grid.rows[start:], grid.where), heading


def _heading_after(text: str, heading: str) -> str:
    """Return which matter a table after these words is of."""
    if len(text) > 60:
        return heading
    matter = _matter_of(text)
    return matter or ("" if _OTHER_ACTS.search(flat(text)) else heading)


def _by_matter(row: list[tuple[str, int]], heading: str) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for path, number in row:
        if matter := _matter_of(path) or heading:
            found.setdefault(matter, []).append((path, number))
    return found


def _figures(grid: Grid) -> Iterator[list[tuple[str, int]]]:
    """Yield the lines of a table that count, each as the captions and the number of its figures."""
    lines = [[flat(cell.text) if cell else "" for cell in row] for row in grid.rows]
    rows = [n for n, line in enumerate(lines) if any(number_in(text) is not None for text in line)]
    heads = lines[: rows[0]] if rows else []
    for n in _data_rows(lines, rows):
        yield [
            (_path(heads, lines[n], at), number)
            for at, text in enumerate(lines[n])
            if (number := number_in(text)) is not None
            and not (at and grid.rows[n][at] is grid.rows[n][at - 1])
        ]


def _path(heads: list[list[str]], line: list[str], at: int) -> str:
    above = [head[at] for head in heads if at < len(head)]
    beside = [text for text in line[:at] if not (_TOTAL.search(text) and _across(heads))]
    texts = dict.fromkeys([*above, *beside])
    return "|".join(text for text in texts if text and not _is_figure(text))


def _across(heads: list[list[str]]) -> bool:
    """Whether the kinds stand above the columns: then 合计 before a line says nothing of a kind."""
    return any(_TOTAL.search(text) or _KIND.search(text) for head in heads for text in head)


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text) or _BLANK.fullmatch(text))


def _data_rows(lines: list[list[str]], rows: list[int]) -> list[int]:
    """Return the lines whose figures count: of units one below the other, the one that adds them up."""
    sums = [n for n in rows if any(_TOTAL.search(text) for text in lines[n][:2])]
    wide = [n for n in rows if sum(number_in(text) is not None for text in lines[n]) > 1]
    return sums[-1:] if sums and len(wide) > 1 else rows


def _matter(matter: str, rows: list[list[tuple[str, int]]], where: str, doubt: str = "") -> Matter:
    """Return what the figures of a matter come to, line by line added up."""
    numbers: dict[str, int] = {}
    for row in rows:
        for kind, number in _counted(matter, row).items():
            numbers[kind] = numbers.get(kind, 0) + number
    spare = numbers.pop(_PART, None)
    if matter == PENALTIES and TOTAL not in numbers and spare is not None:
        return Matter({TOTAL: spare}, where, doubt or "没有合计，由各类处罚相加得出，请核对。")
    return Matter(numbers, where, doubt or _doubt(matter, numbers))


def _counted(matter: str, row: list[tuple[str, int]]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    subtotals: dict[str, int] = {}
    for path, number in row:
        kind, inner = _kind_of(matter, path)
        if inner:
            subtotals[kind] = number
        elif kind == TOTAL:
            numbers[TOTAL] = max(number, numbers.get(TOTAL, 0))
        elif kind:
            numbers[kind] = numbers.get(kind, 0) + number
    return {kind: number for kind, number in subtotals.items() if kind not in numbers} | numbers


def _kind_of(matter: str, path: str) -> tuple[str, bool]:
    """Return what a figure counts, empty for nothing that counts, and whether it is a group's subtotal."""
    parts = path.split("|")
    short = "|".join(part for part in parts if len(part) <= 24)
    if _AMOUNT.search(short) or _OTHER_COUNTS.search(short):
        return "", False
    total = any(_TOTAL.search(part) for part in parts)
    if matter == PENALTIES:
        return (TOTAL if total else _PART), False
    if matter == LICENSING:
        return _licence(parts, total), False
    if _COURT.search(path):
        return COURT, False
    leaf = next((part for part in reversed(parts) if not _TOTAL.search(part)), "")
    execution = _EXECUTION.search(leaf) or (_EXECUTION.search(path) and not _MEASURES.search(path))
    if total:
        group = _group(path)
        return (group or TOTAL), bool(group)
    if execution:
        return EXECUTION, False
    return (MEASURES if _MEASURES.search(path) else ""), False


def _group(path: str) -> str:
    found = {MEASURES: bool(_MEASURES.search(path)), EXECUTION: bool(_EXECUTION.search(path))}
    return next((kind for kind, there in found.items() if there and sum(found.values()) == 1), "")


def _licence(parts: list[str], total: bool) -> str:
    for part in reversed(parts):
        bare = re.sub(r"行政许可实施(?:情况|数量)?|行政许可(?=(?:申请|受理))", "", part)
        for kind, sign in _LICENCES:
            if sign.search(bare):
                return kind
    return TOTAL if total else ""


def _doubt(matter: str, numbers: dict[str, int]) -> str:
    parts = [numbers[kind] for kind in (MEASURES, EXECUTION, COURT) if kind in numbers]
    if matter == COERCION and TOTAL in numbers and parts and sum(parts) != numbers[TOTAL]:
        return f"合计 {numbers[TOTAL]} 与各项之和 {sum(parts)} 不等，请核对。"
    if matter == LICENSING and GRANTED in numbers and REFUSED not in numbers:
        return "没有读到不予许可的数量，只算了准予许可的，请核对。"
    return ""


# Tables that have lost their cells.


def _of_lists(source: Source) -> Iterator[tuple[str, Matter]]:
    listing = _Listing()
    for block in source.blocks:
        if isinstance(block, Line):
            for text in _cells_of(block.text):
                yield from listing.take(text, block.where)
    yield from listing.end("")


class _Listing:
    """Captions and then as many numbers, one after the other, as a table leaves them that lost its cells."""

    def __init__(self):
        self.heading, self.where = "", ""
        self.captions: list[str] = []
        self.numbers: list[int | None] = []

    def take(self, text: str, where: str) -> Iterator[tuple[str, Matter]]:
        """Take the next piece of text; yield what was told before it."""
        plain = flat(text)
        if _FIGURE.fullmatch(plain) or (self.numbers and _BLANK.fullmatch(plain)):
            self.numbers.append(number_in(text))
            return
        yield from self.end(where)
        self._caption(text, plain)

    def end(self, where: str) -> Iterator[tuple[str, Matter]]:
        """Yield what the captions and numbers so far tell; begin anew where there were numbers."""
        if self.numbers:
            yield from _listed(self.heading, self.captions, self.numbers, where)
            self.captions, self.numbers = [], []

    def _caption(self, text: str, plain: str) -> None:
        if matter := _matter_of(text[:80]):
            before = self.captions if matter == self.heading else []
            self.heading, self.captions = matter, [*before, text]
        elif self.captions and re.fullmatch(r"\(.{1,6}\)", plain):
            self.captions[-1] += text
        elif _ENDS.match(plain) or len(text) > 60:
            self.captions = []
        elif _OTHER_ACTS.search(plain):
            self.heading, self.captions = "", []
        elif plain:
            self.captions = [*self.captions, text][-_MOST_CAPTIONS:]


def _cells_of(text: str) -> list[str]:
    return [part for part in re.split(r"\t|\s*[|｜]\s*", text) if part.strip()] if re.search(r"[\t|｜]", text) else [text]


def _listed(heading: str, captions: list[str], numbers: list, where: str) -> Iterable[tuple[str, Matter]]:
    """Yield what captions and as many numbers after them tell, matched from the end."""
    if not heading or len(numbers) < 2:
        return
    pairs = [
        (flat(caption), number)
        for caption, number in zip(reversed(captions), reversed(numbers), strict=False)
        if number is not None
    ]
    if heading == PENALTIES:
        pairs = [pair for pair in pairs if _TOTAL.search(pair[0])]
    yield heading, _matter(heading, [pairs[::-1]], where, _UNRULED)


# Words.


def _of_words(source: Source) -> Iterator[tuple[str, Matter]]:
    text = "。".join(b.text for b in source.blocks if isinstance(b, Line))[:200_000]
    plain = re.sub(r"\s", "", text)
    found: dict[str, dict[str, int]] = {}
    for matter, kind, sign in _PROSE:
        if match := sign.search(plain):
            found.setdefault(matter, {})[kind] = int(match[1])
    for matter, numbers in found.items():
        yield matter, Matter(numbers, "正文", "从文字里读到的，请核对。")
