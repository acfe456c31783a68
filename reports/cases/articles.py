"""Articles of the regulation (政府信息公开条例, 国务院令第711号) that say why an answer is as it is."""

import re
from collections.abc import Iterator

_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")}
_NUMBER = "[0-9〇零一二三四五六七八九十]{1,4}"
# 第三十六条第(四)项, 第36条第4、5项, 三十九条第一款; of NFKC text without blanks.
_ARTICLE = re.compile(
    rf"第?({_NUMBER})条(?:第?\(?({_NUMBER})\)?款)?(?=([第()、,和及或项0-9〇零一二三四五六七八九十]*))"
)
_ITEMS = re.compile(r".*项|(?:\([^()]*\)、?)+")
_ITEM = re.compile(_NUMBER)


def number_of(text: str) -> int:
    """Return a number below a hundred, in figures or in Chinese; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.replace("零", "〇").partition("十")
    try:
        if not ten:
            return int("".join(str(_DIGITS[digit]) for digit in tens))
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    except KeyError:
        return 0


def articles_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the articles that `text` names: article, paragraph and item, 0 where none is told."""
    for found in _ARTICLE.finditer(text):
        article, paragraph = number_of(found[1]), number_of(found[2]) if found[2] else 0
        told = _ITEMS.match(found[3])
        items = [number_of(item) for item in _ITEM.findall(told[0])] if told else []
        for item in items or [0]:
            yield article, paragraph, item
