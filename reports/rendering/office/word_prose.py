"""A narrative's mark-up as Word paragraphs, lists, tables and pictures."""

import base64
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from PIL import Image

from ..columns import TableType, column_shares, table_type, wrapped_cells
from ..typesetting.prose import TABLE, arranged
from ..xml import quoted
from .oox import RELATIONS, fonts, paragraph, run, size
from .word_parts import HEI, KAI, TYPE_WIDTH
from .word_tables import PROPERTIES, narrowed, with_margins

_STYLES = {"h3": "ReportHeading3", "h4": "ReportHeading4"}
_MARKS = {
    "strong": f"{fonts(HEI)}<w:b/>",
    "em": '<w:rStyle w:val="ReportEmphasis"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
_RAISED = (_MARKS["sub"], _MARKS["sup"])
_AIR = 10  # twentieths of a point beside the words of a table of many columns
_WORD, _TAGS = re.compile(r"[0-9.,]+%?"), re.compile("<[^>]*>")
_JUSTIFIED = ("", "ReportItem")
_LONG_WORD = re.compile(r"[!-\u00b6\u00b8-\u1fff]{19}")  # as typesetting/linebreaks.py has it
# English metric units: 36,000 a millimetre, 9,525 a pixel of 96 dpi.
_PIXEL, _WIDEST, _TALLEST = 9525, 156 * 36_000, 180 * 36_000
_SIGN = 20 * 12_700  # amid words no higher than their line
# What a paragraph of a class is: a picture before its name, a name before its table.
_KEPT = {"figure", "caption above"}
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass
class Attachments:
    """What the words refer to: addresses and pictures by relation id, lists by number."""

    links: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)

    def link(self, address: str) -> str:
        """Return the relation id of an address."""
        known = {target: name for name, target in self.links.items()}
        name = known.get(address, f"rLink{len(self.links) + 1}")
        self.links[name] = address
        return name

    def picture(self, kind: str, content: bytes) -> str:
        """Return the relation id of a picture (`kind`: png or jpeg)."""
        name = f"rPicture{len(self.pictures) + 1}"
        self.pictures[name] = (kind, content)
        return name


def prose_xml(markup: str, attachments: Attachments) -> str:
    """Return clean mark-up as the body of a Word document; `attachments` take what it refers to."""
    markup = arranged(markup)
    tables = [(column_shares(rows), wrapped_cells(rows)) for rows in TABLE.findall(markup)]
    writer = _Writer(attachments, tables)
    writer.feed(markup)
    writer.close()
    return "".join(writer.out)


