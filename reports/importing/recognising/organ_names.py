"""Whether words are an organ's name, and where a report's own words name who wrote it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..captions import flat, simplified
from ..source import Block, Grid, Line
from .dates import without_years

SHORTEST, LONGEST_ORGAN = 3, 60
LONGEST_OPENING = 5000  # characters of a preface or a paragraph that are looked through
_LONGEST_AROUND = 240  # with all that a title puts around it; what is longer is not looked through
# What a report is about, as titles and openings name it; 政府信息 alone, where a report follows.
SUBJECT = (
    r"(?:(?:(?<!人民)政府|政务)?信息(?:主动|依申请)?公开|政务公开|"
    r"(?:政府|政务)信息(?=(?:工作)?(?:年度|年报|情况报)))"
)
_END = (
    r"(?:局|委员会|委|办公室|办|政府|厅|院|镇|乡|街道|办事处|中心|会|处|所|站|馆|园|电视台|气象台|区|县|市|省|州|旗|盟|部|署|行|集团|公司|"
    r"学校|学院|大学|中学|小学|幼儿园|校|总队|支队|大队|队|社|海关|监狱|银行|机场|机关|兵团|农场|林场|苏木|残联|文联|工商联|妇联|新城|分局|司)"
)
_ONE = re.compile(rf".{{2,}}{_END}")
# Words that no organ's name holds: what does is a piece of a sentence.
_NO_NAME = re.compile(
    r"社会$|向社会|社会(?:公|发)|公布|依据|根据|按照|报告|年报|本年|全年|年度|收取|如下|特此|现将|关于|网站|要求|规定|我们|没有|无其他|情况|事项|上述|以下|"
    r"本(?:局|机关|单位|部门|报告|镇|乡|街道|区|县|市|级(?!$)|办|院|中心|委)|(?<!安)全(?:局|镇|乡|街道|区|县|市|省|旗)|[我该各](?:局|单位|镇|乡|街道|区|县|市)|"
    r"坚持|围绕|聚焦|加强|贯彻|落实|强化|提升|提高|完善|健全|确保|不断|持续|切实|认真|为中心|[未不](?:收|发|有|接|存|涉)|的$|同时|运用|通过|依托|利用|"
    r"平台|渠道|媒体(?!中心)|领导下|积极|及时|·|下设|您?当前|^(?:[由在对以并把请](?!.{1,2}(?:镇|乡|街道)(?:人民政府|政府|办事处|$))|结合|致电|咨询)|"
    r"[。!?:|｜]|公开(?!办|工作|科|领导)"
)
# Verbs and nouns that only end as an organ does: 周密部署，, 严格执行，, 马上办，.
_NO_END = re.compile(
    r"(?:部署|[执履推运进施先举试实]行|大局|格局|布局|新局|全部|内部|干部|机会|[承主交协转经代帮通能易查举开上次]办|"
    r"处处|[查惩之]处|校园|场所|辖区|[城返家]乡|城市)$"
)
_PINYIN = re.compile(r"[(（][a-zɑɡ\u00e0-\u01dc]{1,6}[)）]")  # 青岚县农（nóng）业局, as copiers' pages have it
_AROUND = re.compile(
    r"^(?:附[件表]?(?:[一二三四五六\d]{1,2}[:：.、\s]?|[:：])|\d{1,3}[.、)]|[《【\[“\"的]|关于|现[将就把]|为了?(?:认真|切实|进一步|全面|扎实|深入)?(?:做好|推进|加强|落实|规范|开展|保障))+|"
    r"[》】\]”\"的]+$|关于$|(?:及|和|与|暨|法治政府建设|推进)+$|(?:\d{1,2}月?[-—~至])\d{1,2}月份?$|^(?:标题|名称|题名|信息名称):?")
# 【年报】…, {{title}}…: a kind of page before a title, unless it is the name.
_TAGGED = re.compile(r"^(?:[【\[(（]|\{\{)([^】\])）}]{0,30})(?:[】\])）]|\}\})\s*(?=.)")
_OF_ONE = re.compile(r"(?<=[局委办厅院镇乡处会])(?:部门|单位)$|(?<=政府|中心|街道)(?:部门|单位)$")
_UNCLOSED = re.compile(r"[(（][^()（）]*$")
_WORDS = r"[^，。；：、！？,;:!?\s《》“”]"
_NO_BRACKETS = r"[^，。；：、！？,;:!?\s《》“”()（）]"
_CAUSES = r"(?:根据|依据|依照|按照|严格|认真|结合|围绕|综合|汇总|起草|编制|组织编制|负责编制|编写|公布|发布|特?向社会|现|特|,|，)"
_OPENINGS = (
    # 《青岚县水务局2025年政府信息公开工作年度报告》; 现公布青岚县水务局2025年…
    re.compile(rf"《([^《》。]{{2,60}}?){SUBJECT}[^《》]{{0,12}}报告?》"),
    re.compile(
        rf"(?:公布|发布|公开|现[将就把]|编制|制定|形成|撰写|发表)(?:了|出)?([^，。；《》,;:：]{{2,60}}?){SUBJECT}[^，。；,;]{{0,10}}(?:报告|年报|工作情况)"
    ),
    # 涵盖了2025年青岚县水务局政府信息公开工作; 结合青岚县水务局政府信息公开工作统计数据
    re.compile(rf"(?:涵盖|反映|总结|结合)了?({_WORDS}{{3,60}}?){SUBJECT}"),
    re.compile(rf"(?:现|是)?由({_WORDS}{{3,40}}?)(?={_CAUSES})"),
    re.compile(rf"(?:^|[，。；,;\n])({_WORDS}{{3,40}}?)(?={_CAUSES})"),
    re.compile(rf"(?:请|可|径)?(?:与|向|联系)({_WORDS}{{3,40}}?)(?:联系|反映|咨询|索取)"),
    re.compile(rf"(?:请(?:直接)?联系|联系(?:单位|部门|机构)|致电|咨询)[:：]?({_NO_BRACKETS}{{3,40}})"),
    re.compile(rf"由({_WORDS}{{3,40}}?)负责解释"),
)
_OWN_OFFICE = re.compile(
    r"(?:(?:政府)?(?:信息|政务)公开(?:工作)?(?:领导小组)?(?:申请)?(?:受理)?)?(?:党政)?(?:综合)?(?:办公室|办|科|股|处|机构)$"
)
_CALLED = re.compile(r"[(（][^()（）]{0,12}简称[^()（）]{0,20}[)）]")  # （以下简称我委）
# A room of an office, which is no organ: …局人秘股, …局政务科.
_A_ROOM = re.compile(r"(?<=[局委办厅院府会])[^局委厅府]{1,6}[科股室组]$")
_LABEL = re.compile(
    r"(?:信息)?(?:发布|公开|制作|制发|发文|生成|编制|产生|报送)(?:机构|单位|机关|部门|主体)(?:名称)?|(?:信息|文章|稿件|发布)?来源|"
    r"机构名称|单位名称|所属(?:机构|单位)|发布者"
)
_VALUE = re.compile(rf"(?:{_LABEL.pattern})[:\]】]+([^:\[【]{{3,40}})")
# What stands after an organ in the first sentence of a report.
_SUBJECT_OF = re.compile(
    rf"(?:^|[，。,])(?:20\d\d年(?:度|来|以来)?[，,]?)?({_WORDS}{{3,40}}?)(?:在|认真|严格|坚持|深入|按照|高度|紧紧|紧密|全面|以|始终|切实|贯彻|积极|不断|持续|进一步|紧扣|围绕|扎实|依法|根据|政府信息公开|政务公开)"
)

# 2024年度溪口乡未收到政府信息公开申请。
_RECEIVED = re.compile(
    rf"(?:^|[，。,；])20\d\d年度?[，,]?({_WORDS}{{3,30}}?)(?:(?:共|未|没有)?(?:收到|接到|受理)|(?:未|没有)发生)"
)

# 《青岚乡人民政府信息公开指南》: an organ's own papers, unlike a law of its government's.
_OWN_PAPERS = re.compile(rf"《({_NO_BRACKETS}{{3,30}}?){SUBJECT}(?:指南|目录|申请)")
# A name without its place: 县水务局.
_PLACELESS = re.compile(r"[省市县区州旗盟镇乡]")


def looks_like_organ(text: str) -> bool:
    """Whether words can be an organ's name, or those of several: by how they end and what they hold."""
    bare = flat(text).strip("();")
    if not SHORTEST <= len(bare) <= LONGEST_ORGAN or _NO_NAME.search(simplified(bare)):
        return False
    if _NO_END.search(simplified(bare)):
        return False
    parts = [part for part in re.split(r"[;、,]", re.sub(r"\([^()]*\)?", "", bare)) if part]
    return bool(parts) and all(_ONE.fullmatch(part) for part in parts)


