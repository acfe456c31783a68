"""The figures of a report as they are gathered, with what is to be said about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.document import NOTHING_HAPPENED, broken_sentence, format_figure
from reports.editions import Block, Edition, Row, Table
from reports.editions.quoting import quoted

from ..source import Cell
from ..values import CellReading, Notice
from .cell_words import read_cell

MOST_READ = 80  # characters of a source that a notice repeats


def shown(text: str) -> str:
    """Return a source's words on one line, cut where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_READ else f"{line[:MOST_READ]}…"


@dataclass(frozen=True)
class Place:
    """A row of a table in an edition: what a found row is looked up as."""

    table: Table
    block: Block
    row: Row

    def cell_id(self, column) -> str:
        """Return the id of the row's cell in `column`."""
        return f"{self.table.id}.{self.row.id}.{column.id}"

    @property
    def name(self) -> str:
        """What a notice calls the row."""
        return f"{self.table.name}“{self.row.name}”行"


def between_blanks(cells: Sequence[Cell], count: int) -> list[Cell]:
    """Return the `count` cells that stand between blank ones, or all where it is not so many."""
    written = [at for at, cell in enumerate(cells) if cell.text.strip()]
    inner = cells[written[0] : written[-1] + 1] if written else []
    return list(inner if len(inner) == count else cells)


def not_placed(name: str, count: int, written: int) -> str:
    """Return what is said of figures whose cells are not certain: so many of `count`."""
    what = (
        f"有{count}个数字，但与表头的栏目对不上"
        if written == count
        else f"应有{count}个数字，这里有{written}个，不能确定各是哪一格"
    )
    return f"{name}{what}，没有读入，请核对后填写。"


def under_another(head: str, caption: str) -> str:
    """Return what is said of a figure under a head that is none of the template's."""
    return f"这一栏的表头是{quoted(shown(head))}，不是{quoted(caption)}，没有读入，请核对后填写。"


def places(edition: Edition, *, across: bool) -> list[Place]:
    """Return the rows of the tables printed row by row, or of those printed `across`."""
    return [
        Place(table, block, row)
        for table in edition.tables
        if table.across == across
        for block in table.blocks
        for row in block.rows
    ]


