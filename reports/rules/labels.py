"""What stands around a count: its label, the matter it speaks of, and the time and scope it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from reports.language.numbers import Number

from .case import Case, Sentence, Text
from .offices import (
    NEUTRAL,
    SELF,
    TEAM,
    is_core_government,
    is_short_for,
    names_a_place,
    without_own,
    without_system,
)

REQUESTS, RECONSIDERATION, LITIGATION = "requests", "reconsideration", "litigation"
DOCUMENTS, RULES, LICENSING, PENALTIES, COERCION = (
    "normative_documents", "rules", "licensing", "penalties", "coercion",
)  # fmt: skip
FEES, PROCUREMENT, ELSE = "fees", "procurement", "else"
SERVICES = "other_services"

_LITIGATION = (
    r"未经(?:行政)?复议(?:程序)?(?:而|并|的|，)?直接(?:向(?:人民)?法院)?(?:提起)?(?:行政)?(?:起诉|诉讼)?|"
    r"直接(?:向(?:人民)?法院)?(?:起诉|提起(?:行政)?诉讼)|"
    r"(?:经)?(?:行政)?复议后(?:再)?(?:又)?(?:向(?:人民)?法院)?(?:提起)?的?(?:行政)?(?:起诉|诉讼)|"
    r"经(?:行政)?复议(?:程序)?(?:再|又)?(?:提起)?的?(?:行政)?(?:起诉|诉讼)|"
    r"(?:行政)?诉讼(?!文书|费用|服务|代理)|起诉(?!讼)|应诉|被诉(?!讼)"
)
_ELSEWHERE = (
    r"主动公开|新闻发布|新闻通气|发布会|政策解读|解读|访问|浏览|点击|阅读|留言|热线|12345|市长信箱|信箱|"
    r"(?:信访|投诉|举报)(?![一-鿿]{0,8}(?:类|申请))|建议|提案|议案|培训|会议|公众号|微博|微信|抖音|头条|"
    r"咨询|公报|专栏|栏目|动态|稿件|简报|预决算|预算|决算|招考|人事|征集|调查|评议|问卷|直播|访谈|"
    r"(?:行政)?(?:许可|认定|救助|补贴|登记|赔偿|资助|奖励|变更|补助|审批|强制执行|资格|注册|设立|低保|贷款|专利|"
    r"商标|公证|援助|仲裁|验收|行政确认|入学|住房|保障房|开户|职称)(?:的)?申请|"
    r"发布(?:各类|政务|政府)?信息|(?<!申请)公开(?:各类|政务)信息|制发(?:公文|政府信息|文件)|公文|"
    r"清单|事项目录|办事指南|党务|村务|财务公开|督办|工单|诉求|问政|舆情|检查|巡查|整改|抽查|案例|"
    r"复核|听证会|座谈会|开放日|档案|查阅|服务事项|行政裁决|行政确认|行政检查|双公示"
)
# What a matter's words can begin with, so that most places of a text are passed over at once.
_FIRST = "未直经复行诉被起应规政部主新发解访浏点阅留热1市信投举建提议培会公微抖头咨专栏动稿简预决招人征调评问许认救补登赔资奖变审强注设低贷商援仲验入住保开职制清事办党村财督工舆检巡整抽案听座档查服双集依申其"
MATTERS = re.compile(
    rf"(?=[{_FIRST}])(?:(?P<litigation>{_LITIGATION})|(?P<reconsideration>(?:行政)?复议(?:的)?(?:申请(?!人))?)"
    r"|(?P<normative_documents>规范性文件)|(?P<rules>(?:政府|部门)?规章(?!制度))"
    rf"|(?P<other_services>其他对外管理服务事项)|(?P<else>{_ELSEWHERE})"
    r"|(?P<licensing>行政许可)|(?P<penalties>行政处罚)|(?P<coercion>行政强制)"
    r"|(?P<fees>行政事业性收费)|(?P<procurement>政府(?:集中)?采购|集中采购)"
    r"|(?P<requests>依申请|(?:政府)?信息公开[一-鿿]{0,4}申请|公开申请|申请公开|信息申请|申请(?=[一-鿿]{0,6}信息)|(?<![保障助可贴记定偿款奖更批格册立学户称验裁案房证照质险养休])申请人?))"
)
_STOP = "，：；。"
# 结转至2025年 and 2023年结转 tell where a request went to or came from, not when it is counted.
_YEAR = re.compile(
    r"(?<![\d至到转延])(20\d\d)年(?!度?(?:继续|结转|转结|顺延|办结|遗留|转入|的?\d))"
)
_PERIOD = re.compile(
    r"(?:以来|历年|近[两三四五几十\d]{1,2}年|十[三四五]五|上半年|下半年|[一二三四]季度|季度|"
    r"\d{1,2}月份|(?<!\d)(?:[1-9]|1[01])月(?!1日起?[至到-])|每[年月天日季])"
)
_FINE_PERIOD = re.compile(
    r"今年以来|(?:20\d\d年)?1月(?:1日)?[至到~-]+(?:20\d\d年)?12月(?:31日|底)?|12月31日|12月底|入?年以来|一年以来|本年度以来"
)


@dataclass
class Mention:
    """A count in a sentence, with the words before (`head`) and after it (`tail`) that name it."""

    passage: Text
    sentence: Sentence
    number: Number
    head: str
    tail: str
    begin: int
    matter: str
    inherited: bool
    year: int | None
    matters: tuple[str, ...] = ()
    around: str = ""
    bracket: str = ""
    report_year: int = 0
    foreign: bool = False
    before_bracket: str = ""
    nameless: bool = False
    wider: bool = False  # of the office and those under it: 全市税务系统
    source: tuple[str, ...] = ()
    afar: bool = False
    nth: int = -1  # its place among the counts of its sentence, -1 for one that is not told

    def beside(self, step: int) -> "Mention | None":
        """Return the count before (-1) or after it (1) in its sentence."""
        told, n = self.sentence.memo.get("mentions", ()), self.nth + step
        return told[n] if self.nth >= 0 and 0 <= n < len(told) else None

    @property
    def siblings(self) -> list["Mention"]:
        """The other counts of its sentence that are told in the same unit."""
        told = self.sentence.memo.get("mentions", ())
        return [m for m in told if m is not self and m.number.unit == self.number.unit]

    @property
    def label(self) -> str:
        """Both."""
        return f"{self.head}#{self.tail}"

    @property
    def heads_line(self) -> bool:
        """Whether it is the first count of its paragraph's first sentence."""
        return self.sentence.opens and self.number is self.sentence.numbers[0]

    @cached_property
    def span(self) -> tuple[int, int]:
        """The range in `canon` of the words that name the count and the count."""
        return self.sentence.span(self.begin, self.number.end)

    @property
    def quoted(self) -> tuple[int, int]:
        """The range to quote: with the words after the count where those before it say little."""
        more = len(self.tail) if len(NEUTRAL.sub("", self.head)) == 0 and len(self.tail) < 16 else 0
        return self.sentence.span(self.begin, self.number.end + more)


