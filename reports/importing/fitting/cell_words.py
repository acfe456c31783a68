"""A cell's words read as a figure: its value, or blank with a sentence saying what stood there."""

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.document import NOTE_MARKS, BadFigure, format_figure, read_figure
from reports.editions import AMOUNT, SIGNED
from reports.editions.quoting import quoted

from ..captions import flat
from .units import OWN, UNIT, in_own_unit

_NUMBER = r"\d[\d,]*(?:\.\d*)?"
_UNIT = rf"(?:{UNIT}|[件条个宗份起例项次])?"
_FIGURE = re.compile(rf"[+\-−增减加少]{{0,3}}{_NUMBER}{_UNIT}")
_NOTED = re.compile(rf"([+\-−]?{_NUMBER}{_UNIT})[(\[,，;；](.+)")
_MARKED = re.compile(rf"(.*?)\s*({NOTE_MARKS}+)\s*")
_BROKEN = re.compile(r"(?<=\d)\n(?=\d)")
_SPACED = re.compile(r"\d\s+\d")
_NOTHING = re.compile(r"[-_—–－/／\\*#无零〇]+|N/?A|没有|[(][ )]*")
_BOTH_ZERO = re.compile(r"\+?\(?0\)?[/、,]?-?\(?0\)?|增(?:加)?0[,/、]?减(?:少)?0")
_WORDED = re.compile(rf"(增加?|减少?|[加])({_NUMBER}){_UNIT}")
_MONEY = re.compile(rf"(\d[\d,]*(?:\.\d*)?)({UNIT})")
# What somebody put in a figure's place though it is none: 1.2万, 约238, （17）, 12余件.
_ALMOST = re.compile(
    r"[约近超共计达逾(（〔【合]{0,3}[+-]?\d[\d,.:/×x+-]*[余多几]?[百千万亿]{0,2}[余多]?"
    r"(?:亿元|万元|元|[件条个宗份起例项次%])?(?:以上|左右|余|多)?[)）〕】]?"
)
_TURNS = "\u202e"  # shows what follows from right to left, digits too
_BARE = re.compile(r"\d[\d,]*(?:\.\d*)?")
_ERROR = re.compile(r"#(?:REF|VALUE|DIV/0|NAME|N/A|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A value (None: blank), whether it is `sure`, and a sentence when something is to be said."""

    value: Decimal | None
    sure: bool = True
    message: str = ""


def looks_like_figure(text: str) -> bool:
    """Whether a cell's words are a number, a number with a note, or a mark for nothing."""
    bare = flat(text)
    if not bare or len(bare) > 60:
        return False
    return bool(
        _FIGURE.fullmatch(bare)
        or _NOTHING.fullmatch(bare)
        or _BOTH_ZERO.fullmatch(bare)
        or _NOTED.fullmatch(bare)
        or _ERROR.match(bare)
        or _ALMOST.fullmatch(bare)
    )


def read_cell(text: str, kind: str, unit: str = "") -> Figure:
    """Read the words of a cell of `kind`; what is no figure is blank with a sentence.

    `unit` is that of the column or table, where the cell gives none itself.
    """
    if _TURNS in text[:400] and re.search(r"\d", text[:400]):
        return _turned(text[:400])
    if unit and unit != OWN and kind == AMOUNT and _BARE.fullmatch(flat(text)):
        return _in_unit(flat(text), unit)
    if (marked := _MARKED.fullmatch(text[:400])) and marked[1].strip():
        text = f"{marked[1]}（{marked[2]}）"
    if _BROKEN.search(text):
        return _broken(text, kind)
    bare = flat(text)
    for reading in (_error, _worded, _money, _noted):
        if figure := reading(bare, kind):
            return figure
    return _typed(text[:400], kind)


def _typed(text: str, kind: str) -> Figure:
    try:
        entry = read_figure(text, kind)
    except BadFigure as fault:
        return Figure(None, False, f"没有读入：{fault}")
    if entry.value is not None and _SPACED.search(text):
        message = (
            f"{quoted(' '.join(text.split()))}读作一个数 {format_figure(entry.value)}，请核对。"
        )
        return Figure(entry.value, False, message)
    return Figure(entry.value, not entry.notice, entry.notice)


def _error(bare: str, kind: str) -> Figure | None:
    if not _ERROR.match(bare):
        return None
    message = f"单元格里是公式错误{quoted(bare[:20])}，没有读入，请改正后填写。"
    return Figure(None, False, message)


def _turned(text: str) -> Figure:
    """Digits that nobody sees in the order in which they are kept."""
    shown = quoted(" ".join(text.replace(_TURNS, "").split())[:20])
    message = f"{shown}里有改变书写方向的符号，看到的次序可能相反，没有读入，请核对后填写。"
    return Figure(None, False, message)


def _broken(text: str, kind: str) -> Figure:
    """Digits on two lines of a cell that has no room for more on the first: one number, it seems."""
    read = read_cell(_BROKEN.sub("", text), kind)
    if read.value is None:
        return read
    message = f"数字分在两行，读作一个数 {format_figure(read.value)}，请核对。"
    return Figure(read.value, False, message)


def _worded(bare: str, kind: str) -> Figure | None:
    """增 and 减 as words, and a pair of zeros for “grew, shrank”."""
    if bare in ("零", "〇"):
        return Figure(Decimal(0), True, f"{quoted(bare)}按 0 读入。")
    if kind != SIGNED:
        return _grown(bare, kind)
    if _BOTH_ZERO.fullmatch(bare) and len(bare) > 1 and bare not in ("+0", "-0", "00"):
        return Figure(Decimal(0), True, f"{quoted(bare)}（增 0、减 0）按 0 读入。")
    match = _WORDED.fullmatch(bare)
    if not match:
        return None
    sign = "-" if match[1].startswith("减") else ""
    return _plain(f"{sign}{match[2]}", kind)


def _grown(bare: str, kind: str) -> Figure | None:
    """+19 where a number of all is asked for: in edition 2019 many write how much it grew."""
    read = _plain(bare[1:], kind) if re.fullmatch(rf"\+{_NUMBER}", bare) else None
    if read is None or read.value is None:
        return read
    message = f"{quoted(bare)}像是比上年增加的数，本栏要填的是总数，请核对。"
    return Figure(read.value, False, message)


def _money(bare: str, kind: str) -> Figure | None:
    match = _MONEY.fullmatch(bare)
    if not match or kind == AMOUNT and match[2] == OWN:
        return None
    if kind != AMOUNT:
        return Figure(None, False, f"没有读入：{quoted(bare[:20])}是金额，这里要填的不是金额。")
    read = _converted(match[1], match[2])
    if not read.sure:
        return read
    message = f"本栏单位为万元：{quoted(bare)}已换算为 {format_figure(read.value)} 万元。"
    return Figure(read.value, True, message)


def _in_unit(bare: str, unit: str) -> Figure:
    """A bare number under a head, or a note, that gives another unit than the template's."""
    read = _converted(bare, unit)
    if not read.sure or not read.value:
        return read
    message = f"文件里这一栏的单位是{unit}：{quoted(bare)}已换算为 {format_figure(read.value)} 万元，请核对。"
    return Figure(read.value, True, message)


def _converted(number: str, unit: str) -> Figure:
    return _plain(f"{in_own_unit(Decimal(number.replace(',', '')), unit):f}", AMOUNT)


def _noted(bare: str, kind: str) -> Figure | None:
    """A number with a note after it: 22（其中修订16件）."""
    match = _NOTED.fullmatch(bare)
    if not match or _FIGURE.fullmatch(bare):
        return None
    read = read_cell(match[1], kind)
    if read.value is None:
        return None
    message = (
        f"{quoted(bare[:40])}只读入数字 {format_figure(read.value)}，后面的说明没有带入，请核对。"
    )
    return Figure(read.value, False, message)


def _plain(number: str, kind: str) -> Figure:
    try:
        return Figure(read_figure(number, kind).value)
    except BadFigure as fault:
        return Figure(None, False, f"没有读入：{fault}")


def split_digits(digits: str, count: int) -> list[str] | None:
    """Return digits run together (规章000) as `count` numbers when there is only one way."""
    if not digits.isdecimal() or not 0 < count <= len(digits) <= 40:
        return None
    ways = _ways(digits, count)
    if ways[0][count] != 1:
        return None
    parts, start = [], 0
    for left in range(count - 1, -1, -1):
        end = next(e for e in _ends(digits, start) if ways[e][left])
        parts.append(digits[start:end])
        start = end
    return parts


def _ways(digits: str, count: int) -> list[list[int]]:
    """How many ways there are to part what begins at a place into so many numbers."""
    ways = [[0] * (count + 1) for _ in digits] + [[1] + [0] * count]
    for start in range(len(digits) - 1, -1, -1):
        for n in range(1, count + 1):
            ways[start][n] = sum(ways[end][n - 1] for end in _ends(digits, start))
    return ways


def _ends(digits: str, start: int) -> range:
    # No number begins with a zero but zero itself.
    longest = 1 if digits[start] == "0" else 13
    return range(start + 1, min(len(digits), start + longest) + 1)
