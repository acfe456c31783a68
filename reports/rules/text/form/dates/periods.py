"""The reporting period that a report states: the whole report year."""

import re

from ....case import Case, Finding, Found, Text
from ....sources import FORMAT

_DATE = r"(?:(?P<{0}y>\d{{2,8}})年)?(?P<{0}m>\d{{1,2}})月(?P<{0}d>\d{{1,2}})日"
_PERIOD = re.compile(_DATE.format("a") + r"(?:起|开始)?，?(?:至|到|-+|~|—|起至|止至)" + _DATE.format("b"))
_MONTHS = re.compile(
    r"(?:(?P<ay>\d{4})年)?(?P<am>\d{1,2})月份?(?:起|开始)?(?:至|到|-+|~)(?:(?P<by>\d{4})年)?"
    r"(?P<bm>\d{1,2})月(?!\d)"
)
_UP_TO = re.compile(r"数据(?:统计)?(?:的?截[至止]|统计|核定)(?:日期|时间|时间点|时点)?为?(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?![起至到-])")
_SPEAKS_OF_PERIOD = re.compile(r"统计|涵盖|期限|起止|时限|时段|数据|报告期|年度?报告?")
_OTHER_PERIOD = re.compile(r"公示|征求|意见|活动|培训|有效期|展|宣传|开放|检查|测评|评估|普查|施行")
_MANGLED = re.compile(r"(?<!\d)(?:\d{5,8}年|20\d{3,4}月|20\d{4,6}日)")


def periods(case: Case) -> Found:
    """Yield a finding for each stated reporting period that is not the whole report year."""
    for passage in case.passages:
        for sentence in passage.sentences:
            if "月" in sentence.words or "统计" in sentence.words:
                yield from _periods(case, passage, sentence)


def _periods(case: Case, passage: Text, sentence) -> Found:
    # 由边防检查站编制 speaks of no check.
    organ = case.document.organ
    words = sentence.words.replace(organ, "#" * len(organ)) if organ else sentence.words
    around = sentence.parent.words if sentence.parent else ""
    for match in _PERIOD.finditer(words):
        before = words[max(0, match.start() - 30) : match.start()]
        near = before + words[match.end() : match.end() + 12] + around[-30:]
        if _SPEAKS_OF_PERIOD.search(near) and not _OTHER_PERIOD.search(near):
            if not _is_whole_year(match, case.document.year):
                yield _period_finding(case, passage, sentence, *match.span())
            return
    months = _MONTHS.search(sentence.words)
    if months and re.search("统计|期限|起止", sentence.words[: months.start()]):
        years = {int(months[name]) for name in ("ay", "by") if months[name]}
        if [months["am"], months["bm"]] != ["1", "12"] or not years <= {case.document.year}:
            yield _period_finding(case, passage, sentence, *months.span())
        return
    if (up_to := _UP_TO.search(words)) and up_to.groups() != (str(case.document.year), "12", "31"):
        yield _period_finding(case, passage, sentence, up_to.start("y"), up_to.end())
        return
    mangled = _MANGLED.search(sentence.words)
    if mangled and re.search("统计|期限|起止", sentence.words):
        yield _period_finding(case, passage, sentence, *mangled.span())


def _is_whole_year(match: re.Match, year: int) -> bool:
    days = [int(match[name]) for name in ("am", "ad", "bm", "bd")]
    years = {int(match[name]) for name in ("ay", "by") if match[name]}
    return days == [1, 1, 12, 31] and years <= {year}


def _period_finding(case: Case, passage: Text, sentence, start: int, end: int) -> Finding:
    year = case.document.year
    message = (
        f"{{where}}写的统计期限是“{{quote}}”，{year}年度报告应为{year}年1月1日至{year}年12月31日。"
        "请核对年月日。"
    )
    return passage.finding(
        "text.period", "error", message, *sentence.span(start, end), source=FORMAT
    )
