"""Any mark-up read as the small HTML of a narrative: one pass, in linear time, never an error."""

import html
import re
from dataclasses import dataclass, field

from .headings import heading_level
from .inline import Line

DEEPEST_LIST = 3
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<hidden>script|style|title|xml|iframe|noembed|noframes)\b.*?(?:</(?P=hidden)\b|\Z)"
    # A tag ends at the first “>” outside quotation marks, or at the first one when these fail.
    r"|<(?P<close>/?)(?P<tag>[a-z][^\s<>/]*+)"
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+|[^<>]*+)>"
    r"|<[!?/][^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?<![\w:.-])([a-z][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))",
    re.IGNORECASE,
)
# Python refuses to read integers of thousands of digits.
_NO_CHARACTER = re.compile(r"&#(?:\d{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)
_SPAN = re.compile(r"[1-9]\d?")
_ROWS = re.compile(r'rowspan="(\d+)"')
_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup"}
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_BOXES = {
    "div", "section", "article", "aside", "main", "header", "footer", "nav", "center", "form",
    "blockquote", "pre", "address", "figure", "figcaption", "dl", "dt", "dd", "fieldset", "details",
    "summary", "hr", "caption", "body", "html",
}  # fmt: skip


@dataclass
class _Item:
    words: str = ""
    lists: list["_List"] = field(default_factory=list)

    def html(self) -> str:
        # An item without words of its own gives way to those beneath it.
        if not self.words:
            return "".join(part.items_html() for part in self.lists)
        return f"<li>{self.words}{''.join(part.html() for part in self.lists)}</li>"


@dataclass
class _List:
    tag: str
    items: list[_Item] = field(default_factory=list)
    # Opened for an item that came without a list.
    implicit: bool = False

    def items_html(self) -> str:
        return "".join(item.html() for item in self.items)

    def html(self) -> str:
        inner = self.items_html()
        return f"<{self.tag}>{inner}</{self.tag}>" if inner else ""


@dataclass
class _Cell:
    tag: str
    spans: str
    words: str = ""

    def rows(self) -> int:
        number = _ROWS.search(self.spans)
        return int(number[1]) if number else 1

    def html(self) -> str:
        return f"<{self.tag}{self.spans}>{self.words}</{self.tag}>"


@dataclass
class _Table:
    implicit: bool = False
    rows: list[list[_Cell]] = field(default_factory=lambda: [[]])
    # Tables inside its cells: their rows and cells become lines and words of the cell.
    inside: int = 0

    def html(self) -> str:
        rows = [row for row in self.rows if row]
        if not any(cell.words for row in rows for cell in row):
            return ""
        data = (n for n, row in enumerate(rows) if any(cell.tag == "td" for cell in row))
        first = next(data, len(rows))
        # No cell reaches out of its group: browsers cut it off, and what follows would move over.
        if any(cell.rows() > first - n for n, row in enumerate(rows[:first]) for cell in row):
            first = 0
        parts = (("thead", rows[:first]), ("tbody", rows[first:]))
        return f"<table>{''.join(_rows(tag, part) for tag, part in parts if part)}</table>"


def _rows(tag: str, rows: list[list[_Cell]]) -> str:
    lines = ("".join(cell.html() for cell in row) for row in rows)
    return f"<{tag}>{''.join(f'<tr>{line}</tr>' for line in lines)}</{tag}>"


class Reader:
    """Reads mark-up token by token and keeps what a narrative may hold, well formed."""

    def __init__(self):
        self.blocks: list[str | _List] = []
        self.line = Line()
        self.kind = ""  # the element that the line stands in; empty for loose text
        self.boxes = 0  # elements that are unwrapped, but hold their text together
        self.lists: list[_List] = []
        self.lists_too_deep = 0
        self.item: _Item | None = None
        self.table: _Table | None = None
        self.cell: _Cell | None = None

    def read(self, markup: str) -> str:
        """Return `markup` as a narrative's blocks."""
        at = 0
        for token in _TOKEN.finditer(markup):
            self._text(markup[at : token.start()])
            at = token.end()
            if token["hidden"]:
                at = markup.find(">", at) + 1 or len(markup)
            elif token["tag"]:
                self._tag(token["tag"].lower(), bool(token["close"]), token["attributes"])
        self._text(markup[at:])
        self._end_table()
        self._end_lists()
        return "".join(b if isinstance(b, str) else b.html() for b in self.blocks)

    def _text(self, raw: str) -> None:
        if not raw:
            return
        text = _unescaped(raw)
        if self._after_stray_item() and text.strip():
            self._end_lists()
        if self.kind or self.boxes or self.lists or self.table:
            self.line.text(text)
            return
        # Text outside any element, as typed into a plain form: a paragraph a line.
        first, *rest = text.splitlines() or [""]
        self.line.text(first)
        for line in rest:
            self._flush()
            self.line.text(line)
        if text.endswith(("\n", "\r")):
            self._flush()

    def _tag(self, tag: str, close: bool, attributes: str) -> None:
        if tag in _MARKS:
            self.line.mark(_MARKS[tag], close)
        elif tag in ("a", "img", "br"):
            self._inline(tag, close, attributes)
        elif tag in ("table", "tr", "td", "th"):
            self._table_tag(tag, close, attributes)
        elif tag in _HEADINGS or tag == "p":
            self._block(_HEADINGS.get(tag, tag), close)
        elif tag in ("ul", "ol", "li"):
            self._list_tag(tag, close)
        elif tag in _BOXES:
            self._box(tag, close)

    def _inline(self, tag: str, close: bool, attributes: str) -> None:
        if tag == "br":
            self.line.br()
        elif tag == "a":
            self.line.link("" if close else _attributes(attributes).get("href", ""), close)
        elif not close:
            values = _attributes(attributes)
            self.line.picture(values.get("src", ""), values.get("alt", ""))

    def _block(self, kind: str, close: bool) -> None:
        self._edge()
        self.kind = "" if close else kind

    def _box(self, tag: str, close: bool) -> None:
        self._edge()
        self.kind = ""
        if tag != "hr":
            self.boxes = max(0, self.boxes + (-1 if close else 1))

    def _edge(self) -> None:
        """A block begins or ends: a new block, or a new line where no block can stand."""
        if self.cell or self.item:
            self.line.br()
            return
        if self.table and self.table.implicit:
            self._end_table()
        if self._after_stray_item():
            self._end_lists()
        self._flush()

    def _after_stray_item(self) -> bool:
        return bool(self.lists) and self.lists[-1].implicit and not self.item

    def _flush(self) -> None:
        """Put the line where it belongs: a cell, a list's item, or a block of its own."""
        if not self.line.pieces:
            return
        kind = "cell" if self.cell or self.lists else self._kind_of_line()
        words = self.line.take(plain=kind in ("h3", "h4"))
        if not words:
            return
        if self.cell:
            self.cell.words += "<br>" * bool(self.cell.words) + words
        elif self.lists:
            self._into_list(words)
        else:
            self.blocks.append(f"<{kind}>{words}</{kind}>")

    def _kind_of_line(self) -> str:
        if self.line.has_picture:
            return "p"
        if self.kind or self.boxes or self.table:
            return self.kind or "p"
        level = heading_level(self.line.words())
        return f"h{level}" if level else "p"

    def _into_list(self, words: str) -> None:
        if not self.item or self.item.words or self.item.lists:
            self.lists[-1].items.append(_Item(words))
        else:
            self.item.words = words

    def _list_tag(self, tag: str, close: bool) -> None:
        if self.cell:
            self.line.br()
        elif tag == "li":
            self._item(close)
        elif not close:
            self._open_list(tag)
        elif self.lists_too_deep:
            self.lists_too_deep -= 1
        elif self.lists:
            self._flush()
            self.item, self.kind = None, ""
            self.lists.pop()

    def _item(self, close: bool) -> None:
        if self.lists:
            self._flush()
        self.item = None
        if not close:
            if not self.lists:
                self._open_list("ul", implicit=True)
            self.item = _Item()
            self.lists[-1].items.append(self.item)

    def _open_list(self, tag: str, implicit: bool = False) -> None:
        self._flush()
        self.item = None
        self.kind = ""
        if not self.lists:
            self._end_table()
            self.lists.append(_List(tag, implicit=implicit))
            self.blocks.append(self.lists[0])
            return
        outer = self.lists[-1]
        if len(self.lists) >= DEEPEST_LIST or not outer.items:
            self.lists_too_deep += 1
            return
        self.lists.append(_List(tag))
        outer.items[-1].lists.append(self.lists[-1])

    def _end_lists(self) -> None:
        self._flush()
        self.item, self.lists_too_deep = None, 0
        self.lists.clear()

    def _table_tag(self, tag: str, close: bool, attributes: str) -> None:
        if tag == "table":
            self._end_table(nested=True) if close else self._open_table()
        elif self.table and self.table.inside:
            self.line.br() if tag == "tr" else self.line.text(" ")
        else:
            self._cell_tag(tag, close, attributes)

    def _open_table(self, implicit: bool = False) -> None:
        if self.cell:
            self.table.inside += 1
            self.line.br()
            return
        self._end_table()
        self._end_lists()
        self.kind = ""
        self.line.unmark()
        self.table = _Table(implicit)

    def _end_table(self, nested: bool = False) -> None:
        if not self.table:
            self._flush()
        elif nested and self.table.inside:
            self.table.inside -= 1
            self.line.br()
        else:
            self._end_cell()
            self._flush()
            self.blocks.append(self.table.html())
            self.table = None

    def _cell_tag(self, tag: str, close: bool, attributes: str) -> None:
        if not self.table:
            if close:
                return
            self._open_table(implicit=True)
        self._end_cell()
        if tag == "tr":
            self.table.rows.append([])
        elif not close:
            self._flush()
            self.kind = ""
            self.cell = _Cell(tag, _spans(_attributes(attributes)))
            self.table.rows[-1].append(self.cell)

    def _end_cell(self) -> None:
        if self.cell:
            self._flush()
            self.cell = None
        self.line.unmark()


def _unescaped(text: str) -> str:
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text))


def _attributes(source: str) -> dict[str, str]:
    found = (match.groups("") for match in _ATTRIBUTE.finditer(source))
    return {name.lower(): _unescaped(one + two + bare) for name, one, two, bare in found}


def _spans(values: dict[str, str]) -> str:
    spans = ((name, values.get(name, "").strip()) for name in ("rowspan", "colspan"))
    return "".join(
        f' {name}="{number}"' for name, number in spans if _SPAN.fullmatch(number) and number != "1"
    )
