"""Cells of a file that raise the same doubt, so that one answer settles all of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reports.document import BadFigure, format_figure, read_figure
from reports.editions import Cell
from reports.editions.quoting import quoted

from ..values import CellReading
from .cell_words import read_cell
from .fitting import Look

ZERO, TAKE, BLANK = "zero", "take", "blank"
_CAPTIONS = {ZERO: "都作 0", TAKE: "都照读到的数", BLANK: "都留空"}
# What differs between two messages of one kind: the words read, and the figures.
_OWN_WORDS = re.compile(r"“[^”]*”|『[^』]*』|[\d.]+")
_UNPLACED = "格在文件里有数字，但不能确定是哪一格的，没有读入"
_UNCERTAIN = "格读到了数字，但不能确定是不是这一格的"


@dataclass(frozen=True)
class Answer:
    """What one action writes: a text for each cell, empty for a blank."""

    name: str
    texts: dict[str, str]

    @property
    def caption(self) -> str:
        """Return the words of the button."""
        return _CAPTIONS[self.name]

    def done(self, texts: dict[str, str]) -> str:
        """Return what is said once these of its texts are written, without a full stop."""
        blank = sum(not text for text in texts.values()) if self.name == ZERO else 0
        rest = f"，合计 {blank} 格留空" if blank else ""
        return f"{self.caption.removeprefix('都')}：{len(texts) - blank} 格{rest}"


@dataclass(frozen=True)
class Doubt:
    """Cells with one doubt, and the ways to settle it. `key` is the same at every look."""

    key: str
    sentence: str
    cells: tuple[str, ...]
    answers: tuple[Answer, ...]

    @cached_property
    def own_texts(self) -> dict[str, set[str]]:
        """What may stand in each cell and be replaced: a blank, or what an answer wrote."""
        return {cell: {"", *(a.texts[cell] for a in self.answers)} for cell in self.cells}

    def changes(self, answer: str, typed: Callable[[str], str]) -> dict[str, str]:
        """Return the new texts of `answer`; a figure typed by hand (by `typed`) is left alone."""
        texts = next((a.texts for a in self.answers if a.name == answer), {})
        return {c: text for c, text in texts.items() if typed(c).strip() in self.own_texts[c]}


def doubts(look: Look) -> list[Doubt]:
    """Return the doubts that two cells or more have in common, in the order of the tables.

    A figure that the report has already is no part of one that may become 0: the file's silence
    replaces nothing. A total is left blank with its parts: it follows from them when it is taken.
    """
    found: dict[str, list[tuple[Cell, _Kind]]] = {}
    for cell in look.present.edition.cells.values():
        kind = _kind(cell, look.file.cells[cell.id])
        if kind and not (kind.zero and look.present.figure(cell.id)):
            found.setdefault(kind.key, []).append((cell, kind))
    computed = look.present.edition.computed
    return [_doubt(key, members, computed) for key, members in found.items() if len(members) > 1]


@dataclass(frozen=True)
class _Kind:
    key: str
    before: str
    after: str
    zero: bool = False
    read: str = ""


def _kind(cell: Cell, got: CellReading) -> _Kind | None:
    """Return what is doubtful about a cell; the words in the file tell it, also once settled."""
    if not got.read:
        key = f"blank:{cell.table}"
        return _Kind(key, f"{cell.table_name}有 ", "格是空白，或没有读到", zero=True)
    if _is_mark(got.read, cell.kind):
        return _Kind(f"mark:{got.read}", "", f"格写的是{quoted(got.read)}", zero=True)
    figure = read_cell(got.read, cell.kind)
    if figure.value is None or (got.state == "unsure" and got.value is None):
        return _unread(got, figure.message if figure.value is None else "")
    text = format_figure(figure.value)
    if not figure.sure:
        return _alike(figure.message, text)
    # What was read from a picture is looked at cell by cell: no one answer takes it all.
    if got.state == "unsure" and not got.box:
        return _Kind("uncertain", "", _UNCERTAIN, read=format_figure(got.value))
    return None


def _unread(got: CellReading, message: str) -> _Kind | None:
    if got.state == "sure":
        return None
    return _alike(message, "") if message else _Kind("unplaced", "", _UNPLACED)


def _alike(message: str, read: str) -> _Kind:
    key = _OWN_WORDS.sub("", message)
    return _Kind(f"said:{key}", "", f"格有同样的疑问，例如：{message}", read=read)


def _is_mark(read: str, kind: str) -> bool:
    try:
        return read_figure(read, kind).value is None
    except BadFigure:
        return False


def _doubt(key: str, members: list[tuple[Cell, _Kind]], computed) -> Doubt:
    first, cells = members[0][1], tuple(cell.id for cell, _ in members)
    sentence = f"{first.before}{len(cells)} {first.after}".removesuffix("。")
    if first.zero and any(cell in computed for cell in cells):
        sentence += "（合计留空，由各项算出）"
    return Doubt(key, sentence, cells, tuple(_answers(members, computed)))


def _answers(members: list[tuple[Cell, _Kind]], computed) -> Iterator[Answer]:
    kind = members[0][1]
    if kind.zero:
        yield Answer(ZERO, {c.id: "" if c.id in computed else "0" for c, _ in members})
    elif kind.read:
        yield Answer(TAKE, {cell.id: own.read for cell, own in members})
    yield Answer(BLANK, {cell.id: "" for cell, _ in members})
