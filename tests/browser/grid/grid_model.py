"""A model of the tables, written from docs and interface alone: what a clerk may expect of each key.

It knows the template and how a figure is read on the server; nothing of the scripts in the browser.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from reports.document import format_figure
from reports.document.figures import BadFigure, read_figure
from reports.editions import Edition
from reports.editions.grid import printed_grids

LONGEST_MEMORY = 500  # steps that can be undone
READY, TYPING, EDIT = "ready", "typing", "edit"


@dataclass
class Place:
    """A cell: what was written in it, and whether a total was taken over by hand."""

    text: str = ""
    manual: bool = False


@dataclass
class Step:
    before: dict[str, tuple[str, bool]]
    after: dict[str, tuple[str, bool]]
    open: bool = False


@dataclass
class Table:
    """Lines of cells; the last of a line may be wide."""

    lines: list[list[str]]
    widths: dict[str, int]
    at: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self):
        for n, line in enumerate(self.lines):
            self.at |= {cell: (n, column) for column, cell in enumerate(line)}
        self.all = [cell for line in self.lines for cell in line]

    def near(self, line: int, column: int) -> str | None:
        """Return the cell at a place, a short line's last standing for what it lacks."""
        if not 0 <= line < len(self.lines):
            return None
        return self.lines[line][min(column, len(self.lines[line]) - 1)]

    def block(self, one: str, other: str) -> list[list[str]]:
        """Return the lines of cells between two corners, both whole."""
        (top, left), (bottom, right) = self.at[one], self.at[other]
        ends = [self.at[cell][1] + self.widths[cell] - 1 for cell in (one, other)]
        left, right, (top, bottom) = min(left, right), max(ends), sorted((top, bottom))
        return [line[min(left, len(line) - 1) : right + 1] for line in self.lines[top : bottom + 1]]


def tables_of(edition: Edition) -> list[Table]:
    """Return the tables as they are printed."""
    found = []
    for table in edition.tables:
        lines = [[c for c in line if c.cell] for grid in printed_grids(table) for line in grid.body]
        widths = {c.cell.id: c.colspan for line in lines for c in line}
        found.append(Table([[c.cell.id for c in line] for line in lines], widths))
    return found


