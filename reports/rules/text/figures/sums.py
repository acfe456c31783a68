"""Sums inside the text: parts that do not make the whole."""

import re
from decimal import Decimal
from itertools import accumulate

from reports.document import format_figure
from reports.language.claims.language import Language
from reports.language.claims.lists import DONE, LEAVES, Listing, listings

from ...case import Case, Finding, Found, Text
from ...slips import is_close, is_mistyped, is_within_rounding
from ...sources import ACCURATE

# How every paper is marked, one of the three.
_MARKS = {"主动公开", "依申请公开", "不予公开"}
_LONGEST_NAME = 20
_LONG, _NEARLY = 5, Decimal("0.9")  # parts, and the share of the whole, of a list meant to be complete
# Two parts that leave no third: 属实28件，不属实7件.
_NOT_DONE = rf"(?:不予?|未(?:能|予|被)?|没有?|尚未|暂未)(?P<not>{DONE})|不实|失实|正在|办理中|在办|在查|跟踪|限期|暂缓|其余|剩余|推进|督办"
_ENDING = re.compile(f"(?P<minus>{_NOT_DONE})|(?P<plus>{DONE})")


def wrong_sums(case: Case) -> Found:
    """Yield a finding for each complete list of parts that does not make its whole."""
    for passage in case.passages:
        seen = set()
        for listing in listings(passage, case.language):
            place = listing.listed
            key = listing.place.span(listing.whole.start, listing.whole.end), *(place.span(p.start, p.end) for p in listing.parts)
            if key in seen:
                continue  # 其中：… opens one list twice
            seen.add(key)
            total = sum((part.value for part in listing.parts), Decimal(0))
            if _is_wrong(listing, total, case.language):
                yield _finding(passage, listing, total)


def _is_wrong(listing: Listing, total: Decimal, language: Language) -> bool:
    whole, parts, names = listing.whole, listing.parts, listing.names
    if listing.some:
        return _exceeds(listing)
    rough = any(part.is_vague for part in parts)  # 1600余条: no less
    if total in (whole.value, 2 * whole.value) or whole.is_vague or rough and total < whole.value or is_within_rounding(whole, parts):
        return False
    share, joint = language.share_of_kinds(names), listing.last_joint
    if total < whole.value and (0 < share < 1 or language.are_some_outcomes(names)):
        return False
    # Nothing is of two kinds; 包括…以及… is a sum; so is what one breath lists.
    kinds = share or total > whole.value and language.are_kinds_of_applicants(names)
    ends = joint.startswith("，以及")
    if not (kinds or ends or listing.sure) and _makes(listing):
        return False
    if is_close(total, whole) or not listing.loose and _exceeds(listing):
        return True
    if len(parts) >= _LONG and _NEARLY <= total / whole.value <= 1 / _NEARLY and all(p.unit == whole.unit for p in parts):
        return True
    # Lists in mixed units, and those that may be none, are judged only where they are nearly right.
    if listing.loose or {part.unit for part in parts} != {whole.unit}:
        return False
    breath = ends or "，" not in listing.listed.words[parts[0].end : parts[-1].start]
    says_all = listing.sure or kinds or LEAVES.search(joint) or total > whole.value and (breath or _is_of_things(listing))
    says_all = says_all or len(parts) >= _LONG and any(map(LEAVES.match, names))
    return bool(says_all or is_mistyped(whole, parts, total) or _names_make_up(listing) or _exclude(listing))


# What is said of a part that is more than its whole, because it is none: views, all the years, other work.
_NO_PART = re.compile("累计|总|历年|(?<!公)共|以来|至今|浏览|阅读|点击|访问|关注|粉丝|收到|受理|办理|答复|回复|[较比]|转发|接听")


def _exceeds(listing: Listing) -> bool:
    """Whether a part is more than the whole that it is listed for: 38条，其中公文8条、非公文66条."""
    before, whole = Decimal(0), listing.whole
    for part, name in zip(listing.parts, listing.names, strict=True):
        if part.unit == whole.unit and part.value > whole.value >= before:
            return 1 < len(name) <= _LONGEST_NAME and not _NO_PART.search(name)
        before += part.value
    return False


_DOES = re.compile("发布|公开(?!指南|年报|目录|制度)|办理|办结|收到|受理|回[复应]|答复|开展|召开|举办|组织(?!机构)|通过|制发|印发|更新|转发|推送|接[听收待]|编制|完成|参加|另|还|共(?!公共)|经|依申请|[“”]")


