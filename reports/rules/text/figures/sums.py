"""Sums inside the text: parts that do not make the whole."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from reports.document import format_figure
from reports.language.numbers import Number

from ...case import Case, Sentence
from ...findings import Finding
from ...slips import CHANGES, is_close, is_mistyped, is_vague, is_within_rounding
from ...sources import ACCURATE
from .kinds import OUTCOMES, On

_MARKER = re.compile(
    r"其中|分别(?:为|是)?|具体(?:为|是|包括)|包括|包含|按[一-鿿]{2,8}(?:分|划分)|(?<=[一-鿿])(?<!其)[中里](?=[，：]?[一-鿿“])|由[一-鿿]{0,6}组成|涉及|评出|：(?=[一-鿿“])"
)
_COMPLETE = re.compile("分别|具体|按|由")
_OPEN = re.compile(
    r"主要|例如|比如|如(?=[一-鿿])|尤其|特别是|不含|另有|此外|还有|以及其他|左右|(?<=[条件份篇个则项])等|等(?=[。；，]|$)"
)
# After the list: what else there is of it. 申请主要集中在… says nothing of it.
_GOES_ON = re.compile("另有|此外|还有|另外|以及其他|其余|剩余|其中|不含|等(?=[。；，]|$)")
_NESTED = re.compile(r"其中|包括|(?<!“)含|合计|共计|总计|小计|分别")
COMPARES = re.compile(
    rf"{CHANGES}|较|比上|占(?![道用地])|率|平均|每|除|上年(?!度?[结转])|去年(?!度?[结转])|浏览|阅读|点击|访问"
)
_IS_COMPARED = re.compile(rf"{CHANGES}|[比较](?:20\d\d年|上|去|往|前)")
_LAST = re.compile(r"其余|剩余|余下|其他|其它")
# Pieces of information are counted in any of these, in one list.
_PIECES = {"条", "件", "份", "篇", "个", "则", "项"}


def wrong_sums(case: Case) -> Iterator[Finding]:
    """Yield a finding for each complete list of parts that does not make its whole."""
    for passage in case.passages:
        on = On(passage, case.language)
        brackets: dict[int, list[Sentence]] = {}
        for sentence in passage.sentences:
            brackets.setdefault(id(sentence.parent), []).append(sentence)
        for sentence in passage.sentences:
            yield from _in_brackets(on, sentence, brackets.get(id(sentence), []))
        before = None
        for sentence in _runs(passage.sentences):
            if len(sentence.numbers) < 2:
                before = sentence
                continue
            yield from _in_sentence(on, sentence, before)
            yield from _total_last(on, sentence)
            yield from _bare_list(on, sentence)
            yield from _rest_told(on, sentence)
            before = sentence


_LONGEST_RUN = 2000


def _runs(sentences: list[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences outside brackets, those that ； joins as one."""
    run: Sentence | None = None
    for sentence in sentences:
        if sentence.parent:
            continue
        if run and run.end_mark == "；" and len(run.words) < _LONGEST_RUN:
            run = run.joined(sentence)
            continue
        if run:
            yield run
        run = sentence
    if run:
        yield run


def _in_sentence(on: On, sentence: Sentence, before: Sentence | None) -> Iterator[Finding]:
    """Yield the finding of each list that 其中 opens, one between two ；."""
    words, past = sentence.words, 0
    for marker in _MARKER.finditer(words):
        found = _whole_told(sentence, marker, before) if marker.start() >= past >= 0 else None
        if found is None:
            continue
        place, last = found
        end = marker.start() if place is sentence else len(place.words)
        parts = _parts(on, sentence, marker.end(), len(words), last, _around(place, last, end))
        parts = _to_semicolon(words, parts, last)
        whole = _whole_of(place, last, parts)
        if parts and _NESTED.search(words, marker.end(), parts[-1].end):
            continue  # the list within it is read by itself
        if whole and parts and _is_complete(sentence, marker, parts):
            strong = bool(_COMPLETE.match(marker[0]))
            yield from _judged(on, place, whole, sentence, parts, strong)
        past = words.find("；", parts[-1].end if parts else marker.end())


