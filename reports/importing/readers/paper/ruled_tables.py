"""Tables found by their rules: lines on a page make cells, and characters fall into them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ...source import Cell, Grid, raised
from ...values import Box

TOLERANCE = 3.0  # points: rules that stand closer are one
THIN, LEAST = 3.0, 6.0
PADDING = 5.4  # points: what office programs leave free at either side of a cell
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
    def sides(self) -> tuple[float, float, float, float]:
        """Its left, bottom, right and top."""
        return self.left, self.bottom, self.right, self.top

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


def grids_of(rules: list[Ruled]) -> list["_Cells"]:
    """Return the grids that the rules of a page make, without words."""
    return [cells for group in _groups(rules[:MOST_RULES]) if (cells := _cells(group))]


def ruled_tables(
    rules: list[Ruled], characters: list[Character], where: str, seen_on: int | None = None
) -> list[Table]:
    """Return the tables that the rules of a page make, from top to bottom.

    `seen_on`: the number of a page that was read from its picture; its cells know their places.
    """
    rules = rules[:MOST_RULES]
    found = [_table(group, characters, where, seen_on) for group in _groups(rules)]
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


def _table(
    rules: list[Ruled], characters: list[Character], where: str, seen_on: int | None
) -> Table | None:
    cells = _cells(rules)
    if cells is None:
        return None
    xs, ys = cells.xs, cells.ys
    inside = [c for c in characters if xs[0] < c.centre < xs[-1] and ys[-1] < c.middle < ys[0]]
    texts = cells.texts(inside)
    return Table(ys[0], Grid(cells.matrix(texts, where, seen_on), where), inside)


def _cells(rules: list[Ruled]) -> "_Cells | None":
    standing = [rule for rule in rules if not rule.is_level]
    lying = [rule for rule in rules if rule.is_level]
    xs = _places([rule.at for rule in standing])
    ys = _closed(_places([rule.at for rule in lying])[::-1], xs, standing)
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MOST_PLACES:
        return None
    return _Cells(xs, ys, standing, lying)


def _closed(ys: list[float], xs: list[float], standing: list[Ruled]) -> list[float]:
    """Return the heights with those where a table goes over the page's edge without a rule there.

    Some programs draw none at a page's end: there most upright rules end at one height.
    """
    if not ys:
        return ys
    below = [rule.bottom for rule in standing if rule.bottom < ys[-1] - LEAST]
    above = [rule.top for rule in standing if rule.top > ys[0] + LEAST]
    return [*_common(above, xs), *ys, *_common(below, xs)]


def _common(ends: list[float], xs: list[float]) -> list[float]:
    """Return the height at which most upright rules end, if there is one."""
    counts = [(sum(abs(end - place) <= TOLERANCE for end in ends), place) for place in _places(ends)]
    most, place = max(counts, default=(0, 0.0))
    return [place] if most >= 3 and 2 * most > len(xs) else []


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
        falling = [-y for y in self.ys]
        for character in characters:
            column = _between(self.xs, character.centre)
            row = _between(falling, -character.middle)
            inside.setdefault(self._root(row * self.columns + column), []).append(character)
        boxes = self.boxes()
        widths = {place: boxes[place].right - boxes[place].left for place in inside}
        return {place: _words(found, widths[place]) for place, found in inside.items()}

    def boxes(self) -> dict[int, Ruled]:
        """Return the room of the cell at each root."""
        own: dict[int, list[int]] = {}
        for place in range(len(self.parent)):
            own.setdefault(self._root(place), []).append(place)
        return {root: self._box(places) for root, places in own.items()}

    def _box(self, places: list[int]) -> Ruled:
        rows, columns = zip(*(divmod(place, self.columns) for place in places), strict=True)
        top, bottom = self.ys[min(rows)], self.ys[max(rows) + 1]
        return Ruled(self.xs[min(columns)], bottom, self.xs[max(columns) + 1], top)

    def matrix(
        self, texts: dict[int, str], where: str, seen_on: int | None
    ) -> list[list[Cell | None]]:
        """Return the cells as a matrix; a cell over several places stands at each."""
        made: dict[int, Cell] = {}
        boxes = {} if seen_on is None else self.boxes()
        lines: list[list[Cell | None]] = []
        for row in range(self.rows):
            line: list[Cell | None] = []
            for column in range(self.columns):
                root = self._root(row * self.columns + column)
                spot = f"{where}表格第{row + 1}行第{column + 1}列"
                room = boxes.get(root)
                box = Box(seen_on, *room.sides) if room else None
                line.append(made.setdefault(root, Cell(texts.get(root, ""), spot, box)))
            lines.append(line)
        return lines


def _nearest(places: list[float], value: float) -> int:
    """Return which of rising (or falling) `places` is next to a value."""
    rising = places[0] <= places[-1]
    n = bisect_left(places, value) if rising else bisect_left(places, -value, key=lambda p: -p)
    near = [m for m in (n - 1, n) if 0 <= m < len(places)]
    return min(near, key=lambda m: abs(places[m] - value))


def _by_place(rules: list[Ruled], places: list[float]) -> list[list[tuple[float, float]]]:
    spans: list[list[tuple[float, float]]] = [[] for _ in places]
    for rule in rules:
        spans[_nearest(places, rule.at)].append(rule.span)
    return spans


def _covers(spans: list[tuple[float, float]], at: float) -> bool:
    return any(start - 0.5 <= at <= end + 0.5 for start, end in spans)


def _between(edges: Sequence[float], value: float) -> int:
    """Return between which two of rising edges a value lies."""
    return max(0, min(bisect_right(edges, value) - 1, len(edges) - 2))


def _words(characters: list[Character], width: float) -> str:
    """Return the characters of a cell in reading order; lines follow without a space.

    A digit under a number may go on with it only where no more would have fitted on its line.
    """
    lines: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: (-c.middle, c.left)):
        if lines and abs(lines[-1][0].middle - character.middle) <= 0.5 * character.size:
            lines[-1].append(character)
        else:
            lines.append([character])
    lines = [sorted(line, key=lambda c: c.left) for line in lines]
    words = "".join(_line(lines[0]))
    for above, line in pairwise(lines):
        room = width - 2 * PADDING - (above[-1].right - above[0].left)
        numbers = above[-1].text.isdecimal() and line[0].text.isdecimal()
        if numbers:
            words += " " if room > above[-1].right - above[-1].left else "\n"
        words += "".join(_line(line))
    return words


def _line(characters: list[Character]) -> list[str]:
    """A gap between two numbers is kept: they may be two figures. A raised mark is bracketed."""
    size = max(character.size for character in characters)
    base = min(character.base for character in characters)
    parts: list[str] = []
    for is_raised, run in groupby(characters, lambda c: _is_raised(c, size, base)):
        text = _spaced(list(run))
        parts.append(raised(text) if is_raised and parts else text)
    return parts


def _is_raised(character: Character, size: float, base: float) -> bool:
    return character.size < 0.8 * size and character.base > base + 0.15 * size


def _spaced(characters: list[Character]) -> str:
    text = characters[0].text
    for one, other in pairwise(characters):
        apart = other.left - one.right > 0.35 * other.size
        text += f" {other.text}" if apart and one.text.isascii() else other.text
    return text


def strikes(rules: list[Ruled], characters: list[Character]) -> dict[Ruled, list[Character]]:
    """Return the rules that strike characters out, each with those characters."""
    rows: dict[int, list[Character]] = {}
    for character in characters:
        rows.setdefault(round(character.base), []).append(character)
    level = [rule for rule in rules[:MOST_RULES] if rule.is_level]
    through = {rule: list(_struck(rule, rows)) for rule in level}
    # A table's rule reaches past the words that it happens to touch.
    return {
        rule: under
        for rule, under in through.items()
        if under and sum(c.right - c.left for c in under) >= 0.7 * (rule.right - rule.left)
    }


def _struck(rule: Ruled, rows: dict[int, list[Character]]) -> Iterator[Character]:
    """Yield the characters through whose middle a rule goes."""
    for base in range(int(rule.at) - 40, int(rule.at) + 1):
        for character in rows.get(base, ()):
            height = (rule.at - character.base) / character.size
            if 0.15 < height < 0.5 and rule.left - 1 <= character.centre <= rule.right + 1:
                yield character