def organ_of(text: str) -> str:
    """Return an organ's name without what a title puts around it, empty when it is none."""
    name = _PINYIN.sub("", re.split(r"[|｜\t]", text.strip("|｜ \t"))[-1].strip())
    if len(name) > _LONGEST_AROUND:
        return ""
    if (tag := _TAGGED.match(name)) and not looks_like_organ(tag[1]):
        name = name[tag.end() :]
    for _ in range(3):
        name = _AROUND.sub("", name.strip())
    name = _UNCLOSED.sub("", _OF_ONE.sub("", name))
    # What stands in brackets names a part of it: （本级机关）.
    bare = re.sub(r"\([^()]*\)", "", flat(name))
    if not 1 < len(name) <= LONGEST_ORGAN or not re.search(r"[一-鿿]", name):
        return ""
    # A name may end in other words than those known, but holds none of a sentence's.
    return "" if _NO_NAME.search(bare) or any(mark in bare for mark in "，。") else name


def organ_in_opening(text: str) -> str:
    """Return the organ that an opening sentence says wrote the report."""
    words = _CALLED.sub("", "".join(text[:LONGEST_OPENING].split()))
    for opening in _OPENINGS:
        for match in opening.finditer(simplified(words)):
            found = words[match.start(1) : match.end(1)]
            if name := _without_own_office(_name(found)) or _of_a_room(found):
                return name
    return ""