def _whole_told(
    sentence: Sentence, marker: re.Match, before: Sentence | None
) -> tuple[Sentence, Number] | None:
    """Return the whole of a list, with the sentence it stands in: this one or the one before."""
    words, at = sentence.words, marker.start()
    if at == 0 and marker[0] == "其中" and before and before.line == sentence.line:
        whole = _whole_before(before, len(before.words), gap=40)
        return (before, whole) if whole else None
    whole = _whole_before(sentence, at, gap=24 if marker[0] == "评出" else 12)
    between = words[whole.end : at] if whole else "；"
    # 255件申请中: of what the words between tell
    if marker[0] in "中里" and not re.fullmatch("[一-鿿]{0,8}", between):
        return None
    # What ； parts from a list is no whole of it: 自然人120件，企业13件；按方式分，信函81件….
    return None if "；" in between else (sentence, whole)


def _is_complete(sentence: Sentence, marker: re.Match, parts: list[Number]) -> bool:
    """Whether nothing says that a list is of some only, or of parts of parts."""
    words = sentence.words
    if marker[0] == "评出" and not _LOWEST_GRADE.search(words, parts[-2].end, parts[-1].start):
        return False
    return not _NESTED.search(words, marker.end(), parts[-1].end) and not _is_open(
        sentence, marker, parts
    )


# A list of grades that does not go down to the last leaves some out: 评出优秀8个、良好15个.
_LOWEST_GRADE = re.compile("合格|达标|一般|较差|称职|及格")


def _whole_of(sentence: Sentence, last: Number, parts: list[Number]) -> Number | None:
    """Return the last count up to `last` that each part fits in; None where the parts make another.

    新收212件，上年结转9件。其中，自然人186件，法人26件 are parts of the first.
    """
    wholes = [n for n in sentence.numbers if n.start <= last.start and n.unit == last.unit]
    values = [whole.value for whole in wholes]
    if sum(part.value for part in parts) in (*values[:-1], sum(values)):
        return None
    most = max((part.value for part in parts), default=0)
    fits = next((whole for whole in reversed(wholes) if whole.value >= most), None)
    # Of several channels told before a list, it may go back to all.
    return fits or (last if len(wholes) < 2 else None)


def _to_semicolon(words: str, parts: list[Number], whole: Number) -> list[Number]:
    """Return the parts up to a ；, where not all of the list is parted by it or makes the whole."""
    gaps = ["；" in words[one.end : two.start] for one, two in zip(parts, parts[1:], strict=False)]
    if not any(gaps) or sum(part.value for part in parts) == whole.value:
        return parts
    if all(gaps):
        return parts if len(parts) > 2 else []
    parts = parts[: gaps.index(True) + 1]
    return parts if len(parts) > 1 else []


def _is_open(sentence: Sentence, marker: re.Match, parts: list[Number]) -> bool:
    """Whether the words around a list say that it is not complete."""
    words = sentence.words
    ends = min(
        (at for mark in "，；" if (at := words.find(mark, parts[-1].end)) >= 0), default=None
    )
    after = words[ends:] if ends else ""
    return bool(_OPEN.search(words[max(0, marker.start() - 6) : ends]) or _GOES_ON.search(after))


def _whole_before(sentence: Sentence, at: int, gap: int = 12) -> Number | None:
    near = [n for n in sentence.numbers_near(at - gap, at) if n.counts]
    last = near[-1] if near else None
    while last and (compared := _compared_with(sentence, last)):
        last = compared if compared is not last else None
    if last is None or is_vague(last) or not last.unit or last.value < 1:
        return None
    return None if _is_one_of_many(sentence, last) else last


def _compared_with(sentence: Sentence, number: Number) -> Number | None:
    """Return the count that a comparison stands behind: 238条，较上年增加31条，其中….

    The number itself where there is none, None where it is no comparison.
    """
    begin = max(sentence.words.rfind(mark, 0, number.start) + 1 for mark in "，：；")
    if not _IS_COMPARED.match(sentence.words, begin, number.start):
        return None
    before = [n for n in sentence.numbers_near(begin - 2, begin) if n.counts]
    return before[-1] if before and before[-1].unit == number.unit else number


def _is_one_of_many(sentence: Sentence, number: Number) -> bool:
    """Whether a whole stands beside another one: 复议21件、诉讼14件，其中…"""
    others = sentence.numbers_near(number.start - 12, number.start)
    return any(sentence.words[other.end :][:1] == "、" for other in others if other.counts)