@dataclass
class Filling:
    """Takes figures in. `blanks` are cells that stand in the source, empty."""

    edition: Edition
    cells: dict[str, CellReading] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    rows: set[tuple[str, str]] = field(default_factory=set)
    blanks: set[str] = field(default_factory=set)
    disputed: dict[str, str] = field(default_factory=dict)
    _taken: dict[Cell, str] = field(default_factory=dict)

    def note(self, where: str, read: str, message: str) -> None:
        """Add a notice."""
        self.notices.append(Notice(where, shown(read), message))

    def found(self, table: str) -> bool:
        """Whether a row of `table` was recognised."""
        return any(name == table for name, _ in self.rows)

    def enter(self, place: Place, column, cell: Cell, *, sure: bool = True, unit: str = "") -> None:
        """Take the words of a cell of the source as a figure; `unit` is its column's or table's."""
        cell_id = place.cell_id(column)
        self.rows.add((place.table.id, place.row.id))
        before = self.cells.get(cell_id)
        if before and before.read and cell not in self._taken:
            self._again(cell_id, before, cell, unit)
            return
        if not cell.text.strip():
            self.cells[cell_id] = CellReading("missing", None, "", cell.box, where=cell.where)
            self.blanks.add(cell_id)
            return
        if cell in self._taken:
            self._shared(cell_id, cell)
            return
        self._taken[cell] = cell_id
        self.blanks.discard(cell_id)
        figure = read_cell(cell.text, self.edition.cells[cell_id].kind, unit)
        state = "sure" if sure and figure.sure else "unsure"
        self.cells[cell_id] = CellReading(state, figure.value, shown(cell.text), cell.box, where=cell.where)
        if figure.message:
            self.note(self._where(cell_id, cell.where), cell.text, figure.message)

    def _again(self, cell_id: str, before: CellReading, cell: Cell, unit: str) -> None:
        """The same cell a second time, in another table: where both differ, it is neither."""
        if not cell.text.strip():
            return
        second = read_cell(cell.text, self.edition.cells[cell_id].kind, unit).value
        if cell_id not in self.disputed and second == before.value:
            return
        self.disputed.setdefault(cell_id, cell.where)
        read = f"{before.read} / {shown(cell.text)}" if before.value is not None else before.read
        self.cells[cell_id] = CellReading("unsure", None, read, before.box, where=before.where)

    def _shared(self, cell_id: str, cell: Cell) -> None:
        """One merged cell of the source over several cells of the form: it is nobody's."""
        for one in (self._taken[cell], cell_id):
            self.cells[one] = CellReading("unsure", None, shown(cell.text), cell.box, where=cell.where)
        message = "一个合并的单元格占了表中几格，不能确定数字属于哪一格，没有读入，请核对后填写。"
        self.note(self._where(cell_id, cell.where), cell.text, message)

    def refuse(self, place: Place, column, cell: Cell, message: str) -> None:
        """Leave one cell blank, with the words that stood there."""
        cell_id = place.cell_id(column)
        self.rows.add((place.table.id, place.row.id))
        self.cells[cell_id] = CellReading("unsure", None, shown(cell.text), cell.box, where=cell.where)
        if cell.text.strip():
            self.note(self._where(cell_id, cell.where), cell.text, message)

    def unknown(self, place: Place, cells: Iterable[Cell], message: str) -> None:
        """Leave a whole row blank, with the words that stood there."""
        kept = [cell for cell in cells if cell.text.strip()]
        words = shown(" ".join(cell.text.strip() for cell in kept))
        self.rows.add((place.table.id, place.row.id))
        for column in place.block.columns:
            state = "unsure" if words else "missing"
            self.cells[place.cell_id(column)] = CellReading(state, None, words)
        where = f"{place.name}（{kept[0].where}）" if kept else place.name
        self.note(where, words, message)

    def _where(self, cell_id: str, source: str) -> str:
        cell = self.edition.cells[cell_id]
        return f"{cell.table_name}：{cell.label}（{source}）"

    def finish(self) -> dict[str, CellReading]:
        """Say what stayed blank or does not add up, by table; return every cell of the edition."""
        for table in self.edition.tables:
            if self.found(table.id):
                self._tell_missing(table)
                self._tell_blanks(table)
                self._tell_disputed(table)
                self._tell_sums(table)
            else:
                self.note(table.name, "", f"没有找到{table.name}，它的数字按未填处理。")
        nothing = CellReading("missing", None, "")
        return {cell: self.cells.get(cell, nothing) for cell in self.edition.cells}

    def _tell_missing(self, table: Table) -> None:
        lost = [row.name for row in table.rows if (table.id, row.id) not in self.rows]
        if lost:
            names = "、".join(f"“{name}”" for name in lost)
            message = f"{table.name}没有找到{names}，这{len(lost)}行按未填处理。"
            self.note(table.name, "", message)

    def _tell_blanks(self, table: Table) -> None:
        blank = sum(cell.id in self.blanks for cell in table.cells)
        if blank:
            message = f"{table.name}有{blank}格是空白，按未填处理；{NOTHING_HAPPENED}"
            self.note(table.name, "", message)

    def _tell_disputed(self, table: Table) -> None:
        cells = [cell.id for cell in table.cells if cell.id in self.disputed]
        if cells:
            words = "；".join(self.cells[cell].read for cell in cells)
            message = (
                f"文件里不止一张{table.name}，有{len(cells)}格前后数字不同，不能确定以哪张为准，"
                "没有读入，请核对后填写。"
            )
            self.note(f"{table.name}（{self.disputed[cells[0]]}）", words, message)

    def _tell_sums(self, table: Table) -> None:
        """What was read is checked against itself: a row's total, a column's balance."""
        values = self.values()
        for equation in self.edition.equations:
            own = equation.relation == "=" and equation.left[0].startswith(f"{table.id}.")
            if own and (broken := broken_sentence(equation, values)):
                read = "、".join(format_figure(values[cell]) for cell in equation.cells)
                self.note(table.name, read, f"文件里的数字前后不符：{broken}")

    def values(self) -> dict[str, Decimal | None]:
        """Return the values as a document holds them."""
        return {
            cell: self.cells[cell].value if cell in self.cells else None
            for cell in self.edition.cells
        }
