"""The words of one edition and of the language, each with what it does in a sentence."""

import re
from collections.abc import Iterator
from functools import cache

from reports.editions import Edition

from . import entries as words
from .forms import Longest, spelled_out

# What a word does in a sentence, and the words that do it, written as `forms` has it.
HEADS = {
    "plain": words.PLAIN, "self": words.SELF, "of all": words.OF_ALL, "join": words.JOINS,
    "place": words.PLACE, "core": words.CORE, "strange": words.STRANGE, **words.TIMES, **words.FLOW,
    **words.SUBJECTS, **words.REQUESTS, **words.REVIEWS, **words.PAPERS, **words.DECISIONS, **words.DENIALS,
}  # fmt: skip

_LETTERS = re.compile("(?:属于)?(?:信访|投诉|举报)")
_HOTLINE = "12345"  # a number that is a word
REQUESTS, RECONSIDERATION, LITIGATION, ELSE = "requests", "reconsideration", "litigation", "else"


class Lexicon:
    """Words with their heads. A row of the edition is the head `row:ID`, a column `column:ID`.

    `ids` tells which rows or columns a head stands for: those under a caption have one head.
    """

    def __init__(self, edition: Edition, leave_out: tuple[str, str] = ("", "")):
        """Take the words of the language and of `edition`, but for one: a head and what is written."""
        self.heads: dict[str, frozenset[str]] = {}
        self.ids: dict[str, tuple[str, ...]] = {}
        for head, forms in (*HEADS.items(), *self._of_edition(edition)):
            written = [form for form in forms.split() if (head, form) != leave_out]
            for form in written:
                for phrase in spelled_out(form):
                    self.heads[phrase] = self.heads.get(phrase, frozenset()) | {head}
        self.longest = Longest(self.heads)
        of_tables = list(self.ids)
        self.parts = {
            word: tuple(head for head in of_tables if head in heads)
            for word, heads in self.heads.items()
            if not heads.isdisjoint(of_tables)
        }
        self.denying = frozenset(word for word, heads in self.heads.items() if "deny" in heads)
        # A sentence in which none of these stands denies nothing, and is not looked through.
        shortest = [word for word in self.denying if not any(other in word for other in self.denying - {word})]
        self.may_deny = re.compile("|".join(sorted(shortest))).search
        # Letters of complaint: of requests, or of the other thing that the same words tell of.
        self.letters = frozenset(word for word in self.heads if _LETTERS.match(word))
        # What a sentence speaks of that says the word: `requests`, `litigation`, `licensing` …, `else`.
        self.matters = {word: m for word, heads in self.heads.items() if (m := _matter(word, heads))}
        self.matters |= dict.fromkeys((*self.letters, _HOTLINE), ELSE)

    def _of_edition(self, edition: Edition) -> Iterator[tuple[str, str]]:
        for table in edition.tables:
            columns = [column for block in table.blocks for column in block.columns]
            for kind, parts in (("row", table.rows), ("column", columns)):
                for part in parts:
                    head = f"{table.id} {kind}:{part.id}"
                    self.ids[head] = (part.id,)
                    yield head, part.words
                for caption, forms in table.group_words:
                    head = f"{table.id} {kind}:{caption}"
                    self.ids[head] = tuple(p.id for p in parts if caption in p.groups)
                    if self.ids[head]:
                        yield head, forms


def _matter(word: str, heads: frozenset[str]) -> str:
    if "else" in heads:
        return ELSE
    rows = [head.partition(" row:") for head in heads if " row:" in head]
    if "requests" in heads or "申请" in word and any(table == REQUESTS for table, _, _ in rows):
        return REQUESTS
    for table, _, row in rows:
        if table == "review":
            return RECONSIDERATION if row == RECONSIDERATION else LITIGATION
        if table == "proactive":
            return row
    return ""


@cache
def lexicon_of(edition: Edition) -> Lexicon:
    """Return the lexicon of an edition, built once."""
    return Lexicon(edition)
