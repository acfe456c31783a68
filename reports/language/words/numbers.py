"""Numbers in running Chinese text: digits, numerals, 万, units, and the words that blur them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

_UNITS = (
    "个工作日|个月|个小时|件次|人次|批次|场次|万元|亿元|元|件|宗|起|例|条|份|项|个|次|篇|场|期|户|家|人|名|类|部|篇|幅|"
    "只|张|批|则|处|页|单|笔|种|位|天|日|月|年|号|%|时|分|届|级|版|岁|楼|周|小时|分钟|平方|公里|本|册|封|通"
)  # fmt: skip
_NUMERAL_UNITS = "件|宗|起|例|份|条|项"
_NUMBER = re.compile(
    r"(?=[\d零〇一二两三四五六七八九十百千万])(?:(?<![\d.])(?P<digits>\d{1,3}(?:，\d{3}){1,4}(?![\d.])|\d{1,15}(?:\.\d{1,8})?)(?!\d)"
    r"|(?<![第每逐某任几数一二三四五六七八九十百千万两])"
    r"(?P<numeral>[零〇一二两三四五六七八九十百千万]{1,9})"
    rf"(?=[余多]?(?:{_NUMERAL_UNITS})))"
    r"(?P<about>[余多])?(?P<scale>[万千百亿](?!元))?(?P<about2>[余多])?"
    rf"(?P<unit>{_UNITS})?(?P<about3>[余多](?=[，。、；\n]|$)|以上|左右|上下|以下)?"
)
_ITEM = re.compile(r"\d{1,2}[.．、](?!\d)")  # 1.完善制度: the number of a paragraph
_VAGUE = re.compile(r"(?:约|近|超|逾|超过|不足|将近|大约|突破|接近|至少)$")
_SCALES = {"万": 4, "千": 3, "百": 2, "亿": 8}
_DIGITS = {"": 1, "两": 2, **{digit: n for n, digit in enumerate("一二三四五六七八九", 1)}}  # 十 is one ten
_SECTION = re.compile("[零〇]*(?:({0}?)千)?[零〇]*(?:({0}?)百)?[零〇]*(?:({0}?)十)?[零〇]*({0})?".format("[一二两三四五六七八九]"))
# 一件事, 一事一档, 一项制度, 两项合计 are turns of phrase, not counts.
_PHRASE = re.compile(r"事(?!项)|一|档|策|码|条龙|站|网|(?<=项)(?:合计|总计|共计|相加)")
# These units make a number a date, a share, an order or a measure: never a count of the report.
NO_COUNTS = {"个工作日", "个月", "个小时", "年", "月", "日", "号", "%", "时", "分", "届", "级", "版", "岁", "楼", "周", "天",
             "小时", "分钟", "平方", "公里"}  # fmt: skip


_TO = ("-", "~", "至", "到", "--")  # 3-5件: neither is exact


@dataclass(slots=True, eq=False)
class Number:
    """A number in a sentence's words: [start, end) with its unit; `rough` when it is no exact one.

    `grain` is the worth of its last digit where it is rounded by its writing alone: 1,000 of 1.2万,
    100 (in 万元) of 25.90亿元.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    rough: bool = False
    grain: Decimal | None = None

    @property
    def is_vague(self) -> bool:
        """Whether it is rounded by a word, not by its writing alone: 约9万件, not 9.3万件."""
        return self.rough and not self.grain

    @property
    def counts(self) -> bool:
        """Whether it can be a count or an amount at all."""
        return self.unit not in NO_COUNTS


def read_numbers(words: str) -> list[Number]:
    """Return the numbers of a sentence in order."""
    found = list(_numbers(words))
    for one, two in pairwise(found):
        if words[one.end : two.start] in _TO:
            for number in (one, two):
                number.rough, number.grain = True, None
    return found


def _numbers(words: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(words):
        if not match.start() and _ITEM.match(words):
            continue
        digits, written, *_ = match.groups()
        if digits:
            value = Decimal(digits.replace("，", ""))
        else:
            value = None if _PHRASE.match(words, match.end()) else numeral(written)
        if value is not None:
            yield _made(match, value, words)


def _made(match: re.Match, value: Decimal, words: str) -> Number:
    _, _, about, scale, about_scaled, unit, about_unit = match.groups("")
    if scale:
        value = value.scaleb(_SCALES[scale])
    if not unit and 2000 < value < 2100 and words.startswith("全年", match.end()):
        unit = "年"  # 2023全年未收到
    in_hundred_millions = unit == "亿元"
    if in_hundred_millions:
        value, unit = value.scaleb(4), "万元"
    rough = bool(about or about_scaled or about_unit)
    rough = rough or bool(_VAGUE.search(words, max(0, match.start() - 3), match.start()))
    # 1.2万件 is rounded by its writing; 1万件 as well.
    rounded = in_hundred_millions or bool(scale and unit not in ("万元", "元"))
    grain = Decimal(1).scaleb(value.as_tuple().exponent) if rounded and not rough else None
    return Number(value, unit, match.start(), match.end(), rough or rounded, grain)


def numeral(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, None when it is not one (十十, 一二三)."""
    total = 0
    for section in map(_SECTION.fullmatch, text.split("万")):
        if section is None:
            return None
        told = zip(section.groups(), (1000, 100, 10, 1), strict=True)
        total = total * 10_000 + sum(_DIGITS[digit] * worth for digit, worth in told if digit is not None)
    return Decimal(total)
