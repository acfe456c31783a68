"""Markdown: headings by their signs, tables by the rule under their head, words as they stand."""

import html
import re
from collections.abc import Sequence

from ..source import Cell, Grid, Line

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~|-{3,}\s*$|\*{3,}\s*$|_{3,}\s*$|={3,}\s*$).*")
_CELLS = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_PLAIN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether a text is Markdown: a rule under a table's head, a title or two heads with signs."""
    heads = sum(bool(_HEADING.fullmatch(line)) for line in lines)
    first = next((line for line in lines if line.strip()), "")
    titled = bool(_HEADING.fullmatch(first))
    return heads >= 2 or titled or any(_is_head(lines, at) for at in range(len(lines) - 1))


def read_markdown(lines: Sequence[str]) -> list[Line | Grid]:
    """Return the lines and tables of a Markdown text."""
    blocks: list[Line | Grid] = []
    at = tables = 0
    while at < len(lines):
        if _is_head(lines, at):
            end = _end_of_table(lines, at + 2)
            tables += 1
            rows = [at, *range(at + 2, end)]
            blocks.append(_table([(n, lines[n]) for n in rows], f"第{tables}个表格"))
            at = end
            continue
        if line := _line(lines[at], at):
            blocks.append(line)
        at += 1
    return blocks


def _is_head(lines: Sequence[str], at: int) -> bool:
    """Whether a table begins here: cells, and under them a rule of as many parts."""
    rule = lines[at + 1] if at + 1 < len(lines) else ""
    if "|" not in lines[at] or "-" not in rule or not _RULE.fullmatch(rule):
        return False
    return len(_cells(lines[at])) == len(_cells(rule))


def _end_of_table(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and "|" in lines[at]:
        at += 1
    return at


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip() for cell in _CELLS.split(inner)]


def _table(rows: list[tuple[int, str]], name: str) -> Grid:
    made: list[list[Cell | None]] = []
    for n, (at, line) in enumerate(rows, 1):
        cells = enumerate(_cells(line)[:200], 1)
        made.append([Cell(_words(text), f"第{at + 1}行第{m}格") for m, text in cells])
        if n > 5000:
            break
    return Grid(made, name)


def _line(text: str, at: int) -> Line | None:
    where = f"第{at + 1}行"
    if heading := _HEADING.fullmatch(text):
        return Line(_words(heading[2]), where, level=len(heading[1])) if heading[2] else None
    if _FENCE.fullmatch(text):
        return None
    text = _QUOTE.sub("", text, count=1).strip(" \t\u3000\xa0")
    if not text:
        return None
    bold = bool(_BOLD.fullmatch(text))
    words = _words(text)
    return Line(words, where, _markup(text, words), bold=bold) if words else None


def _words(text: str) -> str:
    """Return words without the signs that mark them."""
    text = _PLAIN_LINK.sub(r"\1", _BOLD.sub(r"\2", text).replace("<br>", " "))
    return _ESCAPED.sub(r"\1", text).strip(" \t\u3000\xa0")


def _markup(text: str, words: str) -> str:
    """Return a paragraph with its stressed words; empty where it has none."""
    if not _BOLD.search(text) or _BOLD.fullmatch(text):
        return f"<p>{html.escape(words, quote=False)}</p>"
    marked = _BOLD.sub("\x01\\2\x02", text)
    inner = html.escape(_words(marked), quote=False)
    return f"<p>{inner.replace(chr(1), '<strong>').replace(chr(2), '</strong>')}</p>"
