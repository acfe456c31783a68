"""RTF, as WordPad, Word and WPS write it: paragraphs, and tables with their merged cells.

A tokeniser and no more than what a report needs; objects, pictures and every destination that is
not known are skipped, hidden, struck out and deleted words are told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..source import Cell, Grid, Line, Sheet, Source, hidden, raised, struck_out
from ..values import Notice, Unreadable
from .marked_words import BREAK, Marks, Runs

DEEPEST = 200
MOST_TOKENS = 3_000_000
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z0-9])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
# Destinations whose words are words of the text.
_TEXT = {"rtf", "fldrslt", "shptxt", "pntext", "listtext", "ud", "result"}
_SKIPPED = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl",
    "headerr", "headerf", "footerl", "footerr", "footerf", "footnote", "annotation", "listtable",
    "listoverridetable", "rsidtbl", "generator", "themedata", "datastore", "fldinst", "objdata",
    "objclass", "bkmkstart", "bkmkend", "xmlnstbl", "latentstyles", "pgptbl", "nonshppict", "shpinst",
    "sp", "sn", "sv", "filetbl", "revtbl", "private", "atnid", "atnauthor", "mmathPr", "upr",
}  # fmt: skip
_SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u3000", "enspace": " ",
}  # fmt: skip
_CHARSETS = {
    134: "gb18030",
    136: "big5",
    128: "cp932",
    129: "cp949",
    0: "cp1252",
    1: "",
    2: "cp1252",
}
_HEAVY = re.compile("黑体|SimHei|小标宋")


@dataclass(frozen=True)
class _State:
    """What holds in a group."""

    skipped: bool = False
    destination: str = ""
    bold: bool = False
    italic: bool = False
    raised: str = ""
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    unicode_skip: int = 1
    font: int = 0


@dataclass
class _Row:
    """The definition and the cells of a table's line."""

    edges: list[int] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    pending: str = ""
    cells: list[str] = field(default_factory=list)


def read_rtf(content: bytes) -> Source:
    """Return the paragraphs and tables of an RTF text; raise Unreadable."""
    reader = _Reader()
    reader.read(content)
    if not reader.blocks:
        raise Unreadable(
            "RTF 文件里没有读到内容，可能不完整。请用 Word 或 WPS 打开、另存后再导入。"
        )
    return Source(reader.blocks, notices=reader.notices())


