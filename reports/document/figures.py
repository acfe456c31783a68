"""What a clerk may type in a figure, and how a figure is written.

The browser applies the same rules (static/js/report/numbers.js) with the same sentences, which it gets
from `SENTENCES`; a test holds the two together.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from reports.editions import AMOUNT, COUNT, SIGNED, Cell
from reports.editions.quoting import quoted

from .narrative.inline import UNSEEN

LIMIT = Decimal(10) ** 12
LONGEST_ENTRY = 40
NOTHING_HAPPENED = "没有发生的请填 0。"  # what to do about a blank, wherever one is told
SENTENCES = {
    "number": "“{typed}”不是数字，请只填阿拉伯数字。",
    "negative": "这里不能填负数。",
    "whole": "这里填整数，不能有小数。",
    "decimals": "金额最多保留六位小数（精确到分以下）。",
    "range": "数字过大，应小于一万亿，请核对。",
    "total": "合计过大，应小于一万亿，请核对各项数字。",
    "yuan": "本格单位为万元：请换算后填写，{typed}＝{converted}万元。",
    "unit": "本格单位已是万元：{typed}请填 {converted}。",
    "money": "“{typed}”是金额，这里填数量，请核对。",
    "things": "“{typed}”是数量，这里填金额（万元），请核对。",
    "in_full": "请写全数字：{typed}请填 {converted}。",
    "blank": "“{typed}”按未填处理；如果确实没有，请填 0。",
    "unanswered": "{place}还没有填。" + NOTHING_HAPPENED,
    "unanswered_many": "{place}还有{share}没有填。" + NOTHING_HAPPENED,
}
_NOTHING = re.compile(r"[-_—–－/／\\无]+")
_THINGS = "[件条个宗份起例项]"
_UNIT = {AMOUNT: re.compile("万元$"), COUNT: re.compile(f"{_THINGS}$"), SIGNED: re.compile(f"{_THINGS}$")}
# What is counted in another unit than the cell's: money, or things.
_OTHER = re.compile(rf"[+-]?[0-9][0-9,. ]*(?:([百千万亿]*元)|万?{_THINGS})")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]*)?")
_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?")
_TEN_THOUSANDS = re.compile(r"([0-9]+)(?:\.([0-9]{0,4}))?万")
_SIGNS = str.maketrans({"，": ",", "−": "-", "–": "-", "—": "-", "。": "."})
# Raised and ringed digits refer to a note: they are no digits of the number before them.
NOTE_MARKS = "[²³¹⁰-₟①-⓿❶-➓]"
_NOTE_MARK = re.compile(NOTE_MARKS)


def _filled(rule: str, **words: str) -> str:
    """Return a sentence with what was typed, in marks that are not among what was typed."""
    place = "“{typed}”"
    sentence = SENTENCES[rule].replace(
        place, quoted(words.get("typed", "")).replace("{", "{{").replace("}", "}}")
    )
    return sentence.format(**words)


class BadFigure(ValueError):
    """What was typed is no figure for that cell; `rule` names its sentence in `SENTENCES`."""

    def __init__(self, rule: str, **words: str):
        self.rule = rule
        super().__init__(_filled(rule, **words))


@dataclass(frozen=True)
class Entry:
    """A figure as read: its value (`None` for blank) and a notice where one is due."""

    value: Decimal | None
    notice: str = ""


def without_unseen(text: str) -> str:
    """Return `text` without the characters of no width that web pages put among words."""
    return UNSEEN.sub("", text)


def read_figure(typed: str, kind: str) -> Entry:
    """Read what was typed or pasted into a cell of `kind`; raise BadFigure with a Chinese sentence.

    Full-width digits, thousands separators, spaces and the cell's own unit are accepted; a dash, a
    slash or 无 is blank with a notice, never 0 (report-template § Blank, zero and the rest).
    """
    seen = without_unseen(typed)
    text = " ".join(unicodedata.normalize("NFKC", seen).translate(_SIGNS).split())
    if not text:
        return Entry(None)
    if _NOTHING.fullmatch(text):
        return Entry(None, _filled("blank", typed=_shown(typed)))
    if len(text) > LONGEST_ENTRY or _NOTE_MARK.search(seen):
        raise BadFigure("number", typed=_shown(typed))
    return Entry(_number(text, typed, kind))


def _number(text: str, typed: str, kind: str) -> Decimal:
    bare = _UNIT[kind].sub("", text).rstrip()
    other = _OTHER.fullmatch(text)
    if other and bool(other[1]) != (kind == AMOUNT):
        raise BadFigure("money" if other[1] else "things", typed=_shown(typed))
    if kind == AMOUNT and bare.endswith("元"):
        raise _yuan(bare[:-1].rstrip(), typed)
    if written := _TEN_THOUSANDS.fullmatch(bare):
        raise _ten_thousands(written[1], written[2] or "", typed, kind)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "").replace(" ", "")
    match = _PLAIN.fullmatch(bare)
    if not match:
        raise BadFigure("number", typed=_shown(typed))
    sign, whole, fraction = match[1], match[2], (match[3] or "").rstrip("0")
    value = Decimal(f"{whole}.{fraction or 0}")
    _judge(value, fraction, sign == "-", kind)
    # Decimal("-0") would print its sign.
    return _plain(-value if sign == "-" and value else value)


def _yuan(number: str, typed: str) -> BadFigure:
    bare = number.replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]+(\.[0-9]*)?", bare):
        return BadFigure("number", typed=_shown(typed))
    whole, _, decimals = bare.partition(".")
    # Four places to the left in the text itself: a long number keeps its last digit.
    whole = whole.rjust(5, "0")
    converted = f"{int(whole[:-4])}.{whole[-4:]}{decimals}".rstrip("0").rstrip(".")
    return BadFigure("yuan", typed=_shown(typed), converted=converted)


def _ten_thousands(whole: str, decimals: str, typed: str, kind: str) -> BadFigure:
    """Return what to fill in for 1.2万: 12000, or 1.2 where the cell counts in 万元."""
    if kind == AMOUNT:
        return BadFigure("unit", typed=_shown(typed), converted=f"{int(whole)}.{decimals}".rstrip("0").rstrip("."))
    return BadFigure("in_full", typed=_shown(typed), converted=str(int(whole + decimals.ljust(4, "0"))))


def _judge(value: Decimal, fraction: str, negative: bool, kind: str) -> None:
    if negative and value and kind != SIGNED:
        raise BadFigure("negative")
    if fraction and kind != AMOUNT:
        raise BadFigure("whole")
    if len(fraction) > 6:
        raise BadFigure("decimals")
    if value >= LIMIT:
        raise BadFigure("range")


def faults(value: Decimal, cell: Cell) -> list[str]:
    """Return the ids of the cell rules that a stored or imported `value` breaks."""
    broken = []
    if value < 0 and cell.kind != SIGNED:
        broken.append("cell.negative")
    # The database hands every number back with six places: 3.000000 is whole.
    if value != value.to_integral_value() and _plain(value).as_tuple().exponent < -cell.decimal_places:
        broken.append("cell.whole")
    if abs(value) >= LIMIT:
        broken.append("cell.range")
    return broken


def format_figure(value: Decimal | None) -> str:
    """Return the plain decimal without separators or trailing zeros; a blank is the empty text."""
    if value is None:
        return ""
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _shown(typed: str) -> str:
    text = " ".join(typed.split())
    return text if len(text) <= 20 else f"{text[:20]}…"