class Model:
    """What stands in every cell, where one is, what is selected, what can be undone."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.tables = tables_of(edition)
        self.home = {cell: table for table in self.tables for cell in table.all}
        self.places = {cell: Place() for cell in edition.cells}
        self.proposals = {rule.cell: rule for rule in edition.proposals}
        self.clipboard: list[list[str]] = []
        self.reload()

    # What stands there.

    def reload(self) -> None:
        """The page anew: the figures stay, what can be undone does not."""
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.active = self.extent = self.wanted = self.remembered = None
        self.leaving, self.mode, self.field, self.caret = False, READY, "", 0
        self.taken = False  # whether the total under edit was filling itself before

    def read(self, cell: str, text: str) -> tuple[Decimal | None, bool]:
        """Return the value of a text in a cell, and whether it cannot be read."""
        try:
            return read_figure(text, self.edition.cells[cell].kind).value, False
        except BadFigure:
            return None, True

    def value(self, cell: str) -> Decimal | None:
        if self.locked(cell):
            parts = [self.value(part) for part in self.edition.computed[cell].right]
            return None if None in parts else sum(parts, Decimal(0))
        return self.read(cell, self.places[cell].text)[0]

    def locked(self, cell: str) -> bool:
        return cell in self.edition.computed and not self.places[cell].manual

    def readable(self, cell: str) -> bool:
        """Whether the server has it too: it keeps what stood before something unreadable, and sums that."""
        if self.locked(cell):
            return all(self.readable(part) for part in self.edition.computed[cell].right)
        return not self.read(cell, self.places[cell].text)[1]

    def shown(self, cell: str) -> str:
        """Return what a cell shows that nobody is typing in."""
        if not self.locked(cell) and self.read(cell, self.places[cell].text)[1]:
            return self.places[cell].text
        return format_figure(self.value(cell))

    def blank(self, cell: str) -> bool:
        return self.shown(cell) == ""

    def proposal(self, cell: str) -> str:
        """Return what is offered for a blank cell."""
        rule = self.proposals.get(cell)
        if not rule or not self.blank(cell):
            return ""
        plus, minus = [[self.value(c) for c in part] for part in (rule.plus, rule.minus)]
        if None in plus or None in minus or sum(plus) < sum(minus):
            return ""
        return format_figure(sum(plus) - sum(minus))

    def picture(self) -> dict[str, str]:
        """Return what each field holds, a * after a total that was taken over."""
        figures = {
            cell: self.shown(cell) + "*" * place.manual for cell, place in self.places.items()
        }
        if self.active and self.mode != READY:
            figures[self.active] = self.field + "*" * self.places[self.active].manual
        return figures

    def selected(self) -> set[str]:
        if self.active is None or self.active == self.extent:
            return set()
        return set(self.chosen())

    def chosen(self) -> list[str]:
        lines = self.home[self.active].block(self.active, self.extent)
        return [cell for line in lines for cell in line]

    # Changes and their undoing.

    def _kept(self, cell: str) -> tuple[str, bool]:
        manual = self.places[cell].manual
        return ("" if self.locked(cell) else self.shown(cell), manual)

    def write(self, texts: dict[str, str], typed: bool = False) -> None:
        """Write figures; totals that fill themselves take none."""
        texts = {cell: text for cell, text in texts.items() if not self.locked(cell)}
        self._apply({cell: (text, self.places[cell].manual) for cell, text in texts.items()}, typed)

    def _apply(self, entries: dict[str, tuple[str, bool]], typed: bool = False) -> None:
        before = {cell: self._kept(cell) for cell in entries}
        self._set(entries)
        after = {cell: self._kept(cell) for cell in entries}
        last = self.done[-1] if self.done else None
        if typed and last and last.open and list(last.after) == list(after):
            last.after, self.undone = after, []
            if last.before == last.after:
                self.done.pop()
                self.seal()
        elif before != after:
            self.undone = []
            self.done = [*self.done, Step(before, after, typed)][-LONGEST_MEMORY:]

    def _set(self, entries: dict[str, tuple[str, bool]]) -> None:
        for cell, (text, manual) in entries.items():
            self.places[cell] = Place(text, manual)

    def seal(self) -> None:
        for step in self.done[-1:]:
            step.open = False

    def _others(self, texts: dict[str, str]) -> None:
        """Write by other means than typing in the cell: a text half typed gives way."""
        self.write(texts)
        self._give_way()

    def _give_way(self) -> None:
        same = self.active and self.places[self.active].text == self.field
        if not self.active or self.mode == READY or same:
            return
        other = self.read(self.active, self.field)[0] != self.value(self.active)
        if self.locked(self.active) or other:
            self.ready()

    def undo(self) -> None:
        self._travel(self.done, self.undone, "before")

    def redo(self) -> None:
        self._travel(self.undone, self.done, "after")

    def _travel(self, start: list[Step], end: list[Step], wanted: str) -> None:
        self.seal()
        if not start:
            return
        step = start.pop()
        end.append(step)
        cells = getattr(step, wanted)
        step.open = False
        self._set(cells)
        if self.active in cells:
            self.ready()
        else:
            self.come(next(iter(cells)))

    # Where one is.

    def ready(self) -> None:
        self.mode, self.field = READY, ""
        self.seal()

    def come(self, cell: str, keep: int | None = None) -> None:
        """Arrive at a cell, alone."""
        self.ready()
        self.active = self.extent = cell
        self.wanted, self.leaving = keep, False

    def leave(self) -> None:
        """Click beside: no cell is in use."""
        self.ready()
        self.active = self.extent = self.wanted = None

    def move(self, down: int, right: int) -> None:
        table = self.home[self.active]
        line, column = table.at[self.active]
        if right:
            beyond = not 0 <= column + right < len(table.lines[line])
            self.come(self.active if beyond else table.lines[line][column + right])
            return
        wanted = column if self.wanted is None else self.wanted
        self.come(table.near(line + down, wanted) or self.active, wanted)

    def tab(self, by: int) -> None:
        offered = self.proposal(self.active)
        if by > 0 and offered:
            self._others({self.active: offered})
            self.ready()
        cells = self.home[self.active].all
        at = cells.index(self.active) + by
        if 0 <= at < len(cells):
            self.come(cells[at])
        self.leaving = False

    def corner(self, which: str) -> None:
        table = self.home[self.active]
        line = table.lines[table.at[self.active][0]]
        ends = {"Home": line[0], "End": line[-1]}
        self.come(ends.get(which) or table.all[0 if which == "Control+Home" else -1])

    def extend(self, down: int, right: int) -> None:
        table = self.home[self.active]
        line, column = table.at[self.extent]
        column = max(0, min(column + right, len(table.lines[line]) - 1))
        if cell := table.near(line + down, column):
            self.reach(cell)

    def reach(self, cell: str) -> None:
        if self.mode != READY:
            self.ready()
        self.extent, self.leaving = cell, False

    def select(self, first: str, last: str) -> None:
        if self.active != first:
            self.come(first)
        self.ready()
        self.active, self.extent, self.leaving = first, last, False

    # Keys that write.

    def insert(self, text: str) -> None:
        """Type or compose; replaces what is ready, goes in at the caret otherwise."""
        self.leaving = False
        if self.locked(self.active):
            return
        self._begin(TYPING)
        self.field = self.field[: self.caret] + text + self.field[self.caret :]
        self.caret += len(text)
        self._typed()

    def _begin(self, mode: str) -> None:
        if self.mode == READY:
            self.original, self.taken = self.places[self.active].text, False
            self.field, self.caret = "", 0
            self.mode = mode

    def _typed(self) -> None:
        self.extent = self.active
        self.write({self.active: self.field}, typed=True)

    def erase(self, by: int) -> None:
        """Backspace (-1) or Delete (1)."""
        self.leaving = False
        if self.mode == READY:
            self._others(dict.fromkeys(self.chosen(), ""))
            return
        start = self.caret + min(by, 0)
        if not 0 <= start < len(self.field):
            return
        self.field, self.caret = self.field[:start] + self.field[start + 1 :], start
        self._typed()

    def edit(self) -> None:
        self.leaving = False
        if self.mode == EDIT:
            return
        self.taken = self.locked(self.active)
        if self.taken:
            self.seal()
            self._apply({self.active: (self.shown(self.active), True)})
        if self.mode == READY:
            self.original, self.field = self.places[self.active].text, self.shown(self.active)
        self.mode, self.caret = EDIT, len(self.field)

    def escape(self) -> None:
        if self.mode != READY and self.taken:
            self.give_back()
        elif self.mode != READY:
            self.write({self.active: self.original}, typed=True)
            self.ready()
        elif self.active != self.extent:
            self.extent = self.active
        else:
            self.leaving = True

    def give_back(self) -> None:
        self.leaving = False
        if self.active in self.edition.computed:
            self.seal()
            self._apply({self.active: ("", False)})
            self.ready()

    def fill(self, cells: list[str]) -> None:
        self.leaving = False
        self._others({cell: "0" for cell in cells if self.blank(cell)})

    def copy(self) -> None:
        lines = self.home[self.active].block(self.active, self.extent)
        self.clipboard = [[self.shown(cell) for cell in line] for line in lines]

    def cut(self) -> None:
        self.copy()
        self._others(dict.fromkeys(self.chosen(), ""))
        self.ready()

    def paste(self, lines: list[list[str]]) -> None:
        self.leaving = False
        lines = [[" ".join(text.split()) for text in line] for line in lines]
        while lines and not any(lines[-1]):
            lines = lines[:-1]
        if len(lines) == 1 and len(lines[0]) == 1:
            self._others(dict.fromkeys(self.chosen(), lines[0][0]))
        elif lines:
            self._others(self._laid(lines))
        self.ready()

    def _laid(self, lines: list[list[str]]) -> dict[str, str]:
        table = self.home[self.active]
        top, left = table.at[self.active]
        if len(table.lines) == 1:
            lines = [[text for line in lines for text in line]]
        return {
            cell: text
            for places, texts in zip(table.lines[top:], lines, strict=False)
            for cell, text in zip(places[left:], texts, strict=False)
        }

    # The mouse.

    def click(self, cell: str) -> None:
        self.come(cell)
        if offered := self.proposal(cell):
            self._others({cell: offered})

    def drag(self, first: str, last: str) -> None:
        wanted = self.wanted if self.mode == EDIT and self.active == first else None
        self.come(first, wanted)
        self.extent = last
