"""Denials in the text against the tables: 未收到…申请, while table 三 counts some."""

import re
from collections.abc import Iterator

from reports.document import format_figure

from ..case import Case, Sentence, Text
from ..findings import Finding
from ..labels import ELSE, LITIGATION, MATTERS, RECONSIDERATION, REQUESTS, is_another_time
from ..meanings import suits_told_of
from ..offices import NEUTRAL, OWN_OFFICE, SELF, restricts, without_own, without_system
from ..quantities import Quantities, Quantity, has_known_tables
from .counts import SOURCE

# What leads a denial; what 未 and 无 say of one thing, not of how many there are: 未经, 无法.
LEADS, UNDONE = (
    "尚|从|均|都|并|暂|也|亦|仍",
    "经|审|来|按|及|能|提|予|公|补|掌|达|形|建|明|设|缴|对|在|完",
)
NONE = "无(?![法关需误缝偿纸论]|正当|现成|理由|障碍|条件|条款)"
_DENY = re.compile(
    rf"(?:{LEADS}|全年|年内|本年度?)?未(?!{UNDONE}|办|结)"
    r"(?:曾|有|能)?(?:收到过?|接到过?|接收到?过?|收悉|受理过?|受理过|发生过?|产生|出现|被|涉及|办理|引发|存在|接受|收|因|有)?"
    r"|(?:没有|没)(?:收到过?|接到过?|接收到?过?|发生过?|受理过?|出现|产生|被|人|因|引发)?|不存在|零(?=(?:行政)?(?:申请|复议|诉讼)[，；、和与零]|(?:行政)?(?:申请|复议|诉讼)$)|"
    rf"暂?{NONE}"
)
_NEGATES = re.compile("[未没无不零]")
_EXPLICIT = re.compile(
    r"信息公开[一-鿿]{0,4}申请|公开申请|申请公开|依申请|信息申请|公开(?:政府|政务)?信息(?:的)?(?:申请|信件)|(?:要求|请求)公开(?:有关|相关|各类)?(?:政府|政务)?信息的?[一-鿿]{0,6}申请"
)
_LETTERS = re.compile(
    r"(?:要求|请求)公开(?:有关|相关|各类)?(?:政府|政务)?信息的?(?:(?:信件|来信|来函|函件|材料|请求)[、和或及]?)+$"
)
_QUALIFIES = re.compile(
    r"逾期|超期|超时|不当|许可|无法|败诉|纠错|纠正|撤销|责令|违法|收费|费用|缴费|处理费|投诉|举报|热线|留言|咨询|办结|积压|遗漏|"
    r"重复|大量|不予|恶意|滥用|重大|群体性|企业|网上|网络|书面|信函|当面|现场|平台|上年|去年|上一年|关于(?!政府信息公开)|追责|问责|责任|泄密|失密|转办|"
    r"第三方|保密|涉密|秘密|补正|延期|结转|维持|其他结果|审结|应当|超出|(?<!公民[、和或])法人(?!或|和|、|及)|答复|不服|条件|如果|若|率|收取|新媒体|完善|制度|规范|需要|纠纷|败|问题|情形|除"
)
# 书面或网络申请 are all; one channel alone is not.
_CHANNEL = "(?:书面|网络|网上|信函|来信|当面|现场|窗口|邮寄|传真|在线|平台|线上|线下|电子邮件|口头)"
_ANY_CHANNEL = re.compile(
    f"(?:通过|以)?{_CHANNEL}(?:(?:[、或和及与]|以及|或者){_CHANNEL})+(?:提交|提出|递交)?等?"
    "(?:各种|各类|任何|其他)?(?:渠道|方式|形式|途径)?"
)
_ANYBODY = re.compile(
    "(?:任何|社会)?(?:单位|组织|企业)(?:、|和|或者?|及)(?:任何)?个人|任何(?:单位|组织|个人)"
)
_ABOUT = re.compile("(?:依申请)?公开(?:政府|政务)信息的?(?:申请)?")
_LOOSE = re.compile(
    r"虽然?|尽管|引起|线上(?:[、和及]|以及)?线下(?:均|都)?|任何|提出的?|提交的?|通过|渠道|途径|方式|关于|单位|组织|个人|自然人|法人|其他|针对|我局|过|社会|各界|人民|关于政府信息|机关|本级|现象|提起|申请|请求|要求|案|类|书|信件|来信|来函|函件|材料|而|起|次|宗|例|出|主体|形式|的|直接|起诉|事件|相关|此类|该类|公开|事项"
)
_STATED = re.compile(
    r"(?:均|都|全部|也|皆)?(?:为|是)?(?:无|没有|未发生|没有发生|未收到|为零|零件?|为无|未涉及|没有收到)(?:发生)?$"
)
# 未发生不服信息公开答复而申请行政复议的情形 denies reconsiderations like any other words.
_END = re.compile("的?(?:情形|情况|现象)$")
_AGAINST = re.compile(
    "(?:因|由于)?(?:申请人)?(?:不服|对)(?:我局|本机关)?(?:政府)?信息公开(?:申请)?(?:工作|行为)?(?:的)?(?:答复|告知|处理)?(?:(?<=不服)|不服)?(?:而|从而)?(?=(?:被)?(?:申请|提起|引发|引起)?(?:的)?(?:行政)?(?:复议|诉讼))"
)
# 未发生以我局为被告的行政诉讼: there are no others.
_AS_PARTY = re.compile(
    rf"(?:以)?(?:{OWN_OFFICE})?(?:作为|列为|成为|为)(?:被告|被申请人|被诉机关|当事人)(?:单位)?的?(?=[一-鿿])"
)
_LEAD = re.compile("[^，：；]{2,16}(?:方面|情况|工作)[，：]")
_GROUPS = {RECONSIDERATION: ("reconsideration",),
           LITIGATION: ("litigation_direct", "litigation_after_reconsideration")}  # fmt: skip


