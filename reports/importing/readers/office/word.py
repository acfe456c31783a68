"""DOCX, from Word, WPS and LibreOffice: paragraphs with their styles and numbers, and tables."""

from dataclasses import dataclass

from reports.document import carrier

from ...source import Cell, Grid, Line, Sheet, Source, hidden, raised, struck_out
from ...values import Notice, Unreadable
from ..marked_words import BREAK, Marks, Runs
from .packages import Package
from .word_numbering import Numbering, W, number, value
from .word_pictures import picture_markup
from .word_unseen import is_unseen

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}title"
_OURS = "ReportHeading"  # the styles of our own Word file's headings begin with this
_ITEM, _CAPTION, _EMPHASIS = "ReportItem", "ReportCaption", "ReportEmphasis"
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_SIGNS = {f"{W}tab": "\t", f"{W}br": BREAK, f"{W}cr": BREAK, f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_OFF = {"0", "false", "none", "off"}


@dataclass(frozen=True)
class _Style:
    name: str
    level: int
    bold: bool
    list_id: str
    depth: int


def read_docx(package: Package) -> Source:
    """Return the paragraphs and tables of a document; raise Unreadable."""
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise Unreadable("文档里没有正文，无法读取。请用 Word 或 WPS 打开、另存后再导入。")
    return _Reader(package).read(body)


class _Reader:
    def __init__(self, package: Package):
        self.package = package
        self.numbering = Numbering(package.xml("word/numbering.xml"))
        sheet = package.xml("word/styles.xml")
        self.styles, self.style_sheet = _styles(sheet), sheet
        self.links = package.relations("word/document.xml")
        self.title = _core_title(package)
        self.blocks: list[Line | Grid] = []
        self.paragraphs = self.tables = 0
        self.revised = self.noted = False
        self.unseen = 0
        self.struck: list[str] = []
        self.structured = any(style.name.startswith(_OURS) for style in self.styles.values())

    def read(self, body) -> Source:
        self._blocks(body)
        notices = []
        if self.revised:
            message = "文档里有修订痕迹：新增的文字已读入，删除的文字没有读入，请核对。"
            notices.append(Notice("文档", "", message))
        if self.noted:
            message = "文档里有脚注或尾注，注的文字没有读入；需要的话请写进正文。"
            notices.append(Notice("文档", "", message))
        notices += [*hidden("文档", self.unseen), *struck_out("文档", self.struck)]
        return Source(self.blocks, self.structured, [self.title], notices=notices)

    def _blocks(self, holder) -> None:
        for element in holder:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                self._blocks(element)

    def _paragraph(self, element) -> None:
        self.paragraphs += 1
        style = self._style(element)
        runs = Runs()
        item, depth = self._item(element, style)
        label = "" if item else self._label(element, style)
        if label:
            runs.add(label, Marks(bold=style.bold))
        self._runs(element, runs, Marks(bold=style.bold))
        self._boxes(element)
        level = self._level(element, style)
        where = f"第{self.paragraphs}段"
        # The lines of a title are no breaks in it.
        whole = self.structured and level != 1
        for line in [runs] if whole else runs.lines():
            if line.text.strip() or line.has_picture:
                markup = f"<p>{line.markup()}</p>"
                text = line.text.strip(" \u3000\xa0\t")
                self.blocks.append(
                    Line(text, where, markup, level, line.bold, line.has_picture, item, depth)
                )

    def _boxes(self, element) -> None:
        """Text boxes stand beside the paragraph that holds them."""
        for box in element.iter(f"{W}txbxContent"):
            if not any(a.tag == f"{_CHOICE}Fallback" for a in box.iterancestors()):
                self._blocks(box)

    def _style(self, paragraph) -> _Style:
        properties = paragraph.find(f"{W}pPr")
        return self.styles.get(value(properties, "pStyle"), _Style("", 0, False, "", 0))

    def _level(self, paragraph, style: _Style) -> int:
        properties = paragraph.find(f"{W}pPr")
        outline = value(properties, "outlineLvl")
        return number(outline) + 1 if outline and number(outline, 9) < 9 else style.level

    def _list(self, paragraph, style: _Style) -> tuple[str, int]:
        """Return the id of the list that a paragraph is in, and how deep."""
        properties = paragraph.find(f"{W}pPr")
        told = properties.find(f"{W}numPr") if properties is not None else None
        return value(told, "numId") or style.list_id, number(value(told, "ilvl"), style.depth)

    def _item(self, paragraph, style: _Style) -> tuple[str, int]:
        """Return the list of an item of our own file, and how deep; empty for anything else."""
        list_id, depth = self._list(paragraph, style)
        if style.name != _ITEM or list_id in ("", "0"):
            return "", 0
        # LibreOffice gives every item a list of its own: the kind is what stays.
        return self.numbering.kind(list_id, depth), min(depth, 8)

    def _label(self, paragraph, style: _Style) -> str:
        list_id, depth = self._list(paragraph, style)
        return self.numbering.label(list_id, depth) if list_id not in ("", "0") else ""

    def _runs(self, element, runs: Runs, marks: Marks) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                seen = not is_unseen(child, self.style_sheet)
                self._run(child, runs, self._marked(child, _marks(child, marks)) if seen else None)
            elif tag == f"{W}hyperlink":
                target = self.links.get(child.get(f"{_R}id", ""), "")
                self._runs(child, runs, Marks(marks.bold, marks.tags, target))
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self.revised = True
            elif tag in (
                f"{W}ins",
                f"{W}moveTo",
                f"{W}smartTag",
                f"{W}sdt",
                f"{W}sdtContent",
                f"{W}fldSimple",
            ):
                self.revised = self.revised or tag in (f"{W}ins", f"{W}moveTo")
                self._runs(child, runs, marks)

    def _marked(self, run, marks: Marks) -> Marks:
        """Add what our own file's style for stressed words says."""
        named = self.styles.get(value(run.find(f"{W}rPr"), "rStyle"))
        if named and named.name == _EMPHASIS:
            return Marks(marks.bold, (*marks.tags, "em"), marks.link)
        return marks

    def _run(self, run, runs: Runs, marks: Marks | None) -> None:
        if marks is None:
            self.unseen += any((part.text or "").strip() for part in run.iter(f"{W}t"))
            return
        if _is_struck(run):
            words = "".join(part.text or "" for part in run.iter(f"{W}t"))
            self.struck += [words] if words.strip() else []
            return
        for part in run:
            if part.tag == f"{W}t":
                runs.add(part.text or "", marks)
            elif part.tag in _SIGNS:
                runs.add(_SIGNS[part.tag], marks)
            elif part.tag in _NOTES:
                self.noted = True
            elif part.tag in _PICTURES or part.tag == f"{_CHOICE}AlternateContent":
                self._picture(part, runs)

    def _picture(self, part, runs: Runs) -> None:
        runs.has_picture = runs.has_picture or not _is_box(part)
        if markup := picture_markup(part, self.links, self.package):
            runs.pictures.append(markup)

    def _table(self, element) -> None:
        rows = [row for row in element.iter(f"{W}tr") if _own(row, element) and self._shows(row)]
        if max((len(_cells_of(row)) for row in rows), default=0) <= 1 or _holds_tables(element):
            for row in rows:
                for cell in _cells_of(row):
                    self._blocks(cell)
            return
        self.tables += 1
        name = f"第{self.tables}个表格"
        markup = self._table_markup(rows) if self.structured else ""
        self.blocks.append(Grid(self._matrix(rows, name), name, markup))

    def _shows(self, row) -> bool:
        """Whether a line of a table is neither hidden nor marked as deleted."""
        properties = row.find(f"{W}trPr")
        if properties is None:
            return True
        if properties.find(f"{W}del") is not None:
            self.revised = True
            return False
        return not _is_on(properties, "hidden")

    def _matrix(self, rows: list, name: str) -> list[list[Cell | None]]:
        sheet = Sheet()
        for at, row in enumerate(rows):
            sheet.line(at)
            place = number(value(row.find(f"{W}trPr"), "gridBefore"))
            for n, element in enumerate(_cells_of(row)):
                span, merge = _merge(element)
                above = _above(sheet, at, place) if merge == "continue" else None
                cell = above or Cell(self._cell_text(element), f"{name}第{at + 1}行第{n + 1}格")
                sheet.put(at, cell, span, at=place)
                place += span
        return sheet.cut(len(rows))

    def _table_markup(self, rows: list) -> str:
        """Return a small table of our own file with the marks of its words."""
        open_cells: dict[int, list] = {}
        lines = []
        for row in rows:
            line, place = [], 0
            for element in _cells_of(row):
                span, merge = _merge(element)
                if merge == "continue" and place in open_cells:
                    open_cells[place][1] += 1
                else:
                    open_cells[place] = [self._cell_markup(element), 1, span]
                    line.append(open_cells[place])
                place += span
            lines.append(line)
        inner = "".join(f"<tr>{''.join(map(_cell_element, line))}</tr>" for line in lines)
        return f"<table>{inner}</table>"

    def _cell_markup(self, cell) -> tuple[str, str]:
        """Return what a cell is (th or td), and its words with their marks."""
        paragraphs = list(cell.iter(f"{W}p"))
        heads = bool(paragraphs) and self._style(paragraphs[0]).name == _CAPTION
        words = []
        for paragraph in paragraphs:
            runs = Runs()
            self._runs(paragraph, runs, Marks())
            words.append(runs.markup())
        return "th" if heads else "td", "<br>".join(words)

    def _cell_text(self, cell) -> str:
        texts = []
        for paragraph in cell.iter(f"{W}p"):
            if any(a.tag == f"{_CHOICE}Fallback" for a in paragraph.iterancestors()):
                continue
            runs = Runs()
            label = self._label(paragraph, self._style(paragraph))
            self._runs(paragraph, runs, Marks())
            words = "".join(raised(w) if "sup" in m.tags else w for w, m in runs.pieces)
            # A number that Word makes itself counts the paragraph: it is none of the figure's.
            texts += [label, words] if words.strip() else []
        return " ".join(" ".join(texts).replace(BREAK, " ").split())


def _cell_element(cell: list) -> str:
    (tag, words), rowspan, colspan = cell
    spans = f' rowspan="{rowspan}"' * (rowspan > 1) + f' colspan="{colspan}"' * (colspan > 1)
    return f"<{tag}{spans}>{words}</{tag}>"


def _own(row, table) -> bool:
    return next(row.iterancestors(f"{W}tbl")) is table


def _cells_of(row) -> list:
    cells = []
    for child in row:
        if child.tag == f"{W}tc":
            cells.append(child)
        elif child.tag in (f"{W}sdt", f"{W}ins", f"{W}customXml"):
            cells += list(child.iter(f"{W}tc"))
    return cells


def _holds_tables(table) -> bool:
    """Whether tables of their own stand inside: then this one only arranges them."""
    return any(len(list(inner.iter(f"{W}tr"))) > 1 for inner in table.iterdescendants(f"{W}tbl"))


def _merge(cell) -> tuple[int, str]:
    """Return how many columns a cell spans, and whether it goes on from the one above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, ""
    merge = properties.find(f"{W}vMerge")
    how = "" if merge is None else merge.get(f"{W}val", "continue")
    return max(1, number(value(properties, "gridSpan"), 1)), how


def _above(sheet: Sheet, row: int, place: int) -> Cell | None:
    line = sheet.rows[row - 1] if row else []
    return line[place] if place < len(line) else None


def _marks(run, marks: Marks) -> Marks:
    """Return how a run is set."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return marks
    bold = _is_on(properties, "b") if properties.find(f"{W}b") is not None else marks.bold
    tags = list(marks.tags)
    # Bold from a style makes a heading; bold of its own inside a paragraph is a mark.
    tags += ["strong"] if _is_on(properties, "b") and not marks.bold else []
    tags += ["em"] if _is_on(properties, "i") else []
    raised = {"superscript": "sup", "subscript": "sub"}.get(value(properties, "vertAlign"))
    return Marks(bold, tuple([*tags, raised] if raised else tags), marks.link)


def _is_on(properties, name: str) -> bool:
    child = properties.find(f"{W}{name}")
    return child is not None and child.get(f"{W}val", "1") not in _OFF


def _is_struck(run) -> bool:
    properties = run.find(f"{W}rPr")
    return properties is not None and (
        _is_on(properties, "strike") or _is_on(properties, "dstrike")
    )


def _is_box(element) -> bool:
    return next(element.iter(f"{W}txbxContent"), None) is not None


def _styles(root) -> dict[str, _Style]:
    if root is None:
        return {}
    raw = {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    return {name: _style(name, raw) for name in raw}


def _style(name: str, raw: dict) -> _Style:
    """Return a style with what it inherits."""
    level = depth = 0
    list_id, bold = "", None
    own = raw[name]
    for _ in range(10):
        properties = own.find(f"{W}pPr")
        outline = value(properties, "outlineLvl")
        level = level or (number(outline) + 1 if outline and number(outline, 9) < 9 else 0)
        told = properties.find(f"{W}numPr") if properties is not None else None
        if not list_id and told is not None:
            list_id, depth = value(told, "numId"), number(value(told, "ilvl"))
        letters = own.find(f"{W}rPr")
        if bold is None and letters is not None and letters.find(f"{W}b") is not None:
            bold = _is_on(letters, "b")
        own = raw.get(value(own, "basedOn"))
        if own is None:
            break
    # Office programs give styles other ids, but leave their names.
    ours = carrier.STYLES.get(value(raw[name], "name"), name)
    return _Style(ours, level, bool(bold), list_id, depth)


def _core_title(package: Package) -> str:
    core = package.xml("docProps/core.xml")
    found = core.find(_DC) if core is not None else None
    return (found.text or "") if found is not None else ""