@dataclass
class _State:
    """What the sentences so far have spoken of."""

    matter: str = ""
    year: int | None = None
    heading: str = ""
    line: int = -1


_MOST_COUNTS = 1500  # of one section; a report with hundreds is rare


def mentions(case: Case) -> list[Mention]:
    """Return the counts of a report's words in order, each with what it is said of."""
    if "mentions" not in case.memo:
        told = [p for p in case.passages if p.section != "preface"]
        found = [m for passage in told for m in _first_mentions(case, passage)]
        for mention in found:
            mention.report_year = case.document.year
        _scope(found, case.document.organ)
        case.memo["mentions"] = found
    return case.memo["mentions"]


def _first_mentions(case: Case, passage: Text) -> list[Mention]:
    found = list(islice(_mentions(passage), _MOST_COUNTS + 1))
    if len(found) > _MOST_COUNTS:
        case.cut(passage)
    return found[:_MOST_COUNTS]


_GOES_ON = re.compile(r"其中|予以|经|办结|答复|已")


def _scope(found: list[Mention], organ: str) -> None:
    """Mark the counts of another office: 县政府办公室收到42件，办结40件."""
    foreign, wider, last = False, False, None
    for mention in found:
        sentence = mention.sentence
        within = last is not None and (sentence is last or sentence.parent is last)
        goes_on = last is not None and sentence.line == last.line and _GOES_ON.match(sentence.words)
        if not within and not goes_on:
            foreign = wider = False
        head = without_system(mention.head, organ)
        if head != mention.head:
            mention.head, wider = head, True
        elif SELF.search(head):
            wider = False
        if names_another(mention, organ):
            foreign = True
        elif SELF.search(head):
            foreign = False
        mention.foreign, mention.wider = foreign, wider
        last = sentence if sentence.parent is None else last