def _in_brackets(on: On, sentence: Sentence, inner: list[Sentence]) -> Iterator[Finding]:
    """Yield the findings of lists in brackets right after their whole: 465条（A 400条、B 65条）."""
    for child in inner:
        whole = next((n for n in sentence.numbers if n.end == child.at and n.counts and n.unit), None)
        if whole is None or is_vague(whole) or _OPEN.search(child.words) or whole.value < 2:
            continue
        parts = _parts(on, child, 0, len(child.words), whole, _around(sentence, whole, whole.end))
        if parts and not _NESTED.search(re.sub(r"^[，]?(?:其中|含|包括)[：]?", "", child.words)):
            told = re.search("共|合计|总", sentence.words[max(0, whole.start - 12) : whole.start])
            nearly = sum(part.value for part in parts) * 5 >= whole.value * 4
            strong = len(parts) > 2 or bool(told) and nearly
            yield from _judged(on, sentence, whole, child, parts, strong)


ADDS_UP = re.compile(
    r"(?:以上|上述)?(?:(?:[两二三四五六七八九]|\d)?[项者类])?"
    r"(?:(?P<sure>合计|总计|共计|合起来)|累计|总共|一共|(?P<all>共))(?:[为是]|(?P<has>有))?"
)


def _is_change(words: str, number: Number) -> bool:
    """Whether a number only tells how a count has changed: 新收12件，同比减少3件，上年结转2件，共计14件."""
    begin = max(words.rfind(mark, 0, number.start) + 1 for mark in "，：；")
    return bool(_IS_COMPARED.match(words, begin, number.start))


_GROWS = re.compile("新[增建设开办聘]|增[加设]|减少|取消|撤销")


def _total_last(on: On, sentence: Sentence) -> Iterator[Finding]:
    """Yield the finding of parts that a total follows: A 105件，B 17件，合计122件."""
    words = sentence.words
    for n, whole in enumerate(sentence.numbers):
        begin = max(words.rfind(mark, 0, whole.start) + 1 for mark in "，、：")
        says = ADDS_UP.fullmatch(words, begin, whole.start)
        if not says:
            continue
        told = [m for m in sentence.numbers[:n] if m.end < begin and not _is_change(words, m)]
        parts = [m for m in told if m.unit == whole.unit and not m.rough]
        if len(parts) > 1 and not _OPEN.search(words[:begin]) and not _NESTED.search(words[:begin]):
            # 累计 and 共 may be of more than these: judged only where they are nearly right.
            nearly = is_close(sum(part.value for part in parts), whole)
            row = says["all"] and not says["has"] and parts == told and _in_a_row(words, parts, begin)
            if says["sure"] or nearly or row:
                yield from _judged(on, sentence, whole, sentence, parts, True)


def _in_a_row(words: str, parts: list[Number], end: int) -> bool:
    """Whether three parts or more stand in one list, right before their total: A 31份、B 27份、C 22份，共80份."""
    gaps = [words[one.end : two.start] for one, two in zip(parts, parts[1:], strict=False)]
    ends = len(parts) > 2 and words[parts[-1].end : end] == "，"
    return ends and all(gap.startswith("、") for gap in gaps) and not _GROWS.search(words[:end])


def _parts(on: On, sentence: Sentence, start: int, end: int, whole: Number, told: str) -> list[Number]:
    """Return the parts in a range; nothing when one is rough or is no part of such a list.

    `told` are the words around the whole, which stands as `#` in them.
    """
    parts, before = [], start
    results = _are_all_settled(told)
    for number in sentence.numbers:
        if number.start < start or number.end > end:
            continue
        label = sentence.words[before : number.start]
        before = number.end
        if not _alike(number, whole) or COMPARES.search(label):
            continue
        of_table = not results and on.is_a_result(label, sentence.words)
        if (number.rough and not number.grain) or of_table:
            return []
        parts.append(number)
    if results and any(map(on.names_a_result, _names(sentence, parts))):
        parts = parts if on.share_of_kinds(_names(sentence, parts)) else []
    return parts if len(parts) > 1 else []


def _names(place: Sentence, parts: list[Number]) -> list[str]:
    return [_part_name(place, parts, n) for n in range(len(parts))]


def _around(sentence: Sentence, whole: Number, end: int) -> str:
    return f"{sentence.words[max(0, whole.start - 24) : whole.start]}#{sentence.words[whole.end : end]}"


_ENDED = re.compile(
    "(?:办结|答复|办理|处理)[一-鿿]{0,12}#|#[一-鿿]{0,6}[均已都][一-鿿]{0,12}(?:办结|答复|办理|处理)"
)


