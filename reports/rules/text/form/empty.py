"""Sections that are empty or say only filler."""

import re

from reports.document import has_words

from ...case import Case, Finding, Found, Text
from ...sources import ARTICLE_50

_FILLER = re.compile(
    r"(?:略|待补充?|待填写?|待定|待完善|同上|同去年|同上年|见附件|见上文|暂缺|空|[xX×Ｘ]+|…+|\.+|-+|/+|"
    r"此处(?:填写|插入|输入).{0,20}|请(?:在此)?(?:填写|输入).{0,20}|内容)+"
)
_NOTHING = re.compile(r"(?:暂?无|没有|暂时没有|不存在|无问题|暂无问题|0)")
# Left for somebody to fill; a model passage has them, too (editions.structure.BLANK). Not in an address.
_BLANKS = re.compile(r"__(?<![A-Za-z/.@_-]__)_*+(?![A-Za-z])|＿{2,}+")
_MARKS = re.compile(r"[\W_]+")


def empty_sections(case: Case) -> Found:
    """Yield a finding for each narrative section that is empty or says only filler (art. 50)."""
    for section in case.document.edition.narratives:
        passage = case.passage(section.id)
        if passage is None:
            if not has_words(case.document.narrative(section.id)):
                message = f"{section.caption}还没有写，不能为空。{_remedy(section)}"
                yield Finding(f"text.empty.{section.id}", "error", message, section=section.id, start=0, end=0,
                              source=ARTICLE_50)  # fmt: skip
        elif says_nothing(passage, section.id):
            message = f"{{where}}只写了“{{quote}}”，没有内容。{_remedy(section)}"
            yield passage.at(f"text.empty.{section.id}", "error", message, 0, len(passage.text),
                             source=ARTICLE_50)  # fmt: skip


def blanks_left(case: Case) -> Found:
    """Yield a finding for each section that still has blanks to fill, at the first of them."""
    for passage in case.passages:
        blanks = list(_BLANKS.finditer(passage.text))
        if blanks and not says_nothing(passage, passage.section):
            message = f"{{where}}还有 {len(blanks)} 处空没有填，第一处在“{{quote}}”。请填上，或者删去这句话。"
            yield passage.at(f"text.empty.{passage.section}", "error", message, *blanks[0].span(),
                             source=ARTICLE_50)  # fmt: skip


def says_nothing(passage: Text, section: str) -> bool:
    """Whether a section holds only filler; section 六 may say that there is nothing."""
    if len(passage.canon) > 60:
        return False
    words = _MARKS.sub("", passage.canon)
    nothing = section != "other_matters" and _NOTHING.fullmatch(words)
    return bool(_FILLER.fullmatch(words) or nothing or not words)


def _remedy(section) -> str:
    topics = [topic.caption for topic in section.topics if not topic.governments_only]
    if section.id != "other_matters":
        return f"请写明{'、'.join(topics)}。"
    fee = "请写明本年度是否收取信息处理费、收了多少；" if topics else ""
    return f"{fee}没有其他事项的，请写明“无”。"
