"""Web pages: saved HTML with whatever is around the report, and the clipboard of a browser."""

import html as entities
import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from reports.document.narrative.headings import LONGEST_HEADING

from ..source import Cell, Grid, Line, Sheet, Source, hidden, raised, struck_out
from ..values import Notice, Unreadable
from .marked_words import BREAK, Marks, Runs
from .out_of_sight import is_out_of_sight, is_out_of_the_way
from .plain import decode

DEEPEST = 150  # elements within one another: past it a page is made to harm
MOST_ELEMENTS = 400_000
_SKIPPED = {
    "script", "style", "noscript", "template", "svg", "button", "select", "textarea", "iframe",
    "object", "embed", "head", "canvas", "audio", "video", "math", "nav", "colgroup", "caption",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "center", "form", "body",
    "html", "blockquote", "pre", "address", "figure", "figcaption", "dl", "dt", "dd", "fieldset",
    "details", "summary", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table",
    "tbody", "thead", "tfoot", "tr", "td", "th",
}  # fmt: skip
# A site's hidden menus are blocks; what is hidden in these is hidden in the text itself.
_OF_TEXT = {"span", "font", "td", "th", "tr", "p", "b", "strong", "i", "em", "u", "sup", "sub"}
_RUN_IN = re.compile(r"[（(]\s?[一二三四五六七八九十百]{1,4}\s?[）)]")
_TAGS = {"i": "em", "em": "em", "sub": "sub", "sup": "sup", "b": "strong", "strong": "strong"}
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font(?:-family)?\s*:[^;]*黑体", re.I)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.I)
_POSTED = re.compile(r"pub(?:lish)?_?(?:date|time)|dc\.date|article:published", re.I)
_END = re.compile(r"</(?:html|body)\s*>", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_OURS = "part-"  # the ids that our own web page gives its sections


def read_html(content: bytes) -> Source:
    """Return the lines and tables of a page; raise Unreadable."""
    return source_of(decode(content))


def source_of(text: str) -> Source:
    """Return the lines and tables of HTML text."""
    root = _parsed(text)
    struck = _without_unseen(root)
    structured = any(
        section.get("aria-labelledby", "").startswith(_OURS) for section in root.iter("section")
    )
    walker = _Walker(structured)
    walker.block(root, Marks(), 0)
    walker.flush()
    titles = [t.text_content().strip() for t in root.iter("title")]
    return Source(walker.blocks, structured, titles[:2], _posted(root), struck)


def _without_unseen(root) -> list[Notice]:
    """Take out what nobody sees, and what is struck out; say so of the latter."""
    struck, unseen = [], 0
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if _is_struck(element) and element.text_content().strip():
            struck.append(element.text_content())
            element.drop_tree()
        elif is_out_of_sight(element):
            unseen += element.tag in _OF_TEXT and _says_something(element)
            _take_out(element)
    return [*hidden("网页", unseen), *struck_out("网页", struck)]


def _says_something(element) -> bool:
    return bool(re.search(r"[一-鿿\d]", element.text_content()))


def _parsed(text: str):
    # An encoding told inside would be refused: the text is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    # Pages put together from parts end in their middle: a browser reads on, the parser would not.
    text = _END.sub("", text)
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("网页里没有内容，或者文件不完整。") from None
    _refuse_monsters(root, parser)
    return root


def _refuse_monsters(root, parser) -> None:
    if any("depth" in entry.message for entry in parser.error_log):
        raise Unreadable("网页的表格或段落嵌套过深，不像一份年度报告，没有读入。")
    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Unreadable("网页的表格或段落嵌套过深，不像一份年度报告，没有读入。")
        if count > 2 * MOST_ELEMENTS:
            raise Unreadable("网页过大，不像一份年度报告，没有读入。")


def _posted(root) -> str:
    for meta in root.iter("meta"):
        if _POSTED.search(meta.get("name") or meta.get("property") or ""):
            return meta.get("content") or ""
    return ""


class _Walker:
    """Walks a page and collects its lines and tables."""

    def __init__(self, structured: bool = False):
        self.structured = structured  # its breaks are breaks, not paragraphs
        self.blocks: list[Line | Grid] = []
        self.runs = Runs()
        self.level = 0
        self.tables = 0

    def block(self, element, marks: Marks, level: int) -> None:
        """Take an element that stands as a block: what is inline in it becomes lines."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag == "table":
            self.flush()
            self._table(element, marks, level)
        elif tag in ("ul", "ol") and not _holds_blocks(element):
            self.flush()
            self._list(element)
        else:
            self._inside(element, marks, level)

    def _inside(self, element, marks: Marks, level: int) -> None:
        self.flush()
        level = _level(element) or level
        inner = _with(element, marks)
        self._children(element, inner, level)
        self.level = level
        self.flush()

    def _children(self, element, marks: Marks, level: int) -> None:
        self._words(element.text, marks, level)
        for child in element:
            self._child(child, marks, level)
            self._words(child.tail, marks, level)

    def _child(self, child, marks: Marks, level: int) -> None:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag in _BLOCKS:
            self.block(child, marks, level)
        elif tag == "br":
            self.runs.add(BREAK, marks)
        elif tag == "img":
            self._picture(child)
        else:
            self._children(child, _with(child, marks), level)

    def _words(self, text: str | None, marks: Marks, level: int) -> None:
        if text:
            self.level = level
            self.runs.add(_SPACES.sub(" ", text), marks)

    def _picture(self, element) -> None:
        source = element.get("src") or ""
        self.runs.has_picture = True
        if source.startswith("data:image/"):
            alt = entities.escape(element.get("alt") or "")
            self.runs.pictures.append(f'<img src="{entities.escape(source)}" alt="{alt}">')

    def flush(self) -> None:
        """End the paragraph."""
        runs, self.runs = self.runs, Runs()
        whole = runs.text.strip(" \n\u3000\xa0")
        if not whole and not runs.has_picture:
            return
        for line in [runs] if self.structured else runs.lines():
            where = f"第{len(self.blocks) + 1}段"
            self.blocks.append(
                Line(
                    line.text.strip(" \u3000\xa0"),
                    where,
                    f"<p>{line.markup()}</p>",
                    level=self.level,
                    bold=line.bold,
                    picture=line.has_picture,
                    indented=line.text.lstrip(" \n").startswith(("\u3000", "\xa0\xa0")),
                )
            )

    def _list(self, element) -> None:
        # The list's own tags are written as they are; clean() keeps what a narrative may hold.
        items = [item.text_content().strip() for item in element.iter("li")]
        text = "\n".join(filter(None, items))
        if text:
            markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
            self.blocks.append(Line(text, f"第{len(self.blocks) + 1}段", markup))

    def _table(self, element, marks: Marks, level: int) -> None:
        rows = _rows_of(element)
        if _is_layout(element, rows):
            for row in rows:
                for cell in row:
                    self._inside(cell, marks, level)
            return
        self.tables += 1
        grid = _grid(rows, f"第{self.tables}个表格")
        markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        self.blocks.append(Grid(grid, f"第{self.tables}个表格", markup))


def _take_out(element) -> None:
    """Drop a hidden element; an invisible cell of a table keeps its place."""
    if element.tag in ("td", "th") and not is_out_of_the_way(element):
        element.text = None
        del element[:]
    else:
        element.drop_tree()


def _is_struck(element) -> bool:
    struck = element.tag in ("del", "s", "strike") or _STRUCK.search(element.get("style") or "")
    # A tag that nobody closed reaches over the rest of the page.
    return bool(struck) and next(element.iterdescendants("table"), None) is None


def _holds_blocks(element) -> bool:
    inner = {child.tag for child in element.iterdescendants() if isinstance(child.tag, str)}
    return bool(inner & (_BLOCKS - {"ul", "ol", "li", "p"}))


def _level(element) -> int:
    tag = element.tag
    if len(tag) != 2 or tag[0] != "h" or not tag[1].isdigit():
        return 0
    classes = (element.get("class") or "").split()
    # Our own page levels its headings for readers by ear; the class keeps what they are.
    return 4 if "second" in classes else int(tag[1])


def _run_in_tag(element, style: str) -> str:
    """Return `strong` for a bold head at the start of a paragraph: （一）主动公开。"""
    if element.tag not in ("span", "font") or not _BOLD.search(style):
        return ""
    words = "".join(element.itertext()).strip()
    return "strong" if len(words) <= LONGEST_HEADING and _RUN_IN.match(words) else ""


def _with(element, marks: Marks) -> Marks:
    style = element.get("style") or ""
    tag = _TAGS.get(element.tag, "") or _run_in_tag(element, style)
    heavy = tag == "strong" or _BOLD.search(style) or bool(_level(element))
    bold = (marks.bold or bool(heavy)) and not _LIGHT.search(style)
    tags = (*marks.tags, tag) if tag and tag not in marks.tags else marks.tags
    # Our own page makes links of plain addresses; they come back as they were written.
    is_link = element.tag == "a" and element.get("class") != "found"
    link = (element.get("href") or "") if is_link else marks.link
    return Marks(bold, tags, link)


def _rows_of(table) -> list[list]:
    """Return a table's own cells, line by line; cells outside a row make a row of their own."""
    rows: list[list] = []
    for part in table:
        holders = part if part.tag in ("tbody", "thead", "tfoot") else [part]
        for row in holders:
            if row.tag == "tr":
                rows.append([cell for cell in row if cell.tag in ("td", "th")])
            elif row.tag in ("td", "th"):
                rows.append([row])
    return rows


def _is_layout(table, rows: list[list]) -> bool:
    """Whether a table only arranges other things: it holds tables, or one column of paragraphs."""
    if max(map(len, rows), default=0) <= 1:
        return True
    inner = [t for t in table.iterdescendants("table") if len(_rows_of(t)) > 1]
    return bool(inner)


def _grid(rows: list[list], name: str) -> list[list[Cell | None]]:
    sheet = Sheet()
    for row, cells in enumerate(rows):
        sheet.line(row)
        for at, element in enumerate(cells):
            where = f"{name}第{row + 1}行第{at + 1}格"
            cell = Cell(cell_text(element), where)
            spans = _span(element, "colspan"), _span(element, "rowspan")
            sheet.put(row, cell, *spans)
    return sheet.cut(len(rows))


def _span(element, name: str) -> int:
    value = (element.get(name) or "").strip()
    return max(1, min(int(value), 1000)) if value.isdecimal() and len(value) < 6 else 1


def cell_text(element) -> str:
    """Return the words of a cell on one line."""
    return " ".join("".join(_texts(element)).split())


def _texts(element) -> Iterator[str]:
    if element.tag in _SKIPPED or not isinstance(element.tag, str):
        return
    if element.tag == "sup" or _RAISED.search(element.get("style") or ""):
        yield raised(element.text_content())
        return
    if element.tag == "br" or element.tag in _BLOCKS:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