def _are_all_settled(told: str) -> bool:
    """Whether what is said of a whole, `#` in the words around it, is that these were settled."""
    ended = _ENDED.search(told)
    return bool(ended) and not re.search("收到|受理|结转|新收", ended[0]) and "结转" not in told


def _alike(number: Number, whole: Number) -> bool:
    """Whether a number can be a part of the whole by its unit."""
    return number.counts and (
        number.unit == whole.unit or number.unit in _PIECES and whole.unit in _PIECES
    )


def _judged(on: On, sentence, whole: Number, place: Sentence, parts: list[Number], strong: bool):
    total = sum((part.value for part in parts), Decimal(0))
    names, last = _names(place, parts), place.words[parts[-2].end : parts[-1].start]
    share = on.share_of_kinds(names)
    if total in (whole.value, 2 * whole.value) or is_vague(whole):
        return
    if is_within_rounding(whole, parts):
        return
    some_outcomes = len(parts) < OUTCOMES and any(on.outcomes(n) - {"other"} for n in names)
    if total < whole.value and (0 < share < 1 or some_outcomes):
        return
    if share or total > whole.value and on.are_kinds_of_applicants(names):
        strong = True
    elif not last.startswith("，以及") and _makes(parts, whole.value, place.words):
        return
    strong = strong or _names_make_up(sentence, whole, place, parts) or _exclude(place, parts)
    # 包括…以及… is a sum; so is what one breath lists.
    breath = "，" not in place.words[parts[0].end : parts[-1].start] or last.startswith("，以及")
    over = total > whole.value and breath
    # Lists in mixed units are judged only where they are nearly right.
    mixed = {part.unit for part in parts} != {whole.unit}
    sure = strong or over or _LAST.search(last) or is_mistyped(whole, parts, total)
    if is_close(total, whole) or not mixed and sure:
        yield _finding(on, sentence, whole, place, parts, total)


def _names_make_up(sentence: Sentence, whole: Number, place: Sentence, parts: list[Number]) -> bool:
    """Whether the names of the parts make the name of the whole: 来信来访46批次, 来信12批次、来访24批次."""
    names = _names(place, parts)
    begin = max(sentence.words.rfind(mark, 0, whole.start) + 1 for mark in "，：；")
    if {name.removesuffix("的") for name in names} == _MARKS:
        return True
    if len(names) == 2 and _ends_in(sentence.words[begin : whole.start], *names):
        return True
    named, at = sentence.words[begin : whole.start], 0
    for n, name in enumerate(names):
        found = named.find(name, at) if len(name) > 1 else -1
        if found < 0 or n and not re.fullmatch("[和及与、]?", named[at:found]):
            return False
        at = found + len(name)
    return at == len(named)


# How every paper is marked, one of the three.
_MARKS = {"主动公开", "依申请公开", "不予公开"}


def _part_name(place: Sentence, parts: list[Number], n: int) -> str:
    return _PART_NAME.sub("", place.words[parts[n - 1].end if n else 0 : parts[n].start])


def _ends_in(whole: str, first: str, second: str) -> bool:
    """Whether a whole is named by the last words of its two parts: 建议提案, 人大代表建议 and 政协提案."""
    tails = [(first[-k:], second[-m:]) for k in range(2, 5) for m in range(2, 5)]
    return any(
        len(one) > 1 and len(other) > 1 and re.search(f"{one}[和及与、]?{other}$", whole)
        for one, other in tails
        if re.fullmatch("[一-鿿]+", one + other)
    )


_PLUS = "属实|查实|合格|通过|达标|办结|完成|采纳|整改|成功|符合|满意|回复|答复|解决|审结|批准|准予|受理|立案|上线|维持"
# Two parts that leave no third: 属实28件，不属实7件.
_MINUS = rf"(?:不予?|未(?:能|予|被)?|没有?|尚未|暂未)(?P<not>{_PLUS})|不实|失实|正在|办理中|在办|在查|跟踪|限期|暂缓|其余|剩余|推进|督办"
_OUTCOME_NAME = re.compile(f"(?P<minus>{_MINUS})|(?P<plus>{_PLUS})")