def _mentions(passage: Text) -> Iterator[Mention]:
    state = _State()
    brackets = _brackets(passage)
    _note_runs(passage)
    for sentence in passage.sentences:
        if sentence.parent is None and sentence.line != state.line:
            state = _State(state.heading, None, state.heading, sentence.line)
        matters = [(m.start(), m.lastgroup, m.end()) for m in MATTERS.finditer(sentence.words)]
        start = _at_bracket(sentence, state) if sentence.parent else (state.matter, state.year)
        sentence.matters, sentence.start = matters, start
        yield from _in_sentence(passage, sentence, matters, start, brackets)
        if sentence.parent is None:
            _move_on(state, sentence, matters)


_LONGEST_RUN = 1000


def _note_runs(passage: Text) -> None:
    """Note on each sentence the words of the run that ； joins it to."""
    run: list[Sentence] = []
    for sentence in passage.sentences:
        if sentence.parent is None:
            run.append(sentence)
            if sentence.end_mark != "；" or sum(len(s.words) for s in run) > _LONGEST_RUN:
                words = "；".join(s.words for s in run)
                for part in run:
                    part.memo["run"] = words
                run = []


def _at_bracket(sentence: Sentence, state: _State) -> tuple[str, int | None]:
    """Return what the words around a bracket speak of where it stands."""
    parent = sentence.parent
    matter, year = parent.start
    matter = _last_matter(parent.matters, parent.words, sentence.at, matter)
    return matter, _year_at(parent.words, sentence.at, year)


def _move_on(state: _State, sentence: Sentence, matters: list) -> None:
    state.matter = matters[-1][1] if matters else state.matter
    state.year = _opening_year(sentence.words, state.year)
    if sentence.opens and len(sentence.words) <= 30 and "，" not in sentence.words:
        own = [name for _, name, _ in matters]
        if not sentence.numbers:
            state.heading = own[-1] if own and sentence.words else (ELSE if own else state.heading)
            if not own and _is_heading(sentence):
                state.heading = "" if _TEMPLATE.search(sentence.words) else ELSE


# Under the template's own headings requests may be told of without their name; under others, not.
_TEMPLATE = re.compile("总体情况|基本情况|概况|概述|信息管理|平台建设|监督保障")


def _is_heading(sentence: Sentence) -> bool:
    return 2 < len(sentence.words) <= 30


def _opening_year(words: str, year: int | None) -> int | None:
    match = re.match(r"(?:截至|到|在)?(20\d\d)年", words)
    return int(match[1]) if match else year


_FAR = 400  # characters before a count that can still say for which year it is


def _year_at(words: str, at: int, year: int | None) -> int | None:
    near = words[max(0, at - _FAR) : at]
    found = _YEAR.findall(near) if "20" in near else ()
    return int(found[-1]) if found else year


def _last_matter(matters: list, words: str, at: int, start: str) -> str:
    said = [name for begin, name, _ in matters if begin < at]
    return said[-1] if said else start


def _brackets(passage: Text) -> dict[tuple[int, int], str]:
    """Return the words of each bracket by its sentence and its place."""
    return {(id(s.parent), s.at): s.words for s in passage.sentences if s.parent}


def _in_sentence(
    passage: Text, sentence: Sentence, matters: list, start, brackets
) -> Iterator[Mention]:
    words, before, used, source = sentence.words, 0, 0, ()
    shared = _distributed(sentence)
    counted = [number for number in sentence.numbers if number.counts]
    for n, number in enumerate(counted):
        after = counted[n + 1].start if n + 1 < len(counted) else len(words)
        begin, end = _borders(words, before, used, number, after)
        if number in shared:
            begin, end = shared[number]
        head = words[begin : number.start if number not in shared else end][-60:]
        tail_end = number.end if number in shared else end
        own = _own_matters(
            matters, begin, end if number in shared else number.start, number.end, tail_end
        )
        matter = own[-1] if own else _last_matter(matters, words, number.start, start[0])
        source = tuple(own) or source
        told = Mention(
            passage, sentence, number, head, words[number.end : tail_end][:40],
            max(begin, number.start - 60), matter, not own, _year_at(words, number.start, start[1]),
            tuple(own), words[: number.start][-120:],
            brackets.get((id(sentence), number.end), "") or brackets.get((id(sentence), tail_end), ""),
            before_bracket=brackets.get((id(sentence), number.start), ""),
            nameless=number in shared and begin == end, source=source,
            afar=not any(at < number.start for at, _, _ in matters), nth=n,
        )  # fmt: skip
        sentence.memo.setdefault("mentions", []).append(told)
        yield told
        before, used = number.end, tail_end if tail_end < after else number.end