class _Reader:
    def __init__(self):
        self.blocks: list[Line | Grid] = []
        self.states = [_State()]
        self.runs = Runs()
        self.row = _Row()
        self.lines: list[_Row] = []
        self.cell: list[str] = []
        self.in_table = False
        self.charset = "gb18030"
        self.fonts: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.held = bytearray()
        self.to_skip = 0
        self.level = 0
        self.paragraphs = self.tables = 0
        self.struck: list[str] = []
        self.unseen = 0
        self.revised = self.noted = False

    def notices(self) -> list[Notice]:
        """Return what was left out."""
        told = struck_out("文档", self.struck)
        if self.revised:
            message = "文档里有修订痕迹：新增的文字已读入，删除的文字没有读入，请核对。"
            told.append(Notice("文档", "", message))
        told += hidden("文档", self.unseen)
        if self.noted:
            message = "文档里有脚注或尾注，注的文字没有读入；需要的话请写进正文。"
            told.append(Notice("文档", "", message))
        return told

    def read(self, content: bytes) -> None:
        """Take the whole text."""
        at, count = 0, 0
        while match := _TOKEN.match(content, at):
            at = match.end()
            count += 1
            if count > MOST_TOKENS:
                raise Unreadable("文件展开后过大，不像一份年度报告，没有读入。")
            word, number, byte, sign, brace, text = match.groups()
            if word == b"bin":
                at += max(0, int(number or 0))
            self._token(word, number, byte, sign, brace, text)
        self._flush()
        self._end_paragraph()
        self._end_table()

    def _token(self, word, number, byte, sign, brace, text) -> None:
        if byte:
            self._bytes(bytes([int(byte, 16)]))
        elif text:
            self._bytes(text)
        elif brace:
            self._flush()
            self._brace(brace)
        elif word:
            self._flush()
            self._word(word.decode(), int(number) if number else None)
        elif sign:
            self._flush()
            self._sign(sign)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self.states) > DEEPEST:
                raise Unreadable("文件里的嵌套过深，不像一份年度报告，没有读入。")
            self.states.append(replace(self.states[-1], destination=""))
        elif len(self.states) > 1:
            self.states.pop()

    def _set(self, **changes) -> None:
        self.states[-1] = replace(self.states[-1], **changes)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            # A destination that readers may skip: its name follows.
            self._set(destination="*")
        elif sign in (b"\\", b"{", b"}"):
            self._words(sign.decode())
        elif sign == b"~":
            self._words(" ")
        elif sign == b"_":
            self._words("-")
        elif sign in (b"\n", b"\r"):
            self._end_paragraph()

    def _bytes(self, data: bytes) -> None:
        for n in range(len(data)):
            if self.to_skip:
                self.to_skip -= 1
            else:
                self.held += data[n:]
                break

    def _flush(self) -> None:
        """Words are bytes of one encoding until anything else comes."""
        if self.held:
            data, self.held = bytes(self.held), bytearray()
            state = self.states[-1]
            if state.destination == "fonttbl":
                self.names[state.font] = self.names.get(state.font, "") + self._decoded(data)
            self._words(self._decoded(data))

    def _decoded(self, data: bytes) -> str:
        charset = self.fonts.get(self.states[-1].font) or self.charset
        # Latin fonts are named over Chinese words too: what is Chinese by its bytes is Chinese.
        for name in (charset, "gb18030"):
            try:
                if name != "cp1252" or data.isascii():
                    return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
        return data.decode("gb18030", "replace")

    def _words(self, words: str) -> None:
        state = self.states[-1]
        if state.skipped or not words:
            return
        if state.deleted:
            self.revised = True
        elif state.hidden:
            self.unseen += bool(words.strip())
        elif state.struck:
            self.struck += [words] if words.strip() else []
        else:
            tags = [tag for tag, on in (("em", state.italic), (state.raised, state.raised)) if on]
            heavy = state.bold or bool(_HEAVY.search(self.names.get(state.font, "")))
            if state.bold:
                tags.insert(0, "strong")
            self.runs.add(words, Marks(heavy, tuple(tags)))

    def _word(self, word: str, number: int | None) -> None:
        state = self.states[-1]
        if word in _SKIPPED or state.destination == "*" and word not in _TEXT:
            self.noted = self.noted or word == "footnote"
            self._set(skipped=True, destination=word)
        elif word in _SIGNS:
            self._words(_SIGNS[word])
        elif (
            not self._letters(word, number) and not state.skipped and not self._looks(word, number)
        ):
            self._builds(word, number)

    def _letters(self, word: str, number: int | None) -> bool:
        """Take what says how bytes are to be read as characters."""
        number = number or 0
        if word == "f":
            self._set(font=number)
        elif word == "fcharset":
            self.fonts[self.states[-1].font] = _CHARSETS.get(number, "")
        elif word == "ansicpg":
            self.charset = "gb18030" if number in (0, 936, 54936) else f"cp{number}"
        elif word == "uc":
            self._set(unicode_skip=max(0, min(number, 10)))
        elif word == "u":
            self._unicode(number)
        else:
            return False
        return True

    def _unicode(self, number: int) -> None:
        code = number % 65536
        if 0xD800 <= code < 0xE000:
            code = 0xFFFD
        self._words(chr(code) if code >= 32 else "")
        self.to_skip = self.states[-1].unicode_skip

    def _looks(self, word: str, number: int | None) -> bool:
        on = number != 0
        if word in ("b", "i", "strike", "striked", "v", "deleted"):
            name = {"b": "bold", "i": "italic", "v": "hidden", "deleted": "deleted"}
            self._set(**{name.get(word, "struck"): on})
        elif word in ("super", "sub", "nosupersub"):
            self._set(raised={"super": "sup", "sub": "sub"}.get(word, ""))
        elif word == "plain":
            clear = dict.fromkeys(("bold", "italic", "struck", "hidden", "deleted"), False)
            self._set(raised="", **clear)
        else:
            return False
        return True

    def _builds(self, word: str, number: int | None) -> None:
        ends = {
            "par": self._end_paragraph, "sect": self._end_paragraph, "page": self._end_paragraph,
            "cell": self._end_cell, "nestcell": self._end_cell,
            "row": self._end_row, "nestrow": self._end_row,
        }  # fmt: skip
        if word in ends:
            ends[word]()
        elif word == "line":
            self._words(BREAK)
        elif word == "pard":
            self.in_table, self.level = False, 0
        elif word == "outlinelevel":
            self.level = min(number or 0, 8) + 1
        elif word == "intbl":
            self.in_table = True
        else:
            self._defines(word, number)

    def _defines(self, word: str, number: int | None) -> None:
        """Take what says of the cells of a line: how far they reach, which of them are one."""
        if word == "trowd":
            self.row = _Row(cells=self.row.cells)
        elif word in ("clmgf", "clmrg", "clvmgf", "clvmrg"):
            self.row.pending += f" {word}"
        elif word == "cellx" and len(self.row.edges) < Sheet.WIDEST:
            self.row.edges.append(number or 0)
            self.row.merges.append(self.row.pending)
            self.row.pending = ""

    def _end_paragraph(self) -> None:
        runs, self.runs = self.runs, Runs()
        if self.in_table:
            self.cell.append(_cell_words(runs))
            return
        if not runs.text.strip():
            return
        self._end_table()
        self.paragraphs += 1
        for line in runs.lines():
            text = line.text.strip(" \u3000\xa0\t")
            where = f"第{self.paragraphs}段"
            if text:
                markup = f"<p>{line.markup()}</p>"
                self.blocks.append(Line(text, where, markup, self.level, line.bold))

    def _end_cell(self) -> None:
        self.cell.append(_cell_words(self.runs))
        self.runs = Runs()
        if len(self.row.cells) < Sheet.WIDEST:
            self.row.cells.append(" ".join(" ".join(self.cell).split()))
        self.cell = []

    def _end_row(self) -> None:
        # What defines a line may stand before its cells or after them.
        if self.row.cells:
            self.lines.append(self.row)
        self.row = _Row(list(self.row.edges), list(self.row.merges))

    def _end_table(self) -> None:
        lines, self.lines = self.lines, []
        if not lines:
            return
        if max(len(line.cells) for line in lines) == 1:
            texts = (line.cells[0] for line in lines if line.cells[0])
            self.blocks += [Line(text, f"第{self.paragraphs}段之后") for text in texts]
            return
        self.tables += 1
        name = f"第{self.tables}个表格"
        self.blocks.append(Grid(_matrix(lines, name), name))


