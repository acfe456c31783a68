"""Wholes and their parts: what the words say is made up of what. 其中, brackets, 合计 and 其余 make lists of parts."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports.once import once

from ..words.numbers import Number
from ..words.passages import Passage, Sentence
from .language import Language
from .scopes import ADDS_UP

# What is said of a change since the year before, not of the year.
CHANGES = "同比|环比|(?<!新)增[加长多幅]|减少|下降|上升|提高|降低"
COMPARES = re.compile(
    rf"{CHANGES}|较|比上|占(?![道用地])|率|平均|每(?!日[一-鿿])|除|上年(?!度?[结转])|去年(?!度?[结转])|浏览|阅读|点击|访问"
)
_IS_COMPARED = re.compile(rf"{CHANGES}|[比较](?:20\d\d年|上|去|往|前)")
_OPENS = re.compile(
    r"其中(?:包括|包含|含)?|分别(?:为|是)?|具体(?:为|是|包括)|包括|包含|按[一-鿿]{2,8}(?:分|划分)|(?<=[一-鿿])(?<!其)[中里](?=[，：]?[一-鿿“])|由[一-鿿]{0,6}组成|涉及|评出|：(?=[一-鿿“])"
)
_SAYS_ALL = re.compile("分别|具体|按|由")
_SOME_ONLY = re.compile(
    r"主要|例如|比如|如(?=[一-鿿])|尤其|特别是|不含|另有|此外|还有|以及其他|左右|(?<=\d[条件份篇个则项])等|等(?=[。；，]|$)"
)
# After the list: what else there is of it. 申请主要集中在… says nothing of it.
_GOES_ON = re.compile("另有|此外|还有|另外|以及其他|其余|剩余|其中|不含|等(?=[。；，]|$)")
# 解读信息共计110条 is a part; ，共计110条 adds up others.
_NESTED = re.compile(r"其中|包括|(?<!“)含|[合共总]计(?<![一-鿿]..)|小计|分别")
_LEADS_IN = re.compile("^[，]?(?:其中|含|包括)[：]?")
# A list of grades that does not go down to the last leaves some out: 评出优秀8个、良好15个.
_LOWEST_GRADE = re.compile("合格|达标|一般|较差|称职|及格")
_GROWS = re.compile("新[增建设开办聘]|增[加设]|减少|取消|撤销")
LEAVES = re.compile("其余|剩余|余下|其他|其它")
DONE = "属实|查实|合格|通过|达标|办结|完成|采纳|整改|成功|符合|满意|回复|答复|解决|审结|批准|准予|受理|立案|上线|维持"
_DONE_OF_IT = re.compile(f"，(?:已|均|现已|目前已)?(?:{DONE})了?")
_REST = re.compile("，(?:其余|剩余|余下)的?")
# What is done besides is no part.
_BUSY = re.compile(
    r"发布|举办|召开|开展|收到|受理|办理|答复|回复|转发|培训|组织|接听|编[制发印]|更新|制发|印发|完成|处理|办结|结转|转结|顺延"
)
_ANOTHER_ACT = re.compile("，(?:组织|举办|召开|开展|征求|征集|举行|策划|编辑|编发)")
_PART_NAME = re.compile("^.*(?:其中|包括|包含|分别为?)|[，、：；和及与]")
_ENDED = re.compile(
    "(?:办结|答复|办理|处理)[一-鿿]{0,12}#|#[一-鿿]{0,6}[均已都][一-鿿]{0,12}(?:办结|答复|办理|处理)"
)
_ASKED = re.compile("收到|受理|答复|办结|申请|无法提供|不予处理")
# How papers are marked: 印发公文120份（主动公开90份，依申请公开10份，不予公开20份）.
_MARKED = re.compile("公文|主动公开")
# A reason of table 三 only where requests are told of: letters and posts have complaints, too.
_OF_LETTERS = re.compile("信访|投诉|举报|重复")
# Pieces of information are counted in any of these, in one list.
_PIECES = {"条", "件", "份", "篇", "个", "则", "项"}
# 一是公开12条，其中…；二是…: what 二是 tells is another matter.
_ITEM = re.compile(r"[^\d]{0,30}?[一二三四五六七八九十]是")
_TOTAL = re.compile("共|累计|总")
# 公开信息98条，内容主要包括…等内容，其中…: what it is about, between a whole and its parts.
_ABOUT = re.compile("(?<=[件条份篇个则项])，(?:公开|发布)?的?(?:政府)?(?:信息|内容|范围)?(?:主要)?(?:包括|包含|涉及|涵盖)[^\\d；：，]{2,100}，$")
_LONGEST_ABOUT = 120
_TELLS_WAYS = re.compile("(?:形式|渠道|途径|平台|内容|范围|类别)[一-鿿]{0,6}(?:包括|包含|涉及|涵盖|为|有)")
# Parts told by their numbers: all are ways in which something came, or all are kinds of applicants.
_IS_KIND = re.compile(
    "(?:为|是|系|属于?|通过|由|以|来自|采用|经)?(?:[一-鿿]{0,4}?(?P<way>网络|网上|在线|线上|信函|信件|来信|邮寄|邮件|当面|现场|传真|窗口|平台|口头|电话)|"
    "(?P<who>自然人|个人|公民|法人|企业|公司|律师|社会组织|科研机构))[一-鿿]{0,10}(?=[，；、。]|$)"
)
_BETWEEN = re.compile("(?:[一-鿿]{0,10}[，、：；]|[，、：；])(?:其中|另外?|有|还有|分别|[，：]){0,3}")
_LONGEST_RUN = 2000
_LEAST_ALONE = 4  # parts of a list that nothing opens, more
_MOST_PARTS = 80  # of one list that are looked at: a sentence of nothing but lists is read in time
_NEARLY = Decimal("0.9")  # the share of its whole that a list tells which ； and ， part in turn


@dataclass(frozen=True)
class Listing:
    """A whole in the sentence `place`, and the parts that the sentence `listed` gives it.

    `sure`: the words say that these are all; `some`: that there are others, or one is told; `loose`: nothing says that
    these are its parts.
    """

    place: Sentence
    whole: Number
    listed: Sentence
    parts: list[Number]
    sure: bool = False
    loose: bool = False
    some: bool = False

    @once
    def names(self) -> list[str]:
        """The words that name each part."""
        words, ends = self.listed.words, (0, *(part.end for part in self.parts))
        return [_PART_NAME.sub("", words[end : part.start]) for end, part in zip(ends, self.parts, strict=False)]

    @property
    def last_joint(self) -> str:
        """The words between the last two parts."""
        return self.listed.words[self.parts[-2].end : self.parts[-1].start]

    @property
    def lead(self) -> str:
        """The words of its clause before the whole."""
        return self.place.words[self.place.since(self.whole.start) : self.whole.start]


def listings(passage: Passage, language: Language) -> Iterator[Listing]:
    """Yield the lists of parts in a passage: those in brackets, then those of the sentences in order."""
    reader, before = _Reader(language), None
    for sentence in passage.sentences:
        if sentence.parent:
            yield from reader.in_bracket(sentence)
    for run in _runs([sentence for sentence in passage.sentences if not sentence.parent]):
        if len(run.numbers) > 1:
            yield from reader.opened(run, before)
            yield from reader.told_at_once(run, before)
            yield from reader.added_up(run)
            yield from reader.bare(run)
            yield from reader.left_over(run)
            yield from reader.numbers_first(run)
        before = run


def _runs(sentences: list[Sentence]) -> Iterator[Sentence]:
    """Yield sentences, those that ； joins as one."""
    run: Sentence | None = None
    for sentence in sentences:
        if run and run.end_mark == "；" and len(run.words) < _LONGEST_RUN and not _ITEM.match(run.words):
            run = run.joined(sentence)
        else:
            yield from [run] if run else []
            run = sentence
    yield from [run] if run else []


@dataclass
class _Reader:
    """Finds wholes and their parts by the words between them."""

    language: Language

    def in_bracket(self, inner: Sentence) -> Iterator[Listing]:
        """Yield the list in a bracket right after its whole: 465条（A 400条、B 65条）."""
        place = inner.parent
        whole = next((n for n in place.numbers if n.end == inner.at and n.counts and n.unit), None)
        if whole is None or whole.is_vague or _SOME_ONLY.search(inner.words) or whole.value < 2:
            return
        parts = self._parts(inner, 0, whole, _around(place, whole, whole.end))
        if parts and not _NESTED.search(_LEADS_IN.sub("", inner.words)):
            told = re.search("共|合计|总", place.words[max(0, whole.start - 12) : whole.start])
            nearly = sum(part.value for part in parts) * 5 >= whole.value * 4
            yield Listing(place, whole, inner, parts, len(parts) > 2 or bool(told) and nearly, some=len(parts) < 2)

    def opened(self, run: Sentence, before: Sentence | None) -> Iterator[Listing]:
        """Yield each list that 其中 or the like opens, one between two ；."""
        words, past = run.words, 0
        for opener in _OPENS.finditer(words):
            found = _whole_told(run, opener, before) if opener.start() >= past >= 0 else None
            if found is None:
                continue
            place, last = found
            end = opener.start() if place is run else len(place.words)
            told = self._parts(run, opener.end(), last, _around(place, last, end))
            parts = _to_semicolon(words, told, last)
            inner = _NESTED.search(words, opener.end(), parts[-1].end) if parts else None
            if inner:
                parts = _outside(words, told, inner)
            whole = _whole_of(place, last, parts)
            if whole and parts:
                some = len(parts) < 2 or _tells_some(run, opener, parts, inner)
                yield Listing(place, whole, run, parts, bool(_SAYS_ALL.match(opener[0])), some=some)
            if not inner:
                past = words.find("；", parts[-1].end if parts else opener.end())

    def told_at_once(self, run: Sentence, before: Sentence | None) -> Iterator[Listing]:
        """Yield the long list that a sentence begins with, right after its whole: 公开信息96条。公告17条、动态30条、…."""
        joined = re.match("[一-鿿]{2,14}\\d+[条篇](?:、[一-鿿]{2,14}\\d+[条篇])+", run.words)
        if not joined or before is None or before.line != run.line:
            return
        whole = _whole_before(before, len(before.words), gap=2)
        parts = run.numbers_near(0, joined.end())
        if whole and len(parts) > _LEAST_ALONE and {part.unit for part in parts} == {whole.unit}:
            yield Listing(before, whole, run, parts, loose=True)

    def added_up(self, run: Sentence) -> Iterator[Listing]:
        """Yield each list of parts that its total follows: A 105件，B 17件，合计122件."""
        words = run.words
        for n, whole in enumerate(run.numbers):
            begin = run.since(whole.start, "，、：")
            says = ADDS_UP.fullmatch(words, begin, whole.start)
            if not says or _SOME_ONLY.search(words[:begin]) or _NESTED.search(words[:begin]):
                continue
            told = [m for m in run.numbers[:n] if m.end < begin and not _is_change(run, m)]
            parts = [m for m in told if m.unit == whole.unit and not m.rough]
            if len(parts) > 2 and parts[0].value == whole.value:
                del parts[0]  # 402件里，…，合计402件: told before its parts as well
            if len(parts) > 1:
                row = says["all"] and not says["has"] and parts == told and _in_a_row(words, parts, begin)
                # 累计 and 共 may be of more than these.
                yield Listing(run, whole, run, parts, True, not (says["sure"] or row))

    def bare(self, run: Sentence) -> Iterator[Listing]:
        """Yield the list that nothing opens: 共公开82条，A 3条，B 6条，其他73条."""
        whole = next((n for n in run.numbers if n.counts and n.unit), None)
        if whole is None or whole.rough or whole.value < 10:
            return
        says = _TOTAL.search(run.words, max(0, whole.start - 20), whole.start)
        if says and not any(pattern.search(run.words[whole.end :]) for pattern in (_OPENS, _NESTED, _SOME_ONLY)):
            parts = self._parts(run, whole.end, whole, _around(run, whole, whole.end))
            # What was done besides is no part: …，航务管理1条，依申请公开办结1件.
            busy = _BUSY.search(run.words, whole.end)
            parts = [part for part in parts if not busy or part.end <= busy.start()]
            if len(parts) > 2:
                yield Listing(run, whole, run, parts, loose=True)

    def left_over(self, run: Sentence) -> Iterator[Listing]:
        """Yield what is done and what is left of a whole: 发现问题312个，已整改309个，其余13个正在整改.

        Of requests those carried over may be among the rest.
        """
        words = run.words
        if not LEAVES.search(words) or re.search("申请|结转|上年", words):
            return
        counted = [number for number in run.numbers if number.counts]
        for whole, done, rest in zip(counted, counted[1:], counted[2:], strict=False):
            told = _DONE_OF_IT.fullmatch(words, whole.end, done.start)
            alike = whole.unit == done.unit == rest.unit and not (whole.rough or done.rough or rest.rough)
            if alike and told and _REST.fullmatch(words, done.end, rest.start):
                yield Listing(run, whole, run, [done, rest], True)

    def numbers_first(self, run: Sentence) -> Iterator[Listing]:
        """Yield the list whose parts begin with their numbers and are all ways, or all applicants: 6件，2件为网络申请，4件为信函申请."""
        words = run.words
        counted = [number for number in run.numbers if number.counts and number.unit]
        for n, whole in enumerate(counted):
            if whole.is_vague or _IS_KIND.match(words, whole.end):
                continue
            parts, kinds = [], set()
            for part in counted[n + 1 :]:
                told = _IS_KIND.match(words, part.end)
                end = parts[-1][1] if parts else whole.end
                if part.unit != whole.unit or not _BETWEEN.fullmatch(words, end, part.start):
                    break
                if not told or part.is_vague:
                    parts.clear()  # one of them is told otherwise
                    break
                parts.append((part, told.end()))
                kinds.add(told.lastgroup)
            some = parts and (_SOME_ONLY.search(words, whole.end, parts[-1][1] + 1) or _GOES_ON.search(words, parts[-1][1]))
            if len(parts) > 1 and len(kinds) == 1 and not some:
                yield Listing(run, whole, run, [part for part, _ in parts], True)

    def _parts(self, sentence: Sentence, start: int, whole: Number, told: str) -> list[Number]:
        """Return the parts from a place on; nothing when one is rough or is no part of such a list.

        `told` are the words around the whole, which stands as `#` in them.
        """
        words, parts, before, mixed = sentence.words, [], start, False
        # What is said of the whole is that these were settled.
        ended = "结转" not in told and _ENDED.search(told)
        results = ended and not re.search("收到|受理|新收", ended[0])
        # Results of table 三 are judged by the table's own equations.
        of_table = not results and _ASKED.search(words) and not _MARKED.search(words)
        first = bisect_left(sentence.numbers, start, key=lambda number: number.start)
        listed = sentence.numbers[first : first + _MOST_PARTS]
        for number in listed:
            label = words[before : number.start]
            before = number.end
            if len(parts) > 1 and number.counts and number.unit != whole.unit and _ANOTHER_ACT.match(label):
                break  # …、概况类61条，组织访谈24场，发布解读2条
            if not _alike(number, whole, words) or COMPARES.search(label):
                mixed |= bool(parts) and number.counts and label.startswith("、") and not COMPARES.search(label)
                continue
            if mixed and label.startswith("、"):
                return []  # 、征集调查16期、其他42条: nobody knows whether 期 are among the pieces
            is_result = of_table and self.language.names_result(label) and ("申请" in words or not _OF_LETTERS.search(label))
            if number.is_vague and not is_at_least(number, words) or is_result:
                return []
            parts.append(number)
        if len(listed) == _MOST_PARTS and parts[-1:] == listed[-1:]:
            return []  # nobody lists as many
        names = Listing(sentence, whole, sentence, parts).names if results else ()
        strange = any(map(self.language.names_result, names)) and not self.language.share_of_kinds(names)
        return [] if strange else parts


def _whole_told(run: Sentence, opener: re.Match, before: Sentence | None) -> tuple[Sentence, Number] | None:
    """Return the whole of a list, with the sentence it stands in: this one or the one before."""
    words, at = run.words, opener.start()
    if at == 0 and opener[0].startswith("其中") and before and before.line == run.line:
        whole = _whole_before(before, len(before.words), gap=40)
        return (before, whole) if whole else None
    leads = opener[0].startswith("其中") and before and before.line == run.line and _TELLS_WAYS.search(words, 0, at)
    if leads and not any(number.counts for number in run.numbers if number.end <= at):
        # …共217条。公开的渠道主要包括网站和公众号等，其中，网站125条，公众号92条
        whole = _whole_before(before, len(before.words), gap=2)
        return (before, whole) if whole else None
    about = _ABOUT.search(words, max(0, at - _LONGEST_ABOUT), at) if opener[0].startswith("其中") else None
    whole = _whole_before(run, about.start() if about else at, gap=24 if opener[0] == "评出" else 12)
    between = words[whole.end : at] if whole else "；"
    # 255件申请中: of what the words between tell
    if opener[0] in "中里" and not re.fullmatch("[一-鿿]{0,8}", between):
        return None
    # What ； parts from a list is no whole of it: 自然人120件，企业13件；按方式分，信函81件….
    return None if "；" in between else (run, whole)


def _whole_before(sentence: Sentence, at: int, gap: int) -> Number | None:
    counted = [n for n in sentence.numbers if n.counts]
    near = counted if len(counted) == 1 and at == len(sentence.words) else [n for n in counted if at - gap <= n.end <= at]
    last = near[-1] if near else None
    while last and _is_change(sentence, last):
        # 238条，较上年增加31条，其中…
        begin = sentence.since(last.start)
        near = [n for n in sentence.numbers_near(begin - 2, begin) if n.counts]
        if not near or near[-1].unit != last.unit:
            return None
        last = near[-1]
    if last is None or last.is_vague or not last.unit or last.value < 1:
        return None
    # 复议21件、诉讼14件，其中…: one of several
    beside = (n for n in sentence.numbers_near(last.start - 12, last.start) if n.counts)
    return None if any(sentence.words[n.end :][:1] == "、" for n in beside) else last


def _is_change(sentence: Sentence, number: Number) -> bool:
    """Whether a number only tells how a count has changed: 新收12件，同比减少3件."""
    return bool(_IS_COMPARED.search(sentence.words, sentence.since(number.start), number.start))


def _whole_of(sentence: Sentence, last: Number, parts: list[Number]) -> Number | None:
    """Return the last count up to `last` that each part fits in; None where the parts make another.

    新收212件，上年结转9件。其中，自然人186件，法人26件 are parts of the first.
    """
    wholes = [n for n in sentence.numbers if n.start <= last.start and n.unit == last.unit]
    values = [whole.value for whole in wholes]
    if len(values) > 1 and sum(part.value for part in parts) in (*values[:-1], sum(values)):
        return None
    most = max((part.value for part in parts), default=0)
    fits = next((whole for whole in reversed(wholes) if whole.value >= most), None)
    # Of several channels told before a list, it may go back to all.
    return fits or (last if len(wholes) < 2 else None)


def _to_semicolon(words: str, parts: list[Number], whole: Number) -> list[Number]:
    """Return the parts up to a ；, where not all of the list is parted by it or makes the whole, or nearly."""
    gaps = ["；" in words[one.end : two.start] for one, two in pairwise(parts)]
    total = sum(part.value for part in parts)
    if not any(gaps) or total == whole.value:
        return parts
    first = sum(part.value for part in parts[: gaps.index(True) + 1])
    if len(parts) > 3 and first * _NEARLY < whole.value and _NEARLY * whole.value <= total <= whole.value / _NEARLY:
        return parts
    parts = (parts if len(parts) > 2 else []) if all(gaps) else parts[: gaps.index(True) + 1]
    return parts if len(parts) > 1 else []


def _outside(words: str, parts: list[Number], inner: re.Match) -> list[Number]:
    """Return the parts before a list of parts of the last of them, where nothing but that list follows."""
    outer = [part for part in parts if part.end <= inner.start()]
    if "；" in words[inner.start() : parts[-1].start]:
        # 207条，包含A类11条，B类95条；简报145条；年报1条: the parts are the first of each run that ； ends.
        after = [two for one, two in pairwise(parts) if "；" in words[one.end : two.start]]
        return [*outer[:1], *after] if outer and after else []
    ends = inner[0] in ("其中", "包括") and "；" not in words[inner.start() :]
    return outer if ends and len(outer) > 1 else []


def _tells_some(run: Sentence, opener: re.Match, parts: list[Number], inner: re.Match | None) -> bool:
    """Whether the words around a list say that it is not complete; `inner` opens a list of one part."""
    words, last = run.words, parts[-1]
    if opener[0] == "评出" and not _LOWEST_GRADE.search(words, parts[-2].end, last.start):
        return True
    stops = [at for mark in "，；" if (at := words.find(mark, last.end)) >= 0]
    end = min(stops, default=len(words))
    after = words[end : inner.start()] + words[inner.end() :] if inner else words[end:]
    first, *others = after.split("；")
    goes_on = _GOES_ON.search(first) or any(map(_GOES_ON.match, others))
    begin = opener.start() - (0 if opener[0].startswith("其中") else 6)
    return bool(goes_on or _SOME_ONLY.search(words[max(0, begin) : end]))


def _in_a_row(words: str, parts: list[Number], end: int) -> bool:
    """Whether three parts or more stand in one list, right before their total: A 31份、B 27份、C 22份，共80份."""
    joined = all(words.startswith("、", part.end) for part in parts[:-1])
    return len(parts) > 2 and words[parts[-1].end : end] == "，" and joined and not _GROWS.search(words[:end])


def _around(sentence: Sentence, whole: Number, end: int) -> str:
    return f"{sentence.words[max(0, whole.start - 24) : whole.start]}#{sentence.words[whole.end : end]}"


def is_at_least(number: Number, words: str) -> bool:
    """Whether a number is told as no less than it says: 1600余条."""
    return number.is_vague and bool(re.search("[余多]", words[number.start : number.end]))


def _alike(number: Number, whole: Number, words: str) -> bool:
    """Whether a number can be a part of the whole by its unit, or lost its unit before a comma: 制度15，公告21条."""
    if not number.unit and number.value <= whole.value:
        return words[number.end : number.end + 1] in "，、；"
    return number.counts and (number.unit == whole.unit or {number.unit, whole.unit} <= _PIECES)