def denials(case: Case) -> Iterator[Finding]:
    """Yield a finding for each denial of requests, reconsiderations or suits that the tables count."""
    if not has_known_tables(case.document.edition):
        return
    for passage in case.passages:
        heading = ELSE
        for sentence in passage.sentences:
            if sentence.opens:
                heading = _matter(sentence.words, heading) if len(sentence.words) < 30 else heading
            if _NEGATES.search(sentence.words):
                yield from _denials(case, passage, sentence, heading)


def _matter(words: str, before: str) -> str:
    found = [m.lastgroup for m in MATTERS.finditer(words)]
    return found[-1] if found else before


def _denials(case: Case, passage: Text, sentence: Sentence, heading: str) -> Iterator[Finding]:
    seen: set[str] = set()
    lead = _LEAD.match(sentence.words)
    heading = _matter(lead[0], heading) if lead else heading
    for begin, end in clauses(sentence.words):
        clause = without_system(sentence.words[begin:end], case.document.organ)
        clause = _AS_PARTY.sub("", _AGAINST.sub("", _END.sub("", clause)))
        if not _NEGATES.search(clause) or is_another_time(sentence.words[:end], case.document.year):
            continue
        for matter in _denied(clause, sentence.words[:begin], heading, case.document.organ):
            finding = _judge(case, passage, sentence.span(begin, end), matter)
            if finding and matter not in seen:
                seen.add(matter)
                yield finding


def clauses(words: str) -> Iterator[tuple[int, int]]:
    """Yield the range of each clause of a sentence's words."""
    begin = 0
    for mark in re.finditer("[，；：]|$", words):
        if mark.start() > begin:
            yield begin, mark.start()
        begin = mark.end()


def _denied(clause: str, before: str, heading: str, organ: str) -> list[str]:
    """Return what a clause denies: 未收到…, or …均无."""
    if len(clause) > 120 or not _NEGATES.search(clause):
        return []
    stated = _STATED.search(clause)
    if stated and (objects := _objects(clause[: stated.start()], heading)):
        return objects if _is_plain(clause[: stated.start()], organ) else []
    if clause in ("无", "没有", "零", "均无") and before.endswith("："):
        label = re.split("[，；：。]", before[:-1])[-1]
        return _objects(label, heading) if _is_plain(label, organ) else []
    clause = _ANYBODY.sub("公众", _ANY_CHANNEL.sub("", clause))
    for denial in _DENY.finditer(clause):
        rest = clause[denial.end() :]
        objects = _objects(rest, heading)
        if objects and not _QUALIFIES.search(rest) and _is_plain(clause, organ):
            return objects
    return []


def _objects(words: str, heading: str) -> list[str]:
    found = [(m.lastgroup, m.start(), m.end()) for m in MATTERS.finditer(words)]
    if any(name not in _GROUPS and name != REQUESTS for name, _, _ in found):
        return []
    reviews = [name for name, _, _ in found if name in _GROUPS]
    asked = [(start, end) for name, start, end in found if name == REQUESTS]
    if not found and _LETTERS.search(words):
        return [REQUESTS]
    explicit = _EXPLICIT.search(words) or (heading == REQUESTS and re.search("申请(?!人)", words))
    if not asked or not explicit:
        return reviews
    # 因信息公开申请引发的行政复议 speaks of the review only; a list names the requests as well.
    first = next((start for name, start, _ in found if name in _GROUPS), None)
    if first is not None and not re.search("[、和及或与]|以及", words[asked[0][1] : first]):
        return reviews
    return [REQUESTS, *reviews]


# 未收到法人或其他组织提出的申请 denies those of one kind; 公民、法人或其他组织 are all.
_PERSONS = re.compile("公民|个人|自然人|群众|任何|社会各界")
_ORGANISATIONS = re.compile("法人|组织|单位")


def _is_of_one_kind(clause: str) -> bool:
    persons = _PERSONS.search(clause)
    alone = persons and persons[0] in ("自然人", "个人")
    organisations = _ORGANISATIONS.search(SELF.sub("", clause))
    return bool(alone and not organisations or organisations and not persons)


def _is_plain(clause: str, organ: str) -> bool:
    if (
        _is_of_one_kind(clause)
        or _QUALIFIES.search(_DENY.sub("#", clause))
        or restricts(_DENY.sub("", clause), organ)
    ):
        return False
    said = _DENY.sub("", _STATED.sub("", clause.replace(organ, "")))
    left = _ABOUT.sub("", without_own(SELF.sub("", said), organ))
    left = MATTERS.sub("", left)
    left = _LOOSE.sub("", NEUTRAL.sub("", _LOOSE.sub("", left)))
    return not left


def _judge(case: Case, passage: Text, span: tuple[int, int], matter: str) -> Finding | None:
    clause = passage.canon[slice(*span)]
    quantity = _quantity(Quantities(case.document.edition), matter, clause)
    value = quantity.value(case.document.cells)
    if not value:
        return None
    message = f"{{where}}写的是“{{quote}}”，而{quantity.name}为 {format_figure(value)}。请核对，改正写错的一处。"
    return passage.finding(
        "text.denial", "error", message, *span, cells=quantity.cells, source=SOURCE
    )


def _quantity(quantities: Quantities, matter: str, clause: str) -> Quantity:
    if matter == REQUESTS:
        return quantities.request("new")
    if matter == LITIGATION and (group := suits_told_of(clause)):
        return quantities.review(group)
    return quantities.review(_GROUPS[matter])
