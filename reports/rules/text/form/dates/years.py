"""Years that cannot be meant where they stand: words of another year's report."""

import re

from reports.editions.quoting import quoted
from reports.language.words.offices import OWN_OFFICE

from ....case import Case, Finding, Found, Text
from ....sources import FORMAT

_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_YEAR_OPENS = re.compile(r"(?:^|[，：])(?:在|截至)?(20\d\d)(?:年度?(?![前以])|年底)")
_OWN = re.compile(rf"依申请公开|政务公开|信息公开|主动公开|年度报告|年报|{OWN_OFFICE}|全[市区县镇乡省街局]")
_HISTORY = re.compile(r"以来|起[，步]|开始|成立|设立|创建|至今|先后|连续|修订|施行|实施的|印发的|版|第\w{1,4}次")
_OWN_TITLE = re.compile(
    r"(?<![《\d\w〈“])[^《〈\d]{0,24}?(20\d\d)年度?政府信息公开(?:工作)?(?:的)?(?:年度报告|年报|(?:总体)?情况)"
)

# 我局编制了《青阳镇2023年政府信息公开工作年度报告》, 现公布2023年青阳镇政府信息公开年报: the report at hand.
_WRITTEN = re.compile(
    r"(?:编[制写](?:完成|形成|了)?《[^《》\d]{0,30}|(?<!已)公布)(20\d\d)年度?[一-鿿]{0,24}?政府信息公开(?:工作)?(?:年度)?(?:报告|年报)(?!汇编)"
)


# 2022年，镇政府共制定文件4件 in a report of 2023: a total told for the year before, and nothing beside it for this one.
_TOTAL_OF_YEAR = re.compile(
    r"^(?:[一-鿿]{2,12}(?:情况|方面|工作))?(20\d\d)年度?，(?:[^，。；：]{0,30}(?P<all>共|累计)(?:制定|制发|收到|受理|办理|主动公开|公开|发布)[^，。；：\d]{0,16}\d|"
    rf"(?:{OWN_OFFICE}|本级)?(?:未)?(?:收到|受理|办理|主动公开|制发)[^，。；：\d]{{0,16}}\d+[件条份篇宗])"
)

# 2022年1月1日至2022年12月31日，我局共公开信息180条 in a report of 2023: what a whole other year or its end is told for.
_WHOLE_YEAR = re.compile(
    r"^(?:截[至止到])?(?P<y>20\d\d)年(?:1月1日起?，?[至到~—-]+(?:(?P=y)年)?12月31日止?|1月?[至到~—-]+12月(?!\d)|12月31日)(?:期间)?，"
)
# 2022年，我局…政府信息公开工作… as a topic's first words.
_TOPIC_OPENS = re.compile(
    rf"^(20\d\d)年度?，?(?:{OWN_OFFICE}|全[市区县镇乡省街局]|[一-鿿]{{2,14}}?(?:[局委厅镇乡]|街道|办事处|政府(?!信息|网)|管委会|苏木|海关|部门|开发区)(?![局委厅]))"
    r"[^。；]{0,80}?(?:政府信息|信息公开|政务公开|主动公开|依申请公开|(?:坚持|以)[^，。；]{2,24}(?:指导|常态|中心)|领导下|贯彻)"
)
# （二）加强主动公开。2022年，我局…: whatever the topic is, the year is not.
_UNDER_HEADING = re.compile(rf"^(20\d\d)年度?，?{OWN_OFFICE}")
_COMPARED = re.compile("[较比]|同[期比]|本年|今年|上年|去年|历年|结转|转入|遗留")
_TOLD_BACK = re.compile(
    f"{_COMPARED.pattern}|以来|起|开始|[荣曾获]|评为|成立|设立|印发|出台|制定|修订|年报|年度报告|名单|预算|决算|问题|整改|评估|考核|通报|排名"
)

_OF_REPORT = re.compile("统计|年度报告|年报|情况(?:报告|公布|发布|公开|如下)")
_TITLE = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_SHORT = 24  # letters of a heading