class _Writer(HTMLParser):
    def __init__(self, attachments: Attachments, tables: list[tuple[list[float], list[bool]]]):
        super().__init__()
        self.attachments = attachments
        # Of the tables to come: their columns' shares in percent; which cells take more than a line.
        self.tables = tables
        self.wrapped = iter(())
        self.out: list[str] = []
        self.runs = ""
        self.marks: list[str] = []
        self.lists: list[int] = []  # the numbers of the open lists, outermost first
        self.link = ""
        self.has_picture = False
        self.run_in = False
        self.look = ""  # the class of the open paragraph
        self.table: _Table | None = None

    def handle_starttag(self, tag: str, attrs) -> None:
        told = dict(attrs)
        if tag in _MARKS:
            self.marks.append(_MARKS[tag])
        elif tag == "br":
            self.runs += "<w:r><w:br/></w:r>"
        elif tag == "img":
            self._image(told)
        elif tag == "a":
            self.link = self.attachments.link(told.get("href") or "")
        elif tag == "span":
            self.run_in = True
        elif tag == "p":
            self.look = told.get("class") or ""
        else:
            self._start(tag, told)

    def _start(self, tag: str, told: dict) -> None:
        if tag in ("ul", "ol"):
            self._item()
            self.attachments.lists.append(tag)
            self.lists.append(len(self.attachments.lists))
        elif tag == "table":
            shares, wrapped = self.tables.pop(0)
            self.wrapped = iter(wrapped)
            self.table = _Table(shares, table_type(len(shares)))
        elif tag == "tr" and self.table:
            self.table.rows.append([])
        elif tag in ("td", "th") and self.table:
            spans = (int(told.get(name) or 1) for name in ("rowspan", "colspan"))
            self.table.rows[-1].append(_Cell(tag, *spans, wraps=next(self.wrapped, False)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self.marks.remove(_MARKS[tag])
        elif tag in ("a", "span"):
            self.link, self.run_in = "", self.run_in and tag == "a"
        elif tag in ("td", "th") and self.table:
            self.table.rows[-1][-1].runs, self.runs = self.runs, ""
        elif tag == "table" and self.table:
            self.out.append(self.table.xml())
            self.table = None
        elif tag == "li":
            self._item()
        elif tag in ("ul", "ol"):
            self.lists.pop()
        elif tag in ("p", "h3", "h4") and not self.table:
            kept = "<w:keepNext/>" if self.look in _KEPT else ""
            self._paragraph(_STYLES.get(tag) or ("ReportPicture" if self.look else ""), kept)
            self.look = ""

    def handle_data(self, data: str) -> None:
        piece = run(data, self._told())
        if self.link:
            piece = f'<w:hyperlink r:id="{self.link}">{piece}</w:hyperlink>'
        self.runs += piece

    def _told(self) -> str:
        # A size stands before what raises and lowers.
        raised = [mark for mark in self.marks if mark in _RAISED]
        plain = [mark for mark in self.marks if mark not in _RAISED]
        told = "".join([*plain, size(self.table.type.points) if self.table else "", *raised])
        if not self.run_in:
            return told
        # 楷体 whether it is bold or not; “bold” is kept for who reads the file again.
        return fonts(KAI) + told.replace(fonts(HEI), "")

    def _paragraph(self, style: str, properties: str = "") -> None:
        style = "ReportPicture" if self.has_picture and not style else style
        if style in _JUSTIFIED and _LONG_WORD.search(_TAGS.sub("", self.runs)):
            # Word fills the line before a mailbox or an address, however few characters it has.
            properties += '<w:jc w:val="left"/>'
        self.out.append(paragraph(self.runs, style, properties))
        self.runs, self.has_picture = "", False

    def _item(self) -> None:
        """Write the words of the open item: at its end, or before a list inside it."""
        if self.runs and self.lists:
            depth = min(len(self.lists), 3) - 1
            told = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{self.lists[-1]}"/>'
            self._paragraph("ReportItem", f"<w:numPr>{told}</w:numPr>")

    def _image(self, told: dict) -> None:
        kind, _, data = (told.get("src") or "").partition(";base64,")
        if not data:
            return
        content = base64.b64decode(data)
        name = self.attachments.picture(kind.rpartition("/")[2], content)
        with Image.open(io.BytesIO(content)) as image:
            pixels = (image.width, image.height)
        is_sign = told.get("class") == "sign"
        tallest = _SIGN if is_sign else _TALLEST
        self.runs += _drawing(name, *pixels, told.get("alt") or "插图", tallest)
        self.has_picture = self.has_picture or not is_sign


def _drawing(name: str, width: int, height: int, alt: str, tallest: int) -> str:
    scale = min(1.0, _WIDEST / (width * _PIXEL), tallest / (height * _PIXEL))
    extent = f'cx="{round(width * _PIXEL * scale)}" cy="{round(height * _PIXEL * scale)}"'
    number = name.removeprefix("rPicture")
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="{name}" descr={quoted(alt)}/><a:graphic>'
        f'<a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}" descr={quoted(alt)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


@dataclass
class _Cell:
    tag: str
    rowspan: int
    colspan: int
    runs: str = ""
    wraps: bool = False


@dataclass
class _Table:
    """A small table in the words; spans that overlap or stick out are cut."""

    shares: list[float]
    type: TableType
    rows: list[list[_Cell]] = field(default_factory=list)

    def xml(self) -> str:
        covering = self._covering()
        columns = max((at for _, at in covering), default=-1) + 1
        if not columns:
            return ""
        shares = [*self.shares, *[100 / columns] * columns][:columns]
        widths = [round(TYPE_WIDTH * share / sum(shares)) for share in shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        heads = self._heads()
        rows = "".join(
            self._row(line, widths, covering, line < heads) for line in range(len(self.rows))
        )
        # Two tables that touch would become one.
        after = paragraph("", "ReportCell")
        told = PROPERTIES if self.type.look == "few" else with_margins(_AIR)
        return f"<w:tbl>{told}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{after}"

    def _heads(self) -> int:
        """Return how many rows stand at the head of the table, to be repeated on every page."""
        heads = 0
        for row in self.rows:
            if not row or any(cell.tag != "th" for cell in row):
                break
            heads += 1
        return heads if heads < len(self.rows) else 0

    def _covering(self) -> dict[tuple[int, int], tuple[_Cell, int, int]]:
        """Return the cell over each place, and where that cell begins."""
        covering: dict[tuple[int, int], tuple[_Cell, int, int]] = {}
        for line, row in enumerate(self.rows):
            at = 0
            for cell in row:
                while (line, at) in covering:
                    at += 1
                for below in range(line, min(line + cell.rowspan, len(self.rows))):
                    for beside in range(at, at + cell.colspan):
                        covering.setdefault((below, beside), (cell, line, at))
        return covering

    def _row(self, line: int, widths: list[int], covering: dict, is_head: bool) -> str:
        cells, at, columns = "", 0, len(widths)
        while at < columns:
            cell, top, left = covering.get((line, at), (_Cell("td", 1, 1), line, at))
            span = 1
            while at + span < columns and covering.get((line, at + span)) == (cell, top, left):
                span += 1
            cells += self._cell(cell, span, sum(widths[at : at + span]), line == top)
            at += span
        repeated = "<w:tblHeader/>" if is_head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"

    def _cell(self, cell: _Cell, span: int, width: int, first: bool) -> str:
        told = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if span > 1:
            told += f'<w:gridSpan w:val="{span}"/>'
        if cell.rowspan > 1:
            told += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        told += '<w:vAlign w:val="center"/>'
        style = "ReportCaption" if cell.tag == "th" else "ReportCell"
        # A number is never broken.
        longest = max(map(len, _WORD.findall(_TAGS.sub("", cell.runs))), default=0)
        close = narrowed(longest, self.type.points, width - 2 * _AIR) if longest else ""
        runs = cell.runs.replace("<w:sz ", f"{close}<w:sz ") if first else ""
        lines = f'<w:spacing w:line="{round(self.type.leading * 20)}" w:lineRule="exact"/>'
        if cell.wraps:
            lines += '<w:jc w:val="left"/>'
        words = paragraph(runs, style, lines)
        return f"<w:tc><w:tcPr>{told}</w:tcPr>{words}</w:tc>"


RELATION_KINDS = {"link": f"{RELATIONS}/hyperlink", "picture": f"{RELATIONS}/image"}
