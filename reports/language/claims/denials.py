"""What a report's words deny: a claim that there is none of a quantity, read by the words of a count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports.once import once

from ..words.lexicon import ELSE, LITIGATION, RECONSIDERATION, REQUESTS
from ..words.numbers import Number
from ..words.tokens import Token
from .language import Claim, Language
from .matters.labels import IS_OF_REQUESTS, has
from .quantities import Meaning, Quantity
from .scopes import names_a_period
from .spoken import Mention, Spoken

_LONGEST = 120  # characters of a clause
_UNITS = {"fees": "万元", "procurement": "项"}
_LEADS = ("plain", "self", "own", "now", "loose", "join", "stop", "happens", "year")
_ONE = ("一件", "一起", "一例")
_EVERY, _ENDED = {"均", "全部", "都"}, {"办结", "办毕", "办复", "办理完毕", "办理完成"}
_IN_TIME = re.compile("按|及时|期限|时限|目前")


def denials_of(language: Language) -> Iterator[Claim]:
    """Yield a claim of 0 for each quantity that a clause denies."""
    for spoken in language.spoken:
        if not spoken.denies:
            continue
        stops = [n for n, token in enumerate(spoken.tokens) if "stop" in token.heads]
        clauses = [spoken.tokens[stop + 1 : end] for stop, end in pairwise([-1, *stops, len(spoken.tokens)])]
        for before, clause in pairwise([[], *clauses]):
            if clause and clause[-1].end - clause[0].start <= _LONGEST:
                yield from _Clause(language, spoken, clause, before).claims()
    q = language.quantities
    for claim in language.claims:
        if claim.meaning and {q.new, q.new + q.over} & {*claim.meaning.quantities[:1]}:
            # What goes on may be of what came over, where only what came in is spoken of.
            yield from _nothing_left(claim, (q.forward, q.forward - q.over))


def _nothing_left(claim: Claim, left: tuple[Quantity, ...]) -> Iterator[Claim]:
    """Yield a claim that nothing goes on where all that came in was settled: 收到35件，全部办结.

    均按时办结 may be of those that were due, 目前 is after the year.
    """
    spoken, at = claim.mention.spoken, claim.mention.number.end
    tokens = spoken.between(at, at + _LONGEST)
    tokens = tokens[1:] if tokens and tokens[0].text == "，" else tokens
    clause = tokens[: next((n for n, token in enumerate(tokens) if token.has("stop")), len(tokens))]
    words, told = "".join(token.text for token in clause), {token.text for token in clause}
    if told & _ENDED and told & _EVERY and not _IN_TIME.search(words) and all(token.has("plain", "requests", "now") for token in clause):
        number = Number(Decimal(0), "件", clause[-1].end, clause[-1].end)
        mention = Mention(spoken, number, clause, [], clause[0].start, REQUESTS, denied=True, nth=-1)
        yield Claim(mention, Meaning(left, False))


@dataclass
class _Clause:
    """A clause, and the one `before` it, read for what it denies."""

    language: Language
    spoken: Spoken
    tokens: list[Token]
    before: list[Token]

    @once
    def named(self) -> dict[int, str]:
        """What its sentence speaks of, by place."""
        return dict(self.spoken.subjects)

    def claims(self) -> Iterator[Claim]:
        """Yield its claims of 0."""
        at = [n for n, token in enumerate(self.tokens) if "deny" in token.heads]
        # 没有未答复的申请 denies nothing; 无复议、无诉讼 both.
        if not at or any("join" not in self.tokens[n - 1].heads for n in at[1:]):
            return
        lead = self.tokens[: at[0]]
        for n, after in zip(at, [*at[1:], len(self.tokens) + 1], strict=True):
            rest = _trimmed([t for t in self.tokens[n + 1 : after - 1] if t.text not in _ONE])
            if self._is_of_another_time(self.tokens[n].start, rest):
                return
            if all(t.has("happens", "plain") and t.start not in self.named for t in rest):
                # 行政复议、行政诉讼均无; 行政复议情况：无
                stated = lead if any("plain" not in t.heads for t in lead) else self.before
                yield from self._denied(_trimmed(stated))
            elif all(token.has(*_LEADS, "last") for token in lead):
                yield from self._denied([*(token for token in lead if "last" in token.heads), *rest])

    def _denied(self, told: list[Token]) -> Iterator[Claim]:
        """Yield a claim for each thing that is listed, with the verb before and the words after the list."""
        if len(told) > 2 and told[0].text.isdigit() and told[1].text == "、":
            told = told[2:]  # 5、行政复议情况：无
        subject = [self.named.get(token.start, ELSE) != ELSE for token in told]
        joint = max((n for n, token in enumerate(told) if "join" in token.heads), default=0)
        if any(subject[:joint]) and not any(subject[joint:]) and any(token.start in self.named for token in told[joint:]):
            told, subject = told[:joint], subject[:joint]  # …、行政诉讼案件和举报申诉件
        cuts = [
            n for n, token in enumerate(told)
            if "join" in token.heads and any(subject[:n]) and any(subject[n + 1 :])
        ]  # fmt: skip
        first = subject.index(True) if cuts else 0
        last = len(told) - subject[::-1].index(True) if cuts else len(told)
        for begin, end in pairwise([-1, *cuts, len(told)]):
            verb, after = told[:first] if begin >= 0 else [], told[last:] if end < len(told) else []
            yield from self._claim([*verb, *told[begin + 1 : end], *after])

    def _is_of_another_time(self, at: int, rest: list[Token]) -> bool:
        before = self.spoken.between(0, at)
        year = self.spoken.year_at(at)
        last = bool(before) and "last" in before[-1].heads and has(rest, "carry")
        return names_a_period(self.spoken.words[:at]) or year not in (None, self.language.year) and not last

    def _claim(self, label: list[Token]) -> Iterator[Claim]:
        start, end = self.tokens[0].start, self.tokens[-1].end
        own = tuple(self.named[token.start] for token in label if token.start in self.named)
        matter = own[-1] if own else ""
        if not own and has(label, "carry", "onward", "next"):
            matter = REQUESTS if self._goes_on_from_requests(start) else ""
        if not matter and self.language.names.result(label):
            matter = self.spoken.matter_at(start) or REQUESTS
        if matter == ELSE or not self._is_own_act(label):
            return
        number = Number(Decimal(0), _UNITS.get(matter, "件"), end, end)
        mention = Mention(self.spoken, number, label, [], start, matter, own, own, denied=True, nth=-1)
        meaning = self.language.meaning(mention)
        if meaning and meaning.quantities and (sure := self._made_sure(mention, meaning)):
            yield Claim(mention, sure)

    def _made_sure(self, mention: Mention, meaning: Meaning) -> Meaning | None:
        """Return what is denied: of all that came in, or of cases, only where information is spoken of."""
        cell, first = meaning.quantities[0].cells[0], Meaning(meaning.quantities[:1], meaning.firm)
        if cell.startswith("requests.new."):
            # 未收到企业的申请 denies those that came in, whatever was settled.
            topic = self.spoken.matter_at(mention.begin)
            return first if topic == REQUESTS or IS_OF_REQUESTS.search(mention.before) else None
        if cell.startswith("review."):
            return first if "信息公开" in self.spoken.words or meaning.denies else None
        of_flow = cell.startswith("requests.carried") and len(meaning.quantities) > 1 and mention.own
        return first if of_flow else meaning

    def _goes_on_from_requests(self, at: int) -> bool:
        """Whether what is carried over are requests: 工单全部办结，没有结转 are none."""
        if matter := self.spoken.matter_at(at):
            return matter == REQUESTS
        return all(token.has(*_LEADS, "done", "last") for token in self.spoken.between(0, at))

    def _is_own_act(self, label: list[Token]) -> bool:
        """Whether acts are denied that the organ itself does: 未受行政处罚 says nothing of its decisions."""
        at = next((n for n, token in enumerate(label) if token.start in self.named), None)
        if at is None or self.named[label[at].start] in (REQUESTS, RECONSIDERATION, LITIGATION, ELSE):
            return True
        columns = [head for head in self.language.lexicon.ids if head.startswith("proactive column:")]
        return all(token.has("own act", *columns) for token in label[:at])


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Return the tokens without 的情况, 事项 … at their end."""
    while tokens and "ending" in tokens[-1].heads:
        tokens = tokens[:-1]
    return tokens
