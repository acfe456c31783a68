"""Right sentences stay right in any company: what one says does not colour the next."""

import random

import pytest

from reports.document import Document
from reports.rules import check
from reports.rules.registry import CLEAN
from tests.corpus import read
from tests.corpus.test_corpus import KEPT

TRIALS, TOGETHER = 8, 7
OF_FIGURES = ("text.count", "text.denial", "text.unit", "text.sum", "text.year")
FILES = ("development.txt", *KEPT)


def _key(sentence) -> str:
    return str({k: v for k, v in sentence.report.items() if k != "sections"})


def _by_report(name: str) -> list[list]:
    """Return the right sentences of section 一 that stand on their own, those of a report together."""
    groups: dict[str, list] = {}
    for sentence in read(name):
        alone = not sentence.words.startswith(("其中", "（")) and "／" not in sentence.words
        if not sentence.rules and sentence.section == "overview" and alone:
            groups.setdefault(_key(sentence), []).append(sentence)
    return list(groups.values())


@pytest.mark.parametrize("name", FILES)
def test_right_sentences_stay_silent_in_any_order(name):
    dice = random.Random(name)
    for group in _by_report(name):
        for trial in range(TRIALS):
            chosen = dice.sample(group, min(TOGETHER, len(group)))
            heading = "<h3>（二）依申请公开情况</h3>" if trial % 2 else ""
            words = f"{CLEAN['overview']}{heading}<p>{''.join(s.words for s in chosen)}</p>"
            report = group[0].report | {"sections": CLEAN | {"overview": words}}

            findings = check(Document.from_json(report))

            assert [f.message for f in findings if f.id in OF_FIGURES] == []
