"""What the opening says of the report itself: its year, period, organ and parts."""

import re
from collections.abc import Iterator

from reports.editions.quoting import quoted
from reports.language.offices import OWN_OFFICE

from ..case import Case, Text
from ..findings import Finding

FORMAT = "国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》"
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_DATE = r"(?:(?P<{0}y>\d{{2,8}})年)?(?P<{0}m>\d{{1,2}})月(?P<{0}d>\d{{1,2}})日"
_PERIOD = re.compile(
    _DATE.format("a") + r"(?:起|开始)?，?(?:至|到|-+|~|—|起至|止至)" + _DATE.format("b")
)
_MONTHS = re.compile(
    r"(?:(?P<ay>\d{4})年)?(?P<am>\d{1,2})月份?(?:起|开始)?(?:至|到|-+|~)(?:(?P<by>\d{4})年)?"
    r"(?P<bm>\d{1,2})月(?!\d)"
)
_SPEAKS_OF_PERIOD = re.compile(r"统计|涵盖|期限|起止|时限|时段|数据|报告期|年度?报告?")
_OTHER_PERIOD = re.compile(r"公示|征求|意见|活动|培训|有效期|展|宣传|开放|检查|测评|评估|普查|施行")
_MANGLED = re.compile(r"(?<!\d)(?:\d{5,8}年|20\d{3,4}月)")


def periods(case: Case) -> Iterator[Finding]:
    """Yield a finding for each stated reporting period that is not the whole report year."""
    for passage in case.passages:
        for sentence in passage.sentences:
            if "月" in sentence.words:
                yield from _periods(case, passage, sentence)


def _periods(case: Case, passage: Text, sentence) -> Iterator[Finding]:
    # 由边防检查站编制 speaks of no check.
    organ = case.document.organ
    words = sentence.words.replace(organ, "#" * len(organ)) if organ else sentence.words
    around = sentence.parent.words if sentence.parent else ""
    for match in _PERIOD.finditer(words):
        before = words[max(0, match.start() - 30) : match.start()]
        near = before + words[match.end() : match.end() + 12] + around[-30:]
        if _SPEAKS_OF_PERIOD.search(near) and not _OTHER_PERIOD.search(near):
            if not _is_whole_year(match, case.document.year):
                yield _period_finding(case, passage, sentence, match.start(), match.end())
            return
    months = _MONTHS.search(sentence.words)
    if months and re.search("统计|期限|起止", sentence.words[: months.start()]):
        years = {int(months[name]) for name in ("ay", "by") if months[name]}
        if [months["am"], months["bm"]] != ["1", "12"] or not years <= {case.document.year}:
            yield _period_finding(case, passage, sentence, *months.span())
        return
    mangled = _MANGLED.search(sentence.words)
    if mangled and re.search("统计|期限|起止", sentence.words):
        yield _period_finding(case, passage, sentence, mangled.start(), mangled.end())


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


_YEAR_OPENS = re.compile(r"(?:^|[，：])(?:在|截至)?(20\d\d)(?:年度?(?![前以])|年底)")
_OWN = re.compile(
    rf"政府信息公开|依申请公开|政务公开|信息公开|主动公开|年度报告|年报|{OWN_OFFICE}|全[市区县镇乡省街局]"
)
_HISTORY = re.compile(
    r"以来|起[，步]|开始|成立|设立|创建|至今|先后|连续|修订|施行|实施的|印发的|版|第\w{1,4}次"
)
_OWN_TITLE = re.compile(
    r"(?<![《\d\w〈“])[^《〈\d]{0,24}?(20\d\d)年度?政府信息公开(?:工作)?(?:的)?(?:年度报告|年报|情况)"
)


