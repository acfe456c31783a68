"""The counts of a report's words, each with the words that name it and what they go on from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reports.guarded import Watched

from ..words.lexicon import ELSE
from ..words.numbers import Number
from ..words.passages import Passage, Sentence
from ..words.tokens import Ground, Token, heads_of
from .spoken import Mention, Spoken, join

MOST_COUNTS = 1500  # of one section; a report with hundreds is rare
_LONGEST_LABEL = 60
_STOP = "，：；。"
_ENDS = re.compile(f"[{_STOP}、]")
_AND = re.compile("以及|[、和及与]")


def spoken_of(passage: Passage, ground: Ground) -> list[Spoken]:
    """Return the sentences of a passage as they are understood, brackets after what they stand in."""
    state, found, known = _State(_lines_that_tell(passage, ground)), [], {}
    for sentence in passage.sentences:
        parent = known.get(id(sentence.parent))
        if parent:
            at = sentence.at
            spoken = Spoken(passage, sentence, ground, parent, parent.matter_at(at), (), parent.year_at(at))
            parent.brackets[at] = spoken
        else:
            spoken = Spoken(passage, sentence, ground, None, *state.at(sentence))
            state.note(spoken)
        known[id(sentence)] = spoken
        found.append(spoken)
    join(found)
    scopes = _Scopes()
    counted = (m for spoken in Watched(found) for m in _mentions(spoken, scopes))
    for _ in islice(counted, MOST_COUNTS + 1):
        pass
    return found


def _lines_that_tell(passage: Passage, ground: Ground) -> frozenset[int]:
    """Return the paragraphs that count something or may deny it: in others nobody asks what is spoken of."""
    may_deny = ground.lexicon.may_deny
    return frozenset(
        sentence.line for sentence in passage.sentences
        if may_deny(sentence.words) or any(number.counts for number in sentence.numbers)
    )  # fmt: skip


@dataclass
class _State:
    """What the sentences so far have spoken of; `lines` are the paragraphs in which it matters."""

    lines: frozenset[int]
    matter: str = ""
    told: tuple[str, ...] = ()
    year: int | None = None
    heading: str = ""
    line: int = -1

    def at(self, sentence: Sentence) -> tuple[str, tuple[str, ...], int | None]:
        """Return what a sentence goes on from: the last thing spoken of, all of the last, the year."""
        if sentence.line != self.line:
            self.matter, self.told, self.year, self.line = self.heading, (), None, sentence.line
        return self.matter, self.told, self.year

    def note(self, spoken: Spoken) -> None:
        """Take note of what a sentence speaks of."""
        sentence = spoken.sentence
        short = sentence.opens and len(sentence.words) <= 30 and "，" not in sentence.words
        if sentence.line in self.lines:
            if spoken.subjects:
                self.matter, self.told = spoken.subjects[-1][1], tuple(matter for _, matter in spoken.subjects)
            opening = _OPENING_YEAR.match(sentence.words)
            self.year = int(opening[1]) if opening else self.year
        if short and not sentence.numbers:
            if spoken.subjects:
                self.heading = spoken.subjects[-1][1]
            elif len(sentence.words) > 2:
                self.heading = "" if _TEMPLATE.search(sentence.words) else ELSE


# Under the template's own headings requests may be told of without their name; under others, not.
_TEMPLATE = re.compile("总体情况|基本情况|概况|概述|信息管理|平台建设|监督保障")
_OPENING_YEAR = re.compile(r"(?:截至|到|在)?(20\d\d)年")


def _mentions(spoken: Spoken, scopes: "_Scopes") -> Iterator[Mention]:
    counted = [number for number in spoken.sentence.numbers if number.counts]
    if not counted:
        return
    words, before, used, source = spoken.words, 0, 0, ()
    shared, subjects = _distributed(spoken), spoken.subjects
    for n, number in enumerate(counted):
        after = counted[n + 1].start if n + 1 < len(counted) else len(words)
        end, tail_end = number.start, number.end
        if number in shared:
            begin, end = shared[number]
        else:
            begin, tail_end = _borders(spoken, before, used, number, after)
        head = spoken.between(max(begin, end - _LONGEST_LABEL), end)
        tail = spoken.between(number.end, min(tail_end, number.end + 40))
        own = tuple([m for at, m in subjects if begin <= at < end or number.end <= at < tail_end])
        source = own or source
        told = Mention(
            spoken, number, head, tail, max(begin, number.start - _LONGEST_LABEL),
            own[-1] if own else spoken.matter_at(number.start), own, source,
            spoken.year_at(number.start), number in shared and begin == end,
            not subjects or subjects[0][0] >= number.start, n, *scopes.of(spoken, head),
        )  # fmt: skip
        spoken.mentions.append(told)
        yield told
        before, used = number.end, tail_end if tail_end < after else number.end


_WHOLE = re.compile("(?:政府信息公开|信息公开|依申请公开)?(?:申请|案件)(?:[当之]?中|里)")
_ALL_OF_THEM = re.compile("(?:的|全年度?|年度?|年内)$")


def _borders(spoken: Spoken, before: int, used: int, number: Number, after: int) -> tuple[int, int]:
    """Return where the label of a number begins and where the words after it end."""
    words = spoken.words
    first = max(before, used)
    begin = max(first, *[words.rfind(stop, first, number.start) + 1 for stop in _STOP])
    stop = _ENDS.search(words, number.end, after)
    end = stop.start() if stop else after
    if _AND.match(words, number.end):
        end = number.end
    if whole := _WHOLE.match(words, number.end, end):  # 9件申请中予以公开3件
        end = whole.end()
    elif _ALL_OF_THEM.search(words, max(begin, number.start - 4), number.start):
        noun = _NOUN.match(words, number.end, end)
        end = noun.end("noun") if noun and not (noun["all"] and _SAYS_MORE.search(words, noun.end(), end)) else end
    # 1件予以公开 is named by what follows, 1件复议后起诉 by itself.
    named_after = begin == number.start and end > number.end or any(number.end <= at < end for at, _ in spoken.subjects)
    return begin if named_after else _reach_back(words, begin, used, number.start), end


# 全年收到的185件申请均已归档, 全年24件复议反映出…: what is said of all of them narrows nothing, but for a result.
_NOUN = re.compile("(?P<noun>[一-鿿]{2,14}?)(?:(?P<all>均|都|全部|皆)|反映|表明|显示|暴露|说明)")
_SAYS_MORE = re.compile(
    "公开(?!属性)|不予|提供|维持|纠正|撤销|结果|审结|未结|结转|转结|转入|顺延|未办结|其他"
)


_EMPTY_HEAD = re.compile("[，：]?(?:共|共计|总计|合计|累计|总共|数量|数|件数|为|是|均|有|约|、|和|及|总数){0,6}")


def _reach_back(words: str, begin: int, used: int, at: int) -> int:
    """Return where the label begins: a bare 共计 belongs to the clause before it."""
    if begin > used and _EMPTY_HEAD.fullmatch(words, begin, at):
        stop = max(used, *(words.rfind(mark, 0, begin - 1) + 1 for mark in _STOP))
        if begin - stop <= _LONGEST_LABEL:
            return stop
    return begin


_EACH = re.compile(
    r"(?:数量|件数|数)?(?:分别(?:为|是|有|达|已?(?:审结|办结|结案|维持|纠正|收到|受理|发生))?|依次为)(?=\d|[一二三四五六七八九十])"
)


def _distributed(spoken: Spoken) -> dict[Number, tuple[int, int]]:
    """Return, for the numbers that 分别 gives to a list of names, the range of each one's name.

    A number of such a list whose names do not fit gets an empty range: it says nothing.
    """
    found: dict[Number, tuple[int, int]] = {}
    words = spoken.words
    for each in _EACH.finditer(words) if "分别" in words or "依次" in words else ():
        begin = max(words.rfind(stop, 0, each.start()) + 1 for stop in _STOP)
        cuts = [m.span() for m in _AND.finditer(words, begin, each.start())]
        names = [*zip([begin, *(end for _, end in cuts)], [*(at for at, _ in cuts), each.start()], strict=True)]
        numbers = _in_a_row(spoken.sentence, each.end())
        fits = len(names) == len(numbers)
        found |= zip(numbers, names if fits else [(each.start(), each.start())] * len(numbers), strict=True)
    return found


def _in_a_row(sentence: Sentence, at: int) -> list[Number]:
    row: list[Number] = []
    for number in sentence.numbers:
        joined = row and sentence.words[at : number.start] in ("、", "和", "及", "与", "，", "以及")
        if number.start == at or joined:
            row.append(number)
            at = number.end
    return row


_GOES_ON = re.compile("其中|予以|经|办结|答复|已")
# Through whose website something came is not whose it is: 通过县政府网站收到申请5件.
_BY_WAY_OF = re.compile("通过[一-鿿]{1,20}?(?:网站|平台|公众号|专栏|系统)")
# Whose reviews an office decides is no matter of its own report.
_DECIDES_REVIEWS = re.compile(
    "[^，]{0,16}(?:作为|承担|履行)[一-鿿]{0,16}复议(?:机构|机关|职责|职能|工作)"
)


@dataclass
class _Scopes:
    """Tells whose the counts are, one after another: 县政府办公室收到42件，办结40件 are of another office."""

    foreign: bool = False
    wider: bool = False
    last: Sentence | None = None

    def of(self, spoken: Spoken, head: list[Token]) -> tuple[bool, bool]:
        """Return whether the next count is of another office, and whether of more than the organ."""
        sentence, last = spoken.sentence, self.last
        within = last is not None and (sentence is last or sentence.parent is last)
        goes_on = last is not None and sentence.line == last.line and _GOES_ON.match(sentence.words)
        if not within and not goes_on:
            self.foreign = self.wider = False
        by = _BY_WAY_OF.search(spoken.words, head[0].start, head[-1].end) if head else None
        said = heads_of([t for t in head if not by or not by.start() <= t.start < by.end()])
        of_self = not said.isdisjoint(("self", "now", "year"))
        self.wider = "system" in said or self.wider and not of_self
        another = "office" in said or bool(_DECIDES_REVIEWS.match(spoken.words))
        self.foreign = another or self.foreign and not of_self
        self.last = sentence if sentence.parent is None else last
        return self.foreign, self.wider