def _of_a_room(words: str) -> str:
    """Return the organ of a room that is no organ's name itself: …局人秘股, …局信息公开受理机构."""
    return _name(_OWN_OFFICE.sub("", words)) or _name(_A_ROOM.sub("", words))


def _without_own_office(name: str) -> str:
    """Return the organ whose office is named as the one to ask; 政府办公室 is an organ itself."""
    match = _OWN_OFFICE.search(simplified(name))
    head = name[: match.start()] if match else ""
    if not match or not looks_like_organ(head):
        return name
    is_one = head.endswith("政府") and not match[0].startswith(("党", "综"))
    return name if is_one else head


def organ_as_subject(text: str) -> str:
    """Return the organ that a first sentence speaks of: 2024年，青岚县水务局认真…."""
    words = "".join(text[:LONGEST_OPENING].split())
    return _first_named(_SUBJECT_OF, words[:200])


def organ_that_received(text: str) -> str:
    """Return the organ of which a sentence says how many requests it received in the year."""
    return _first_named(_RECEIVED, "".join(text[:LONGEST_OPENING].split()))


def organ_of_papers(text: str) -> str:
    """Return the organ whose own guide or list a text names: 《青岚乡人民政府信息公开指南》."""
    return _first_named(_OWN_PAPERS, "".join(text[:LONGEST_OPENING].split()))


def whole_name(short: str, names: Iterable[str]) -> str:
    """Return the first of `names` that a name without its place is short for, empty when none is.

    县水务局 is short for 青岚县水务局, 市城管执法委 for 云溪市城市管理执法委员会.
    """
    if not _PLACELESS.match(simplified(short)):
        return ""
    return next((name for name in names if _is_short_for(simplified(short), simplified(name))), "")


def _is_short_for(short: str, name: str) -> bool:
    place, level, kind = name.partition(short[0])
    signs = iter(kind)
    # 区政府 is no street's: 青岚区柳河街道人民政府.
    lower = set("县区旗镇乡街") & set(kind) <= set(short[1:])
    end = {"委": "委员会", "办": "办公室"}.get(short[-1], short[-1])
    same = bool(place and level) and name.endswith((short[-1], end))
    return same and lower and all(sign in signs for sign in short[1:])


def _first_named(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.finditer(simplified(words))
    return next(filter(None, (_name(words[m.start(1) : m.end(1)]) for m in found)), "")


def _name(words: str) -> str:
    name = organ_of(without_years(words))
    return name if looks_like_organ(name) else ""


def organ_in_details(blocks: Sequence[Block]) -> str:
    """Return the organ that the rows over a report give: 发布机构：青岚县水务局."""
    for label, value in _details(blocks):
        if _LABEL.fullmatch(flat(label).strip("[]【】:")) and looks_like_organ(value):
            return organ_of(value)
    return ""


def _details(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Grid):
            for row in range(min(len(block.rows), 40)):
                cells = [cell.text for cell in block.anchors(row)]
                yield from zip(cells, cells[1:], strict=False)
        elif isinstance(block, Line):
            yield from _in_line(block.text)


def _in_line(text: str) -> Iterator[tuple[str, str]]:
    parts = [part.strip() for part in re.split(r"[|｜\t]|\s{2,}|　", text) if part.strip()]
    yield from zip(parts, parts[1:], strict=False)
    for part in parts:
        label, _, value = flat(part).partition(":")
        yield label, value.split("]")[0]
        if match := _VALUE.search(flat(part)):
            yield match[0].split(":")[0], match[1]
