"""Pictures of which nobody can know who does not see them, and pictures in place of words."""

import html
import re

from reports.document import plain_text

from ...case import Case, Finding, Found

_PICTURE = re.compile(r"<img\b[^>]*>")
_TOLD = re.compile(r'\balt="([^"]*)"')
_SOURCE = "GB/T 37668-2019《信息技术 互联网内容无障碍可访问性技术要求与测试方法》"


def untold_pictures(case: Case) -> Found:
    """Yield a finding for each section that is pictures alone, or has some that have no description."""
    document = case.document
    sections = (document.edition.preface, *document.edition.narratives)
    for section in sections:
        words = document.preface if section is sections[0] else document.narrative(section.id)
        pictures = _PICTURE.findall(words)
        untold = [picture for picture in pictures if not _description(picture)]
        if pictures and not plain_text(words).strip():
            message = (
                f"{section.caption}只有图片，没有文字。图片里的话检索不到，看不到图片的人也读不到。"
                "请把内容写成文字，图片留作补充。"
            )
            yield Finding("text.picture", "warning", message, section=section.id, start=0, end=0, source=_SOURCE)
        elif untold:
            message = (
                f"{section.caption}有{len(untold)}张图片没有文字说明，看不到图片的人不知道画的是什么。"
                "请点图片，写一句说明。"
            )
            yield Finding("text.picture", "hint", message, section=section.id, start=0, end=0, source=_SOURCE)


def _description(picture: str) -> str:
    told = _TOLD.search(picture)
    return html.unescape(told[1]).strip() if told else ""
