"""Sections that are last year's almost word for word."""

import re

from reports.language.likeness import likeness, shingles

from ...case import Case, Found
from ...sources import ARTICLE_50

_SHORTEST_REPEAT = 60
_ALIKE = 0.9


def repeated_sections(case: Case) -> Found:
    """Yield a finding for each section that is last year's almost word for word."""
    if not case.before:
        return
    for passage in case.passages:
        old = case.before.passage(passage.section)
        if old is None or passage.section == "preface" or len(passage.canon) < _SHORTEST_REPEAT:
            continue
        share = _likeness(passage.canon, old.canon)
        if share >= _ALIKE:
            message = (
                f"{{where}}与{case.previous.year}年度报告几乎相同（{share:.0%}的文字一样），"
                "年度报告应当反映本年度的情况。请按本年度的工作改写。"
            )
            yield passage.at("text.repeat", "warning", message, 0, len(passage.text.split("\n")[0]),
                             source=ARTICLE_50)  # fmt: skip


def _likeness(words: str, others: str) -> float:
    # Figures and years change in any report; the sentences around them tell whether it was written anew.
    plain, old = (re.sub(r"[\d\W_]+", "", told) for told in (words, others))
    if plain == old:
        return 1.0
    return likeness(shingles(plain), shingles(old))
