"""How many parts the opening announces: as many as it names, or as the format has."""

import re
from collections.abc import Iterator

from ...case import Case, Text
from ...findings import Finding
from ...sources import FORMAT

_PARTS = re.compile(r"([一二三四五六七八九十]|\d{1,2})个?(?:大)?部分")
_NAMED = (
    "总体|概述|基本情况|工作情况概|概况",
    "主动公开",
    "申请",
    "复议|诉讼",
    "问题|改进",
    "其他|需要说明|需要报告",
)


def announced_parts(case: Case) -> Iterator[Finding]:
    """Yield a finding when the opening announces another number of parts than it names or has."""
    for passage in case.passages[:2]:
        for sentence in passage.sentences:
            match = _PARTS.search(sentence.words)
            if match and re.search(r"报告|全文|年报|内容|组成", sentence.words):
                yield from _parts(passage, sentence, match)
                return


def _parts(passage: Text, sentence, match: re.Match) -> Iterator[Finding]:
    announced = "零一二三四五六七八九十".find(match[1]) if not match[1].isdigit() else int(match[1])
    named = [words for words in _NAMED if re.search(words, _after_law(sentence.words))]
    count = len(named) if len(named) > 2 else 6
    if announced != count:
        kind = "只列出了" if count < announced else "列出了"
        fact = f"{kind}{count}个" if len(named) > 2 else "规定的格式是六个部分"
        message = f"{{where}}写的是“{{quote}}”，{fact}。请核对部分的数目和名称。"
        yield passage.finding(
            "text.parts", "hint", message, *sentence.span(*match.span()), source=FORMAT
        )


def _after_law(words: str) -> str:
    return re.sub(r"《[^》]{0,60}》", "", words)
