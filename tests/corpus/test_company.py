"""Right sentences stay right in any company: what one says does not colour the next."""

import random

import pytest

from reports.document import Document
from reports.rules import check
from reports.rules.registry import CLEAN
from tests.corpus import every

TRIALS, TOGETHER, SHARES = 8, 7, 4
OF_FIGURES = ("text.count", "text.denial", "text.unit", "text.sum", "text.year")


def _groups() -> list[list]:
    """Return the right sentences of section 一 that stand on their own, those of a report together."""
    groups: dict[str, list] = {}
    for sentence in every():
        alone = not sentence.words.startswith(("其中", "（")) and "／" not in sentence.words
        if not sentence.rules and sentence.section == "overview" and alone:
            key = str({k: v for k, v in sentence.report.items() if k != "sections"})
            groups.setdefault(key, []).append(sentence)
    return [groups[key] for key in sorted(groups)]


@pytest.mark.parametrize("share", range(SHARES))
def test_right_sentences_stay_silent_in_any_order(share):
    dice = random.Random(share)
    for group in _groups()[share::SHARES]:
        for trial in range(TRIALS):
            chosen = dice.sample(group, min(TOGETHER, len(group)))
            heading = "<h3>（二）依申请公开情况</h3>" if trial % 2 else ""
            words = f"{CLEAN['overview']}{heading}<p>{''.join(s.words for s in chosen)}</p>"
            report = group[0].report | {"sections": CLEAN | {"overview": words}}

            findings = check(Document.from_json(report))

            assert [(f.message, words) for f in findings if f.id in OF_FIGURES] == []