def years(case: Case) -> Found:
    """Yield a finding for the title's year, and for years that cannot be meant where they stand."""
    document = case.document
    if wrong := [y for y in _TITLE_YEAR.findall(document.title) if int(y) != document.year]:
        message = f"标题{quoted(document.title)}写的是{wrong[0]}年，这是{document.year}年度报告。请改正标题的年份。"
        yield Finding("text.year", "warning", message, quote=wrong[0] + "年", source=FORMAT)
    for passage in case.passages:
        yield from _wrong_years(passage, document.year)


def _wrong_years(passage: Text, year: int) -> Found:
    this_year = {s.line for s in passage.sentences if _is_told(s, year)}
    # A paragraph on the year before, and the next on this one: a comparison.
    this_year |= {s.line - 1 for s in passage.sentences if s.opens and s.words.startswith(f"{year}年")}
    # All of this year in the paragraph before, then the year before: a comparison as well.
    after_all = {s.line + 1 for s in passage.sentences if "全年" in s.words}
    heading = False
    for sentence in passage.sentences:
        if sentence.parent:
            continue
        begins, heading = sentence.opens or heading, sentence.opens and len(sentence.words) < _SHORT and not sentence.numbers
        if "20" not in sentence.words:
            continue
        match = _opening_year(sentence, year, this_year, passage.section == "preface")
        begins &= not (sentence.line in after_all and any(number.counts for number in sentence.numbers))
        match = match or _last_year(sentence, year, this_year, begins) if passage.section == "overview" else match
        if match:
            message = (
                f"{{where}}“{{quote}}”：这是{year}年度报告，此处写的是{match[1]}年。"
                "请核对年份，是否沿用了往年的文字。"
            )
            start, end = sentence.span(match.start(1), match.end(1) + 1)
            yield passage.finding("text.year", "warning", message, start, end, source=FORMAT)


def _is_told(sentence, year: int) -> bool:
    """Whether something is told of a year: not that the report is of it, what days it covers, or a paper's title."""
    counts = any(number.counts and number.unit for number in sentence.numbers)
    words = _TITLE.sub("", sentence.words)
    told = f"{year}年" in words or "今年" in words
    return told and (counts or not _OF_REPORT.search(words))


def _opening_year(sentence, year: int, this_year: set[int], opens: bool) -> re.Match | None:
    words = sentence.words
    if passage_title := _OWN_TITLE.search(words[:120]):
        stated = int(passage_title[1])
        at = passage_title.start() if opens else passage_title.start(1)
        if stated not in (year, year + 1) and not _cited(words, at):
            return passage_title
    if opens and (written := _WRITTEN.search(words)) and int(written[1]) != year:
        return written
    total = _TOTAL_OF_YEAR.match(words) if f"{year - 1}年" in words and sentence.line not in this_year else None
    if total and int(total[1]) == year - 1 and (opens or total["all"]):
        return total
    match = _YEAR_OPENS.match(words)
    if not match or abs(int(match[1]) - year) <= 1 or sentence.line in this_year:
        return None
    rest = words[match.end() : match.end() + 80]
    return match if _OWN.search(rest) and not _HISTORY.search(rest[:30]) else None


def _last_year(sentence, year: int, this_year: set[int], begins: bool) -> re.Match | None:
    """Return the year before, where a topic opens with it, or all of it is told for what this year's report counts."""
    words = sentence.words
    near = (sentence.line, sentence.line - sentence.opens)
    if f"{year - 1}年" not in words or not this_year.isdisjoint(near) or _COMPARED.search(words):
        return None
    opens = begins and not _TOLD_BACK.search(_TITLE.sub("", words))
    told = _WHOLE_YEAR.match(words) or (_TOPIC_OPENS.match(words) if opens else None)
    told = told or (_UNDER_HEADING.match(words) if opens and not sentence.opens else None)
    return told if told and int(told[1]) == year - 1 else None


def _cited(words: str, at: int) -> bool:
    """Whether the place stands inside the name of another paper."""
    before = words[:at]
    named = words.rfind("《", 0, at + 1) > words.rfind("》", 0, at + 1) or "上年" in before
    return named or "现" not in before and bool(re.search(r"(?:整改|完成|公布|发布|编制)了?[^，]{0,8}$", before))