def _exclude(place: Sentence, parts: list[Number]) -> bool:
    """Whether two parts are what is and what is not: then they make the whole."""
    if len(parts) != 2:
        return False
    tails = (place.words[part.end : part.end + 6].split("，")[0] for part in parts)
    begin = max(place.words.rfind(mark, 0, parts[0].start) + 1 for mark in "，：；中")
    heads = (place.words[begin : parts[0].start], place.words[parts[0].end : parts[1].start])
    named = [
        _OUTCOME_NAME.search(head) or _OUTCOME_NAME.search(tail)
        for head, tail in zip(heads, tails, strict=True)
    ]
    if not all(named):
        return False
    plus, minus = sorted(named, key=lambda name: bool(name["minus"]))
    return bool(plus["plus"]) and minus["not"] in (plus["plus"], None) and bool(minus["minus"])


_REST = re.compile("，(?:其余|剩余|余下)的?")
_DONE_OF_IT = re.compile(f"，(?:已|均|现已|目前已)?(?:{_PLUS})了?")


def _rest_told(on: On, sentence: Sentence) -> Iterator[Finding]:
    """Yield the finding of what is done and the rest: 发现问题312个，已整改309个，其余13个正在整改.

    Of requests those carried over may be among the rest.
    """
    words = sentence.words
    if not _LAST.search(words) or re.search("申请|结转|上年", words):
        return
    counted = [number for number in sentence.numbers if number.counts]
    for whole, done, rest in zip(counted, counted[1:], counted[2:], strict=False):
        told = _DONE_OF_IT.fullmatch(words, whole.end, done.start)
        if not (told and _REST.fullmatch(words, done.end, rest.start)):
            continue
        total = done.value + rest.value
        alike = whole.unit == done.unit == rest.unit
        if alike and total != whole.value and not (whole.rough or done.rough or rest.rough):
            yield _finding(on, sentence, whole, sentence, [done, rest], total)


_PART_NAME = re.compile("^.*其中|[，、：；和及与]")


def _makes(parts: list[Number], whole: Decimal, words: str) -> bool:
    """Whether the first parts make the whole: then the rest, after a comma, is of another list.

    In a short list the last ones may: 12件，其中经补正2件，自然人10件，法人2件.
    """
    values = [part.value for part in parts]
    ends = [
        after is None or bool({"，", "；"} & set(words[part.end : after.start]))
        for part, after in zip(parts, [*parts[1:], None], strict=True)
    ]
    run = [total for total, is_end in zip(accumulate(values), ends, strict=True) if is_end]
    if len(values) < 4 or values[-1] == whole:
        run += accumulate(reversed(values))
    return whole in run


_BUSY = re.compile(
    r"发布|举办|召开|开展|收到|受理|办理|答复|回复|转发|培训|组织|接听|编[制发印]|更新|制发|印发|完成|处理|办结|结转|转结|顺延"
)


def _bare_list(on: On, sentence: Sentence) -> Iterator[Finding]:
    """Yield the finding of a list without 其中 that is nearly right: 共公开82条，A 3条，B 6条，其他73条."""
    whole = next((n for n in sentence.numbers if n.counts and n.unit), None)
    if whole is None or whole.rough or whole.value < 10:
        return
    rest = sentence.words[whole.end :]
    if not re.search("共|累计|总", sentence.words[max(0, whole.start - 20) : whole.start]):
        return
    if _MARKER.search(rest) or _NESTED.search(rest) or _OPEN.search(rest) or _BUSY.search(rest):
        return
    told = _around(sentence, whole, whole.end)
    parts = _parts(on, sentence, whole.end, len(sentence.words), whole, told)
    values = [part.value for part in parts]
    total = sum(values, Decimal(0))
    if len(parts) > 2 and is_close(total, whole) and not _makes(parts, whole.value, sentence.words):
        yield _finding(on, sentence, whole, sentence, parts, total)


def _finding(on: On, sentence, whole: Number, place: Sentence, parts, total: Decimal) -> Finding:
    begin = max(sentence.words.rfind(mark, 0, whole.start) + 1 for mark in "，：")
    begin = max(begin, whole.start - 20)
    edges = [*sentence.span(begin, whole.end), *place.span(parts[0].start, parts[-1].end)]
    added = "＋".join(format_figure(part.value) for part in parts[:12])
    added += "…" if len(parts) > 12 else ""
    message = (
        f"{{where}}写的总数是 {format_figure(whole.value)}{whole.unit}，各项相加是 {added}＝"
        f"{format_figure(total)}，相差 {format_figure(abs(total - whole.value))}。"
        "请核对总数和各项；没有列全的，加“等”字说明。"
    )
    return on.passage.finding("text.sum", "warning", message, min(edges), max(edges), source=ACCURATE)
