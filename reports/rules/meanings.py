"""What a count's words can mean: the quantities of the tables that it may be compared with."""

import re
from collections.abc import Callable
from dataclasses import replace

from .acts import decisions, fees, papers, procurement
from .labels import (
    COERCION,
    DOCUMENTS,
    FEES,
    LICENSING,
    LITIGATION,
    PENALTIES,
    PROCUREMENT,
    RECONSIDERATION,
    REQUESTS,
    RULES,
    SERVICES,
    Mention,
    rest_of,
)
from .quantities import AT_LEAST, AT_MOST, Meaning, Quantities, Quantity
from .request_words import (
    are_strange,
    lists_flow,
    lists_results,
    names_a_result,
    request_meaning,
    waits,
)

_COURT = re.compile("法院|判决|败诉")
CASE_UNITS = {"件", "宗", "起", "例", "个", "项", "份", "次", "条", "笔", "单", "件次", ""}
_PAPER_UNITS = {"件", "份", "个", "部", "项", "条", "篇", ""}


def meaning_of(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    """Return what a count can mean, None when it is no count of the tables."""
    if (
        lists_results(mention)
        or lists_flow(mention)
        or (not mention.matter and _names_a_result(mention))
    ):
        mention.matter = REQUESTS
    if mention.matter == RECONSIDERATION and _COURT.search(mention.label):
        mention.matter = LITIGATION
    reader = _READERS.get(mention.matter)
    if reader is None or not _fits(mention) or _is_of_other_acts(mention):
        return None
    read = reader(mention, quantities, organ)
    if read and mention.wider:
        return None if mention.number.unit == "元" else replace(read, bound=AT_LEAST)
    if (
        read
        and mention.afar
        and mention.inherited
        and mention.matter in (RECONSIDERATION, LITIGATION)
    ):
        return _or_of_requests(read, mention, quantities, organ)
    return read


def _names_a_result(mention: Mention) -> bool:
    """Whether a count is of a result; 其他处理 is one where applications are told of."""
    if names_a_result(mention.label):
        return True
    return "其他处理" in mention.label and "申请" in mention.sentence.words


_ACTS = {DOCUMENTS, RULES, LICENSING, PENALTIES, COERCION, FEES, PROCUREMENT}


def _is_of_other_acts(mention: Mention) -> bool:
    """Whether cases are about something else that has a name of its own: 对行政处罚不服申请行政复议."""
    return mention.matter in (RECONSIDERATION, LITIGATION) and not _ACTS.isdisjoint(
        mention.source if mention.inherited or _JOINED.match(mention.head) else mention.matters
    )


_JOINED = re.compile("[、和及与]|以及")


def _or_of_requests(read: Meaning, mention: Mention, quantities: Quantities, organ: str) -> Meaning:
    """Return what a count can mean whose matter only a sentence before it named: 当年办结418件."""
    other = _requests(mention, quantities, organ)
    return Meaning(read.quantities + (other.quantities if other else ()), False, read.denies)


def is_strange(mention: Mention, organ: str) -> bool:
    """Whether a count's words say something that its matter does not explain."""
    if mention.matter == REQUESTS:
        return are_strange(mention, organ)
    if mention.matter in (RECONSIDERATION, LITIGATION):
        return rest_of(mention, organ, _REVIEW_WORDS).strange
    return False


_CODE = re.compile("手机|电话|传真|邮编|邮政编码|号码|编号|证号")


def _fits(mention: Mention) -> bool:
    units = {REQUESTS: CASE_UNITS, RECONSIDERATION: CASE_UNITS, LITIGATION: CASE_UNITS,
             DOCUMENTS: _PAPER_UNITS, RULES: _PAPER_UNITS}.get(mention.matter)  # fmt: skip
    if units is None:
        return True
    if not mention.number.unit:
        # A bare number is a count only where the words stop: 部分公开67，占4.61%.
        head = mention.head
        return not mention.tail and bool(head) and not _CODE.search(head)
    return mention.number.unit in units


_COLUMN_WORDS = (
    ("pending", r"(?:尚未|未|没有)审?[结理]|尚?未结|[正尚]在审理|审理中|待审|在审"),
    ("upheld", r"(?:结果)?维持(?:原[一-鿿]{0,8})?|被维持"),
    (
        "corrected",
        r"(?:结果)?(?:被)?(?:(?:法院)?判决)?(?:纠正|纠错)|被?撤销|确认违法|责令(?:重新|限期)?[一-鿿]{0,6}|败诉",
    ),
    ("other", r"其他(?:结果|情况|情形)?"),
)
_SETTLED = r"(?:已)?(?:审结|办结|结案)"
_UNDECIDED = re.compile(
    r"各类|各种|全部类型|驳回|终止|调解|和解|撤回|撤诉|胜诉|一审|二审|再审|上诉|应诉率|出庭"
)
_REVIEW_WORDS = re.compile("|".join([f"{words}" for _, words in _COLUMN_WORDS] + [
    _SETTLED, r"备案", r"政府信息公开(?:工作|行为|申请|答复|类|相关|领域)?", r"未经(?:行政)?复议(?:程序)?(?:而|并|的)?直接(?:提起|起诉)?",
    r"(?:由|经)?(?:行政)?复议(?:机关|机构)(?:作出|决定|予以)?|(?<=维持)决定|被诉|提起(?:行政)?诉讼|直接(?:起诉)?|(?:行政)?复议后?(?:再|又)?(?:起诉|提起)?|向[一-鿿]{0,8}法院|向[一-鿿]{0,8}(?:政府|机关)(?=申请)|不服(?:我局|本机关)?[一-鿿]{0,8}(?=申请|提起|引)|申请人|我局作为被告的|作为被(?:告|申请人)的?|应诉|涉诉|起诉|申请"]))  # fmt: skip
_SOME_ABOUT_INFORMATION = re.compile(r"(?:其中|含|包括)[一-鿿]{0,10}信息公开")
_GROUPS = {
    "direct": ("litigation_direct",),
    "after": ("litigation_after_reconsideration",),
    "both": ("litigation_direct", "litigation_after_reconsideration"),
}


_ALL_CASES = ("reconsideration", *_GROUPS["both"])


def _reconsideration(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    return _review(mention, quantities, organ, [("reconsideration",)])


_DIRECT = re.compile(r"未经(?:行政)?复议|直接(?:向[一-鿿]{0,6}法院)?(?:提起|起诉)")


_AFTER = re.compile(
    "复议后|(?<!未)经(?:行政)?复议(?:程序)?(?:再|又)?(?:提起)?的?(?:行政)?(?:起诉|诉讼)"
)


def suits_told_of(words: str) -> tuple[str, ...]:
    """Return the group of table 四 that words about suits name, nothing when they name none."""
    if _DIRECT.search(words):
        return _GROUPS["direct"]
    return _GROUPS["after"] if _AFTER.search(words) else ()


def _litigation(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    named = suits_told_of(mention.label) or suits_told_of(mention.before_bracket)
    groups = [named] if named else [_GROUPS[name] for name in ("both", "direct", "after")]
    if not named and _follows_reviews(mention):
        groups = [_GROUPS["both"]]
    if not named and mention.inherited:
        latest = _latest(mention.around[-80:] + mention.tail)
        # 直接起诉7件，复议后起诉5件，未审结3件: of the last kind, or of both.
        groups = [_GROUPS[latest], _GROUPS["both"]] if latest else groups
    return _review(mention, quantities, organ, groups)


def _columns_of_list(mention: Mention) -> list[str] | None:
    """Return what the first or last words of a list say of all: 审结行政复议15件、行政诉讼7件."""
    before, after = mention.beside(-1), mention.beside(1)
    if before and _SUITS.fullmatch(mention.head):
        lead = _BEFORE_REVIEWS.match(before.head)
        return _columns(f"{lead[0]}#") if lead else None
    if after and not mention.tail and _SUITS.fullmatch(after.head) and after.tail:
        return _columns(f"#{after.tail}")
    return None


_BEFORE_REVIEWS = re.compile("[一-鿿]{0,12}?(?:审结|办结|结案)(?=[一-鿿]{0,12}复议)")
_SUITS = re.compile("(?:[、和及与]|以及)(?:被)?(?:提起|发生|引发)?(?:政府信息公开)?行政诉讼")


def _follows_reviews(mention: Mention) -> bool:
    """Whether suits are told beside the reviews, of whatever kind: 行政复议9件、行政诉讼5件."""
    before = mention.beside(-1)
    return (
        before is not None
        and before.matter == RECONSIDERATION
        and bool(_SUITS.fullmatch(mention.head))
        and _columns(before.label) is None
        and not suits_told_of(mention.sentence.words + mention.bracket)
    )


def _latest(words: str) -> str:
    direct = max(words.rfind("未经复议"), words.rfind("未经行政复议"), words.rfind("直接起诉"))
    after = max((match.start() for match in _AFTER.finditer(words)), default=-1)
    if direct == after:
        return ""
    return "direct" if direct > after else "after"


def _review(mention: Mention, quantities: Quantities, organ: str, groups: list) -> Meaning | None:
    label = mention.label
    if _UNDECIDED.search(label) or _is_of_all_kinds(mention):
        return None
    rest = rest_of(mention, organ, _REVIEW_WORDS)
    if rest.restricted:
        return None
    both = {RECONSIDERATION, LITIGATION} <= set(mention.matters)
    if both and "未经" not in label and not _AFTER.search(label):
        return _both_matters(quantities, label)
    if mention.inherited and _is_of_both(mention):
        groups = [*groups, _ALL_CASES, ("reconsideration",), _GROUPS["both"]]
    columns = _columns(label) or _columns_of_list(mention)
    if columns is None:
        # 其中1件复议案件 is one of them
        of_some = mention.head == "其中" or mention.inherited and not _counts_whole(mention)
        firm = rest.plain and "备案" not in label
        return None if of_some else _totals(quantities, groups, firm)
    found = tuple(_outcome(quantities, group, name) for name in columns for group in groups)
    return Meaning(found, rest.plain and len(columns) == 1)


def _is_of_both(mention: Mention) -> bool:
    """Whether reviews and suits were told before it: 行政复议8件、行政诉讼5件，其中被纠正1件."""
    told = mention.sentence.memo.get("mentions", ())[: max(mention.nth, 0)]
    listed = any(m.matter == LITIGATION and _SUITS.fullmatch(m.head) for m in told)
    return listed or {RECONSIDERATION, LITIGATION} <= set(mention.source)


_ALL_ENDED = re.compile(
    r"(?:案件|案)?[，、]?(?:(?:复议)?结果|复议机关|法院|最终)?(?P<all>均|全部|都)?(?:已|被|获|为|予以|依法|结果)*"
    r"(?P<end>维持|纠正)(?:原[一-鿿]{0,8})?(?=[，；]|$)"
)
_ENDS = {"维持": "upheld", "纠正": "corrected"}


def ending_of(mention: Mention, meaning: Meaning, quantities: Quantities) -> Meaning | None:
    """Return what the words after a count of cases say of how all of them ended: 3件，均维持."""
    ended = _ALL_ENDED.match(mention.sentence.words, mention.number.end)
    if not (meaning.denies and ended and mention.matter in (RECONSIDERATION, LITIGATION)):
        return None
    if not ended["all"] and mention.number.value != 1:
        return None
    column = _ENDS[ended["end"]]
    of_cases = [q.cells for q in meaning.quantities if q.cells[0].startswith("review.")]
    groups = [tuple(cell.split(".")[1] for cell in cells) for cells in of_cases]
    return Meaning(tuple(_outcome(quantities, group, column) for group in groups), False)


def _outcome(quantities: Quantities, group: tuple[str, ...], column: str) -> Quantity:
    """Return a column of table 四; `settled` is everything but what is pending."""
    if column == "settled":
        return quantities.review(group) - quantities.review(group, "pending")
    return quantities.review(group, column)


def _is_of_all_kinds(mention: Mention) -> bool:
    """Whether only a part of the cases is about information: 复议27件，其中信息公开类11件."""
    after = f"{mention.bracket}，{mention.sentence.words[mention.number.end :]}"
    return "信息公开" not in mention.around and bool(_SOME_ABOUT_INFORMATION.search(after))


def _totals(quantities: Quantities, groups: list, firm: bool) -> Meaning:
    return Meaning(tuple(quantities.review(group) for group in groups), firm, denies=True)


def _counts_whole(mention: Mention) -> bool:
    told = re.search("共|总|合计|累计|收到|发生", mention.head)
    return bool(told) or not (mention.head or mention.afar)


def _columns(label: str) -> list[str] | None:
    head, _, tail = label.partition("#")
    for words in (head, tail):
        for column, pattern in _COLUMN_WORDS:
            if re.search(pattern, words):
                return [column]
        if re.search(_SETTLED, words):
            return ["settled", "total"]
    return None


def outcomes_named(words: str) -> set[str]:
    """Return the columns of table 四 that words name."""
    return {column for column, pattern in _COLUMN_WORDS if re.search(pattern, words)}


def _both_matters(quantities: Quantities, label: str) -> Meaning:
    first, second = quantities.review(("reconsideration",)), quantities.review(_GROUPS["both"])
    if re.search("共|合计|总", label):
        return Meaning((first + second,), True, denies=True)
    return Meaning((first + second, first, second), False, denies=True)


def _requests(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    if waiting := waits(mention, quantities):
        return Meaning(waiting[:1], False, True, AT_MOST if waiting[1] else "")
    read = request_meaning(mention, quantities, organ)
    bound = AT_MOST if read and _OF_VILLAGERS.search(mention.head) else ""
    return Meaning(*read, bound) if read else None


# They are some of those who ask.
_OF_VILLAGERS = re.compile("[村居]民(?:个人)?(?:提出|提交|申请)")


_READERS: dict[str, Callable[[Mention, Quantities, str], Meaning | None]] = {
    REQUESTS: _requests,
    RECONSIDERATION: _reconsideration,
    LITIGATION: _litigation,
    DOCUMENTS: papers,
    RULES: papers,
    LICENSING: decisions,
    PENALTIES: decisions,
    COERCION: decisions,
    SERVICES: decisions,
    FEES: fees,
    PROCUREMENT: procurement,
}
