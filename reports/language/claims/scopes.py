"""What a count is told for: this year, another time, a comparison, or something apart."""

import re

from .spoken import Mention

_PERIOD = re.compile(
    r"(?:\d{1,2}月份|(?<!\d)(?:[1-9]|1[01])月(?!1日起?[至到-]))"
)
_FINE_PERIOD = re.compile(
    r"今年以来|(?:20\d\d年)?1月(?:1日)?[至到~-]{1,2}(?:20\d\d年)?12月(?:31日|底)?|12月31日|12月底|入?年以来|一年以来|本年度以来"
)
_SETTLED_IN = re.compile("(20\\d\\d)年度?(?:共|已)?办结")


def is_of_another_time(mention: Mention, year: int) -> bool:
    """Whether the count is of another year, of a part of the year or of several years."""
    settled = _SETTLED_IN.search(mention.before)
    if names_a_period(mention.words_before) or settled and int(settled[1]) < year:
        return True
    return mention.year is not None and mention.year != year


_OF_A_PERIOD = re.compile("[来历近五半季月每]")
_WORDS_OF_A_PERIOD = re.compile(
    r"以来|历年|近[两三四五几十\d]{1,2}年|十[三四五]五|上半年|下半年|[一二三四]季度|季度|每[年月天日季]"
)


def names_a_period(words: str) -> bool:
    """Whether words name a part of a year or several years."""
    if not _OF_A_PERIOD.search(words):
        return False
    left = _FINE_PERIOD.sub("", words)
    return bool(_WORDS_OF_A_PERIOD.search(left) or _PERIOD.search(left))


COMPARES = re.compile(
    r"同比|环比|(?<!新)增[加长多幅]|减少|下降|上升|提高|降低|[比较]上?[年去]|[较比]20|[上去]年同期|持平"
)
_APART = re.compile(
    r"与(?:政府)?信息公开(?:工作)?无关|不属于(?:政府)?信息公开(?!申请)|(?:不|未|没有)(?:计入|列入|纳入)|另行(?!制作|加工)|"
    r"非(?:政府)?信息公开|不限于"
)
ADDS_UP = re.compile(
    r"(?:以上|上述)?(?:(?:[两二三四五六七八九]|\d)?[项者类])?"
    r"(?:(?P<sure>合计|总计|共计|合起来)|累计|总共|一共|(?P<all>共))(?:[为是]|(?P<has>有))?"
)


def is_told_apart(mention: Mention) -> bool:
    """Whether the sentence says that it speaks of something else, or the count adds up others."""
    if mention.nameless or _APART.search(mention.spoken.words):
        return True
    return (
        bool(ADDS_UP.fullmatch(mention.before.lstrip("，、：")))
        and sum(m.nth < mention.nth for m in mention.siblings) > 1
    )
