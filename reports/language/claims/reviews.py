"""What words about reconsiderations and suits mean: groups and columns of table 四."""

import re
from collections.abc import Iterable

from ..words.lexicon import LITIGATION, RECONSIDERATION, Lexicon
from ..words.tokens import Token
from .labels import Rest, has, named, rest_of
from .quantities import Meaning, Quantities, Quantity
from .spoken import Mention

_ROW, _COLUMN = "review row:", "review column:"
SETTLED = "settled"
_SOME_ABOUT_INFORMATION = re.compile(r"(?:其中|含|包括)[一-鿿]{0,10}信息公开")
_SUITS = re.compile("(?:[、和及与]|以及)(?:被)?(?:提起|发生|引发)?(?:政府信息公开)?行政诉讼")
_ALL_ENDED = re.compile(
    r"(?:案件|案)?[，、]?(?:(?:复议)?结果|复议机关|法院|最终)?(?P<all>均|全部|都)?(?:已|被|获|为|予以|依法|结果){0,4}"
    r"(?P<end>维持|纠正)(?:原[一-鿿]{0,8})?(?=[，；]|$)"
)


class Reviews:
    """Reads counts of cases by the words of one edition."""

    def __init__(self, lexicon: Lexicon, quantities: Quantities):
        self.lexicon, self.q = lexicon, quantities

    def meaning(self, mention: Mention) -> Meaning | None:
        """Return what a count of cases can mean; None when it is none of table 四's."""
        label = mention.label
        if has(label, "all kinds") or _is_of_all_kinds(mention) or self._is_of_other_acts(mention):
            return None
        if self.rest(mention).restricted:
            return None
        if {RECONSIDERATION, LITIGATION} <= set(mention.own) and not self.suits_named(label):
            return self._both_matters(mention)
        groups = self._groups(mention)
        columns = self._columns(mention.head) or self._columns(mention.tail) or self._of_list(mention)
        if columns:
            found = tuple(self._outcome(group, name) for name in columns for group in groups)
            return Meaning(found, len(columns) == 1)
        # 其中1件复议案件 is one of them
        if mention.before == "其中" or mention.inherited and not _counts_whole(mention):
            return None
        firm = not any(token.text == "备案" for token in label)
        return Meaning(tuple(self.q.review(group) for group in groups), firm, denies=True)

    def rest(self, mention: Mention) -> Rest:
        """Return what of a count's words no case explains."""
        label, denied = mention.label, ("everybody",) if mention.denied else ()
        heads = ("case", SETTLED, "addressee", "requests", *denied)
        return rest_of(mention, (*heads, *named(label, _COLUMN), *named(label, _ROW)))

    def outcomes_named(self, tokens: list[Token]) -> set[str]:
        """Return the columns of table 四 that words name."""
        return {self.lexicon.ids[head][0] for head in named(tokens, _COLUMN)}

    def _is_of_other_acts(self, mention: Mention) -> bool:
        """Whether cases are about something else that has a name of its own: 对行政处罚不服申请行政复议."""
        goes_on = mention.inherited or has(mention.head[:1], "join")
        return any(
            f"proactive row:{matter}" in self.lexicon.ids
            for matter in (mention.source if goes_on else mention.own)
        )

    def _columns(self, tokens: list[Token]) -> list[str]:
        """Return the outcome that words name; what is settled is either all or all but the pending."""
        ids = [self.lexicon.ids[head][0] for head in named(tokens, _COLUMN)]
        firm = [column for column in ids if column != "other"]
        if ids:
            return (firm or ids)[:1]
        return [SETTLED, "total"] if has(tokens, SETTLED) else []

    def _of_list(self, mention: Mention) -> list[str]:
        """Return what the first or last words of a list say of all: 审结行政复议15件、行政诉讼7件."""
        before, after = mention.beside(-1), mention.beside(1)
        if before and _SUITS.fullmatch(mention.before):
            lead = next((n for n, t in enumerate(before.head) if has([t], f"{_ROW}reconsideration")), 0)
            return self._columns([t for t in before.head[:lead] if t.has(SETTLED)])
        if after and not mention.tail and _SUITS.fullmatch(after.before) and after.tail:
            return self._columns(after.tail)
        return []

    # ---- which cases

    def suits_named(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """Return the group of suits that words name, nothing when they name none."""
        named_rows = [self.lexicon.ids[head] for head in named(tokens, _ROW)]
        single = [rows for rows in named_rows if len(rows) == 1 and rows[0] in self.q.suits]
        return min(single, key=lambda rows: self.q.suits.index(rows[0])) if single else ()

    def _groups(self, mention: Mention) -> list[tuple[str, ...]]:
        if mention.matter == RECONSIDERATION:
            groups = [self.q.reconsideration]
        else:
            groups = self._groups_of_suits(mention)
        if mention.inherited and self._is_of_both(mention):
            groups = [*groups, (*self.q.reconsideration, *self.q.suits), self.q.reconsideration, self.q.suits]
        return groups

    def _groups_of_suits(self, mention: Mention) -> list[tuple[str, ...]]:
        before = mention.bracket_before
        one = self.suits_named(mention.label) or self.suits_named(before.tokens if before else ())
        if one:
            return [one]
        if self._follows_reviews(mention):
            return [self.q.suits]
        if mention.inherited and (last := self._latest(mention)):
            # 直接起诉7件，复议后起诉5件，未审结3件: of the last kind, or of both.
            return [last, self.q.suits]
        return [self.q.suits, *((group,) for group in self.q.suits)]

    def _latest(self, mention: Mention) -> tuple[str, ...]:
        near = mention.spoken.between(mention.number.start - 80, mention.number.start)
        for token in reversed([*near, *mention.tail]):
            if found := self.suits_named([token]):
                return found
        return ()

    def _follows_reviews(self, mention: Mention) -> bool:
        """Whether suits are told beside the reviews, of whatever kind: 行政复议9件、行政诉讼5件."""
        before = mention.beside(-1)
        if before is None or before.matter != RECONSIDERATION or not _SUITS.fullmatch(mention.before):
            return False
        inner = mention.spoken.brackets.get(mention.number.end)
        tokens = [*mention.spoken.tokens, *(inner.tokens if inner else ())]
        return not self._columns(before.head + before.tail) and not self.suits_named(tokens)

    def _is_of_both(self, mention: Mention) -> bool:
        """Whether reviews and suits were told before it: 行政复议8件、行政诉讼5件，其中被纠正1件."""
        told = mention.spoken.mentions[: mention.nth]
        listed = any(m.matter == LITIGATION and _SUITS.fullmatch(m.before) for m in told)
        begun = {matter for start, matter, _ in mention.spoken.subjects if start < mention.begin}
        begun |= set(mention.spoken.told) if mention.afar else set()
        before = begun if not mention.source else set(mention.source)
        return listed or {RECONSIDERATION, LITIGATION} <= before

    # ---- the quantities

    def ending(self, mention: Mention, meaning: Meaning) -> Meaning | None:
        """Return what the words after a count of cases say of how all of them ended: 3件，均维持."""
        ended = _ALL_ENDED.match(mention.rest)
        if not (meaning.denies and ended and mention.matter in (RECONSIDERATION, LITIGATION)):
            return None
        if not ended["all"] and mention.number.value != 1:
            return None
        column = next(self.lexicon.ids[head][0] for head in self.lexicon.heads[ended["end"]] if head.startswith(_COLUMN))
        of_cases = [q.cells for q in meaning.quantities if q.cells[0].startswith("review.")]
        groups = [tuple(cell.split(".")[1] for cell in cells) for cells in of_cases]
        return Meaning(tuple(self._outcome(group, column) for group in groups), False)

    def _outcome(self, group: tuple[str, ...], column: str) -> Quantity:
        """Return a column of table 四; `settled` is everything but what is pending."""
        if column == SETTLED:
            return self.q.review(group) - self.q.review(group, "pending")
        return self.q.review(group, column)

    def _both_matters(self, mention: Mention) -> Meaning:
        first, second = self.q.review(self.q.reconsideration), self.q.review(self.q.suits)
        if has(mention.label, "total"):
            return Meaning((first + second,), True, denies=True)
        return Meaning((first + second, first, second), False, denies=True)


def _is_of_all_kinds(mention: Mention) -> bool:
    """Whether only a part of the cases is about information: 复议27件，其中信息公开类11件."""
    around = "".join(token.text for token in mention.around)
    return "信息公开" not in around and bool(_SOME_ABOUT_INFORMATION.search(f"{mention.bracket}，{mention.rest}"))


def _counts_whole(mention: Mention) -> bool:
    told = re.search("共|总|合计|累计|收到|发生", mention.before)
    return bool(told) or not (mention.before or mention.afar)
