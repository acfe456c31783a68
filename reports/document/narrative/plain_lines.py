"""A narrative as plain lines, for a form without scripts, and back without loss.

A paragraph, heading, item or table row is a line; cells are parted by " | ", a picture is named in
brackets. What is typed is put back into the mark-up line by line: a line that stayed keeps its own
mark-up, and so does the list or table around one that changed.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .comparing import opcodes
from .headings import FIRST, LONGEST_HEADING, SECOND, heading_level
from .text import clean

_PARTING = " | "
_WIDE_BAR = "｜"
_STRUCTURE = re.compile(r"</?(?:p|h3|h4|li|ul|ol|table|thead|tbody)>|<br>|<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"(<t[dh][^>]*>)(.*?)(</t[dh]>)", re.DOTALL)
_PICTURE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>|<img\b[^>]*>')
_TAG = re.compile(r"<[^<>]*>")
_LAST_END = re.compile(r".*</(?:p|h3|h4|li|ul|ol|table|thead|tbody)>", re.DOTALL)


@dataclass(frozen=True)
class _Line:
    """A line: the tags before it, what it stands in (p, h3, li, tr), its mark-up, its words."""

    before: str
    kind: str
    markup: str
    words: str


def plain_lines(markup: str) -> str:
    """Return a clean narrative as lines of plain text, parted by line feeds."""
    return "\n".join(line.words for line in _read(markup)[0])


def with_lines(markup: str, typed: str) -> str:
    """Return the narrative `markup` with `typed` in place of its plain lines, clean.

    Where the lines are the same, it is `markup` itself.
    """
    lines, end = _read(markup)
    now = [line for line in map(_single, typed.split("\n")) if line]
    old = [line.words for line in lines]
    return markup if now == old else clean("".join(_Rewriting(lines, end, now).pieces(old)))


def _single(text: str) -> str:
    return " ".join(text.split())


def _read(markup: str) -> tuple[list[_Line], str]:
    """Return the lines and what stands after the last one."""
    lines: list[_Line] = []
    before, kind, at = "", "p", 0
    for tag in [*_STRUCTURE.finditer(markup), None]:
        content = markup[at : tag.start() if tag else None]
        words = _words(content)
        if words:
            lines.append(_Line(before, kind, content, words))
            before = ""
        else:
            before += content
        if tag is None:
            break
        at = tag.end()
        if row := _row(tag[0]):
            lines.append(_Line(before, "tr", tag[0], row))
            before = ""
            continue
        before += tag[0]
        kind = tag[0].strip("<>") if tag[0] in ("<p>", "<h3>", "<h4>", "<li>") else kind
    return lines, before


def _words(inline: str) -> str:
    named = _PICTURE.sub(lambda picture: _name(picture), inline)
    return _single(html.unescape(_TAG.sub("", named.replace("<br>", " "))))


def _name(picture: re.Match) -> str:
    return f"［图片：{picture[1] or ''}］"


def _row(markup: str) -> str:
    # As it comes back: a blank cell between two others leaves no second space.
    return _single(_PARTING.join(_cell(cell[2]) for cell in _CELL.finditer(markup)))


def _cell(inline: str) -> str:
    """Return a cell's words; a bar in them is written wide, for the other one parts cells."""
    return _words(inline).replace(_PARTING.strip(), _WIDE_BAR)


class _Rewriting:
    def __init__(self, lines: list[_Line], end: str, now: list[str]):
        self.lines, self.end, self.now = lines, end, now
        self.pictures: list[tuple[str, str]] = []

    def pieces(self, old: list[str]) -> Iterator[str]:
        """Yield the mark-up, a piece at a time."""
        steps = list(opcodes(old, self.now))
        for kind, a, b, _, _ in steps:
            if kind != "equal":
                self._keep_pictures(self.lines[a:b])
        for kind, a, b, c, d in steps:
            here, there = self.lines[a:b], self.now[c:d]
            for line, words in zip(here, there, strict=False):
                yield line.before + (line.markup if kind == "equal" else self._changed(line, words))
            for line in here[len(there) :]:
                yield line.before
            yield from self._new(b, there[len(here) :])
        yield self.end

    def _keep_pictures(self, lines: list[_Line]) -> None:
        for line in lines:
            for picture in _PICTURE.finditer(line.markup):
                self.pictures.append((html.escape(html.unescape(_name(picture))), picture[0]))

    def _changed(self, line: _Line, words: str) -> str:
        if line.kind == "tr":
            return self._row(line.markup, words)
        tag = _tag_of(words, line.kind)
        if tag != line.kind:
            return f"</{line.kind}>{self._block(tag, words)}<{line.kind}>"
        return self._inline(words)

    def _row(self, markup: str, words: str) -> str:
        cells = [cell.strip() for cell in words.split(_PARTING.strip())]
        if len(cells) != len(_CELL.findall(markup)):
            return f"<tr>{''.join(f'<td>{self._inline(cell)}</td>' for cell in cells)}</tr>"
        typed = iter(cells)

        def put(cell: re.Match) -> str:
            now = next(typed)
            inner = cell[2] if _cell(cell[2]) == now else self._inline(now)
            return f"{cell[1]}{inner}{cell[3]}"

        return _CELL.sub(put, markup)

    def _new(self, at: int, typed: list[str]) -> Iterator[str]:
        """Yield lines that are new, before the line `at`: items and rows in their list or table."""
        if not typed:
            return
        # What is new is put between the tags before the next line, which are then taken away.
        following = self.lines[at].before if at < len(self.lines) else self.end
        within = self.lines[at - 1].kind if at else ""
        if within == "li" and _goes_on(following):
            yield "".join(f"</li><li>{self._inline(words)}" for words in typed)
        elif within == "tr" and "</table>" not in following:
            yield "".join(self._row("", words) for words in typed)
        elif following == "<br>":
            yield "".join(f"<br>{self._inline(words)}" for words in typed)
        else:
            ended = _LAST_END.match(following)
            cut = ended.end() if ended else 0
            blocks = "".join(self._block(_tag_of(words, "p"), words) for words in typed)
            self._put_before(at, following[:cut] + blocks + following[cut:])

    def _put_before(self, at: int, tags: str) -> None:
        if at < len(self.lines):
            line = self.lines[at]
            self.lines[at] = _Line(tags, line.kind, line.markup, line.words)
        else:
            self.end = tags

    def _block(self, tag: str, words: str) -> str:
        return f"<{tag}>{self._inline(words)}</{tag}>"

    def _inline(self, words: str) -> str:
        written = html.escape(words)
        for picture in list(self.pictures):
            name, markup = picture
            if name in written:
                written = written.replace(name, markup, 1)
                self.pictures.remove(picture)
        return written


def _goes_on(following: str) -> bool:
    """Whether the tags after an item lead to another one of its list, or to one beneath it."""
    return following == "</li><li>" or following.startswith(("<ul>", "<ol>"))


def _tag_of(words: str, kind: str) -> str:
    """Return the element of a line that was in `kind`: its number makes a heading."""
    if kind == "li":
        return kind
    level = {FIRST: "h3", SECOND: "h4"}.get(heading_level(words))
    # A heading whose words were mended stays one.
    is_short = len(words) <= LONGEST_HEADING and "。" not in words
    return level or (kind if kind in ("h3", "h4") and is_short else "p")