_MEDIUM = re.compile("网|公众号|微信|微博|抖音|头条|平台|客户端|APP|报[纸刊]|电视|公示栏")


def _is_of_things(listing: Listing) -> bool:
    """Whether all parts of a list are mere things, which nothing is two of: 领导简历2条，财政信息2条，公告1条.

    What stands on a website may stand in a newspaper as well.
    """
    return len(listing.parts) > 2 and not any(_DOES.match(name) or _MEDIUM.search(name) for name in listing.names)


def _makes(listing: Listing) -> bool:
    """Whether the first parts make the whole: then the rest, after a comma, is of another list.

    In a short list the last ones may: 12件，其中经补正2件，自然人10件，法人2件. What is left over, or is named as
    all parts are (机构信息20条，政策信息29条，财政信息1条), is of this list.
    """
    words, parts, whole = listing.listed.words, listing.parts, listing.whole.value
    values, names = [part.value for part in parts], listing.names
    of_one_kind = len({name[-2:] for name in names}) == 1 and min(map(len, names)) > 2
    # A long list of mere things: 动态50条，公告9条，机构2条, …, 指南1条.
    least = 3 if parts[0].unit == "条" else _LONG  # of pieces of information nobody counts one twice
    of_one_kind |= len(parts) > least and len({p.unit for p in parts}) == 1 and not any(map(_DOES.search, names[1:]))
    ends = [
        after is None
        or not {"，", "；"}.isdisjoint(words[part.end : after.start])
        and not (of_one_kind or LEAVES.match(name))
        for part, after, name in zip(parts, [*parts[1:], None], [*names[1:], ""], strict=True)
    ]
    run = [total for total, is_end in zip(accumulate(values), ends, strict=True) if is_end]
    if len(values) < 4 or values[-1] == whole:
        run += accumulate(reversed(values))
    return whole in run


def _names_make_up(listing: Listing) -> bool:
    """Whether the parts' names make the whole's, or end in what does: 建议提案, 人大代表建议 and 政协提案."""
    names = listing.names
    if len(names) != 2:
        return {name.removesuffix("的") for name in names} == _MARKS
    ends = [[re.escape(name[-length:]) for length in range(2, min(len(name), 4) + 1)] for name in names]
    return bool(re.search(f"(?:{'|'.join(ends[0])})[和及与、]?(?:{'|'.join(ends[1])})$", listing.lead)) and all(ends)


def _exclude(listing: Listing) -> bool:
    """Whether two parts are what is and what is not: then they make the whole."""
    words, parts = listing.listed.words, listing.parts
    if len(parts) != 2:
        return False
    begin = listing.listed.since(parts[0].start, "，：；中")
    heads = (words[begin : parts[0].start], words[parts[0].end : parts[1].start])
    tails = (words[part.end : part.end + 6].split("，")[0] for part in parts)
    told = [_ENDING.search(head) or _ENDING.search(tail) for head, tail in zip(heads, tails, strict=True)]
    if not all(told):
        return False
    plus, minus = sorted(told, key=lambda name: bool(name["minus"]))
    return bool(plus["plus"]) and minus["not"] in (plus["plus"], None) and bool(minus["minus"])


def _finding(passage: Text, listing: Listing, total: Decimal) -> Finding:
    place, whole, parts = listing.place, listing.whole, listing.parts
    begin = max(place.since(whole.start, "，："), whole.start - 20)
    edges = [*place.span(begin, whole.end), *listing.listed.span(parts[0].start, parts[-1].end)]
    added = "＋".join(format_figure(part.value) for part in parts[:12]) + ("…" if len(parts) > 12 else "")
    least = "至少" if any(part.is_vague for part in parts) else ""
    wrong = f"各项相加{least}是 {added}＝{format_figure(total)}，相差 {format_figure(abs(total - whole.value))}"
    if listing.some:
        wrong = f"其中一项是 {format_figure(max(part.value for part in parts))}，比总数还多"
    message = f"{{where}}写的总数是 {format_figure(whole.value)}{whole.unit}，{wrong}。请核对总数和各项；没有列全的，加“等”字说明。"
    return passage.finding("text.sum", "warning", message, min(edges), max(edges), source=ACCURATE)