def years(case: Case) -> Iterator[Finding]:
    """Yield a finding for the title's year, and for years that cannot be meant where they stand."""
    document = case.document
    if wrong := [y for y in _TITLE_YEAR.findall(document.title) if int(y) != document.year]:
        message = f"标题{quoted(document.title)}写的是{wrong[0]}年，这是{document.year}年度报告。请改正标题的年份。"
        yield Finding("text.year", "warning", message, quote=wrong[0] + "年", source=FORMAT)
    for passage in case.passages:
        yield from _wrong_years(passage, document.year)


def _wrong_years(passage: Text, year: int) -> Iterator[Finding]:
    this_year = {s.line for s in passage.sentences if f"{year}年" in s.words}
    for sentence in passage.sentences:
        if "20" not in sentence.words or sentence.parent:
            continue
        match = _opening_year(sentence, year, this_year)
        if match:
            message = (
                f"{{where}}“{{quote}}”：这是{year}年度报告，此处写的是{match[1]}年。"
                "请核对年份，是否沿用了往年的文字。"
            )
            start, end = sentence.span(match.start(1), match.end(1) + 1)
            yield passage.finding("text.year", "warning", message, start, end, source=FORMAT)


def _opening_year(sentence, year: int, this_year: set[int]) -> re.Match | None:
    words = sentence.words
    if passage_title := _OWN_TITLE.search(words[:120]):
        stated = int(passage_title[1])
        if stated not in (year, year + 1) and not _cited(words, passage_title.start()):
            return passage_title
    match = _YEAR_OPENS.match(words)
    if not match or abs(int(match[1]) - year) <= 1 or sentence.line in this_year:
        return None
    rest = words[match.end() : match.end() + 80]
    return match if _OWN.search(rest) and not _HISTORY.search(rest[:30]) else None


def _cited(words: str, at: int) -> bool:
    """Whether the place stands inside the name of another paper."""
    return (
        words.rfind("《", 0, at + 1) > words.rfind("》", 0, at + 1)
        or "上年" in words[:at]
        or bool(
            re.search(r"(?:整改|完成|公布|发布|编制)了?[^，]{0,8}$", words[:at])
            and "现" not in words[:at]
        )
    )


_KINDS = "人民政府|委员会|管理局|办事处|办公室|办公厅|街道|局|厅|委|镇|乡|县|区|市|省"
# Who publishes a report may be any of these; that a centre writes one says nothing of whose it is.
_PUBLISHERS = "海关|检查站|总站|学校|大学|学院|医院|中心|公司|集团|法院|检察院|监狱"
_NAME = re.compile(
    r"(?:现将|现公布|公布|本报告由|由|特公布|现发布|发布|汇总)?"
    rf"(?P<name>[一-鿿]{{2,24}}?(?:{_KINDS}|(?P<publisher>{_PUBLISHERS})))"
    r"(?:(?:现|现将|特|兹)?(?:向社会)?(?:公布|发布|公开)?(?:关于)?20\d\d年度?(?:政府)?信息公开(?:工作)?(?:的)?(?:年度报告|年报|情况)|"
    r"(?(publisher)(?!))(?:(?:按照?|根据|依据)[^，。]{0,40}?)?(?:负责)?(?:组织)?(?:编制|编写|汇总编制)(?:完成|而成|并)?)"
)
_SELF = re.compile(
    r"^(?:我|本|全|该|各)|政务公开|领导小组|有关|依据|根据|按照|要求|国务院|信息公开|公布"
)
_EXTRA = "人民政府办公厅办公室办事处委员会管理街道政务公开和领导小组信息科室行政综合党工委中共"
_PLACE_OR_TOWN = re.compile(
    r"(?P<own>[一-鿿]{1,8}?)(?P<rank>省|自治区|自治州|(?<!城)市|(?<=城)市(?!管理|建设|规划|综合|更新|运行|公用|园林|发展|交通|轨道)|州(?![市县区])|盟|地区|县|区|旗|镇|乡|街道)"
)
_AND = "和(?![平田顺静硕龙政布林])"  # 和平区 and 和顺镇 join nothing
_JOINS = re.compile(f"[的与及、]|{_AND}")
_NO_PLACE = re.compile(f"[我本全该各及与的在由对结据]|{_AND}")
_PLACE = re.compile(r"^[一-鿿]{2,8}?(?:省|自治区|自治州|市|州|盟|地区|县|区|旗)")