def _cell_words(runs: Runs) -> str:
    words = (raised(w) if "sup" in m.tags else w for w, m in runs.pieces)
    return "".join(words).replace(BREAK, " ").strip()


def _matrix(lines: list[_Row], name: str) -> list[list[Cell | None]]:
    """Return the cells on the places that the edges of all lines make."""
    edges = sorted({edge for line in lines for edge in line.edges})
    places: dict[int, int] = {}
    at = -1
    for n, edge in enumerate(edges):
        # Edges that stand closer than a millimetre are one.
        at += not n or edge - edges[n - 1] > 57
        places[edge] = at + 1
    sheet = Sheet()
    for number, line in enumerate(lines):
        sheet.line(number)
        for cell, start, span in _cells(line, places, sheet, number, name):
            sheet.put(number, cell, span, at=start)
    return sheet.cut(len(lines))


def _cells(line: _Row, places: dict, sheet: Sheet, number: int, name: str) -> Iterator[tuple]:
    start, last = 0, None
    for n, text in enumerate(line.cells):
        end = places.get(line.edges[n], start + 1) if n < len(line.edges) else start + 1
        merge = line.merges[n] if n < len(line.merges) else ""
        above = sheet.rows[number - 1] if number else []
        if "clmrg" in merge.split() and last:
            cell = last
        elif "clvmrg" in merge and start < len(above) and above[start]:
            cell = above[start]
        else:
            cell = Cell(text, f"{name}第{number + 1}行第{n + 1}格")
        yield cell, start, max(1, end - start)
        start, last = max(end, start + 1), cell
