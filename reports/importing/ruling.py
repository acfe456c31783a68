"""Tables found by their rules: lines on a page make cells, and characters fall into them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .source import Cell, Grid

TOLERANCE = 3.0  # points: rules that stand closer are one
THIN, LEAST = 3.0, 6.0
MOST_RULES = 6000
MOST_PLACES = 60_000


@dataclass(frozen=True)
class Character:
    """A character, in points from the page's lower left corner; `base` is the line it stands on."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """The height of the middle of its line: a comma's is that of its neighbours."""
        return self.base + 0.35 * self.size

    @property
    def centre(self) -> float:
        """Its middle from the left."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Ruled:
    """A rule, as a box."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_thin(self) -> bool:
        """Whether it is a line at all, and no box or dot."""
        width, height = self.right - self.left, self.top - self.bottom
        return min(width, height) <= THIN and max(width, height) >= LEAST

    @property
    def is_level(self) -> bool:
        """Whether it lies rather than stands."""
        return self.right - self.left >= self.top - self.bottom

    @property
    def at(self) -> float:
        """Where it stands from the left, or lies from the bottom."""
        both = (self.bottom, self.top) if self.is_level else (self.left, self.right)
        return sum(both) / 2

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it reaches."""
        return (self.left, self.right) if self.is_level else (self.bottom, self.top)


@dataclass(eq=False)
class Table:
    """A table on a page: its cells, its upper edge, the characters in it."""

    top: float
    grid: Grid
    characters: list[Character] = field(default_factory=list)


def ruled_tables(rules: list[Ruled], characters: list[Character], where: str) -> list[Table]:
    """Return the tables that the rules of a page make, from top to bottom."""
    rules = rules[:MOST_RULES]
    found = [_table(group, characters, where) for group in _groups(rules)]
    return sorted((table for table in found if table), key=lambda table: -table.top)


def _groups(rules: list[Ruled]) -> list[list[Ruled]]:
    """Part rules into those that hang together: swept from the bottom, joined where bands touch."""
    groups: list[list[Ruled]] = []
    reach: list[float] = []
    for rule in sorted(rules, key=lambda r: r.bottom):
        if groups and rule.bottom <= reach[-1] + TOLERANCE:
            groups[-1].append(rule)
            reach[-1] = max(reach[-1], rule.top)
        else:
            groups.append([rule])
            reach.append(rule.top)
    return groups


def _places(values: Sequence[float]) -> list[float]:
    """Return the distinct values, those closer than the tolerance as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > TOLERANCE:
            places.append(value)
    return places


def _table(rules: list[Ruled], characters: list[Character], where: str) -> Table | None:
    standing = [rule for rule in rules if not rule.is_level]
    lying = [rule for rule in rules if rule.is_level]
    xs = _places([rule.at for rule in standing])
    ys = _places([rule.at for rule in lying])[::-1]
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MOST_PLACES:
        return None
    cells = _Cells(xs, ys, standing, lying)
    inside = [c for c in characters if xs[0] < c.centre < xs[-1] and ys[-1] < c.middle < ys[0]]
    texts = cells.texts(inside)
    return Table(ys[0], Grid(cells.matrix(texts, where), where), inside)


class _Cells:
    """The places between rules; those without a rule between them are one cell."""

    def __init__(self, xs, ys, standing: list[Ruled], lying: list[Ruled]):
        self.xs, self.ys = xs, ys
        self.columns, self.rows = len(xs) - 1, len(ys) - 1
        self.parent = list(range(self.columns * self.rows))
        upright = _by_place(standing, xs)
        level = _by_place(lying, ys)
        for row in range(self.rows):
            middle = (ys[row] + ys[row + 1]) / 2
            for column in range(1, self.columns):
                if not _covers(upright[column], middle):
                    self._join(row, column - 1, row, column)
        for column in range(self.columns):
            middle = (xs[column] + xs[column + 1]) / 2
            for row in range(1, self.rows):
                if not _covers(level[row], middle):
                    self._join(row - 1, column, row, column)

    def _root(self, place: int) -> int:
        while self.parent[place] != place:
            self.parent[place] = self.parent[self.parent[place]]
            place = self.parent[place]
        return place

    def _join(self, row: int, column: int, other_row: int, other_column: int) -> None:
        one = self._root(row * self.columns + column)
        other = self._root(other_row * self.columns + other_column)
        self.parent[max(one, other)] = min(one, other)

    def texts(self, characters: list[Character]) -> dict[int, str]:
        """Return the words of each cell, line by line."""
        inside: dict[int, list[Character]] = {}
        for character in characters:
            column = _between(self.xs, character.centre)
            row = _between([-y for y in self.ys], -character.middle)
            inside.setdefault(self._root(row * self.columns + column), []).append(character)
        return {place: _words(found) for place, found in inside.items()}

    def matrix(self, texts: dict[int, str], where: str) -> list[list[Cell | None]]:
        """Return the cells as a matrix; a cell over several places stands at each."""
        made: dict[int, Cell] = {}
        lines: list[list[Cell | None]] = []
        for row in range(self.rows):
            line: list[Cell | None] = []
            for column in range(self.columns):
                root = self._root(row * self.columns + column)
                spot = f"{where}表格第{row + 1}行第{column + 1}列"
                line.append(made.setdefault(root, Cell(texts.get(root, ""), spot)))
            lines.append(line)
        return lines


def _by_place(rules: list[Ruled], places: list[float]) -> list[list[tuple[float, float]]]:
    spans: list[list[tuple[float, float]]] = [[] for _ in places]
    for rule in rules:
        nearest = min(range(len(places)), key=lambda n: abs(places[n] - rule.at))
        spans[nearest].append(rule.span)
    return spans


def _covers(spans: list[tuple[float, float]], at: float) -> bool:
    return any(start - 0.5 <= at <= end + 0.5 for start, end in spans)


def _between(edges: Sequence[float], value: float) -> int:
    for n in range(len(edges) - 2, -1, -1):
        if value >= edges[n]:
            return n
    return 0


def _words(characters: list[Character]) -> str:
    """Return the characters of a cell in reading order; lines follow without a space."""
    lines: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: (-c.middle, c.left)):
        if lines and abs(lines[-1][0].middle - character.middle) <= 0.5 * character.size:
            lines[-1].append(character)
        else:
            lines.append([character])
    return "".join("".join(_line(sorted(line, key=lambda c: c.left))) for line in lines)


def _line(characters: list[Character]) -> list[str]:
    """A gap between two numbers is kept: they may be two figures."""
    parts = [characters[0].text]
    for one, other in zip(characters, characters[1:], strict=False):
        apart = other.left - one.right > 0.35 * other.size
        parts.append(f" {other.text}" if apart and one.text.isascii() else other.text)
    return parts
