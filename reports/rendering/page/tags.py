"""What a PDF still lacks to be PDF/UA-1 when WeasyPrint hands it over, and what it has too much.

WeasyPrint calls `finish` with the PDF's objects before they are written. Tables get the scope of
their header cells and the headers of their data cells from their own geometry; fragments of a
table that was broken over pages become regular again (ISO 14289-1, 7.5).

A head of several lines is tagged as one: a header cell a column that says the whole path, from the
group's caption down. Readers for the blind stumble over headers that span, and say only the lowest;
outloud calls them shredded (TBL-010).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

from ..kept.writing import packed


class _Null(pydyf.Object):
    data = b"null"


@dataclass
class _Cell:
    element: dict
    row: int
    column: int
    rows: int
    columns: int
    in_head: bool

    @property
    def is_header(self) -> bool:
        return self.element["S"] == "/TH"

    def covers(self, other: "_Cell") -> bool:
        """Return whether the other cell begins under this one's width."""
        return self.column <= other.column < self.column + self.columns


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Complete the tags of `pdf`, drop empty layers of them and pack its streams."""
    tree = _Tree(pdf)
    for table in tree.elements("/Table"):
        _take_caption(tree, table)
        _join_heads(tree, table)
        _complete(tree, table)
    tree.flatten()
    for item in pdf.objects:
        pack(item)
    _pack_what_follows(pdf)


def _pack_what_follows(pdf: pydyf.PDF) -> None:
    # Of the objects and of the table of all objects, pydyf makes streams only while it writes.
    add = pdf.add_object

    def add_packed(item: pydyf.Object) -> None:
        pack(item)
        add(item)

    pdf.add_object = add_packed


def _said(element: pydyf.Dictionary) -> str:
    """Return what stands in a cell of a table."""
    return "".join(element.cell.itertext()).strip()


class _Tree:
    """The structure elements of a PDF, followed by their references."""

    def __init__(self, pdf: pydyf.PDF):
        self._pdf = pdf
        self._pages = {page: at for at, page in enumerate(pdf.page_references)}

    def elements(self, kind: str) -> list[dict]:
        """Return the structure elements of a kind, in reading order."""
        return [
            item for item in self._pdf.objects if isinstance(item, dict) and item.get("S") == kind
        ]

    def children(self, element: dict) -> Iterator[dict]:
        """Yield the structure elements right under `element`."""
        for kid in element["K"]:
            if not isinstance(kid, int):
                found = self.at(kid)
                if "S" in found:
                    yield found

    def at(self, reference: Any) -> Any:
        """Return the object that a reference names."""
        return self._pdf.objects[int(reference.split()[0])]

    def add(self, parent: dict, kind: str) -> dict:
        """Append an empty element to `parent` and return it."""
        element = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": kind,
                "K": pydyf.Array(),
                "P": parent.reference,
                "A": pydyf.Dictionary({"O": "/Table"}),
            }
        )
        self._pdf.add_object(element)
        parent["K"].append(element.reference)
        return element

    def adopt(self, parent: dict, element: dict) -> None:
        """Put what is in `element` first in `parent`, and drop the empty element."""
        for kid in reversed(element["K"]):
            if isinstance(kid, int):
                parent.setdefault("Pg", element["Pg"])
                self._marks(element["Pg"])[kid] = parent.reference
            else:
                self.at(kid)["P"] = parent.reference
            parent["K"].insert(0, kid)
        self.drop(element)

    def drop(self, element: dict) -> None:
        """Take an element out of the tree."""
        self.at(element["P"])["K"].remove(element.reference)
        nothing = _Null()
        nothing.number = element.number
        self._pdf.objects[element.number] = nothing

    def flatten(self) -> None:
        """Hand the content of plain spans to their parents."""
        for span in self.elements("/Span"):
            parent = self.at(span["P"])
            if len(span) == 5 and len(span["K"]) == 1 and parent.get("Pg") == span["Pg"]:
                self._lift(span, parent, self._marks(span["Pg"]))

    def _marks(self, page: bytes) -> list:
        """Return the elements of a page's marks, by their numbers."""
        root = self.at(self._pdf.catalog["StructTreeRoot"])
        return self.at(root["ParentTree"])["Nums"][2 * self._pages[page] + 1]

    def _lift(self, span: dict, parent: dict, marks: list) -> None:
        (mark,) = span["K"]
        if not isinstance(mark, int):
            return
        parent["K"][parent["K"].index(span.reference)] = mark
        marks[mark] = parent.reference
        nothing = _Null()
        nothing.number = span.number
        self._pdf.objects[span.number] = nothing


def _take_caption(tree: _Tree, table: dict) -> None:
    """Make a first line of the head that is one wide cell the caption of its table."""
    rows = list(_rows(tree, table))
    cells, width = _placed(tree, rows)
    first = [cell for cell in cells if cell.row == 0]
    others = [cell for cell in cells if cell.row == 1]
    if len(first) > 1 or not others or not others[0].in_head or first[0].columns < width:
        return
    caption = tree.add(table, "/Caption")
    table["K"].insert(0, table["K"].pop())
    del caption["A"]
    tree.adopt(caption, first[0].element)
    tree.drop(rows[0][0])


