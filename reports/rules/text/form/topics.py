"""What section 一 has to speak of."""


from reports.editions import organ_type

from ...case import Case, Finding, Found
from ...sources import ARTICLE_50
from .empty import says_nothing


def missing_topics(case: Case) -> Found:
    """Yield a finding for each topic that section 一 does not speak of (art. 50, national template)."""
    section = case.document.edition.narratives[0]
    passage = case.passage(section.id)
    if passage is None or says_nothing(passage, section.id):
        return
    government = organ_type(case.document.organ_type).government
    for topic in section.topics:
        if topic.governments_only and not government:
            continue
        if not any(word in passage.canon for word in topic.words):
            whose = "各级政府的报告" if topic.governments_only else "这一部分"
            message = (
                f"{section.caption}没有写到“{topic.caption}”，{whose}应当写到。请补写这方面的情况。"
            )
            yield Finding(f"text.topic.{topic.id}", "warning", message, section=section.id,
                          source=f"{ARTICLE_50}；{case.document.edition.source}")  # fmt: skip
