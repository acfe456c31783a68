"""Counts of reconsiderations and suits: groups and columns of table 四."""

import re

from reports.once import once

from ...words.lexicon import LITIGATION, RECONSIDERATION
from ...words.tokens import Token
from ..names import CASE, OUTCOME, Names, named
from ..quantities import Meaning, Quantity
from ..spoken import Mention
from .labels import Label, Rest, has, rest_of
from .readings import says, table

_SETTLED, _BOTH = "settled", {RECONSIDERATION, LITIGATION}
_SOME_ABOUT_INFORMATION = re.compile(r"(?:其中|含|包括)[一-鿿]{0,10}信息公开")
_SUITS = re.compile("(?:[、和及与]|以及)(?:被)?(?:提起|发生|引发)?(?:政府信息公开)?行政诉讼")
_ALL_ENDED = re.compile(
    r"(?:案件|案)?[，、]?(?:(?:复议)?结果|复议机关|法院|最终)?(?P<all>均|全部|都)?(?:已|被|获|为|予以|依法|结果){0,4}"
    r"(?P<end>维持|纠正)(?:原[一-鿿]{0,8})?(?=[，；]|$)"
)


class OfCases(Label):
    """What the words of a count of cases name."""

    @once
    def rest(self) -> Rest:
        """What of the label no case explains."""
        denied = ("everybody",) if self.mention.denied else ()
        heads = ("case", _SETTLED, "requests", *denied)
        return rest_of(self.mention, (*heads, *named(self.label, OUTCOME), *named(self.label, CASE)))

    @once
    def outcome(self) -> str:
        """The column that is named, by the label or by the first or last words of its list."""
        return self._outcome(self.head) or self._outcome(self.tail) or self._of_list()

    def _outcome(self, tokens: list[Token]) -> str:
        told = self.names.outcomes(tokens)
        firm = [column for column in told if column != "other"]
        return next(iter(firm or told), _SETTLED if has(tokens, _SETTLED) else "")

    def _of_list(self) -> str:
        """Return what a list says of all: 审结行政复议15件、行政诉讼7件."""
        before, after = self.mention.beside(-1), self.mention.beside(1)
        if before and _SUITS.fullmatch(self.before):
            lead = next((n for n, t in enumerate(before.head) if has([t], f"{CASE}reconsideration")), 0)
            return self._outcome([t for t in before.head[:lead] if t.has(_SETTLED)])
        return self._outcome(after.tail) if after and not self.tail and _SUITS.fullmatch(after.before) else ""

    def cases(self, column: str = "total") -> list[Quantity]:
        """Return a column of table 四 for each group, or groups, that the count can be of."""
        return [self.q.review(group, column) for group in self._groups]

    @once
    def _groups(self) -> list[tuple[str, ...]]:
        q, is_review = self.q, self.mention.matter == RECONSIDERATION
        groups = [q.reconsideration] if is_review else self._groups_of_suits()
        both = [(*q.reconsideration, *q.suits), q.reconsideration, q.suits]
        return [*groups, *both] if self.inherited and self._is_of_both() else groups

    def _groups_of_suits(self) -> list[tuple[str, ...]]:
        before, every = self.mention.bracket_before, self.q.suits
        if one := self.names.suits(self.label) or self.names.suits(before.tokens if before else ()):
            return [one]
        if self._follows_reviews():
            return [every]
        near = self.mention.spoken.between(self.mention.number.start - 80, self.mention.number.start)
        told = (self.names.suits([token]) for token in reversed([*near, *self.tail]))
        if self.inherited and (last := next(filter(None, told), ())):
            # 直接起诉7件，复议后起诉5件，未审结3件: of the last kind, or of both.
            return [last, every]
        return [every, *((group,) for group in every)]

    def _follows_reviews(self) -> bool:
        """Whether suits are told beside the reviews, of whatever kind: 行政复议9件、行政诉讼5件."""
        before, spoken = self.mention.beside(-1), self.mention.spoken
        if before is None or before.matter != RECONSIDERATION or not _SUITS.fullmatch(self.before):
            return False
        inner = spoken.brackets.get(self.mention.number.end)
        return not self._outcome(before.label) and not self.names.suits([*spoken.tokens, *(inner.tokens if inner else ())])

    def _is_of_both(self) -> bool:
        """Whether reviews and suits were told before it: 行政复议8件、行政诉讼5件，其中被纠正1件."""
        spoken, source = self.mention.spoken, self.mention.source
        if self.mention.afar and "案件" in self.words:  # …复议后起诉2件。尚未审结的3件案件: of all
            return True
        if any(m.matter == LITIGATION and _SUITS.fullmatch(m.before) for m in spoken.mentions[: self.mention.nth]):
            return True
        begun = {matter for start, matter in spoken.subjects if start < self.mention.begin}
        return set(source or (*begun, *(spoken.told if self.mention.afar else ()))) >= _BOTH


