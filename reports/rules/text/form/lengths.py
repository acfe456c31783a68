"""Sections that are too long to be read to their end."""


from reports.language import LONGEST

from ...case import Case, Found


def long_sections(case: Case) -> Found:
    """Yield a finding for each section of which only the first part was read."""
    for passage in case.passages:
        if len(passage.text) >= LONGEST:
            message = f"{{where}}超过{LONGEST}字，只校核了前面的部分。请检查是否误粘贴了其他内容。"
            yield passage.at("text.length", "hint", message, 0, 20)