def _own_matters(matters: list, begin: int, head_end: int, tail: int, tail_end: int) -> list[str]:
    return [name for at, name, _ in matters if begin <= at < head_end or tail <= at < tail_end]


_JOINS = re.compile("以及|[和及与]")
_WHOLE = re.compile("(?:政府信息公开|信息公开|依申请公开)?(?:申请|案件)(?:[当之]?中|里)")


def _borders(words: str, before: int, used: int, number: Number, after: int) -> tuple[int, int]:
    """Return where the label of a number begins and where the words after it end."""
    begin = max(before, used, *(words.rfind(stop, 0, number.start) + 1 for stop in _STOP))
    stops = (words.find(stop, number.end) for stop in _STOP + "、")
    end = min([at for at in stops if at >= 0] + [after])
    if _JOINS.match(words, number.end):
        end = number.end
    if whole := _WHOLE.match(words, number.end, end):  # 9件申请中予以公开3件
        end = whole.end()
    elif _ALL.search(words, begin, number.start):
        end = _end_of_noun(words, number.end, end)
    if begin == number.start and end > number.end:  # 1件予以公开 is named by what follows
        return begin, end
    if not MATTERS.search(words, number.end, end):  # 1件复议后起诉 names itself
        begin = _reach_back(words, begin, used, number.start)
    return begin, end


# 全年收到的185件申请均已归档, 全年24件复议反映出…: what is said of all of them narrows nothing.
_NOUN = re.compile("(?P<noun>[一-鿿]{2,14}?)(?:(?P<all>均|都|全部|皆)|反映|表明|显示|暴露|说明)")
_ALL = re.compile("(?:的|全年度?|年度?|年内)$")
_SAYS_MORE = re.compile(
    "公开(?!属性)|不予|提供|维持|纠正|撤销|结果|审结|未结|结转|转结|转入|顺延|未办结|其他"
)


def _end_of_noun(words: str, at: int, end: int) -> int:
    """Return where the noun after a count ends, if what is then said of all of it names no result."""
    noun = _NOUN.match(words, at, end)
    if not noun or noun["all"] and _SAYS_MORE.search(words, noun.end(), end):
        return end
    return noun.end("noun")


_EACH = re.compile(
    r"(?:数量|件数|数)?(?:分别(?:为|是|有|达|已?(?:审结|办结|结案|维持|纠正|收到|受理|发生))?|各(?:为|有)?|均为|都是?为?|依次为)(?=\d|[一二三四五六七八九十])"
)
_AND = re.compile("以及|[、和及与]")


def _distributed(sentence: Sentence) -> dict[Number, tuple[int, int]]:
    """Return, for the numbers that 分别 gives to a list of names, the range of each one's name.

    A number of such a list whose names do not fit gets an empty range: it says nothing.
    """
    found: dict[Number, tuple[int, int]] = {}
    if "分别" not in sentence.words and "依次" not in sentence.words:
        return found
    for each in _EACH.finditer(sentence.words):
        if not each[0].lstrip("数量件").startswith(("分别", "依次")):
            continue
        begin = max(sentence.words.rfind(stop, 0, each.start()) + 1 for stop in _STOP)
        names = _named(sentence.words, begin, each.start())
        numbers = _in_a_row(sentence, each.end())
        for n, number in enumerate(numbers):
            found[number] = names[n] if len(names) == len(numbers) else (each.start(), each.start())
    return found


def _named(words: str, begin: int, end: int) -> list[tuple[int, int]]:
    cuts = [(m.start(), m.end()) for m in _AND.finditer(words, begin, end)]
    starts = [begin, *(cut[1] for cut in cuts)]
    return list(zip(starts, [*(cut[0] for cut in cuts), end], strict=True))


def _in_a_row(sentence: Sentence, at: int) -> list[Number]:
    row: list[Number] = []
    for number in sentence.numbers:
        if (
            number.start == at
            or row
            and sentence.words[at : number.start] in ("、", "和", "及", "与", "，", "以及")
        ):
            row.append(number)
            at = number.end
    return row


_EMPTY_HEAD = re.compile(
    r"[，：]?(?:共|共计|总计|合计|累计|总共|数量|数|件数|为|是|均|有|约|、|和|及|总数)*$"
)


def _reach_back(words: str, begin: int, before: int, at: int) -> int:
    """Return where the label begins: a bare 共计 belongs to the clause before it."""
    if begin > before and _EMPTY_HEAD.fullmatch(words, begin, at):
        stop = max(before, *(words.rfind(mark, 0, begin - 1) + 1 for mark in _STOP))
        if begin - stop <= 60:
            return stop
    return begin


