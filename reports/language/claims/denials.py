"""What a report's words deny: a claim that there is none of a quantity, read by the words of a count."""

from collections.abc import Iterator
from decimal import Decimal

from ..words.lexicon import ELSE, LITIGATION, RECONSIDERATION, REQUESTS
from ..words.numbers import Number
from ..words.tokens import Token
from .language import Claim, Language
from .matters.labels import IS_OF_REQUESTS, has
from .quantities import Meaning
from .scopes import names_a_period
from .spoken import Mention, Spoken

_LONGEST = 120  # characters of a clause
_UNITS = {"fees": "万元", "procurement": "项"}
_LEADS = ("plain", "self", "own", "now", "loose", "join", "stop", "happens", "year")
_ONE = ("一件", "一起", "一例")


def denials_of(language: Language) -> Iterator[Claim]:
    """Yield a claim of 0 for each quantity that a clause denies."""
    for spoken in language.spoken:
        if spoken.denies:
            yield from _Denier(language, spoken).claims()


class _Denier:
    """Reads what a sentence denies."""

    def __init__(self, language: Language, spoken: Spoken):
        self.language, self.spoken = language, spoken

    def claims(self) -> Iterator[Claim]:
        """Yield its claims of 0, clause by clause."""
        clauses = list(_clauses(self.spoken.tokens))
        for n, clause in enumerate(clauses):
            if len(clause) and clause[-1].end - clause[0].start <= _LONGEST:
                yield from self._in_clause(clause, clauses[n - 1] if n else [])

    def _in_clause(self, clause: list[Token], before: list[Token]) -> Iterator[Claim]:
        at = [n for n, token in enumerate(clause) if "deny" in token.heads]
        # 没有未答复的申请 denies nothing; 无复议、无诉讼 both.
        if not at or any("join" not in clause[n - 1].heads for n in at[1:]):
            return
        lead, named = clause[: at[0]], dict(self.spoken.subjects)
        for n, after in zip(at, [*at[1:], len(clause) + 1], strict=True):
            rest = _trimmed([t for t in clause[n + 1 : after - 1] if t.text not in _ONE])
            if self._is_of_another_time(clause[n].start, rest):
                return
            if all(t.has("happens", "plain") and t.start not in named for t in rest):
                # 行政复议、行政诉讼均无; 行政复议情况：无
                stated = lead if any("plain" not in t.heads for t in lead) else before
                yield from self._denied([], _trimmed(stated), clause)
            elif all(token.has(*_LEADS, "last") for token in lead):
                yield from self._denied(lead, rest, clause)

    def _denied(self, lead: list[Token], rest: list[Token], clause: list[Token]) -> Iterator[Claim]:
        last = [token for token in lead if "last" in token.heads]
        for label in self._objects([*last, *rest]):
            if meaning := self._meaning(label, clause):
                yield meaning

    def _objects(self, rest: list[Token]) -> Iterator[list[Token]]:
        """Yield the things that a denial lists, each with the verb before and the words after the list."""
        places = [start for start, matter in self.spoken.subjects if matter != ELSE]
        subject = [token.start in places for token in rest]
        cuts = [
            n for n, token in enumerate(rest)
            if "join" in token.heads and any(subject[:n]) and any(subject[n + 1 :])
        ]  # fmt: skip
        if not cuts:
            yield rest
            return
        edges = [-1, *cuts, len(rest)]
        first, last = subject.index(True), len(rest) - 1 - subject[::-1].index(True)
        for begin, end in zip(edges, edges[1:], strict=False):
            verb = rest[:first] if begin >= 0 else []
            after = rest[last + 1 :] if end < len(rest) else []
            yield [*verb, *rest[begin + 1 : end], *after]

    def _is_of_another_time(self, at: int, rest: list[Token]) -> bool:
        before = self.spoken.between(0, at)
        year = self.spoken.year_at(at)
        last = bool(before) and "last" in before[-1].heads and has(rest, "carry")
        return names_a_period(self.spoken.words[:at]) or year not in (None, self.language.year) and not last

    def _meaning(self, label: list[Token], clause: list[Token]) -> Claim | None:
        told = dict(self.spoken.subjects)
        own = tuple(told[token.start] for token in label if token.start in told)
        matter = own[-1] if own else ""
        if not own and has(label, "carry", "onward", "next"):
            matter = REQUESTS if self._goes_on_from_requests(clause[0].start) else ""
        if not matter and self.language.names.result(label):
            matter = self.spoken.matter_at(clause[0].start) or REQUESTS
        if matter == ELSE or not _is_own_act(label, told, self.language):
            return None
        start, end = clause[0].start, clause[-1].end
        number = Number(Decimal(0), _UNITS.get(matter, "件"), end, end)
        mention = Mention(self.spoken, number, label, [], start, matter, own, own, denied=True, nth=-1)
        meaning = self.language.meaning(mention)
        meaning = self._made_sure(mention, meaning) if meaning and meaning.quantities else None
        return Claim(mention, meaning) if meaning else None

    def _made_sure(self, mention: Mention, meaning: Meaning) -> Meaning | None:
        """Return what is denied: of all that came in, or of cases, only where information is spoken of."""
        first = meaning.quantities[0].cells[0]
        if first.startswith("requests.new."):
            # 未收到企业的申请 denies those that came in, whatever was settled.
            told = Meaning(meaning.quantities[:1], meaning.firm)
            return told if self._is_explicit(mention) else None
        if first.startswith("review."):
            about = "信息公开" in self.spoken.words or meaning.denies
            return Meaning(meaning.quantities[:1], meaning.firm) if about else None
        if first.startswith("requests.carried") and len(meaning.quantities) > 1 and mention.own:
            return Meaning(meaning.quantities[:1], meaning.firm)
        return meaning

    def _is_explicit(self, mention: Mention) -> bool:
        """Whether the words or the heading leave no doubt which applications are denied."""
        topic = self.spoken.matter_at(mention.begin)
        return topic == REQUESTS or bool(IS_OF_REQUESTS.search(mention.before))

    def _goes_on_from_requests(self, at: int) -> bool:
        """Whether what is carried over are requests: 工单全部办结，没有结转 are none."""
        matter = self.spoken.matter_at(at)
        if matter:
            return matter == REQUESTS
        return all(token.has(*_LEADS, "done", "last") for token in self.spoken.between(0, at))


def _clauses(tokens: list[Token]) -> Iterator[list[Token]]:
    clause: list[Token] = []
    for token in tokens:
        if "stop" in token.heads and token.text in "，：；":
            yield clause
            clause = []
        else:
            clause.append(token)
    yield clause


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Return the tokens without 的情况, 事项 … at their end."""
    while tokens and "ending" in tokens[-1].heads:
        tokens = tokens[:-1]
    return tokens


def _is_own_act(label: list[Token], told: dict[int, str], language: Language) -> bool:
    """Whether acts are denied that the organ itself does: 未受行政处罚 says nothing of its decisions."""
    at = next((n for n, token in enumerate(label) if token.start in told), None)
    if at is None or told[label[at].start] in (REQUESTS, RECONSIDERATION, LITIGATION, ELSE):
        return True
    columns = [head for head in language.lexicon.ids if head.startswith("proactive column:")]
    return all(token.has("own act", *columns) for token in label[:at])

