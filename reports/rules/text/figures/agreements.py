"""The same thing told twice with different totals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.document import format_figure
from reports.language.claims.lists import COMPARES
from reports.language.claims.scopes import is_of_another_time
from reports.language.claims.spoken import Mention
from reports.language.words.offices import OWN_OFFICE

from ...case import Case, Found
from ...sources import ACCURATE

_TOTAL = re.compile(r"全年|本年|年度|20\d\d年|累计|共|总")
_CHANNEL = re.compile(
    r"网站|门户|公众号|微信|微博|抖音|头条|APP|客户端|平台|专栏|栏目|报纸|电视|广播|公示栏|渠道|通过|利用|依托|线上|线下"
)
_NOISE = re.compile(
    rf"20\d\d年度?|全年|本年度?|年度|今年以来|累计|共计|总计|合计|一共|共|全[局委厅镇乡]|全街道|{OWN_OFFICE}|各类|已|的|了|[，、：#“”]|情况|方面|"
    r"(?:通过|利用)(?:各类|各种|多种)(?:渠道|平台|载体|方式|途径|形式)|作为(?:[一-鿿]{0,2}第一)?平台|通过|利用|依托|(?<![存现潜])在"
)
# 就业方面，… tells of a part; 平台建设方面，… is a topic of every report and narrows nothing.
_FIELD = re.compile("(?:^|[，；])([^，；：。]{1,24}(?:方面|领域|板块|层面|类别?))[，：]")
_TOPIC = re.compile(
    "(?:公开|平台|平台建设|信息管理|监督保障|组织保障|解读|回应[一-鿿]{0,4}|互动|制度|队伍|培训|总体|工作)(?:工作|建设)?方面$"
)
_AS_PLATFORM = re.compile("作为[一-鿿]{0,4}平台")
_NAMED_AFTER = re.compile("[一-鿿]{2,14}?(?=[均都皆]|全部)")
_LONG_ENOUGH, _TELLING = 4, 8  # characters of a subject; those that no two things share by chance


@dataclass(slots=True)
class _Total:
    """A total in the text: `subject` is what it is of, `channels` what the clauses before it name.

    `named`: a channel is named, in its own label or before it.
    """

    mention: Mention
    subject: str
    channels: frozenset[str]
    named: bool
    says_total: bool
    bare: str  # the words that name it, without the field before it
    about: str = ""  # what the words before it speak of

    def contradicts(self, other: "_Total") -> bool:
        """Whether both are totals of the very same thing, and differ."""
        if not (self.says_total or other.says_total):
            return False
        one, two = self.mention.number, other.mention.number
        if abs(one.value - two.value) <= max(one.grain or 0, two.grain or 0):
            return False
        if self.channels and other.channels and not self.channels & other.channels:
            return False
        plain = (total.says_total and not total.mention.number.rough and not total.named for total in (self, other))
        # A slip has the same digits in another order, too many to be chance.
        one, two = (f"{total.mention.number.value:f}" for total in (self, other))
        return all(plain) or (len(one) > 2 or len(self.subject) >= _TELLING) and sorted(one) == sorted(two)


_MOST = 20  # totals of one thing that are compared
_ONE_CHANNEL = re.compile(
    r"(?:^|[，；：]|20\d\d年度?|通过|利用|依托|在)([一-鿿]{0,8}?(?:网站|公众号|微博))"
)


def disagreements(case: Case) -> Found:
    """Yield a finding where two places give different totals for the very same thing."""
    seen: dict[tuple[str, str, str], list[_Total]] = {}
    for mention in case.language.mentions:
        for total in _totals(mention, case):
            before = seen.setdefault((total.subject, mention.number.unit, total.about), [])
            first = next((told for told in before if total.contradicts(told)), None)
            if len(before) < _MOST:
                before.append(total)
            if first and not case.language.says_little(total.bare):
                one, other = (f"{format_figure(m.number.value)}{m.number.unit}" for m in (first.mention, mention))
                message = (
                    f"{{where}}写的是“{{quote}}”（{other}），而{first.mention.passage.caption}写的是 {one}，"
                    "同一件事前后数字不同。请核对，改成一致。"
                )
                span = mention.passage.without_lead(*mention.span)
                yield mention.passage.finding("text.agreement", "warning", message, *span, source=ACCURATE)
                break


def _totals(mention: Mention, case: Case) -> Iterator[_Total]:
    """Yield what a count is the total of, as it stands and with the channel named before it."""
    number = mention.number
    # 一是公示清单，发布相关信息7条；二是…，共发布相关信息29条 are of two things.
    apart = "其中" in mention.words_before or "相关信息" in mention.before
    if number.is_vague or not number.unit or mention.spoken.parent or apart:
        return
    if COMPARES.search(mention.before) or is_of_another_time(mention, case.document.year):
        return
    # 全年主动公开的147条政府信息均经审核
    tail = _NAMED_AFTER.match(mention.after) if mention.before.endswith("的") else None
    tail = tail[0] if tail else mention.after
    subject = _NOISE.sub("", mention.before.replace(case.document.organ, "") + tail)
    if len(subject) < _LONG_ENOUGH:
        return
    bare = subject
    before = _AS_PLATFORM.sub("", mention.words_before[-80:].removesuffix(mention.before))
    if fields := _FIELD.findall(before):
        before = _FIELD.sub("，", before)
        subject = "".join([*(field for field in fields if not _TOPIC.search(field)), subject])
    says_total = bool(_TOTAL.search(mention.before) or _TOTAL.search(before))
    if _CHANNEL.search(mention.before):
        yield _Total(mention, subject, frozenset(), True, says_total, bare)
        return
    channels = frozenset(_CHANNEL.findall(before))
    about = mention.matter if mention.inherited and mention.spoken.subjects else ""
    yield _Total(mention, subject, channels, bool(channels), says_total, bare, about)
    named = _ONE_CHANNEL.findall(before) if channels else ()
    if len(named) == 1:
        yield _Total(mention, _NOISE.sub("", named[0]) + subject, channels, True, says_total, bare)
