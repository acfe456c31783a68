"""The same thing told twice with different totals."""

import re
from collections.abc import Iterator

from reports.document import format_figure

from .findings import Finding
from .labels import NEUTRAL, Mention, is_of_another_time, mentions
from .reading import Case
from .sums import COMPARES

_SOURCE = "《政府信息公开条例》第五十条：数据应当准确"
_TOTAL = re.compile(r"全年|本年|年度|20\d\d年|累计|共|总")
_CHANNEL = re.compile(
    r"网站|门户|公众号|微信|微博|抖音|头条|APP|客户端|平台|专栏|栏目|报纸|电视|广播|公示栏|渠道|通过|利用|依托|线上|线下|季度|上半年|下半年|\d月"
)
_NOISE = re.compile(
    r"20\d\d年度?|全年|本年度?|年度|累计|共计|总计|合计|一共|共|全[局委厅镇乡]|全街道|我[局市区县镇乡街道办委院厅州]{1,2}|本机关|本单位|各类|已|的|了|[，、：#“”]|情况|方面"
)
_LONG_ENOUGH = 4


def disagreements(case: Case) -> Iterator[Finding]:
    """Yield a finding where two places give different totals for the very same thing."""
    seen: dict[tuple[str, str, str], Mention] = {}
    for mention in mentions(case):
        channel = _channel_before(mention)
        subject = _subject(mention, case, channel)
        if not subject:
            continue
        about = mention.matter if mention.inherited and mention.sentence.matters else ""
        first = seen.setdefault((channel + subject, mention.number.unit, about), mention)
        one, other = first.number.value, mention.number.value
        # Where only the clause before names the channel, it may be a total of all of them.
        if one != other and (not channel or sorted(str(one)) == sorted(str(other))):
            yield _disagreement(first, mention)


_ONE_CHANNEL = re.compile(r"(?:^|[，；：]|20\d\d年度?|通过|利用|依托|在)([一-鿿]{0,8}?网站)")


def _channel_before(mention: Mention) -> str:
    """Return the website that the clauses before a count speak of, where they name no other channel."""
    words = re.sub("^[一-鿿]{2,10}方面，", "", mention.around.removesuffix(mention.head))
    named = _ONE_CHANNEL.findall(words)
    if len(named) != 1 or len(_CHANNEL.findall(words)) != 1 or _CHANNEL.search(mention.head):
        return ""
    return _NOISE.sub("", named[0])


def _subject(mention: Mention, case: Case, channel: str) -> str:
    number, words = mention.number, mention.around[-80:]
    if number.rough or not number.unit or mention.sentence.parent or "其中" in mention.around:
        return ""
    if not _TOTAL.search(mention.head) and not _TOTAL.search(words):
        return ""
    # A channel that is told in the very same words both times is the same channel.
    if (
        (not channel and _CHANNEL.search(words.removesuffix(mention.head)))
        or COMPARES.search(mention.head)
        or is_of_another_time(mention, case.document.year)
    ):
        return ""
    subject = _NOISE.sub("", mention.head.replace(case.document.organ, "") + mention.tail)
    return (
        subject if len(subject) >= _LONG_ENOUGH and NEUTRAL.sub("", subject) != subject[:0] else ""
    )


def _disagreement(first: Mention, second: Mention) -> Finding:
    one, other = (f"{format_figure(m.number.value)}{m.number.unit}" for m in (first, second))
    start, _ = first.span
    message = (
        f"{{where}}写的是“{{quote}}”（{other}），而{first.passage.caption}写的是 {one}，"
        "同一件事前后数字不同。请核对，改成一致。"
    )
    start, end = second.span
    canon = second.passage.canon
    while start < end and canon[start] in "，、；：。":
        start += 1
    return second.passage.finding("text.agreement", "warning", message, start, end, source=_SOURCE)
