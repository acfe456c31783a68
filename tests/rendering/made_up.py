"""Random reports for the printers: of both editions, with everything that a narrative may hold."""

import dataclasses
import random
import re
from decimal import Decimal

from reports.document import Document
from reports.editions import get_edition
from tests import factories

_WORDS = (
    "主动公开政府信息", "及时更新，", "全年共办理申请3118件；", "“三安全一稳定”", "（一）加强管理。", "网站www.example.gov.cn/a/b?c=1",
    "同比增长12.5%", "龘𠅤䶮", "Policy and Open Data ", "存在的问题是解读形式单一，", "下一步将丰富图解、音频。", "  ",
)  # fmt: skip


def made_up(seed: int) -> Document:
    """Return the random report of a seed: the same one whenever it is asked for."""
    dice = random.Random(seed)
    edition = get_edition(dice.choice(("2019", "2021")))
    organ = "瀍水区" + "".join(dice.choice(("文化", "旅游", "和", "城市管理", "综合执法", "局")) for _ in range(dice.randrange(1, 9)))
    document = factories.filled(edition, seed, organ=organ)
    sections = {section.id: _narrative(dice) for section in edition.worded}
    cells = dict(document.cells)
    for cell in dice.sample(sorted(cells), dice.choice((0, 0, 5, 40))):
        cells[cell] = dice.choice((None, Decimal(10) ** dice.randrange(12)))
    return dataclasses.replace(document, sections=sections, cells=cells)


def edited(document: Document, seed: int) -> Document:
    """Return a report after one thing that a clerk does: a sentence, a paragraph, a figure, a name."""
    dice = random.Random(seed)
    kind, name = dice.choice(("words", "words", "paragraph", "empty", "figure", "organ", "preface")), dice.choice(sorted(document.sections))
    text = document.sections[name]
    if kind == "figure":
        cell = dice.choice(sorted(document.cells))
        return dataclasses.replace(document, cells=document.cells | {cell: Decimal(dice.randrange(10**6))})
    if kind == "organ":
        return dataclasses.replace(document, organ=document.organ + "办公室")
    if kind == "preface":
        return dataclasses.replace(document, preface=f"<p>{_text(dice)}</p>")
    at = dice.choice([match.end() for match in re.finditer("。|，", text)] or [0])
    new = {"words": text[:at] + dice.choice(_WORDS) + text[at:], "paragraph": _block(dice) + text, "empty": ""}
    return dataclasses.replace(document, sections=document.sections | {name: new[kind] or ""})


def _narrative(dice: random.Random) -> str:
    return "".join(_block(dice) for _ in range(dice.choice((0, 1, 3, 9))))


def _block(dice: random.Random) -> str:
    kind = dice.choice(("p", "p", "p", "h3", "h4", "ul", "ol", "table"))
    if kind in ("ul", "ol"):
        return f"<{kind}>{''.join(f'<li>{_text(dice)}</li>' for _ in range(dice.randrange(1, 5)))}</{kind}>"
    if kind == "table":
        columns = dice.randrange(1, 6)
        head = "".join(f"<th>{_text(dice, 2)}</th>" for _ in range(columns))
        rows = "".join(
            f"<tr>{''.join(f'<td>{_text(dice, 3)}</td>' for _ in range(columns))}</tr>"
            for _ in range(dice.randrange(1, 12))
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<{kind}>{_text(dice)}</{kind}>"


def _text(dice: random.Random, most: int = 30) -> str:
    text = "".join(dice.choice(_WORDS) for _ in range(dice.randrange(1, most)))
    if dice.random() < 0.2:
        text += '<a href="https://www.example.gov.cn/">全文</a>' + dice.choice(_WORDS)
    return text + ("<br>" + dice.choice(_WORDS) if dice.random() < 0.1 else "")
