"""The one form that every format is read into: lines of text and tables of cells, in order.

Everything carries `where` it stands, in words that a clerk finds again.
"""

from dataclasses import dataclass, field

from .values import Box, Notice


def raised(words: str) -> str:
    """Return raised words of a cell as a note in brackets: a mark's digit is none of the figure's."""
    bare = words.strip()
    return bare if not bare or bare[0] in "[(（〔【" else f"（{bare}）"


def struck_out(where: str, words: list[str]) -> list[Notice]:
    """Return what is said of words that are struck out: they are left out."""
    if not words:
        return []
    message = f"有{len(words)}处划掉的内容（删除线），没有读入，请核对。"
    return [Notice(where, " ".join(" ".join(words).split())[:80], message)]


def hidden(where: str, count: int) -> list[Notice]:
    """Return what is said of words that nobody sees: they are left out."""
    if not count:
        return []
    return [Notice(where, "", f"{where}里有{count}处隐藏的文字，没有读入，请核对。")]


@dataclass(frozen=True)
class Line:
    """A paragraph, heading or list. `markup` is its HTML; empty where the text says it all.

    `level` is the source's own heading level (0: none), `bold` whether all of it is bold,
    `picture` whether a picture stands in it. `item` is the list (ul, ol) that it is an item of,
    `depth` how deep. `indented`: it begins with the blanks of a paragraph's first line.
    `box`: its place on a page that was read from a picture.
    """

    text: str
    where: str
    markup: str = ""
    level: int = 0
    bold: bool = False
    picture: bool = False
    item: str = ""
    depth: int = 0
    indented: bool = False
    box: Box | None = None


@dataclass(frozen=True, eq=False)
class Cell:
    """One printed cell; a spanning cell is the same object at every place that it covers.

    `box`: its place on a page that was read from a picture.
    """

    text: str
    where: str
    box: Box | None = None


@dataclass(frozen=True)
class Grid:
    """A table: lines of cells. A place that no cell covers is None."""

    rows: list[list[Cell | None]]
    where: str
    markup: str = ""

    def anchors(self, row: int) -> list[Cell]:
        """Return the cells of a line from left to right, each once."""
        return list(dict.fromkeys(cell for cell in self.rows[row] if cell))


Block = Line | Grid
MOST_BLOCKS = 60_000  # lines and tables of one file


@dataclass
class Source:
    """A file as read. `structured`: its headings are marked as headings and nothing else is.

    `titles` are texts that may name organ and year when the page itself does not; `posted` is the
    date that the site gives. `is_seen`: pages of it were read from their pictures; `pieces` are places
    there, each as a picture.
    """

    blocks: list[Block]
    structured: bool = False
    titles: list[str] = field(default_factory=list)
    posted: str = ""
    notices: list[Notice] = field(default_factory=list)
    is_seen: bool = False
    pieces: list[tuple[Box, str]] = field(default_factory=list)


class Sheet:
    """Lays cells with spans out on a matrix, as a browser does."""

    WIDEST, LARGEST = 200, 60_000

    def __init__(self):
        self.rows: list[list[Cell | None]] = []
        self.size = 0

    def put(self, row: int, cell: Cell, colspan: int = 1, rowspan: int = 1, at: int = -1) -> None:
        """Put a cell at the first free place of `row`, or at column `at`."""
        line = self.line(row)
        at = self._free(line) if at < 0 else at
        if at + colspan > self.WIDEST:
            return
        for below in range(row, row + min(rowspan, 500)):
            self._fill(self.line(below), at, colspan, cell)

    def line(self, row: int) -> list[Cell | None]:
        """Return the cells of `row`, making it."""
        while len(self.rows) <= row:
            self.rows.append([])
        return self.rows[row]

    @staticmethod
    def _free(line: list[Cell | None]) -> int:
        return line.index(None) if None in line else len(line)

    def _fill(self, line: list[Cell | None], at: int, colspan: int, cell: Cell) -> None:
        self.size += colspan
        if self.size > self.LARGEST:
            return
        line.extend([None] * (at + colspan - len(line)))
        for place in range(at, at + colspan):
            if line[place] is None:
                line[place] = cell

    def cut(self, rows: int) -> list[list[Cell | None]]:
        """Return the first `rows` lines: a rowspan may reach past the table's end."""
        return self.rows[:rows]