def organs(case: Case) -> Iterator[Finding]:
    """Yield a finding when the opening names another organ than the report's."""
    for passage in case.passages[:2]:
        opening = [s for s in passage.sentences if s.line < 3 and not s.parent]
        for sentence in opening[:8]:
            match = _NAME.search(sentence.words[:400])
            if match and _is_another(match["name"], case.document.organ):
                if _compiles_for(match, case.document.organ):
                    return
                yield _organ_finding(case, passage, sentence, match)
                return


def _compiles_for(match: re.Match, organ: str) -> bool:
    """Whether a bureau of the same place writes its government's report: 由市数据局编制."""
    name = re.sub("^.*由", "", match["name"])
    writes = "编" in match.string[match.end("name") : match.end()]
    return (
        writes
        and organ.endswith("政府")
        and name.endswith(("局", "委员会"))
        and not _is_other_place(name, organ)
    )


def _organ_finding(case: Case, passage: Text, sentence, match: re.Match) -> Finding:
    organ = case.document.organ
    message = f"{{where}}开头写的机关是“{{quote}}”，本报告的机关是“{organ}”。请核对，是否沿用了其他机关的文字。"
    return passage.finding("text.organ", "warning", message, *sentence.span(*match.span("name")))


def _is_another(name: str, organ: str) -> bool:
    name = re.sub(r"^.*(?:现将|现公布|公布|由|发布|汇总|全面|反映|要求|规定)", "", name)
    if len(name) < 3 or _SELF.search(name) or _JOINS.search(name[:3]):
        return False
    if _is_other_place(name, organ):
        return True
    if _stands_in(organ, name) or _stands_in(_core(organ), name):
        return False
    return not any(
        _stands_in(short, organ.replace(place, "", 1) + _EXTRA) for place, short in _shortened(name)
    )


_UNDER = re.compile("^[一-鿿]{2,6}总局|^中华人民共和国")


def _is_other_place(name: str, organ: str) -> bool:
    """Whether both name a place of one rank and the places differ: 瀍河区 for 瀍水区."""
    mine, theirs = (_places(_UNDER.sub("", of)) for of in (organ, name))
    if mine and theirs and not mine.keys() & theirs.keys():
        # 凤凰县民政局 for 凤凰市民政局
        return not set(mine.values()).isdisjoint(theirs.values()) and len(mine) == len(theirs) == 1
    return any(
        not (_stands_in(theirs[rank], mine[rank]) or _stands_in(mine[rank], theirs[rank]))
        for rank in mine.keys() & theirs.keys()
    )


def _places(name: str) -> dict[str, str]:
    """Return the places that a name begins with, by rank: 青溪县白岭镇 → 县: 青溪, 镇: 白岭."""
    found = {}
    while (place := _PLACE_OR_TOWN.match(name)) and not _NO_PLACE.search(place["own"]):
        found.setdefault(place["rank"], place["own"])
        name = name[place.end() :]
    return found


def _shortened(name: str) -> Iterator[tuple[str, str]]:
    """Yield the name, and each name without the places it begins with, as (places, rest)."""
    at = 0
    while at < len(name):
        yield name[:at], name[at:]
        place = _PLACE.match(name[at:])
        if not place or at + place.end() >= len(name) - 1:
            return
        at += place.end()


def _core(organ: str) -> str:
    return re.sub(r"(?:人民政府|办事处|办公室|委员会)+$", "", organ) or organ


def _stands_in(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order: 市文旅局 in 某市文化和旅游局."""
    rest = iter(long)
    return all(char in rest for char in short)


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
