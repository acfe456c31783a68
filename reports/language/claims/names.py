"""What words name by the words of one edition: rows, groups of results, kinds of applicants, outcomes, suits."""

from collections.abc import Iterable
from functools import cache

from reports.editions import Edition
from reports.editions.structure import RESULT

from ..words.lexicon import Lexicon, lexicon_of
from ..words.tokens import Token
from .quantities import Quantities

ROW, COLUMN, OUTCOME, CASE = "requests row:", "requests column:", "review column:", "review row:"


def named(tokens: Iterable[Token], kind: str) -> list[str]:
    """Return the rows or columns of a kind that tokens name: `requests row`, `review column` …"""
    found = []
    for token in tokens:
        for part in token.parts:
            if part.startswith(kind) and part not in found:
                found.append(part)
    return found


class Names:
    """Tells what tokens name; `lexicon` and `q`, the quantities, are of one edition."""

    def __init__(self, lexicon: Lexicon, quantities: Quantities):
        self.lexicon, self.ids, self.q = lexicon, lexicon.ids, quantities
        told = {head: of for head, of in lexicon.ids.items() if of and head.startswith(ROW)}
        rows = {head: [quantities.rows[row] for row in of] for head, of in told.items()}
        # The heads of what was handled otherwise, all together; of reasons, not of groups; of results.
        self.others = {head for head, of in rows.items() if {row.id for row in of} >= set(quantities.others)}
        self.reasons = {head for head, of in rows.items() if len(of) == 1 and quantities.is_reason(of[0].id)}
        self.results = {head for head, of in rows.items() if all(row.role == RESULT for row in of)}
        self.groups = {head: of[0].groups[-1] if len(of[0].groups) > 1 else of[0].id for head, of in rows.items()}
        self.acts = tuple(head for head in lexicon.ids if head.startswith("proactive row:"))

    def result(self, tokens: Iterable[Token]) -> bool:
        """Whether words name a result of table 三, whose sums the table's own equations judge."""
        return not self.others.issuperset(named(tokens, ROW))

    def group(self, tokens: Iterable[Token]) -> bool:
        """Whether words name a group of results in the table's own words: 予以公开, 无法提供."""
        return not (self.others | self.reasons).issuperset(named(tokens, ROW))

    def results_of(self, tokens: Iterable[Token]) -> set[str]:
        """Return the groups of results that words name, by themselves or by a reason."""
        return {self.groups[head] for head in named(tokens, ROW)}

    def applicants(self, tokens: Iterable[Token]) -> set[str]:
        """Return the kinds of applicants that words name."""
        return {column for head in named(tokens, COLUMN) for column in self.ids[head]}

    def outcomes(self, tokens: Iterable[Token]) -> list[str]:
        """Return the columns of table 四 that words name."""
        return [self.ids[head][0] for head in named(tokens, OUTCOME)]

    def suits(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """Return the group of suits that words name, nothing when they name none."""
        told = [self.ids[head] for head in named(tokens, CASE)]
        single = [rows for rows in told if len(rows) == 1 and rows[0] in self.q.suits]
        return min(single, key=lambda rows: self.q.suits.index(rows[0])) if single else ()


@cache
def names_of(edition: Edition) -> Names:
    """Return what words name in an edition, put together once."""
    return Names(lexicon_of(edition), Quantities(edition))