# Every period has one of these, and most words have none.
_OF_A_PERIOD = re.compile("[来历近五半季月每]")


def _names_a_period(words: str) -> bool:
    """Whether words name a part of a year or several years."""
    return bool(_OF_A_PERIOD.search(words) and _PERIOD.search(_FINE_PERIOD.sub("", words)))


_SETTLED_IN = re.compile("(20\\d\\d)年度?(?:共|已)?办结")


def is_of_another_time(mention: Mention, year: int) -> bool:
    """Whether the count is of another year, of a part of the year or of several years."""
    settled = _SETTLED_IN.search(mention.head)
    if _names_a_period(mention.around) or settled and int(settled[1]) < year:
        return True
    return mention.year is not None and mention.year != year


def is_another_time(words: str, year: int) -> bool:
    """Whether words speak of another year, of a part of the year or of several years."""
    said = _YEAR.findall(words)
    return _names_a_period(words) or bool(said) and int(said[-1]) != year


_RESTRICTS = re.compile(
    r"网|线上|线下|平台|系统|信函|邮寄|邮政|邮件|邮箱|快递|来信|寄|当面|现场|窗口|传真|电话|纸质|书面|电子|渠道|微信|"
    r"关于|主要|内容|领域|问题|征地|拆迁|涉及(?!政府信息|信息公开|#)|"
    r"(?<!新)增|减|上升|下降|同比|环比|比|较|高于|低于|多于|少于|持平|率|占|平均|日均|人均|月均|最多|最高|每|"
    r"转办|转交|移送|分办|代拟|审核|审查|指导|回访|延期|延长|撤回|撤销|超期|逾期|退回|告知|补正|征求|协调|调解|和解|"
    r"上年|去年|上一年|往年|同期|前年|示范|试点|典型|疑难|复杂|重大|重点|模板|流程|标准|等(?!原因|理由|情形)|"
    r"首[次例]|第|一审|二审|再审|上诉|胜诉|人次|以上|以下|直属|下属|所属|基层|村(?!民)|省|国务院|上级|下级|本级"
)
_LEADING = re.compile(
    r"^(?:20\d\d年(?:度|(?!度))，?)?(?!按照|根据|依据|在|对|向|经|由于|因|为|全|我|本|围绕|通过)(?P<name>[一-鿿]{2,14}?(?:局|委员会|镇|街道|县|乡|公司|中心))(?=[一-鿿])"
)


@dataclass(frozen=True)
class Rest:
    """What is left of a label: `restricted` when it narrows the count, `plain` when nothing is left."""

    restricted: bool
    plain: bool
    foreign: bool = False

    @property
    def strange(self) -> bool:
        """Whether there are words that nothing explains."""
        return not self.plain and not self.foreign


def names_another(mention: Mention, organ: str) -> bool:
    """Whether the words of a count, or those that lead its sentence, name another office or place."""
    head = SELF.sub("", TEAM.sub("", mention.head.replace(organ, "")))
    rest = without_own(head, organ)
    rest = re.sub("向[一-鿿]{0,12}(?=申请|提起|起诉)", "", rest)
    return (
        is_core_government(head, organ)
        or names_a_place(rest)
        or bool(_DECIDES_REVIEWS.match(mention.sentence.words))
        or _led_by_another(mention, organ)
    )


# Whose reviews an office decides is no matter of its own report.
_DECIDES_REVIEWS = re.compile(
    "[^，]{0,16}(?:作为|承担|履行)[一-鿿]{0,16}复议(?:机构|机关|职责|职能|工作)"
)


def rest_of(mention: Mention, organ: str, matched: re.Pattern | None = None) -> Rest:
    """Judge the words of a label that neither name the quantity nor go with any count."""
    label = TEAM.sub("", mention.label.replace(organ, "") if organ else mention.label)
    if mention.foreign or is_core_government(SELF.sub("", label), organ):
        return Rest(True, False, True)
    label = matched.sub("#", label) if matched else label
    label = without_own(SELF.sub("", label), organ)
    left = NEUTRAL.sub("", label)
    restricted = bool(left or _RESTRICTS.search(label) or names_a_place(label))
    return Rest(restricted or bool(_OTHER_KINDS.search(mention.before_bracket)), not left)


_OTHER_KINDS = re.compile("各类|非|全部|所有|其他|以及|部分公开|不予公开")


def _led_by_another(mention: Mention, organ: str) -> bool:
    match = _LEADING.match(mention.sentence.words)
    return bool(match) and not is_short_for(NEUTRAL.sub("", match["name"]), organ)