def _join_heads(tree: _Tree, table: dict) -> None:
    """Make one line of a head of several, a cell a column."""
    rows = list(_rows(tree, table))
    height = sum(in_head for _, _, in_head in rows)
    cells, width = _placed(tree, rows[:height])
    leaves = [cell for cell in cells if cell.row + cell.rows == height]
    if height < 2 or sum(leaf.columns for leaf in leaves) != width:
        return
    groups = [cell for cell in cells if cell not in leaves]
    line = rows[height - 1][0]
    for leaf in leaves:
        _say_path(tree, leaf, [group for group in groups if group.covers(leaf)])
        leaf.element["P"] = line.reference
        leaf.element["A"].pop("RowSpan", None)
    line["K"] = pydyf.Array(leaf.element.reference for leaf in sorted(leaves, key=_column))
    for row, _, _ in rows[: height - 1]:
        tree.drop(row)


def _say_path(tree: _Tree, leaf: _Cell, over: list[_Cell]) -> None:
    path = [_said(cell.element) for cell in [*over, leaf]]
    if over:
        leaf.element["ActualText"] = pydyf.String(" ".join(filter(None, path)))
    for group in reversed(over):
        if group.column == leaf.column:
            tree.adopt(leaf.element, group.element)


def _column(cell: _Cell) -> int:
    return cell.column


def _complete(tree: _Tree, table: dict) -> None:
    rows = list(_rows(tree, table))
    cells, width = _placed(tree, rows)
    _fill(tree, rows, cells, width)
    if not any(cell.is_header for cell in cells):
        # Nobody said what heads the columns: the first line does.
        _turn_into_headers(cell for cell in cells if cell.row == 0)
    _turn_into_headers(cell for cell in cells if cell.in_head)
    heading_rows = {
        row
        for row in range(len(rows))
        if all(cell.is_header for cell in cells if cell.row <= row < cell.row + cell.rows)
    }
    _turn_corners(cells)
    _head(table, cells, heading_rows)


def _rows(tree: _Tree, table: dict) -> Iterator[tuple[dict, int, bool]]:
    # Each row with the number of its group and whether the group is a head.
    for number, child in enumerate(tree.children(table)):
        if child["S"] == "/TR":
            yield child, 0, False
        elif child["S"] in ("/THead", "/TBody", "/TFoot"):
            for row in tree.children(child):
                yield row, number, child["S"] == "/THead"


def _placed(tree: _Tree, rows: list) -> tuple[list[_Cell], int]:
    cells, taken, width = [], set(), 0
    last_of = {group: at for at, (_, group, _) in enumerate(rows)}
    for at, (row, group, in_head) in enumerate(rows):
        column = 0
        for element in tree.children(row):
            while (at, column) in taken:
                column += 1
            cell = _cell(element, at, column, last_of[group], in_head)
            cells.append(cell)
            taken.update(_area(cell))
            column += cell.columns
        width = max(width, column)
    return cells, width


def _cell(element: dict, row: int, column: int, last: int, in_head: bool) -> _Cell:
    attributes = element["A"]
    rows = min(attributes.get("RowSpan", 1), last - row + 1)
    if rows != attributes.get("RowSpan", 1):
        # The rest of the span lies on another page, in a table of its own.
        attributes["RowSpan"] = rows
    return _Cell(element, row, column, rows, attributes.get("ColSpan", 1), in_head)


def _area(cell: _Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.rows):
        for column in range(cell.column, cell.column + cell.columns):
            yield row, column


def _fill(tree: _Tree, rows: list, cells: list[_Cell], width: int) -> None:
    taken = {place for cell in cells for place in _area(cell)}
    for at, (row, _, in_head) in enumerate(rows):
        for column in range(width):
            if (at, column) not in taken:
                cells.append(_Cell(tree.add(row, "/TD"), at, column, 1, 1, in_head))


def _turn_into_headers(cells: Any) -> None:
    for cell in cells:
        cell.element["S"] = "/TH"
        cell.element["A"].pop("Headers", None)


def _turn_corners(cells: list[_Cell]) -> None:
    """Make a head over nothing but captions of rows plain: it says nothing of any figure."""
    for cell in (cell for cell in cells if cell.in_head):
        under = [other for other in cells if not other.in_head and cell.covers(other)]
        if under and all(other.is_header for other in under):
            cell.element["S"] = "/TD"


def _head(table: dict, cells: list[_Cell], heading_rows: set[int]) -> None:
    over: dict[int, list] = {}
    before: dict[int, list] = {}
    for cell in (cell for cell in cells if cell.is_header):
        name = pydyf.String(f"{table.number}-{cell.row}-{cell.column}")
        cell.element["ID"] = name
        stands_over = cell.row in heading_rows
        cell.element["A"]["Scope"] = "/Column" if stands_over else "/Row"
        first, count = (cell.column, cell.columns) if stands_over else (cell.row, cell.rows)
        for line in range(first, first + count):
            (over if stands_over else before).setdefault(line, []).append(name)
    for cell in (cell for cell in cells if not cell.is_header):
        names = [
            *(
                name
                for at in range(cell.column, cell.column + cell.columns)
                for name in over.get(at, ())
            ),
            *(name for at in range(cell.row, cell.row + cell.rows) for name in before.get(at, ())),
        ]
        cell.element["A"]["Headers"] = pydyf.Array(dict.fromkeys(names))
        if not names:
            del cell.element["A"]["Headers"]


def pack(stream: pydyf.Object) -> None:
    """Pack a stream that is to be packed and is not yet; leave anything else as it is."""
    if not isinstance(stream, pydyf.Stream) or not stream.compress:
        return
    content = packed(b"\n".join(map(_bytes, stream.stream)))
    stream.stream, stream.compress = [content], False
    stream.extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})


def _bytes(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    return item.data if isinstance(item, pydyf.Object) else str(item).encode("latin-1")
