"""List the words of the lexicon that no sentence of the corpus needs: `python -m tests.corpus.unneeded [HEAD…]`.

A word is needed where leaving it out changes a verdict on some sentence that has it. A word that is
listed wants a sentence, or wants to go. All heads take a quarter of an hour.
"""

import sys
from collections.abc import Iterator
from unittest.mock import patch

from reports.document import Document
from reports.language.words.forms import spelled_out
from reports.language.words.lexicon import HEADS, Lexicon
from reports.rules import check
from tests.corpus import HERE, Sentence, every, read


def verdict(sentence: Sentence) -> list[tuple]:
    """Return what is found in a sentence."""
    return [
        (f.id, f.start, f.message) for f in check(Document.from_json(sentence.report)) if f.section
    ]


def unneeded(heads: list[str]) -> Iterator[tuple[str, str, int]]:
    """Yield (head, form, sentences that have it) of each word whose loss changes nothing."""
    told = [*every(), *read(HERE / "held_out.txt")]
    known = {sentence.place: verdict(sentence) for sentence in told}
    for head in heads:
        for form in HEADS[head].split():
            phrases = spelled_out(form)
            having = [s for s in told if any(phrase in s.words for phrase in phrases)]
            if not any(_changes(s, (head, form), known[s.place]) for s in having):
                yield head, form, len(having)


def _changes(sentence: Sentence, left_out: tuple[str, str], before: list[tuple]) -> bool:
    made: dict = {}

    def lexicon_of(edition):
        return made.setdefault(edition.id, Lexicon(edition, left_out))

    with patch("reports.language.claims.language.lexicon_of", lexicon_of):
        return verdict(sentence) != before


if __name__ == "__main__":
    for head, form, count in unneeded(sys.argv[1:] or list(HEADS)):
        print(f"{head}\t{form}\t{count}")
