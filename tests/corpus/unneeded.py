"""List the words of the lexicon that no sentence of the corpus needs: `python -m tests.corpus.unneeded [HEAD…]`.

A word is needed where leaving it out changes what is found, or what is read, in some sentence. A word that
is listed wants a sentence, or wants to go: a line has its head, the word, and how many sentences have it.
"""

import sys
from collections.abc import Iterator
from unittest.mock import patch

from reports.editions import edition_for
from reports.language.words.forms import spelled_out
from reports.language.words.lexicon import HEADS, Lexicon
from tests.corpus import HERE, Sentence, every, read, verdict_of

_EDITIONS = [edition_for(2020), edition_for(2024)]
_USED_BY = "reports.language.claims.language.lexicon_of"


def entries() -> Iterator[tuple[str, str]]:
    """Yield (head, form) of each entry: the language's words, and the rows' and columns' own."""
    told = dict.fromkeys((head, form) for head, forms in HEADS.items() for form in forms.split())
    for edition in _EDITIONS:
        of_tables = Lexicon(edition)._of_edition(edition)
        told.update(dict.fromkeys((head, form) for head, forms in of_tables for form in forms.split()))
    return iter(told)


def unneeded(wanted: list[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Yield (head, form, sentences that have it) of each entry whose loss changes nothing."""
    having: dict[str, list[Sentence]] = {}
    for sentence in (*every(), *read(HERE / "held_out.txt")):
        for word in filter(sentence.words.__contains__, sentence.verdict.words):
            having.setdefault(word, []).append(sentence)
    for head, form in wanted:
        told = {id(s): s for phrase in spelled_out(form) for s in having.get(phrase, ())}
        # Of what is wrong more can change; what is short is read soonest.
        order = sorted(told.values(), key=lambda s: (not s.rules, len(s.words)))
        if not _is_needed((head, form), order):
            yield head, form, len(order)


def _is_needed(entry: tuple[str, str], sentences: list[Sentence]) -> bool:
    without = {edition.id: Lexicon(edition, entry) for edition in _EDITIONS} if sentences else {}
    with patch(_USED_BY, lambda edition: without[edition.id]):
        return any(_differs(sentence) for sentence in sentences)


def _differs(sentence: Sentence) -> bool:
    known, now = sentence.verdict, verdict_of(sentence.report)
    return (now.finds, now.reads) != (known.finds, known.reads)


if __name__ == "__main__":
    heads = set(sys.argv[1:])
    for told in unneeded([entry for entry in entries() if not heads or entry[0] in heads]):
        print(*told, sep="\t", flush=True)
