"""How many parts, or kinds, the words announce: as many as they name."""

import re

from reports.language.words.numbers import numeral

from ...case import Case, Found, Text
from ...sources import FORMAT

_PARTS = re.compile(r"([一二三四五六七八九十]|\d{1,2})(?:个?大?部分|(?P<looser>个方面|项内容|个方面内容))")
_MOST_PARTS = 4  # of those a report has, named where the words may speak of something else
_NAMED = (
    "总体|概述|基本情况|工作情况概|概况",
    "主动公开",
    "申请",
    "复议|诉讼",
    "问题|改进",
    "其[他它]|需要说明|需要报告",
)


def announced_parts(case: Case) -> Found:
    """Yield a finding when the opening announces another number of parts than it names or has."""
    for passage in case.passages[:2]:
        for sentence in passage.sentences:
            match = _PARTS.search(sentence.words)
            if match and re.search(r"报告|全文|年报|内容|组成", sentence.words):
                yield from _parts(passage, sentence, match)
                yield from _twice(passage, sentence)
                return


def _parts(passage: Text, sentence, match: re.Match) -> Found:
    announced = _number(match[1])
    without_law = re.sub(r"《[^》]{0,60}》", "", sentence.words)
    named = [words for words in _NAMED if re.search(words, without_law)]
    if match["looser"] and len(named) < _MOST_PARTS:
        return  # 从五个方面开展工作
    count = len(named) if len(named) > 2 else 6
    if announced not in (count, _listed(sentence.words[: match.start()])):
        kind = "只列出了" if count < announced else "列出了"
        fact = f"{kind}{count}个" if len(named) > 2 else "规定的格式是六个部分"
        message = f"{{where}}写的是“{{quote}}”，{fact}。请核对部分的数目和名称。"
        yield passage.finding(
            "text.parts", "hint", message, *sentence.span(*match.span()), source=FORMAT
        )


_TWICE = re.compile("、(?P<part>[一-鿿]{8,40})、(?=(?P=part))")


def _twice(passage: Text, sentence) -> Found:
    """Yield a finding where a part is named alone and again as the begin of the next."""
    if told := _TWICE.search(sentence.words):
        message = "{where}列出的部分里，“{quote}”写了两次。请删去重复的一处。"
        yield passage.finding("text.parts", "hint", message, *sentence.span(*told.span("part")), source=FORMAT)


_LIST_OPENS = re.compile("包括|包含|分为|涵盖|由|从|：")
_CASES = re.compile("复议[一-鿿]{0,6}、[一-鿿]{0,12}诉讼")


def _listed(words: str) -> int:
    """Return how many parts stand in the list before their number; cases of both kinds are one part."""
    opener = _LIST_OPENS.search(words)
    listed = _CASES.sub("复议诉讼", words[opener.end() if opener else 0 :].strip("，："))
    between = "，" if listed.count("，") > 2 else "、"
    return len(listed.split(between))


_KINDS = re.compile(
    r"(?<![\d.第])(?P<n>\d{1,2}|[二三四五六七八九十])(?:个?大(?:类|方面|板块|领域|栏目|模块|内容)|个(?:方面|板块|类别))(?:的?(?:内容|信息))?"
    r"(?:，?(?:包括|分别是|分别为|具体为|即|有)|：)(?P<list>[^。；！？\n（）]{4,200})"
)
_SAYS_KINDS = re.compile("[大个][类方板领栏模内]")
_NOT_ALL = re.compile("一是|第一|首先|等|其他|其它|主要|例如|比如|\\d")
# 涉及公告公示、机构、文件、年报7大类: the number after them.
_KINDS_AFTER = re.compile(
    r"(?:涉及|包括|涵盖|包含)(?P<list>[^，。；：！？\n（）]{4,120})(?P<n>(?<!\d)\d{1,2}|[二三四五六七八九十])(?:个?大类|个(?:方面|板块|类别|领域))"
)


def announced_kinds(case: Case) -> Found:
    """Yield a finding where the words announce some kinds and name fewer, or more: 7大类 with five named."""
    for passage in case.passages:
        patterns = (_KINDS, _KINDS_AFTER) if _SAYS_KINDS.search(passage.canon) else ()
        for told in (told for pattern in patterns for told in pattern.finditer(passage.canon)):
            if _NOT_ALL.search(told["list"]):
                continue
            counts = {len(re.split(by, told["list"].strip("，、"))) for by in ("、", "[、和及与]|以及", "，", "[，、]")} - {1}
            announced = _number(told["n"])
            if counts and not min(counts) <= announced <= max(counts):
                fact = f"只列出了{max(counts)}个" if announced > max(counts) else f"列出了{min(counts)}个"
                message = f"{{where}}写的是“{{quote}}”，{fact}。请核对数目和名称；没有列全的，加“等”字。"
                after = told.start("n") > told.start("list")
                span = told.span() if after else (told.start(), told.start("list"))
                yield passage.finding("text.parts", "hint", message, *span, source=FORMAT)


def _number(written: str) -> int:
    return int(written) if written.isdigit() else int(numeral(written))