# ---- what is said


def _some_about_information(s: OfCases) -> bool:
    ends, brackets = (s.mention.number.end, *(token.end for token in s.tail[-1:])), s.mention.spoken.brackets
    inner = next((brackets[at].words for at in ends if at in brackets), "")
    return "信息公开" not in s.mention.words_before and bool(_SOME_ABOUT_INFORMATION.search(f"{inner}，{s.mention.rest}"))


def _other_acts(s: OfCases) -> bool:
    goes_on = s.inherited or has(s.head[:1], "join")
    return any(f"proactive row:{matter}" in s.names.ids for matter in (s.mention.source if goes_on else s.mention.own))


def _is_part(s: OfCases) -> bool:
    whole = re.search("共|总|合计|累计|收到|发生", s.before) or not (s.before or s.mention.afar)
    return s.before == "其中" or s.inherited and not whole


_FACTS = {
    "information": says("(?:复议|诉讼)(?:案件)?类?(?:政府)?信息#"),  # 主动公开…，行政复议类信息24条
    "all kinds": lambda s: has(s.label, "all kinds"),  # 驳回, 撤诉, 一审: no column of the table
    "some about information": _some_about_information,  # 复议27件，其中信息公开类11件
    "other acts": _other_acts,  # 对行政处罚不服申请行政复议
    "restricted": lambda s: s.rest.restricted,
    "both": lambda s: set(s.mention.own) >= _BOTH and not s.names.suits(s.label),
    "total": lambda s: has(s.label, "total"),
    "settled": lambda s: s.outcome == _SETTLED,
    "outcome": lambda s: s.outcome,
    "part": _is_part,  # 其中1件复议案件 is one of them
    "filed": lambda s: any(token.text == "备案" for token in s.label),
}
_NUMBERS = {
    "reviews": lambda s: [s.q.review(s.q.reconsideration)],
    "suits": lambda s: [s.q.review(s.q.suits)],
    "cases": lambda s: s.cases(),
    # What is settled is either all or all but the pending.
    "settled": lambda s: [whole - rest for whole, rest in zip(s.cases(), s.cases("pending"), strict=True)],
    "outcome": lambda s: s.cases(s.outcome),
}
READINGS = table(
    """
information            |                       |
all kinds              |                                |
some about information |                                |
other acts             |                                |
restricted             |                                |
both, total            | reviews+suits                  | firm denies
both                   | reviews+suits, reviews, suits  | denies
settled                | settled, cases                 |
outcome                | outcome                        | firm
part                   |                                |
filed                  | cases                          | denies
                       | cases                          | firm denies
""",
    _FACTS, _NUMBERS,
)  # fmt: skip


def ending(mention: Mention, meaning: Meaning, names: Names) -> Meaning | None:
    """Return what the words after a count of cases say of how all of them ended: 3件，均维持."""
    ended = _ALL_ENDED.match(mention.rest)
    if not (meaning.denies and ended and mention.matter in _BOTH):
        return None
    if not ended["all"] and mention.number.value != 1:
        return None
    column = names.outcomes([Token(0, 2, ended["end"], parts=names.lexicon.parts[ended["end"]])])[0]
    of_cases = [q.cells for q in meaning.quantities if q.cells[0].startswith("review.")]
    groups = [tuple(cell.split(".")[1] for cell in cells) for cells in of_cases]
    return Meaning(tuple(names.q.review(group, column) for group in groups), False)
